"""What ties the lines of a log together: the id of the request, or of the job, that they are about."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable
from contextvars import ContextVar

from attrs import field, frozen

REQUEST_ID: ContextVar[bytes] = ContextVar("request_id", default=b"")
"""Of what is being carried out here and now; empty between two."""
HEADER = b"x-request-id"
_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{8,64}")
"""Nothing that could break a line of a log or a header; UUIDs and the ids of the usual proxies are such."""


@frozen
class RequestIds:
    """New ones are counted up from a beginning that no other process has."""

    _beginning: bytes = field(factory=lambda: os.urandom(6).hex().encode())
    _count: itertools.count[int] = field(factory=itertools.count)

    def of(self, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """The id that came with a request, if it is well formed; else a new one. Header names are in lower case."""
        for name, value in headers:
            if name == HEADER and _WELL_FORMED.fullmatch(value):
                return value
        return b"%b-%d" % (self._beginning, next(self._count))
