"""A project, perhaps a task of it, and a note: from what somebody typed."""

from __future__ import annotations

import pytest

from keyboard import Keyboard
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import Project, Task
from tt_integrations.domain.usecases.choose_work import (
    NoSuchProject,
    NoSuchTask,
    ProjectNotNamed,
    SeveralProjects,
    SeveralTasks,
)
from tt_integrations.domain.usecases.start_timer_from_slash import Started
from tt_integrations.testing.memory import MemoryStore


@pytest.fixture
def anna(slash: Keyboard) -> Person:
    assert slash.person.id == PersonId(1)
    return slash.person


@pytest.fixture
def shop(store: MemoryStore, anna: Person) -> Project:
    return store.add_project(anna, "Shop")


def chosen(slash: Keyboard, typed: str) -> tuple[str, str | None, str | None]:
    outcome = slash(f"start {typed}")
    assert isinstance(outcome, Started)
    timer = outcome.timer
    assert timer.project
    return timer.project.name, timer.task.name if timer.task else None, timer.note


def test_a_note_goes_with_the_work(slash: Keyboard) -> None:
    assert chosen(slash, "web -- the walls") == ("Web", None, "the walls")


def test_a_task_of_the_project_can_be_named(
    slash: Keyboard, store: MemoryStore, shop: Project
) -> None:
    store.add_task(shop, "Build")
    assert chosen(slash, "shop / bui -- walls") == ("Shop", "Build", "walls")


def test_a_task_that_the_project_does_not_have_is_named_back(
    slash: Keyboard, store: MemoryStore, shop: Project
) -> None:
    store.add_task(shop, "Build", "done")
    assert slash("start shop / build") == NoSuchTask("build", shop)


def test_a_task_that_may_be_several_is_not_guessed(
    slash: Keyboard, store: MemoryStore, shop: Project
) -> None:
    tasks = tuple(store.add_task(shop, name) for name in ("Build", "Rebuild"))
    # a whole name would be meant before a part of one
    outcome = slash("start shop / uil -- walls")
    assert outcome == SeveralTasks("uil", shop, tasks, "start", " -- walls")
    assert isinstance(outcome, SeveralTasks)
    assert chosen(slash, _pick(outcome, tasks[1])) == ("Shop", "Rebuild", "walls")


def _pick(outcome: SeveralTasks, task: Task) -> str:
    typed = f"{outcome.command} #{outcome.project.id} / #{task.id}{outcome.rest}"
    return typed.removeprefix("start ")


@pytest.mark.parametrize(
    ("name", "typed"),
    [("R&D / Web", "r&d / web"), ("R&D / Web / Two", "R&D / Web / Two"), ("A – B", "a – b")],
)
def test_a_slash_or_a_dash_may_belong_to_the_name_of_a_project(
    slash: Keyboard, store: MemoryStore, anna: Person, name: str, typed: str
) -> None:
    store.add_project(anna, "R&D")
    store.add_project(anna, "A")
    store.add_project(anna, name)
    assert chosen(slash, typed) == (name, None, None)


def test_a_task_of_a_project_with_a_slash_in_its_name_is_behind_the_last_slash(
    slash: Keyboard, store: MemoryStore, anna: Person
) -> None:
    project = store.add_project(anna, "R&D / Web")
    store.add_task(project, "Build")
    assert chosen(slash, "R&D / Web / Build") == ("R&D / Web", "Build", None)


def test_a_part_of_a_name_with_a_slash_is_looked_for_as_well(
    slash: Keyboard, store: MemoryStore, anna: Person
) -> None:
    store.add_project(anna, "Sales / West")
    assert chosen(slash, "les / we") == ("Sales / West", None, None)


def test_a_project_that_nobody_has_is_named_back_as_typed(slash: Keyboard) -> None:
    assert slash("start no / where -- x") == NoSuchProject("no / where")


@pytest.mark.parametrize("typed", ["start", "start -- a note", "switch", "switch —"])
def test_work_on_nothing_in_particular_asks_for_a_project(slash: Keyboard, typed: str) -> None:
    assert slash(typed) == ProjectNotNamed(typed.split(maxsplit=1)[0])


@pytest.mark.parametrize(
    ("typed", "command", "rest"),
    [
        ("start b", "start", ""),
        ("switch b -- x", "switch", " -- x"),
        ("start b / build -- x", "start", " / build -- x"),
        ("log 1h  30m b yesterday", "log 1h 30m", " yesterday"),
        ("log 2h b / build yesterday -- x", "log 2h", " / build yesterday -- x"),
    ],
)
def test_several_projects_come_with_the_words_that_pick_one(
    slash: Keyboard, typed: str, command: str, rest: str
) -> None:
    outcome = slash(typed)
    assert isinstance(outcome, SeveralProjects)
    assert (outcome.typed, outcome.command, outcome.rest) == ("b", command, rest)
    assert [project.name for project in outcome.projects] == ["Mobile app", "Web"]
    picked = slash(f"{command} #{outcome.projects[0].id}{rest}")
    assert not isinstance(picked, SeveralProjects | NoSuchProject)
