"""Which HTTP status an error is, and what a caller may read of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from tt_integrations.domain.errors import (
    CallRejected,
    Conflict,
    Forged,
    HostRefused,
    IntegrationError,
    InvalidSettings,
    MalformedPayload,
    NotConnected,
    OutcomeUnknown,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
    SecretUnreadable,
    StoreUnavailable,
    Untrusted,
)

STATUS: Mapping[type[IntegrationError], tuple[int, str]] = {
    Untrusted: (401, "Invalid signature"),
    Forged: (403, "This did not come from one of our pages; please reload the page and try again"),
    NotConnected: (404, "Integration not configured"),
    Conflict: (409, "Somebody else changed this first"),
    HostRefused: (409, "The time tracker does not allow it"),
    InvalidSettings: (422, "Invalid settings"),
    SecretUnreadable: (503, "A stored secret cannot be opened"),
    StoreUnavailable: (503, "The database is busy; nothing was changed"),
    MalformedPayload: (400, "Malformed payload"),
    OutcomeUnknown: (504, "The provider did not say whether it was done"),
    ProviderUnavailable: (503, "The provider does not answer"),
    ProviderRefused: (409, "The provider refuses; please reconnect"),
    PermissionMissing: (409, "A permission is missing"),
    CallRejected: (502, "The provider does not take the call"),
}

INTERNAL = "An internal error occurred"
INTERNAL_ERROR = {"ok": False, "error": INTERNAL, "code": "internal_error"}


def status_of(error: IntegrationError) -> int:
    return status_of_kind(type(error))


def status_of_kind(kind: type[IntegrationError]) -> int:
    return _entry(kind)[0]


def sentence_of(error: IntegrationError) -> str:
    """What that kind of error is, and of the particular one what a person needs to go on."""
    sentence = _entry(type(error))[1]
    match error:
        case HostRefused(sentence=told):
            return told
        case PermissionMissing(scope=scope):
            return f"{sentence}: {scope}"
        case ProviderUnavailable(retry_after=float() | int() as seconds):
            return f"The provider asks us to wait {ceil(seconds)} s"
        case _:
            return sentence


def headers_of(error: IntegrationError) -> Mapping[str, str]:
    """When to come again, where that is known."""
    match error:
        case ProviderUnavailable(retry_after=float() | int() as seconds):
            return {"retry-after": str(max(1, ceil(seconds)))}
        case _:
            return {}


def body_of(error: IntegrationError) -> dict[str, object]:
    """The reference system's `{ok, error}`, with our stable code. Nothing of the inside."""
    sentence = sentence_of(error)
    if isinstance(error, MalformedPayload):
        sentence = f"{sentence}: {error.path}: {error.reason}"
    body: dict[str, object] = {"ok": False, "error": sentence, "code": error.code}
    if isinstance(error, InvalidSettings):
        body |= {"error": f"{sentence}: {error}", "field": error.field}
    return body


def _entry(of: type[IntegrationError]) -> tuple[int, str]:
    for kind in of.__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 500, INTERNAL
