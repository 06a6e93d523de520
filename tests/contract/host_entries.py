"""Time entries as a host writes them, and what is told of them."""

from __future__ import annotations

import sqlalchemy as sa
from sql_ground import SqlGround

from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, EntryChange, NewCard
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import EntryId, Project
from tt_integrations.testing.contracts.examples import between


def whole_entry(host: SqlGround) -> tuple[PersonId, EntryId]:
    """Finished, of a person, on a project and a task, with a note."""
    ada = host.add_person()
    web = host.add_project(ada, "Web")
    task = host.add_task(web, "Build")
    entry = host.add_finished_entry(ada, web, between(0, 1)).id
    with host.transactions() as connection:
        connection.execute(sa.update(time_entries).values(notes="any", task_id=task.id))
    return ada.id, entry


def insert(connection: sa.Connection, person: PersonId, *numbers: int) -> None:
    """Finished entries of those ids, in one statement."""
    rows = ", ".join(
        f"({number}, {person}, '2026-03-02 08:00:00', '2026-03-02 09:00:00')" for number in numbers
    )
    connection.exec_driver_sql(
        f"INSERT INTO time_entries (id, user_id, start_time, end_time) VALUES {rows}"  # noqa: S608 - numbers
    )


def last(host: SqlGround) -> int:
    with host.unit_of_work.reading() as tx:
        return tx.changes.last()


def told(host: SqlGround, person: PersonId, number: int) -> list[EntryChange]:
    with host.unit_of_work.reading() as tx:
        return list(tx.changes.since(person, number))


def since(host: SqlGround, person: PersonId, number: int) -> list[tuple[int, bool]]:
    """Each entry, and whether it is gone."""
    return [(change.entry, change.gone) for change in told(host, person, number)]


def ada_and_web(host: SqlGround) -> tuple[Person, Project]:
    ada = host.add_person()
    return ada, host.add_project(ada, "Web")


def new_card(person: Person, project: Project, span: Span = between(0, 1)) -> NewCard:  # noqa: B008 - frozen
    return NewCard(person.id, project.id, span, "any", billable=False)


def added(host: SqlGround, *new: NewCard) -> list[EntryId]:
    with host.unit_of_work() as tx:
        entries = list(tx.cards.add(new))
        tx.commit()
    return entries


def card(host: SqlGround, span: Span = between(0, 1)) -> EntryCard:  # noqa: B008 - frozen
    """Of an entry that was just written down."""
    [entry] = added(host, new_card(*ada_and_web(host), span))
    with host.unit_of_work.reading() as tx:
        return tx.cards.of([entry])[entry]


def found(host: SqlGround, card: EntryCard) -> EntryCard:
    """As it is now."""
    with host.unit_of_work.reading() as tx:
        return tx.cards.of([card.id])[card.id]


def set_all(host: SqlGround, **cells: object) -> None:
    with host.transactions() as connection:
        connection.execute(sa.update(time_entries).values(cells))
