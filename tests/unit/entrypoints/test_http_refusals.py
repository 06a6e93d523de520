"""What the door turns away, and how."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from house import ANNA, FORM, JSON, KEYLESS, VAULT, Front, House, keyed, signature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import web_app

MIB = 1024 * 1024


def test_a_keyed_address_of_no_connection_is_not_found(house: House) -> None:
    got = house.send(house.command("status"), to="/webhooks/slack/nobodys-key")
    assert (got.status_code, got.json()["code"]) == (404, "not_connected")


@pytest.mark.parametrize(
    "path", ["/", "/webhooks/slack", "/webhooks/nobody/key", "/api/integrations/nobody/events"]
)
def test_an_unknown_address_is_not_found_in_json(house: House, path: str) -> None:
    got = house.http.post(path)
    assert got.status_code == 404
    assert got.json() == {"ok": False, "error": "Not found", "code": "not_found"}


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_not_allowed_and_told_in_json(house: House, method: str) -> None:
    for path in (KEYLESS, "/webhooks/slack/key"):
        got = house.http.request(method, path)
        assert got.status_code == 405
        assert got.json()["code"] == "method_not_allowed"
        assert got.headers["allow"] == "POST"


def test_a_body_over_one_mebibyte_is_too_large(house: House) -> None:
    house.connect(ANNA, "U1")
    got = house.send(b"x" * (MIB + 1))
    assert (got.status_code, got.json()["code"]) == (413, "too_large")


def test_a_body_of_just_one_mebibyte_is_read(house: House) -> None:
    house.connect(ANNA, "U1")
    body = house.command("status", padding="")
    got = house.send(body + b"x" * (MIB - len(body)))
    assert (got.status_code, got.json()["text"]) == (200, "No active timer.")


def test_a_body_that_does_not_say_its_length_is_limited_too(house: House) -> None:
    pieces = (b"x" * 65536 for _ in range(17))
    got = house.http.post(KEYLESS, content=pieces, headers={"content-type": FORM})
    assert got.status_code == 413


def test_a_body_in_pieces_is_put_together(house: House) -> None:
    house.connect(ANNA, "U1")
    body = house.command("status")
    stamp = str(int(house.clock.timestamp()))
    headers = {
        "content-type": FORM,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature(body, stamp),
    }
    got = house.http.post(
        KEYLESS, content=(body[i : i + 7] for i in range(0, len(body), 7)), headers=headers
    )
    assert got.json()["text"] == "No active timer."


def test_a_forged_signature_is_invalid(house: House) -> None:
    house.connect(ANNA, "U1")
    got = house.send(house.command("start web"), secret="a guess")
    assert got.status_code == 401
    assert got.json() == {"ok": False, "error": "Invalid signature", "code": "untrusted"}
    assert house.timers() == []


def test_a_service_without_connections_trusts_nobody(house: House) -> None:
    assert house.send(house.command("status")).status_code == 401


@pytest.mark.parametrize("away", [301, -301])
def test_a_command_signed_more_than_five_minutes_away_is_refused(house: House, away: int) -> None:
    house.connect(ANNA, "U1")
    body = house.command("start web")
    stamp = str(int(house.clock.timestamp()) - away)
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature(body, stamp)}
    got = house.http.post(KEYLESS, content=body, headers={"content-type": FORM, **headers})
    assert got.status_code == 401
    assert house.timers() == []


STAMPS = ["", "yesterday", "1.0", "9" * 5000, "-1", "é", "1_0", "1 0"]
SIGNATURES = ["", "v0=", "v0=é", "v1=00", "é" * 100, "v0=" + "0" * 64]


@pytest.mark.parametrize("stamp", STAMPS)
@pytest.mark.parametrize("sent", SIGNATURES)
def test_malformed_headers_are_untrusted(house: House, stamp: str, sent: str) -> None:
    house.connect(ANNA, "U1")
    headers = [
        (b"content-type", FORM.encode()),
        (b"x-slack-request-timestamp", stamp.encode("latin-1")),
        (b"x-slack-signature", sent.encode("latin-1")),
    ]
    got = house.http.post(KEYLESS, content=house.command("status"), headers=headers)
    assert got.status_code == 401


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"team_id=T1&user_id=U1&text=\xff", FORM),
        (b"team_id=T1&user_id=U1&text=%FF", FORM),
        (b"team_id=T1&user_id=U1", FORM),
        (b"team_id=T1&user_id=U1&user_id=U2&command=/tt", FORM),
        (b"payload=%7B", FORM),
        (b"", FORM),
        (b"", JSON),
        (b"{", JSON),
        (b"[1]", JSON),
        (b'{"team_id": "T1", "type": 7}', JSON),
        (b'{"team_id": "T1", "type": "event_callback"}', JSON),
        (b'{"a":' * 100_000, JSON),
        (b"\xff\xfe\x00", JSON),
        (b"hello", "text/plain"),
        (b"hello", "multipart/form-data"),
    ],
)
def test_a_malformed_body_is_malformed_once_it_is_trusted(
    house: House, body: bytes, media_type: str
) -> None:
    connection = house.connect(ANNA, "U1")
    for to in (KEYLESS, keyed(connection)):
        got = house.send(body, to, media_type=media_type)
        assert (got.status_code, got.json()["code"]) == (400, "malformed_payload")
        assert house.send(body, to, secret="a guess", media_type=media_type).status_code == 401


def test_a_malformed_body_is_answered_with_the_place(house: House) -> None:
    house.connect(ANNA, "U1")
    got = house.send(b"team_id=T1&user_id=U1&text=x")
    assert got.json()["error"].startswith("Malformed payload: $.command: ")


LATIN = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f"))
ANY_HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "x-slack-signature", "x-slack-request-timestamp"]), LATIN
)


@given(ANY_HEADERS, st.binary() | st.sampled_from([b"{", b"team_id=T1&user_id=U1", b"[]"]))
@settings(
    max_examples=60,
    deadline=None,  # a real server answers
    suppress_health_check=[
        HealthCheck.function_scoped_fixture
    ],  # nothing is changed by what is refused
)
def test_arbitrary_requests_are_untrusted_and_nothing_worse(
    house: House, headers: dict[str, str], body: bytes
) -> None:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    got = house.http.post(KEYLESS, content=body, headers=list(sent.items()))
    assert got.status_code == 401
    assert got.json()["code"] == "untrusted"


@pytest.mark.parametrize("address", ["keyless", "keyed"])
def test_even_a_mistake_of_ours_is_answered_and_logged_without_its_details(
    house: House, front: Front, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    connection = house.connect(ANNA, "U1")

    class Mistaken:
        def reading(self) -> None:
            raise RuntimeError("a detail of the inside")

    front.behind = web_app(build(Parts(Mistaken(), VAULT, house.clock)))  # type: ignore[arg-type]
    got = house.send(
        house.command("status"), KEYLESS if address == "keyless" else keyed(connection)
    )
    assert got.status_code == 500
    assert got.json() == {
        "ok": False,
        "error": "An internal error occurred",
        "code": "internal_error",
    }
    assert "a detail of the inside" in caplog.text


@contextmanager
def spoken(house: House, words: bytes) -> Iterator[bytes]:
    """What comes back for bytes that are hardly HTTP."""
    port = house.http.base_url.port
    assert port
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(words)
        wire.shutdown(socket.SHUT_WR)
        yield b"".join(iter(lambda: wire.recv(65536), b""))


@pytest.mark.parametrize(
    "words",
    [
        b"hello\r\n\r\n",
        b"POST " + KEYLESS.encode() + b" HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_bad_request(house: House, words: bytes) -> None:
    with spoken(house, words) as answer:
        assert answer.startswith(b"HTTP/1.1 400 ")
