"""Spans by OpenTelemetry's API. Where nobody configured its SDK, none is recorded and next to nothing is done.

A span tells names, numbers and codes: no exception's text, no address, no header, no body.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Any

from attrs import define, field, frozen
from opentelemetry import context, trace

from tt_integrations._version import __version__

Attributes = Mapping[str, str | int]
_NOTHING: AbstractContextManager[trace.Span] = nullcontext(trace.INVALID_SPAN)


def _tracer() -> trace.Tracer | None:
    """None where nobody has configured an SDK, which is done before the service is made."""
    provider = trace.get_tracer_provider()
    if isinstance(provider, trace.ProxyTracerProvider):
        return None
    return provider.get_tracer("tt_integrations", __version__)


@define
class _Under:
    """A span that whatever is called meanwhile belongs to."""

    span: trace.Span
    _token: Any = field(default=None, init=False)

    def __enter__(self) -> trace.Span:
        self._token = context.attach(trace.set_span_in_context(self.span))
        return self.span

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if kind is not None:  # its kind only: the text of some errors repeats what was sent
            self.span.set_status(trace.StatusCode.ERROR, kind.__name__)
        context.detach(self._token)
        self.span.end()


@frozen
class Spans:
    """`tracer` None: nothing is recorded."""

    tracer: trace.Tracer | None = field(factory=_tracer)

    def during(self, name: str, attributes: Attributes) -> AbstractContextManager[trace.Span]:
        """A span as long as the block. One that somebody decided not to record still has its children know it."""
        if self.tracer is None:
            return _NOTHING
        span = self.tracer.start_span(name, attributes=attributes)
        return _Under(span) if span.get_span_context().is_valid else _NOTHING
