"""GitHub's deliveries at the service's door: who is believed, what is answered, and what is done once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from github_house import BESIDES, KEYLESS, NAME, SECRET, Letters, event, issue, opened, signature
from house import ANNA, BEN, House

from tt_integrations.adapters.sql.host_tables import tasks
from tt_integrations.domain.model.connection import ConnectionState

LIMIT = 25 * 1024 * 1024
COPIES = 20


@pytest.fixture
def letters(house: House) -> Letters:
    return Letters(house)


def answered(got: httpx.Response) -> tuple[int, object]:
    return got.status_code, got.json()


def test_an_issue_becomes_a_task_at_either_address(letters: Letters) -> None:
    connection = letters.connect(ANNA)
    made = {"ok": True, "result": "created"}
    assert answered(letters.post(opened(7))) == (200, {**made, "task_id": 1})
    keyed = f"/webhooks/github/{connection.key}"
    assert answered(letters.post(opened(8), keyed)) == (200, {**made, "task_id": 2})
    assert letters.tasks() == [("Issue 7", "todo"), ("Issue 8", "todo")]


def test_headers_may_be_written_in_any_case(letters: Letters) -> None:
    letters.connect(ANNA)
    body = opened()
    for number, spell in enumerate((str.upper, str.title, str.lower)):
        named = {
            "Content-Type": "application/json",
            "X-GitHub-Event": "issues",
            "X-GitHub-Delivery": f"spelt {number}".replace(" ", "-"),
            "X-Hub-Signature-256": signature(body),
        }
        headers = {spell(name): value for name, value in named.items()}
        assert letters.house.http.post(KEYLESS, content=body, headers=headers).status_code == 200
    assert letters.tasks() == [("Issue 7", "todo")]


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "sha256=",
        "sha1=0",
        signature(opened(), "a guess"),
        signature(opened()).upper(),
        signature(opened())[:-1],
    ],
)
@pytest.mark.parametrize("to", [KEYLESS, "/webhooks/github/k1"])
def test_what_is_not_signed_is_401_and_leaves_nothing(
    letters: Letters, to: str, given: str | None
) -> None:
    letters.connect(ANNA)
    got = letters.post(opened(), to, x_hub_signature_256=given)
    assert answered(got) == (
        401,
        {"ok": False, "error": "Invalid signature", "code": "untrusted"},
    )
    assert not any(letters.rows().values())


def test_a_signature_beyond_ascii_is_401(letters: Letters) -> None:
    letters.connect(ANNA)
    headers = [(b"x-github-event", b"issues"), (b"x-hub-signature-256", "sha256=é".encode())]
    got = letters.house.http.post(KEYLESS, content=opened(), headers=headers)
    assert got.status_code == 401


def test_a_body_is_believed_before_it_is_understood(letters: Letters) -> None:
    letters.connect(ANNA)
    assert letters.post(b"[1, 2", x_hub_signature_256=None).status_code == 401
    keyed = letters.post(b"[1, 2", "/webhooks/github/k1")
    assert (keyed.status_code, keyed.json()["code"]) == (400, "malformed_payload")


def test_an_unknown_key_is_404_and_a_connection_elsewhere_is_no_candidate(
    letters: Letters,
) -> None:
    letters.connect(ANNA)
    assert letters.post(opened(), "/webhooks/github/nobody").status_code == 404
    assert letters.post(event("opened", issue(), repository=BESIDES)).status_code == 401


def test_a_form_means_the_same_as_json(letters: Letters) -> None:
    letters.connect(ANNA)
    assert letters.post_form(opened()).status_code == 200
    assert letters.tasks() == [("Issue 7", "todo")]


def test_a_body_over_25_mebibytes_is_413_and_one_below_is_read(letters: Letters) -> None:
    letters.connect(ANNA)
    small = len(event("opened", issue(body="")))
    fits = event("opened", issue(body="x" * (LIMIT - small - 100)))
    assert letters.post(fits).status_code == 200
    assert letters.post(fits + b" " * 200).status_code == 413
    assert letters.tasks() == [("Issue 7", "todo")]


@pytest.mark.parametrize(
    ("kind", "payload", "ignored"),
    [
        ("issues", {"action": "unheard_of"}, "issues.unheard_of"),
        ("issue_comment", {"action": "created"}, "issue_comment.created"),
        ("pull_request", {"action": "opened", "number": 1}, "pull_request.opened"),
        ("push", {"ref": "refs/heads/main"}, "push"),
        ("star", {"action": "created"}, "star.created"),
        ("an_event_to_come", {"action": "seen"}, "an_event_to_come.seen"),
        ("repository", {"action": "created"}, "repository.created"),
    ],
)
def test_what_is_of_no_interest_is_202_and_says_what_it_was(
    letters: Letters, kind: str, payload: dict[str, object], ignored: str
) -> None:
    letters.connect(ANNA)
    whole = {"repository": {"id": 1296269, "full_name": NAME}, **payload}
    got = letters.post(json.dumps(whole).encode(), x_github_event=kind)
    assert answered(got) == (202, {"ok": True, "ignored": ignored})
    assert not any(letters.rows().values())


def test_a_ping_is_answered_as_the_reference_system_does(letters: Letters) -> None:
    letters.connect(ANNA)
    ping = {"zen": "Keep it.", "hook_id": 5, "repository": {"id": 1296269, "full_name": NAME}}
    got = letters.post(json.dumps(ping).encode(), x_github_event="ping")
    assert answered(got) == (200, {"ok": True, "message": "Webhook received"})


def test_twenty_copies_at_once_leave_one_task_and_one_run(letters: Letters) -> None:
    letters.connect(ANNA)

    def send(_: int) -> httpx.Response:
        return letters.post(opened(), x_github_delivery="the-same")

    with ThreadPoolExecutor(COPIES) as threads:
        got = list(threads.map(send, range(COPIES)))
    assert {each.status_code for each in got} == {200}
    assert _said(got).count("created") == 1
    assert _said(got).count("handled before") == COPIES - 1
    rows = letters.rows()
    assert (rows["tasks"], rows["integration_runs"], rows["integration_links"]) == (1, 1, 1)


def test_twenty_deliveries_of_one_issue_at_once_leave_one_task(letters: Letters) -> None:
    letters.connect(ANNA)
    with ThreadPoolExecutor(COPIES) as threads:
        got = list(threads.map(lambda _: letters.post(opened()), range(COPIES)))
    assert {each.status_code for each in got} == {200}
    assert letters.tasks() == [("Issue 7", "todo")]


def test_one_delivery_acts_once_for_each_connection_it_is_sent_to(letters: Letters) -> None:
    letters.connect(ANNA, key="of-anna")
    letters.connect(BEN, project=3, key="of-ben")
    for key in ("of-anna", "of-ben") * 2:
        got = letters.post(opened(), f"/webhooks/github/{key}", x_github_delivery="the-same")
        assert got.status_code == 200
    with letters.house.engine.connect() as connection:
        assert list(connection.scalars(sa.select(tasks.c.project_id).order_by(tasks.c.id))) == [
            1,
            3,
        ]


def test_closed_before_opened_ends_closed(letters: Letters) -> None:
    letters.connect(ANNA)
    closed = issue(at="2026-03-02T09:30:00Z", state="closed", closed_at="2026-03-02T09:30:00Z")
    assert letters.post(event("closed", closed)).json()["result"] == "created"
    late = letters.post(opened())
    assert answered(late) == (202, {"ok": True, "ignored": "older than what is known"})
    assert letters.tasks() == [("Issue 7", "done")]


def test_a_connection_that_is_paused_says_so_and_does_nothing(letters: Letters) -> None:
    connection = letters.connect(ANNA)
    letters.house.put(connection, ConnectionState.PAUSED)
    assert answered(letters.post(opened())) == (202, {"ok": True, "ignored": "not active"})
    assert not any(letters.rows().values())


def test_an_event_that_the_header_names_wrongly_is_400(letters: Letters) -> None:
    """The signature is of the body alone: whoever has one may write any header over it."""
    letters.connect(ANNA)
    got = letters.post(event("deleted", issue()), x_github_event="repository")
    assert (got.status_code, got.json()["code"]) == (400, "malformed_payload")
    assert not any(letters.rows().values())


@pytest.mark.parametrize("header", ["x_github_event", "x_github_delivery"])
def test_a_signed_delivery_without_a_header_that_github_sends_is_400(
    letters: Letters, header: str
) -> None:
    letters.connect(ANNA)
    without: dict[str, Any] = {header: None}
    got = letters.post(opened(), **without)
    assert got.status_code == 400
    assert header.replace("_", "-") in got.json()["error"]


def test_no_answer_repeats_the_secret_or_what_people_wrote(letters: Letters) -> None:
    letters.connect(ANNA)
    private = issue(title="Between us", body="Between us")
    for action in ("opened", "edited", "closed", "deleted", "no_such"):
        got = letters.post(event(action, private))
        assert "Between us" not in got.text
        assert SECRET not in got.text


def _said(got: Sequence[httpx.Response]) -> list[str]:
    return [str(each.json().get("result") or each.json().get("skipped")) for each in got]
