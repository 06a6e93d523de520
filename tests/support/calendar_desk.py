"""A desk with a calendar on the wall: a time tracker, a connection to `WallCalendar`, and every use case of its sync."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from attrs import Factory, define, evolve, field

from marks import IN_BRACKETS
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.calendar_rules import CalendarChoice, CalendarRules, Direction
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import (
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, NewCard
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Decided, Run, RunId, RunsWanted
from tt_integrations.domain.model.timesheet import EntryId, Project
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider, Holding
from tt_integrations.domain.usecases.apply_preview import ApplyPreview, PlanMoved, PreviewToApply
from tt_integrations.domain.usecases.calendar_terms import FindCalendarSync
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.foresee import Previewed
from tt_integrations.domain.usecases.preview_sync import PreviewSync
from tt_integrations.domain.usecases.preview_undo import NothingToUndo, PreviewUndo, RunToUndo
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.settle_connection import SettleConnection
from tt_integrations.domain.usecases.sync_calendar import SyncCalendar
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncWanted
from tt_integrations.domain.usecases.undo_run import Undone, UndoRun
from tt_integrations.ports.calendar import Calendar
from tt_integrations.ports.unit_of_work import UnitOfWork
from tt_integrations.testing.clock import MORNING, FixedClock
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.memory import MemoryStore
from wall_calendar import MAIN, WallCalendar

PROVIDER = "wall"


@define
class DeskRules:
    """Implements the port `CalendarSettings`: the same for every connection."""

    kept: CalendarRules

    def rules(self, settings: Mapping[str, object]) -> CalendarRules:
        return self.kept


def minutes(start: int, end: int) -> Span:
    """Counted from MORNING."""
    return Span(MORNING + timedelta(minutes=start), MORNING + timedelta(minutes=end))


def meeting(id: str = "one", start: int = -60, end: int = -30, **other: Any) -> Event:  # noqa: A002
    return Event(id, **{"title": f"Meeting {id}", "span": minutes(start, end), "etag": "", **other})


@define
class CalendarDesk:
    """Ada's calendar `main`, whose events go to the project Web. Without a token when `token` is "".
    `calendar` in place of what hangs on the wall, `granted` in place of the token."""

    ground: Ground = Factory(MemoryStore)
    wall: WallCalendar = Factory(WallCalendar)
    clock: FixedClock = Factory(FixedClock)
    token: str = "t0ken"
    calendar: Calendar | None = None
    granted: AccessToProvider | None = None
    work: UnitOfWork = field(init=False)
    owner: Person = field(init=False)
    web: Project = field(init=False)
    rules: DeskRules = field(init=False)
    connection: Connection = field(init=False)
    _marks: Iterator[int] = Factory(lambda: count(1))

    def __attrs_post_init__(self) -> None:
        self.work = self.ground.unit_of_work
        if isinstance(self.ground, MemoryStore):
            self.wall.in_transaction = self.ground.unit_of_work.published.writing.locked
        self.owner = self.ground.add_person("Ada")
        self.web = self.ground.add_project(self.owner, "Web")
        self.rules = DeskRules(
            CalendarRules((CalendarChoice(MAIN, self.web.id),), MAIN, IN_BRACKETS)
        )
        new = NewConnection(
            ConnectionKey("key-1"), PROVIDER, self.owner.id, "Ada's", ConnectionState.ACTIVE
        )
        with self.work() as tx:
            self.connection = tx.connections.add(new)
            tx.commit()

    # what is set, and what people do

    def let(self, **rules: Any) -> None:
        self.rules.kept = evolve(self.rules.kept, **rules)

    def both_ways(self) -> None:
        self.let(direction=Direction.BOTH)

    def set(self, **settings: object) -> None:
        with self.work() as tx:
            tx.connections.save(self.connection.id, settings)
            tx.commit()

    def write(self, note: str = "Painting", span: Span | None = None) -> EntryId:
        new = NewCard(self.owner.id, self.web.id, span or minutes(-90, -80), note, billable=True)
        with self.work() as tx:
            [number] = tx.cards.add([new])
            tx.commit()
        return number

    def edit(self, entry: EntryId, **changes: Any) -> None:
        with self.work() as tx:
            card = tx.cards.of([entry])[entry]
            assert not tx.cards.change([(card, evolve(card, **changes))])
            tx.commit()

    def erase(self, *entries: EntryId) -> None:
        with self.work() as tx:
            assert not tx.cards.remove(list(tx.cards.of(entries).values()))
            tx.commit()

    # the use cases

    def access(self, connection: Connection) -> Access:
        if self.granted:
            return self.granted(connection)
        if not self.token:
            raise NotConnected("no token is stored")
        return Access(self.token, f"connection {connection.id}")

    def held(self, holding: Holding) -> Access:
        return self.granted.held(holding) if self.granted else self.access(holding.connection)

    @property
    def find(self) -> FindCalendarSync:
        return FindCalendarSync(
            self.work, self.clock, {PROVIDER: self.calendar or self.wall}, {PROVIDER: self.rules}
        )

    @property
    def sync(self) -> SyncCalendar:
        return SyncCalendar(self.work, self.find, self.held, self.fresh_mark)

    @property
    def retry(self) -> RetryRefused:
        return RetryRefused(self.work, self.clock)

    @property
    def settle(self) -> SettleConnection:
        end_grant = EndGrant(self.work, self.clock)
        return SettleConnection(self.work, self.clock, self.retry, end_grant)

    @property
    def preview(self) -> PreviewSync:
        return PreviewSync(self.work, self.find, self.held, self.retry)

    @property
    def preview_undo(self) -> PreviewUndo:
        calendars = {PROVIDER: self.calendar or self.wall}
        return PreviewUndo(self.work, calendars, self.access, self.retry)

    def fresh_mark(self) -> str:
        return f"{next(self._marks):016x}"

    def try_sync(self) -> Synced | NotSynced:
        return self.sync(SyncWanted(self.connection.id, "asked for"))

    def synced(self) -> list[Decided]:
        """What a sync that ends well decides."""
        outcome = self.try_sync()
        assert isinstance(outcome, Synced)
        return self.decided(outcome.run.id)

    def told(self) -> list[tuple[str, str]]:
        """The same, by items, in the words of people."""
        return [(each.item, each.sentence) for each in self.synced()]

    def previewed(self) -> Previewed:
        outcome = self.preview(self.connection.id)
        assert isinstance(outcome, Previewed)
        return outcome

    def apply(self, previewed: Previewed) -> Synced | PlanMoved | NotSynced:
        apply = ApplyPreview(self.preview, self.fresh_mark)
        return apply(PreviewToApply(self.connection.id, previewed.hash))

    def undo(self, run: RunId, person: Person | None = None) -> Undone | NothingToUndo:
        return UndoRun(self.work, self.clock, self.preview_undo)(RunToUndo(person, run))

    # what there is

    def again(self) -> Connection:
        with self.work.reading() as tx:
            found = tx.connections.find(self.connection.id)
        assert found
        return found

    def runs(self) -> list[Run]:
        """Oldest first."""
        with self.work.reading() as tx:
            return list(tx.runs.newest(RunsWanted(connection=self.connection.id)))[::-1]

    def decided(self, run: RunId) -> list[Decided]:
        decided: list[Decided] = []
        with self.work.reading() as tx:
            after = 0
            while page := tx.runs.decided(run, after):
                decided += [each.decided for each in page]
                after = page[-1].number
        return decided

    def cards(self) -> list[EntryCard]:
        """All of Ada's, oldest first."""
        year = timedelta(days=400)
        with self.work.reading() as tx:
            return list(tx.cards.within(self.owner.id, Span(MORNING - year, MORNING + year)))

    def notes(self) -> list[str]:
        return [card.note for card in self.cards()]

    def cursor(self, name: str = f"calendar:{MAIN}") -> dict[str, Any]:
        with self.work.reading() as tx:
            stored = tx.cursors.at(self.connection.id, name)
        return dict(stored.value) if stored else {}

    def calls(self) -> list[str]:
        """Those made since this was asked last."""
        made, self.wall.calls = self.wall.calls, []
        return made
