"""Two stores to which the same is done, and what can be done to them.

Ids are the store's own affair (a database leaves gaps), so both sides are compared by what was added when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import Factory, define, evolve

from tt_integrations.domain.model.changes import Change, Deed, Image
from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
    Route,
)
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.delivery import DeliveryId, Origin
from tt_integrations.domain.model.people import Person, PersonId, Rounding
from tt_integrations.domain.model.timesheet import (
    EntryId,
    NewEntry,
    NewTimer,
    Project,
    ProjectId,
    TimeEntry,
    Timer,
)
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing import strategies
from tt_integrations.testing.contracts import Ground

PROVIDERS = ("acme_connector", "other_connector")
KEYS = [ConnectionKey(key) for key in "abcde"]
ADDRESSES = [Address(address) for address in ("door", "gate", "%")]
DELIVERIES = [DeliveryId(delivery) for delivery in ("one", "two")]
DIGESTS = ["1" * 64, "2" * 64, "3" * 64]
EVER = Span(strategies.FIRST, strategies.LAST)


@define
class Side:
    """One of the stores, and what was added to it in which order."""

    ground: Ground
    people: list[Person] = Factory(list)
    projects: list[Project] = Factory(list)
    entries: list[EntryId] = Factory(list)
    timers: list[Timer] = Factory(list)
    connections: list[ConnectionId] = Factory(list)
    changes: list[Change] = Factory(list)

    def in_common(self, answer: Any) -> Any:
        """The answer with each id replaced by the place in its order."""
        match answer:
            case list() | tuple():
                return [self.in_common(each) for each in answer]
            case Project():
                number = [project.id for project in self.projects].index(answer.id)
                return evolve(answer, id=ProjectId(number))
            case Timer() | TimeEntry():
                number = EntryId(self.entries.index(answer.id))
                project = self.in_common(answer.project)
                return evolve(answer, id=number, person=self.person(answer.person), project=project)
            case Connection():
                number = ConnectionId(self.connections.index(answer.id))
                return evolve(answer, id=number, owner=self.person(answer.owner))
            case Route():
                connection = self.in_common(answer.connection)
                return Route(connection, self.person(answer.person))
        return answer

    def person(self, person: PersonId | None) -> PersonId | None:
        ids = [each.id for each in self.people]
        return None if person is None else PersonId(ids.index(person))

    def forget(self, entry: EntryId) -> None:
        """It is gone. A store may give its id to another one."""
        self.entries.remove(entry)
        self.timers = [timer for timer in self.timers if timer.id != entry]
        self.changes = [change for change in self.changes if change.after.id != entry]

    def snapshot(self) -> tuple[Any, ...]:
        return tuple(map(list, (self.entries, self.timers, self.connections, self.changes)))

    def go_back_to(self, snapshot: tuple[Any, ...]) -> None:
        """Forget what an undone transaction did."""
        self.entries, self.timers, self.connections, self.changes = snapshot


Step = Callable[[Side, Transaction], object]
"""What is done within a transaction. Numbers stand for what was added, around and around."""


def start(
    who: int, what: int, at: datetime, note: str | None, side: Side, tx: Transaction
) -> object:
    person, project = nth(side.people, who).id, nth(side.projects, what)
    timer = tx.timers.start(NewTimer(person, project, at, note=note))
    side.entries.append(timer.id)
    side.timers.append(timer)
    side.changes.append(Change(None, timer))
    return timer


def stop(which: int, at: datetime, rounding: Rounding, side: Side, tx: Transaction) -> object:
    if side.timers:
        tx.timers.stop(nth(side.timers, which).stopped(at, rounding))
    return None


def stop_running(who: int, at: datetime, rounding: Rounding, side: Side, tx: Transaction) -> object:
    if timer := tx.timers.running(nth(side.people, who).id):
        entry = timer.stopped(at, rounding)
        tx.timers.stop(entry)
        side.changes.append(Change(timer, entry))
    return timer


def change_running(
    who: int, at: datetime | None, note: str | None, side: Side, tx: Transaction
) -> object:
    if timer := tx.timers.running(nth(side.people, who).id):
        becomes = evolve(timer, paused_at=at, note=note)
        tx.timers.change(timer, becomes)
        side.changes.append(Change(timer, becomes))
    return timer


def change_as_it_was(
    which: int, at: datetime | None, note: str | None, side: Side, tx: Transaction
) -> object:
    if side.timers:
        timer = nth(side.timers, which)
        tx.timers.change(timer, evolve(timer, paused_at=at, note=note))
    return None


def write_down(
    who: int, what: int, span: Span, worked: timedelta, side: Side, tx: Transaction
) -> object:
    person, project = nth(side.people, who).id, nth(side.projects, what)
    entry = tx.entries.add(NewEntry(person, project, span, worked))
    side.entries.append(entry.id)
    side.changes.append(Change(None, entry))
    return entry


def take_back(which: int, side: Side, tx: Transaction) -> object:
    if side.changes:
        change = nth(side.changes, which)
        tx.entries.take_back(change)
        if change.before is None:
            side.forget(change.after.id)
    return None


def remember(which: int, at: datetime, side: Side, tx: Transaction) -> object:
    if side.changes:
        change = nth(side.changes, which)
        tx.deeds.remember(change.after.person, Deed("any", at, (change,)))
    return None


def forget(who: int, side: Side, tx: Transaction) -> object:
    return tx.deeds.forget(nth(side.people, who).id)


def connect(
    who: int, provider: str, key: ConnectionKey, state: ConnectionState, side: Side, tx: Transaction
) -> object:
    owner = nth(side.people, who).id
    connection = tx.connections.add(NewConnection(key, provider, owner, "any", state))
    side.connections.append(connection.id)
    return connection


def adopt(
    which: int, key: ConnectionKey, state: ConnectionState, side: Side, tx: Transaction
) -> object:
    if side.connections:
        tx.adoption.adopt(nth(side.connections, which), key, state)
    return None


def save(which: int, settings: Mapping[str, object], side: Side, tx: Transaction) -> object:
    if side.connections:
        tx.connections.save(nth(side.connections, which), settings)
    return None


def bind(which: int, address: Address, who: int | None, side: Side, tx: Transaction) -> object:
    person = None if who is None else nth(side.people, who).id
    if side.connections:
        tx.addresses.bind(nth(side.connections, which), address, person)
    return None


def unbind(which: int, address: Address, side: Side, tx: Transaction) -> object:
    if side.connections:
        tx.addresses.unbind(nth(side.connections, which), address)
    return None


def claim(which: int, delivery: DeliveryId, side: Side, tx: Transaction) -> object:
    if not side.connections:
        return None
    return tx.inbox.claim(Origin(nth(side.connections, which), delivery, EVER.start))


def issue(who: int, digest: str, side: Side, tx: Transaction) -> object:
    return tx.tokens.issue(nth(side.people, who).id, digest, "any")


def look(side: Side, tx: Transaction) -> object:
    people = side.people
    return [
        *(tx.people.find(person.id) == person for person in people),
        *(tx.projects.usable_by(person) for person in people),
        *(tx.timers.running(person.id) for person in people),
        *(tx.entries.within(person.id, EVER) for person in people),
        *(_of_deed(tx.deeds.last(person.id)) for person in people),
        *(tx.connections.owned(provider, p.id) for provider in PROVIDERS for p in people),
        *(tx.connections.keyed(provider, key) for provider in PROVIDERS for key in KEYS),
        *(tx.connections.newest(provider) for provider in PROVIDERS),
        *(tx.adoption.waiting(provider) for provider in PROVIDERS),
        *(tx.addresses.routes(provider, at) for provider in PROVIDERS for at in ADDRESSES),
        *(side.person(tx.tokens.holder(digest)) for digest in DIGESTS),
    ]


def _of_deed(deed: Deed | None) -> object:
    """What is the same on both sides: the ids in it are those of entries that may be gone."""
    return deed and (deed.word, deed.done_at, [_of_image(c.after) for c in deed.changes])


def _of_image(image: Image) -> object:
    return type(image), image.started, image.breaks, image.note, image.billable


def nth(added: list[Any], number: int) -> Any:
    return added[number % len(added)]
