"""What became of a call to a provider, as our own errors. Nothing here tells an address, a header or a body."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx

from tt_integrations.adapters.wire import parse_json
from tt_integrations.domain.errors import (
    MalformedPayload,
    OutcomeUnknown,
    ProviderError,
    ProviderUnavailable,
)

UNSENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.WriteTimeout,  # a request that is not complete is not carried out
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
TOO_MANY, GATEWAY_TIMEOUT = 429, 504
SERVER_ERRORS = range(500, 600)
WAIT = 30.0
"""Seconds to wait where a provider says that we call too often, but not for how long."""
SECONDS = re.compile(r"[0-9]{1,6}")


def answer_of(send: Callable[[], httpx.Response], *, repeatable: bool) -> httpx.Response:
    """The answer to a call, unless it is 429 or of 5xx.

    `repeatable`: to do it twice does no harm. Only a call of the other kind can raise OutcomeUnknown, which is
    when nobody knows whether it was carried out. Raises ProviderUnavailable for everything that may be tried
    again, and MalformedPayload for a body that cannot be unpacked.
    """
    try:
        response = send()
    except httpx.DecodingError:
        raise MalformedPayload("body", "cannot be unpacked") from None
    except httpx.InvalidURL:  # httpx looks where a redirect leads even if it is not to follow it
        raise MalformedPayload("location", "not an address") from None
    except UNSENT as error:
        raise ProviderUnavailable(f"not reached: {_cause(error)}") from None
    except httpx.TransportError as error:
        raise _unanswered(_cause(error), repeatable=repeatable) from None
    return _not_in_trouble(response, repeatable=repeatable)


def object_in(response: httpx.Response) -> dict[str, object]:
    """The JSON object that was answered. Raises MalformedPayload for anything else."""
    payload = parse_json(response.content)
    if not isinstance(payload, dict):
        raise MalformedPayload("body", "expected an object")
    return payload


def retry_after(response: httpx.Response) -> float:
    """The seconds of `Retry-After`, and half a minute where it has none."""
    told = _told(response)
    return WAIT if told is None else told


def _told(response: httpx.Response) -> float | None:
    told = response.headers.get("retry-after", "").strip()
    return float(told) if SECONDS.fullmatch(told) else None


def _not_in_trouble(response: httpx.Response, *, repeatable: bool) -> httpx.Response:
    status = response.status_code
    if status == TOO_MANY:
        raise ProviderUnavailable("called too often", retry_after(response))
    if status == GATEWAY_TIMEOUT:  # somebody before the provider sent it on, and heard nothing
        raise _unanswered(f"answered {status}", repeatable=repeatable)
    if status in SERVER_ERRORS:
        raise ProviderUnavailable(f"answered {status}", _told(response))
    return response


def _unanswered(what: str, *, repeatable: bool) -> ProviderError:
    return ProviderUnavailable(what) if repeatable else OutcomeUnknown(what)


def _cause(error: httpx.TransportError) -> str:
    """Its kind only: the text of some errors repeats what was sent."""
    return type(error).__name__
