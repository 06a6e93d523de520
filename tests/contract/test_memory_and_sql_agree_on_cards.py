"""Entries as a calendar changes them, their changes, and many links at once: memory and a database agree."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from attrs import Factory, define, evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.entry_cards import EntryCard, Lock, NewCard
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.people import Person, PersonId, Rounding
from tt_integrations.domain.model.timesheet import EntryId, NewTimer, Project, ProjectId, Timer
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.contracts.examples import at, between, connected
from tt_integrations.testing.memory import MemoryStore

EVER = between(-99, 99)


@define
class Side:
    """One of the stores. Ids are its own affair: what was written down when tells entries apart."""

    ground: Ground
    projects: list[Project] = Factory(list)
    cards: list[EntryCard] = Factory(list)
    number: int = 0
    ada: Person = Factory(lambda self: self.ground.add_person(), takes_self=True)
    connection: ConnectionId | None = None

    def __attrs_post_init__(self) -> None:
        self.projects = [self.ground.add_project(self.ada, name) for name in ("Web", "Mobile")]
        with self.ground.unit_of_work() as tx:
            self.connection = connected(tx, self.ada, "k").id
            tx.commit()

    def place(self, entry: EntryId) -> int:
        return [card.id for card in self.cards].index(entry)

    def common(self, card: EntryCard) -> object:
        project = [each.id for each in self.projects].index(card.project or ProjectId(0))
        return evolve(
            card, id=EntryId(self.place(card.id)), person=PersonId(0), project=ProjectId(project)
        )


Step = Callable[[Side, Transaction], object]


def add(hours: list[int], note: str, what: int, side: Side, tx: Transaction) -> object:
    project = side.projects[what]
    new = [
        NewCard(side.ada.id, project.id, between(hour, hour + 1), note, billable=True)
        for hour in hours
    ]
    entries = tx.cards.add(new)
    cards = tx.cards.of(entries)
    side.cards += [cards[entry] for entry in entries]
    return [side.place(entry) for entry in entries]


def change(
    which: list[int], note: str, what: int, hour: int, side: Side, tx: Transaction
) -> object:
    """As they were when they were written down, so some are another way by now."""
    project = side.projects[what]
    changes = [
        (
            card,
            evolve(
                card,
                note=note,
                project=project.id,
                project_name=project.name,
                span=between(hour, hour + 2),
            ),
        )
        for card in _several(side, which)
    ]
    return [side.place(entry) for entry in tx.cards.change(changes)]


def change_now(which: list[int], note: str, side: Side, tx: Transaction) -> object:
    """As they are."""
    cards = tx.cards.of(card.id for card in _several(side, which))
    changes = [(card, evolve(card, note=note)) for card in cards.values()]
    return sorted(side.place(entry) for entry in tx.cards.change(changes))


def remove(which: list[int], side: Side, tx: Transaction) -> object:
    """Never the newest: its id would be given away again, but not by every store."""
    cards = [card for card in _several(side, which) if card is not side.cards[-1]]
    return [side.place(entry) for entry in tx.cards.remove(cards)]


def restore(which: list[int], side: Side, tx: Transaction) -> object:
    return [side.place(entry) for entry in tx.cards.restore(_several(side, which))]


def work(start: int, length: int, side: Side, tx: Transaction) -> object:
    """A timer, stopped at once, so that its id is given out where no other can be."""
    timer: Timer = tx.timers.start(NewTimer(side.ada.id, side.projects[0], at(start)))
    tx.timers.stop(timer.stopped(at(start + length), Rounding()))
    side.cards.append(tx.cards.of([timer.id])[timer.id])
    return None


def link(remotes: list[tuple[str, int]], side: Side, tx: Transaction) -> object:
    assert side.connection
    tx.links.put_all([Link(side.connection, Kind.EVENT, *ends) for ends in remotes])
    among = tx.links.among(side.connection, Kind.EVENT, "abcd")
    towards = tx.links.towards(side.connection, Kind.EVENT, range(3))
    return (
        sorted((remote, link.ours) for remote, link in among.items()),
        sorted((ours, link.remote) for ours, link in towards.items()),
    )


def look(side: Side, tx: Transaction) -> object:
    return (
        [side.common(card) for card in tx.cards.within(side.ada.id, EVER)],
        [side.common(card) for card in tx.cards.noted(side.ada.id, "a")],
        [entry.worked for entry in tx.entries.within(side.ada.id, EVER)],
    )


def _several(side: Side, which: list[int]) -> list[EntryCard]:
    places = {number % len(side.cards) for number in which} if side.cards else set()
    return [side.cards[place] for place in sorted(places)]


numbers, hours, whats = st.integers(0, 9), st.integers(-20, 20), st.sampled_from([0, 1])
which, notes = st.lists(numbers, max_size=4), st.sampled_from(["", "a", "A", "b a%"])
steps = st.one_of(
    st.builds(partial, st.just(add), st.lists(hours, max_size=4), notes, whats),
    st.builds(partial, st.just(change), which, notes, whats, hours),
    st.builds(partial, st.just(change_now), which, notes),
    st.builds(partial, st.just(remove), which),
    st.builds(partial, st.just(restore), which),
    st.builds(partial, st.just(work), hours, st.integers(0, 3)),
    st.builds(
        partial,
        st.just(link),
        st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=5),
    ),
)
transactions = st.lists(
    st.tuples(
        st.lists(steps, min_size=1, max_size=5),
        st.none() | st.sampled_from([Lock.PAID, Lock.INVOICED]),
    ),
    min_size=2,
    max_size=6,
)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,  # a test that fails once in a while is not believed
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # it gives a fresh one per call
)
@given(done_to_both=transactions)
def test_memory_and_a_database_agree_on_cards(
    fresh_sql_ground: Callable[[], Ground], done_to_both: list[tuple[list[Step], Lock | None]]
) -> None:
    sides = Side(MemoryStore()), Side(fresh_sql_ground())
    for steps, lock in done_to_both:
        in_memory, in_database = (_answers(side, steps, lock) for side in sides)
        assert in_memory == in_database


def _answers(side: Side, steps: list[Step], lock: Lock | None) -> list[object]:
    """What each step of a transaction answered, and what was told of it all; then the host locks an entry."""
    with side.ground.unit_of_work() as tx:
        answers = [step(side, tx) for step in [*steps, look]]
        tx.commit()
    with side.ground.unit_of_work.reading() as tx:
        changes = tx.changes.since(side.ada.id, side.number)
        there = tx.cards.within(side.ada.id, EVER)
    answers.append(sorted((side.place(change.entry), change.gone) for change in changes))
    side.number = changes[-1].number if changes else side.number
    if lock and there:
        side.ground.lock(there[0].id, lock)
    return answers
