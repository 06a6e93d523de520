"""How a call is refused."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from tt_integrations.entrypoints.http.shapes import Mark

Code = Annotated[str, "Stable: what programs go by; docs/reference/error-codes.md lists them."]


@frozen
class Refused:
    """The reference system's form of an error, with our code."""

    error: Annotated[str, "A sentence."]
    code: Code
    field: Annotated[str | None, "The setting that is wrong.", Mark.LEFT_OUT] = None
    ok: bool = False


@frozen
class Problem:
    """Problem details after RFC 9457."""

    type: Annotated[str, "urn:tt-integrations:error: and the code."]
    title: Annotated[str, "What went wrong in general."]
    status: Annotated[int, "The HTTP status again."]
    detail: Annotated[str, "What went wrong this time."]
    code: Code
    field: Annotated[str | None, "The setting that is wrong.", Mark.LEFT_OUT] = None
    path: Annotated[str | None, "The place that is malformed.", Mark.LEFT_OUT] = None
