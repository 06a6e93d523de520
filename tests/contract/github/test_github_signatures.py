"""Whether a delivery is genuine: the HMAC of its body.

Source: docs.github.com, webhooks/using-webhooks/validating-webhook-deliveries.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from github_requests import FORM, NOW, SECRET, about, delivery, sent_as_form, signature, signed

from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.domain.errors import Untrusted

DIALECT = GitHubDialect()
BODY = b"Hello, World!"
GENUINE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
SHA1 = "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59"


def accepted(sent: str | None, body: bytes = BODY, secret: str = SECRET) -> bool:
    headers = {} if sent is None else {"x-hub-signature-256": sent}
    try:
        DIALECT.verify(delivery(body, headers), secret, NOW)
    except Untrusted:
        return False
    return True


def test_the_official_example_is_genuine() -> None:
    assert accepted(GENUINE)
    assert signature(BODY) == GENUINE


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "sha256=",
        "sha256",
        GENUINE.upper(),
        "sha256=" + GENUINE[7:].upper(),
        "SHA256=" + GENUINE[7:],
        GENUINE[7:],
        GENUINE[:-1],
        GENUINE + "0",
        GENUINE + "\n",
        " " + GENUINE,
        f"{GENUINE},{GENUINE}",
        "sha1=" + GENUINE[7:],
        SHA1,
        "sha256=é",
        "sha256=\udcff",
        "sha256=" + "٠" * 64,
        "sha256=garbage",
    ],
)
def test_a_malformed_signature_is_refused(sent: str) -> None:
    assert not accepted(sent)


def test_a_delivery_of_a_hook_without_a_secret_is_refused() -> None:
    assert not accepted(None)


def test_the_older_signature_alone_does_not_do() -> None:
    with pytest.raises(Untrusted):
        DIALECT.verify(delivery(BODY, {"x-hub-signature": SHA1}), SECRET, NOW)


def test_another_secret_or_another_body_does_not_do() -> None:
    assert not accepted(signature(BODY, "It's a secret to everybody"))
    assert not accepted(GENUINE, BODY + b"\n")
    assert not accepted(GENUINE, b"")


def test_an_empty_secret_trusts_nobody() -> None:
    with pytest.raises(Untrusted, match="no webhook secret"):
        DIALECT.verify(delivery(BODY, {"x-hub-signature-256": signature(BODY, "")}), "", NOW)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"x" * 100_000])
def test_whatever_bytes_were_signed_are_genuine(body: bytes) -> None:
    assert accepted(signature(body), body)


@pytest.mark.parametrize("secret", ["é", "🔑", "x" * 5000, " spaced ", "abcdef0123456789"])
def test_whatever_text_the_secret_is_it_counts_as_utf_8(secret: str) -> None:
    assert accepted(signature(BODY, secret), BODY, secret)


@pytest.mark.parametrize("year", [1970, 2026, 2100])
def test_a_delivery_may_be_of_any_age_since_nothing_says_when_it_was_signed(year: int) -> None:
    now = datetime(year, 1, 1, tzinfo=UTC)
    assert DIALECT.verify(signed(BODY), SECRET, now) is None


def test_of_a_form_the_form_is_signed_not_the_json_in_it() -> None:
    form = sent_as_form(about("opened"))
    assert form.headers["content-type"] == FORM
    assert accepted(form.headers["x-hub-signature-256"], form.body)
    assert not accepted(form.headers["x-hub-signature-256"], form.body.replace(b"+", b"%20"))


def test_the_refusal_tells_neither_the_secret_nor_the_right_signature() -> None:
    with pytest.raises(Untrusted) as refused:
        DIALECT.verify(delivery(BODY, {"x-hub-signature-256": "sha256=0"}), SECRET, NOW)
    assert SECRET not in repr(refused.value)
    assert GENUINE[7:] not in repr(refused.value)
