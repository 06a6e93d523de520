"""Every error a caller can meet has its HTTP status, and tells nothing of the inside."""

from __future__ import annotations

import inspect

import pytest

from tt_integrations.domain import errors
from tt_integrations.domain.errors import (
    HostRefused,
    IntegrationError,
    InvalidSettings,
    MalformedPayload,
    PermissionMissing,
    ProviderError,
    ProviderUnavailable,
    ResyncNeeded,
)
from tt_integrations.entrypoints.http.errors import STATUS, body_of, headers_of, status_of

ALL = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, IntegrationError)
]
INTERNAL = {IntegrationError, ProviderError, ResyncNeeded}
"""The roots, which are never raised themselves, and what never leaves a use case."""
INSIDE = "secret detail of the inside"


def made(kind: type[IntegrationError]) -> IntegrationError:
    if kind in (InvalidSettings, MalformedPayload):
        return kind("$.field", INSIDE)
    return kind(INSIDE)


@pytest.mark.parametrize("kind", ALL)
def test_every_error_that_leaves_a_use_case_has_a_status_of_its_own(
    kind: type[IntegrationError],
) -> None:
    assert (kind in STATUS) is (kind not in INTERNAL)
    assert (status_of(made(kind)) == 500) is (kind in INTERNAL)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("untrusted", 401),
        ("not_connected", 404),
        ("conflict", 409),
        ("host_refused", 409),
        ("invalid_settings", 422),
        ("malformed_payload", 400),
        ("provider_unavailable", 503),
        ("provider_refused", 409),
        ("store_unavailable", 503),
        ("secret_unreadable", 503),
    ],
)
def test_a_code_keeps_its_status(code: str, status: int) -> None:
    assert {status_of(made(kind)) for kind in ALL if kind.code == code} == {status}


def test_every_error_has_a_code_of_its_own() -> None:
    assert len({kind.code for kind in ALL}) == len(ALL)


@pytest.mark.parametrize("kind", ALL)
def test_what_a_caller_reads_has_the_code_and_nothing_of_the_inside(
    kind: type[IntegrationError],
) -> None:
    body = body_of(made(kind))
    assert (body["ok"], body["code"]) == (False, kind.code)
    for_callers = (HostRefused, MalformedPayload, InvalidSettings, PermissionMissing)
    assert (INSIDE in str(body["error"])) is (kind in for_callers)


def test_who_has_to_wait_is_told_how_long_and_who_has_not_is_not() -> None:
    limited = ProviderUnavailable("slow", 89.2)
    assert body_of(limited)["error"] == "The provider asks us to wait 90 s"
    assert headers_of(limited) == {"retry-after": "90"}
    assert headers_of(ProviderUnavailable("slow", 0)) == {"retry-after": "1"}
    assert headers_of(ProviderUnavailable("slow")) == headers_of(PermissionMissing("x")) == {}


def test_a_kind_of_known_error_has_the_status_of_its_parent() -> None:
    class Throttled(ProviderUnavailable):
        pass

    assert status_of(Throttled("slow")) == status_of(ProviderUnavailable("slow")) == 503


def test_errors_carry_what_a_program_needs() -> None:
    assert ProviderUnavailable("slow", 7.5).retry_after == 7.5
    assert PermissionMissing("chat:write").scope == "chat:write"
    assert InvalidSettings("port", "a number").field == "port"
    assert HostRefused("The period is closed.").sentence == "The period is closed."
    assert str(MalformedPayload("$.a", "missing")) == "$.a: missing"
