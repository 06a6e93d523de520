"""What was done by itself is shown to whom it concerns, and to whoever sees all; to others it is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from workplace import REPOSITORY, RUNS, SUPPORT, Workplace, workplace

SHOWN = {
    *("id", "connection", "trigger", "cause", "started", "ended", "result", "trouble"),
    *("counts", "undone"),
}


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


@pytest.fixture
def shared(here: Workplace) -> Workplace:
    """Anna, who is an administrator, and Ben have a connection each, and have heard of an issue."""
    here.connect("anna")
    here.connect("ben", repositories=[{"name": REPOSITORY, "project": SUPPORT}])
    here.fake.open_issue(REPOSITORY, "For both", labels=["bug"])
    return here


def test_every_delivery_and_every_sync_is_a_run_with_its_cause(shared: Workplace) -> None:
    shared.synced("ben")
    told = [(run["trigger"], run["cause"], run["result"]) for run in shared.runs("ben")]
    guids = [d.guid for d in shared.fake.deliveries if d.event == "issues"]
    assert told[0] == ("sync", "asked for", "done")
    assert told[-1] == ("sync", "saved", "done")
    assert {cause for trigger, cause, _ in told if trigger == "delivery"} <= set(guids)
    assert all(set(run) == SHOWN for run in shared.runs("ben"))


def test_a_decision_names_the_issue_the_task_and_the_reason(shared: Workplace) -> None:
    first = next(run for run in shared.runs("ben")[::-1] if run["trigger"] == "delivery")
    [decided] = shared.decisions(first["id"], "ben")
    assert decided["title"] == "For both"
    assert decided["item"].endswith("#1")
    assert (decided["sentence"], decided["action"], decided["reason"]) == ("created", "created", "")
    assert decided["ours"] in {number for (number,) in shared.tasks("id")}


def test_nobody_sees_the_runs_of_somebody_else(shared: Workplace) -> None:
    mine = {run["id"] for run in shared.runs("ben")}
    every = {run["id"] for run in shared.runs("anna")}
    assert mine < every
    assert {run["connection"] for run in shared.runs("ben")} == {2}
    for run in every - mine:
        got = shared.ask("ben", "GET", f"{RUNS}/{run}")
        assert (got.status_code, got.json()["detail"]) == (404, "There is no such run")
    assert shared.ask("ben", "GET", f"{RUNS}?connection=1").json()["runs"] == []


def test_what_is_not_there_looks_like_what_is_somebody_elses(shared: Workplace) -> None:
    others = max(run["id"] for run in shared.runs("anna") if run["connection"] == 1)
    there, nowhere = (shared.ask("ben", "GET", f"{RUNS}/{run}") for run in (others, 9999))
    assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)


def test_who_sees_all_opens_everybodys(shared: Workplace) -> None:
    for run in shared.runs("ben"):
        assert shared.ask("anna", "GET", f"{RUNS}/{run['id']}").status_code == 200


@pytest.mark.parametrize("path", [RUNS, f"{RUNS}/1"])
def test_a_stranger_is_told_to_sign_in(here: Workplace, path: str) -> None:
    assert here.ask(None, "GET", path).status_code == 401


def test_runs_are_filtered_and_paged(shared: Workplace) -> None:
    every = [run["id"] for run in shared.runs("anna")]
    assert every == sorted(every, reverse=True)
    later = shared.ask("anna", "GET", f"{RUNS}?before={every[1]}").json()["runs"]
    assert [run["id"] for run in later] == every[2:]
    done = shared.ask("anna", "GET", f"{RUNS}?result=done&connection=2").json()["runs"]
    assert {(run["result"], run["connection"]) for run in done} == {("done", 2)}
    assert shared.ask("anna", "GET", f"{RUNS}?result=failed").json()["runs"] == []


@pytest.mark.parametrize("query", ["?connection=x", "?before=-1", "?result=perhaps"])
def test_a_filter_that_means_nothing_is_400(here: Workplace, query: str) -> None:
    assert here.ask("anna", "GET", f"{RUNS}{query}").status_code == 400


def test_decisions_are_searched_by_title_and_item(here: Workplace) -> None:
    for title in ("The door squeaks", "The floor creaks"):
        here.fake.open_issue(REPOSITORY, title)
    here.connect()
    run = here.runs(trigger="sync")[0]["id"]

    def found(text: str) -> list[str]:
        got = here.ask("anna", "GET", f"{RUNS}/{run}", params={"search": text}).json()
        return [each["title"] for each in got["decisions"]]

    assert found("DOOR") == ["The door squeaks"]
    assert found("#2") == ["The floor creaks"]
    assert found("%") == []
