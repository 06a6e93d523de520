"""Several people's connections on one calendar: nobody's hours become another one's."""

from __future__ import annotations

import pytest
from attrs import evolve

from calendar_desk import PROVIDER, CalendarDesk, meeting, minutes
from tt_integrations.domain.model.calendar_rules import CalendarChoice, Direction
from tt_integrations.domain.model.connection import (
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.usecases.sync_issues import Synced, SyncWanted
from wall_calendar import MAIN


@pytest.fixture
def desk() -> CalendarDesk:
    return CalendarDesk()


def bens(desk: CalendarDesk) -> Connection:
    """Ben's, whose rules hold from now on: the events of Ada's calendar become entries of his own project."""
    ben = desk.ground.add_person("Ben")
    site = desk.ground.add_project(ben, "Site")
    key = ConnectionKey("key-2")
    new = NewConnection(key, PROVIDER, ben.id, "Ben's", ConnectionState.ACTIVE)
    with desk.work() as tx:
        made = tx.connections.add(new)
        tx.commit()
    desk.let(calendars=(CalendarChoice(MAIN, site.id),), direction=Direction.IMPORT)
    return made


def told_to(desk: CalendarDesk, connection: Connection) -> list[str]:
    outcome = desk.sync(SyncWanted(connection.id, "asked for"))
    assert isinstance(outcome, Synced)
    return [each.sentence for each in desk.decided(outcome.run.id)]


def test_what_one_connection_exported_becomes_no_entry_of_another(desk: CalendarDesk) -> None:
    desk.let(direction=Direction.EXPORT)
    desk.write("Painting", minutes(-90, -80))
    desk.synced()
    desk.wall.put(meeting("a"))
    assert sorted(told_to(desk, bens(desk))) == ["created", "ignored: exported"]


def test_another_ones_exported_event_is_not_touched_whatever_becomes_of_it(
    desk: CalendarDesk,
) -> None:
    desk.let(direction=Direction.EXPORT)
    desk.write("Painting", minutes(-90, -80))
    desk.synced()
    connection = bens(desk)
    assert told_to(desk, connection) == ["ignored: exported"]
    (event,) = desk.wall.ours()
    desk.wall.put(evolve(event, span=minutes(-40, -30)))
    assert told_to(desk, connection) == ["ignored: exported"]
    desk.wall.delete(event.id)
    assert told_to(desk, connection) == ["ignored: cancelled"]
    assert [card.span for card in desk.cards()] == [minutes(-90, -80)]


def test_what_a_connection_exported_that_is_gone_becomes_no_entry_either(
    desk: CalendarDesk,
) -> None:
    desk.both_ways()
    desk.write("Painting", minutes(-90, -80))
    desk.synced()
    desk.set(mark="another")
    desk.wall.expire()
    assert "ignored: ours" in told_to(desk, desk.connection)
    desk.wall.put(evolve(desk.wall.ours()[0], id="copy"))
    assert "ignored: exported" in told_to(desk, desk.connection)
    assert len(desk.cards()) == 1
