"""What the host finds in its tasks after the library wrote to them, and what it may have there before."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from attrs import evolve
from sql_ground import SqlGround, of_its_own

from tt_integrations.adapters.sql.host_tables import tasks
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.tasks import NewTask, TaskCard
from tt_integrations.domain.model.timesheet import Project, TaskId
from tt_integrations.testing.contracts.examples import at

ROME = StorageZone(ZoneInfo("Europe/Rome"))


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def host(request: pytest.FixtureRequest) -> SqlGround:
    return of_its_own(request.getfixturevalue(request.param), ROME)


def test_a_task_is_written_as_the_host_keeps_tasks(host: SqlGround) -> None:
    ada, web = _ada_and_web(host)
    _add(host, _new(ada, web, tags=("a", "b c"), completed=at(1)))
    row = _only_row(host)
    assert (row["project_id"], row["created_by"], row["assigned_to"]) == (web.id, ada.id, None)
    assert (row["name"], row["description"], row["tags"]) == ("Build", "walls", "a,b c")
    assert (row["status"], row["priority"], row["external_ref"]) == ("done", "high", "ref_7")
    assert row["completed_at"] == at(1).astimezone(ROME.zone).replace(tzinfo=None)
    assert row["created_at"] is not None
    assert row["updated_at"] is not None


def test_nothing_written_is_null(host: SqlGround) -> None:
    ada, web = _ada_and_web(host)
    _add(host, evolve(_new(ada, web), description="", reference=None))
    row = _only_row(host)
    nothing = ("description", "tags", "external_ref", "completed_at")
    assert [row[name] for name in nothing] == [None] * 4


@pytest.mark.parametrize(
    ("typed", "read"),
    [(None, ()), ("", ()), (" , ,", ()), ("a", ("a",)), (" a ,b c,, d", ("a", "b c", "d"))],
)
def test_tags_are_read_as_people_type_them_and_can_be_changed(
    host: SqlGround, typed: str | None, read: tuple[str, ...]
) -> None:
    card = _typed(host, tags=typed)
    assert card.tags == read
    assert _changed(host, card, evolve(card, name="New")).tags == read


def test_a_task_without_a_description_has_an_empty_one_and_can_be_changed(
    host: SqlGround,
) -> None:
    card = _typed(host, description=None)
    assert card.description == ""
    assert _changed(host, card, evolve(card, name="New")).name == "New"


def _ada_and_web(host: SqlGround) -> tuple[Person, Project]:
    ada = host.add_person()
    return ada, host.add_project(ada, "Web")


def _new(creator: Person, project: Project, **other: object) -> NewTask:
    plain = NewTask(
        project=project.id,
        name="Build",
        description="walls",
        status="done",
        priority="high",
        tags=(),
        reference="ref_7",
        creator=creator.id,
    )
    return evolve(plain, **other)


def _add(host: SqlGround, new: NewTask) -> TaskCard:
    with host.unit_of_work() as tx:
        card = tx.tasks.add(new)
        tx.commit()
    return card


def _typed(host: SqlGround, **cells: str | None) -> TaskCard:
    """A task as somebody left it in the host."""
    card = _add(host, _new(*_ada_and_web(host)))
    with host.transactions() as connection:
        connection.execute(sa.update(tasks).values(cells))
    return _found(host, card.id)


def _changed(host: SqlGround, was: TaskCard, becomes: TaskCard) -> TaskCard:
    with host.unit_of_work() as tx:
        tx.tasks.change(was, becomes)
        tx.commit()
    return _found(host, was.id)


def _found(host: SqlGround, task: TaskId) -> TaskCard:
    with host.unit_of_work.reading() as tx:
        card = tx.tasks.find(task)
    assert card
    return card


def _only_row(host: SqlGround) -> sa.RowMapping:
    with host.transactions() as connection:
        return connection.execute(sa.select(tasks)).mappings().one()
