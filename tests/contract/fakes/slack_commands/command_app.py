"""The program that Slack's commands are sent to, in process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs

from attrs import define, field

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.http import Response

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@define
class App:
    """The program under test, in process; it remembers what it was sent."""

    answer: Response | NoAnswer = field(factory=lambda: Response(200))
    got: list[tuple[str, Mapping[str, str], bytes]] = field(factory=list)

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Response | NoAnswer:
        self.got.append((url, headers, body))
        return self.answer

    def form(self) -> dict[str, str]:
        return {
            k: v[0] for k, v in parse_qs(self.got[-1][2].decode(), keep_blank_values=True).items()
        }
