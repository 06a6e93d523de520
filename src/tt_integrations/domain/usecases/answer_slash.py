"""Carry out what a person typed after the slash command."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen

from tt_integrations.domain.errors import HostRefused
from tt_integrations.domain.model import slash
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.change_timer_from_slash import (
    ChangeOutcome,
    ChangeTimer,
    ChangeTimerFromSlash,
)
from tt_integrations.domain.usecases.log_time_from_slash import (
    LogOutcome,
    LogTime,
    LogTimeFromSlash,
)
from tt_integrations.domain.usecases.report_time_from_slash import (
    Report,
    ReportOutcome,
    ReportTime,
    ReportTimeFromSlash,
)
from tt_integrations.domain.usecases.start_timer_from_slash import (
    StartOutcome,
    StartTimer,
    StartTimerFromSlash,
)
from tt_integrations.domain.usecases.stop_timer_from_slash import (
    StopOutcome,
    StopTimer,
    StopTimerFromSlash,
)
from tt_integrations.domain.usecases.switch_timer_from_slash import (
    SwitchOutcome,
    SwitchTimer,
    SwitchTimerFromSlash,
)
from tt_integrations.domain.usecases.undo_from_slash import Undo, UndoFromSlash, UndoOutcome


@frozen
class SlashText:
    person: Person
    text: str
    origin: Origin


@frozen
class HelpWanted:
    pass


@frozen
class UnknownCommand:
    """`word` is no command; `nearest` is the one it resembles, if any."""

    word: str
    nearest: str | None


@frozen
class Refused:
    """A rule of the host's own forbids it, in a `sentence` of its own. Nothing was done."""

    sentence: str


@frozen
class LinkWanted:
    """The person, who is linked, wants to be."""


@frozen
class UnlinkWanted:
    """The person wants to be linked no longer."""


SlashOutcome = (
    StartOutcome
    | SwitchOutcome
    | LogOutcome
    | ChangeOutcome
    | StopOutcome
    | ReportOutcome
    | UndoOutcome
    | HelpWanted
    | UnknownCommand
    | Refused
    | LinkWanted
    | UnlinkWanted
)


@frozen
class AnswerSlash:
    """Links are whose caller's business it is: they know where the command came from."""

    start: StartTimerFromSlash
    switch: SwitchTimerFromSlash
    log: LogTimeFromSlash
    change: ChangeTimerFromSlash
    stop: StopTimerFromSlash
    report: ReportTimeFromSlash
    undo: UndoFromSlash

    def __call__(self, command: SlashText) -> SlashOutcome:
        try:
            return self._carried_out(command)
        except HostRefused as refusal:  # out of a transaction, which was undone by that
            return Refused(refusal.sentence)

    def _carried_out(self, command: SlashText) -> SlashOutcome:
        person, origin = command.person, command.origin
        match slash.parse(command.text):
            case slash.StartTyped(what):
                return self.start(StartTimer(person, what, origin))
            case slash.SwitchTyped(what):
                return self.switch(SwitchTimer(person, what, origin))
            case slash.LogTyped(length, what, yesterday):
                return self.log(LogTime(person, length, what, yesterday, origin))
            case (slash.NoteTyped() | slash.PauseTyped() | slash.ResumeTyped()) as how:
                return self.change(ChangeTimer(person, how, origin))
            case slash.StopTyped():
                return self.stop(StopTimer(person, origin))
            case slash.UndoTyped():
                return self.undo(Undo(person, origin))
            case (
                slash.StatusTyped() | slash.TodayTyped() | slash.WeekTyped() | slash.ProjectsTyped()
            ) as asked:
                return self.report(ReportTime(person, _report(asked)))
            case (
                slash.HelpTyped() | slash.UnknownTyped() | slash.LinkTyped() | slash.UnlinkTyped()
            ) as other:
                return _about_us(other)
            case unknown:
                assert_never(unknown)


def _report(
    asked: slash.StatusTyped | slash.TodayTyped | slash.WeekTyped | slash.ProjectsTyped,
) -> Report:
    match asked:
        case slash.StatusTyped():
            return Report.STATUS
        case slash.TodayTyped():
            return Report.TODAY
        case slash.WeekTyped():
            return Report.WEEK
        case slash.ProjectsTyped():
            return Report.PROJECTS
        case unknown:
            assert_never(unknown)


def _about_us(
    typed: slash.HelpTyped | slash.UnknownTyped | slash.LinkTyped | slash.UnlinkTyped,
) -> HelpWanted | UnknownCommand | LinkWanted | UnlinkWanted:
    match typed:
        case slash.HelpTyped():
            return HelpWanted()
        case slash.UnknownTyped(word, nearest):
            return UnknownCommand(word, nearest)
        case slash.LinkTyped():
            return LinkWanted()
        case slash.UnlinkTyped():
            return UnlinkWanted()
        case unknown:
            assert_never(unknown)
