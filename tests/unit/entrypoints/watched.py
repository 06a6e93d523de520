"""The whole service over a test's database, everything that is observed of it at hand."""

from __future__ import annotations

import base64
import io
import json
import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
from attrs import field, frozen
from house import Front, House
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tt_integrations.entrypoints.http.app import service
from tt_integrations.entrypoints.http.observed import Observed
from tt_integrations.entrypoints.observing.logs import LogForm, made
from tt_integrations.entrypoints.observing.spans import Spans
from tt_integrations.entrypoints.observing.watch import Watch
from tt_integrations.entrypoints.settings import made as settings_of

KEYS = f"k1:{base64.b64encode(b'0123456789abcdef0123456789abcdef').decode()}"
"""Those of house.VAULT."""
TOKEN = "sesame-open"


@frozen
class Recorder:
    """Spans that are recorded, as an SDK would have them."""

    exporter: InMemorySpanExporter = field(factory=InMemorySpanExporter)

    def spans(self) -> Spans:
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        return Spans(provider.get_tracer("test"))

    def ended(self, name: str = "") -> list[ReadableSpan]:
        return [s for s in self.exporter.get_finished_spans() if not name or s.name == name]


@frozen
class Service:
    web: Observed
    http: httpx.Client
    recorder: Recorder

    def metrics(self) -> str:
        got = self.http.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert got.status_code == 200
        return got.text

    def counted(self, name: str, **labels: str) -> float:
        """The number at that name with all those labels; 0 where there is none."""
        wanted = [f'{key}="{value}"' for key, value in labels.items()]
        for line in self.metrics().splitlines():
            if line.startswith((f"{name}{{", f"{name} ")) and all(w in line for w in wanted):
                return float(line.rpartition(" ")[2])
        return 0.0


@contextmanager
def serving(house: House, front: Front, database: str, **settings: Any) -> Iterator[Service]:
    """In front of the house's clients."""
    recorder = Recorder()
    chosen = settings_of(**{"database": database, "keys": KEYS, "metrics_token": TOKEN, **settings})
    web = service(chosen, house.clock, watch=Watch(spans=recorder.spans()))
    with closing(web):
        front.behind = web
        yield Service(web, house.http, recorder)


@contextmanager
def logged(form: LogForm = LogForm.JSON) -> Iterator[io.StringIO]:
    """What a service that logs in that form writes meanwhile."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(made(form))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]
