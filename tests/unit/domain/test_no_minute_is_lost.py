"""Whatever several people do in whatever order: one timer each at most, and never a second of work lost."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from attrs import Factory, define
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from keyboard import Keyboard, keyboard_of
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.usecases.log_time_from_slash import Logged
from tt_integrations.domain.usecases.undo_from_slash import NothingToUndo, Undone
from tt_integrations.testing.clock import MORNING, FixedClock
from tt_integrations.testing.memory import MemoryStore

PROJECTS = ("Web", "Mobile")
TEN_MINUTES = 600
WEEKS = Span(MORNING - timedelta(days=30), MORNING + timedelta(days=30))

who = st.integers(0, 2)
what = st.sampled_from(PROJECTS)


@define
class Now:
    """What a person's deeds amount to at a moment: seconds by project, and what runs."""

    worked: Counter[str] = Factory(Counter)
    running: str | None = None
    paused: bool = False


@define
class Diary:
    """The oracle: what a person did and did not take back, as moment (in seconds), word, and project.

    It knows nothing of entries, breaks or before-images; it starts from nothing each time it is asked.
    """

    deeds: list[tuple[int, str, str, int]] = Factory(list)
    can_undo: bool = False

    def at(self, moment: int) -> Now:
        now, since = Now(), 0
        for when, word, project, length in [*self.deeds, (moment, "look", "", 0)]:
            if now.running and not now.paused:
                now.worked[now.running] += when - since
            since = when
            match word:
                case "start" | "switch":
                    now.running, now.paused = project, False
                case "stop":
                    now.running, now.paused = None, False
                case "pause" | "resume":
                    now.paused = word == "pause"
                case "log":
                    now.worked[project] += length
        return now

    def may(self, moment: int, word: str, project: str = "") -> bool:
        now = self.at(moment)
        return {
            "start": now.running is None,
            "switch": now.running != project,
            "stop": now.running is not None,
            "pause": now.running is not None and not now.paused,
            "resume": now.paused,
        }[word]

    def write(self, moment: int, word: str, project: str = "", length: int = 0) -> None:
        self.deeds.append((moment, word, project, length))
        self.can_undo = True


class SeveralPeople(RuleBasedStateMachine):
    @initialize()
    def they_begin(self) -> None:
        store, self.clock = MemoryStore(), FixedClock()
        people = [store.add_person(name, sees_all=True) for name in ("Ada", "Ben", "Cy")]
        for name in PROJECTS:
            store.add_project(people[0], name)
        self.unit_of_work = store.unit_of_work
        self.keyboards = [keyboard_of(p, store.unit_of_work, self.clock) for p in people]
        self.diaries = [Diary() for _ in people]

    @property
    def moment(self) -> int:
        return int((self.clock.now() - MORNING).total_seconds())

    @rule(seconds=st.integers(1, TEN_MINUTES + 60))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule(who=who, word=st.sampled_from(["start", "switch"]), what=what)
    def somebody_begins(self, who: int, word: str, what: str) -> None:
        self.keyboards[who](f"{word} {what}")
        if self.diaries[who].may(self.moment, word, what):
            self.diaries[who].write(self.moment, word, what)

    @rule(who=who, word=st.sampled_from(["stop", "pause", "resume"]))
    def somebody_goes_on(self, who: int, word: str) -> None:
        self.keyboards[who](word)
        if self.diaries[who].may(self.moment, word):
            self.diaries[who].write(self.moment, word)

    @rule(who=who, what=what, minutes=st.integers(1, 90), when=st.sampled_from(["", " yesterday"]))
    def somebody_logs(self, who: int, what: str, minutes: int, when: str) -> None:
        outcome = self.keyboards[who](f"log {minutes}m {what}{when}")
        if isinstance(outcome, Logged):
            self.diaries[who].write(self.moment, "log", what, minutes * 60)

    @rule(who=who)
    def somebody_takes_back(self, who: int) -> None:
        outcome, diary = self.keyboards[who]("undo"), self.diaries[who]
        recent = diary.can_undo and self.moment - diary.deeds[-1][0] <= TEN_MINUTES
        assert isinstance(outcome, Undone if recent else NothingToUndo)
        if recent:
            diary.deeds.pop()
            diary.can_undo = False

    @invariant()
    def everybody_has_worked_what_their_diary_says(self) -> None:
        for keyboard, diary in zip(self.keyboards, self.diaries, strict=True):
            assert self._seen(keyboard) == diary.at(self.moment)

    @invariant()
    def nobody_works_twice_at_a_time(self) -> None:
        for keyboard in self.keyboards:
            spans = self._spans(keyboard)
            assert all(before.end <= after.start for before, after in pairwise(spans))

    def _seen(self, keyboard: Keyboard) -> Now:
        now = Now()
        with self.unit_of_work.reading() as tx:
            for entry in tx.entries.within(keyboard.person.id, WEEKS):
                assert entry.project
                now.worked[entry.project.name] += int(entry.worked.total_seconds())
            if timer := tx.timers.running(keyboard.person.id):
                assert timer.project
                now.running, now.paused = timer.project.name, timer.paused_at is not None
                worked = timer.worked(self.clock.now())
                now.worked[now.running] += int(worked.total_seconds())
            rows = [row for row in tx.tables.entries.values() if row.ended is None]
        assert len(rows) == len({row.person for row in rows})
        return now

    def _spans(self, keyboard: Keyboard) -> list[Span]:
        person = keyboard.person.id
        with self.unit_of_work.reading() as tx:
            spans = [Span(e.started, e.ended) for e in tx.entries.within(person, WEEKS)]
            if timer := tx.timers.running(person):
                spans.append(Span(timer.started, self.clock.now()))
        return sorted(spans, key=lambda span: (span.start, span.end))


TestNoMinuteIsLost = SeveralPeople.TestCase
TestNoMinuteIsLost.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
