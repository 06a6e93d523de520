"""What an issue says of its task."""

from __future__ import annotations

from datetime import datetime

import pytest
from attrs import evolve

from issue_desk import ELSEWHERE, MOBILE, WEB, closed, issue, legacy, minute
from tt_integrations.domain.model.issue_rules import IssueRules, as_before_us, as_task
from tt_integrations.domain.model.issues import Repository
from tt_integrations.domain.model.tasks import Priority
from tt_integrations.domain.model.timesheet import ProjectId

RULES = IssueRules({"acme/web": ProjectId(5), 2: ProjectId(6)}, legacy)
ADDRESS = "https://acme.test/Acme/Web/7"


def test_a_milestone_is_a_tag_unless_the_owner_wants_none() -> None:
    planned = issue(labels=("bug",), milestone="Spring,\n  2026")
    rules = IssueRules({}, legacy, tags={"bug": "defect"})
    assert as_task(planned, rules).tags == ("Spring 2026", "defect")
    assert as_task(planned, evolve(rules, milestone_is_tag=False)).tags == ("defect",)


def test_an_open_issue_is_a_task_to_do_with_its_address_on_the_last_line() -> None:
    task = as_task(issue(title=" Paint the door ", body="\nIt is\r\ngrey. \n"), RULES)
    assert (task.name, task.description) == ("Paint the door", f"It is\ngrey.\n\n{ADDRESS}")
    assert (task.status, task.priority, task.tags) == ("todo", "low", ())
    assert (task.reference, task.completed) == ("acme_issue_7", None)


@pytest.mark.parametrize(
    ("not_planned", "status", "said", "completed"),
    [
        (False, "done", minute(3), minute(3)),
        (True, "cancelled", minute(3), minute(3)),
        (False, "done", None, None),
    ],
)
def test_a_closed_issue_is_done_or_was_not_planned(
    *, not_planned: bool, status: str, said: datetime | None, completed: datetime | None
) -> None:
    task = as_task(evolve(closed(3), not_planned=not_planned, closed_at=said), RULES)
    assert (task.status, task.completed) == (status, completed)


def test_an_open_issue_is_not_completed_whatever_was_before() -> None:
    assert as_task(issue(closed_at=minute(1)), RULES).completed is None


@pytest.mark.parametrize("blank", ["", "  ", "\0"])
def test_an_issue_without_a_title_goes_by_its_number_and_one_without_a_body_by_its_address(
    blank: str,
) -> None:
    task = as_task(issue(title=blank, body=blank), RULES)
    assert (task.name, task.description) == ("#7", ADDRESS)


def test_long_texts_are_cut_but_never_the_address() -> None:
    task = as_task(issue(title="t" * 1_000_000, body="b" * 1_000_000), RULES)
    assert task.name == "t" * 200
    assert len(task.description) == 2000
    assert task.description.splitlines()[1:] == ["", ADDRESS]


def test_a_long_address_is_whole() -> None:
    address = "https://acme.test/" + "a" * 3000
    assert as_task(issue(address=address), RULES).description == address


def test_what_no_database_takes_is_left_out() -> None:
    strange = "a\0b\ud800c 😀"
    rules = evolve(RULES, tags={strange: strange})
    task = as_task(issue(title=strange, body=strange, labels=(strange,)), rules)
    assert (task.name, task.tags) == ("abc 😀", ("abc 😀",))
    assert task.description == f"abc 😀\n\n{ADDRESS}"


@pytest.mark.parametrize(
    ("labels", "priority"),
    [
        ((), "low"),
        (("question",), "low"),
        (("enhancement",), "medium"),
        (("enhancement", "bug"), "high"),
        (("bug", "enhancement"), "high"),
        ((" Critical ", "enhancement"), "high"),
    ],
)
def test_the_label_of_highest_priority_counts_in_any_order_and_letter_case(
    labels: tuple[str, ...], priority: str
) -> None:
    assert as_task(issue(labels=labels), RULES).priority == priority


def test_priorities_are_a_setting() -> None:
    rules = evolve(RULES, priorities={"now": Priority.URGENT})
    assert as_task(issue(labels=("bug", "NOW")), rules).priority == "urgent"
    assert as_task(issue(labels=("bug",)), rules).priority == "low"


def test_labels_become_tags_each_once_by_name_and_without_a_comma() -> None:
    rules = evolve(RULES, tags={"ui": "front", "css": "front", "api": "back, end", "x": " "})
    task = as_task(issue(labels=("UI", "api", "css", "x", "other")), rules)
    assert task.tags == ("back end", "front")


def test_tags_that_do_not_fit_are_left_out() -> None:
    long = {str(number): f"{number}" * 166 for number in range(1, 5)}
    tags = as_task(issue(labels=tuple(long)), evolve(RULES, tags=long)).tags
    assert tags == ("1" * 166, "2" * 166, "3" * 166)
    assert len(",".join(tags)) == 500


@pytest.mark.parametrize(
    ("repository", "project"),
    [(WEB, 5), (MOBILE, 6), (Repository(2, "renamed/since"), 6), (ELSEWHERE, None)],
)
def test_a_repository_is_served_by_its_id_or_its_name_in_any_letter_case(
    repository: Repository, project: int | None
) -> None:
    assert RULES.project(repository) == project


@pytest.mark.parametrize("label_filter", [None, "", "  "])
def test_without_a_label_filter_every_issue_counts(label_filter: str | None) -> None:
    assert evolve(RULES, label_filter=label_filter).takes(issue())


def test_the_label_filter_wants_exactly_that_label_in_any_letter_case() -> None:
    rules = evolve(RULES, label_filter=" Track ")
    assert rules.takes(issue(labels=("other", "TRACK")))
    assert not rules.takes(issue(labels=("tracking",)))
    assert not rules.takes(issue())


def test_a_repository_is_alone_in_a_project_when_no_other_one_leads_there() -> None:
    by_both = IssueRules({1: ProjectId(5), "acme/web": ProjectId(5), 2: ProjectId(6)}, legacy)
    assert by_both.alone(WEB, ProjectId(5))
    assert not by_both.alone(WEB, ProjectId(6))
    assert not evolve(by_both, projects={1: ProjectId(5), 2: ProjectId(5)}).alone(WEB, ProjectId(5))


def test_the_hosts_own_connector_wrote_no_address_and_took_the_first_label() -> None:
    rules = evolve(RULES, tags={"bug": "wrong"})
    before = as_before_us(closed(3, labels=("enhancement", "bug"), body="b" * 3000), rules)
    assert (before.description, before.priority) == ("b" * 2000, "medium")
    assert (before.status, before.completed, before.tags) == ("todo", None, ())
