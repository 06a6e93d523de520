"""Carry out what a person typed after the slash command."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen

from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.slash import (
    HelpTyped,
    StartTyped,
    StatusTyped,
    StopTyped,
    TodayTyped,
    parse,
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


@frozen
class SlashText:
    person: Person
    text: str
    origin: Origin


@frozen
class HelpWanted:
    pass


SlashOutcome = StartOutcome | StopOutcome | ReportOutcome | HelpWanted


@frozen
class AnswerSlash:
    start: StartTimerFromSlash
    stop: StopTimerFromSlash
    report: ReportTimeFromSlash

    def __call__(self, command: SlashText) -> SlashOutcome:
        person = command.person
        match parse(command.text):
            case StartTyped(project):
                return self.start(StartTimer(person, project, command.origin))
            case StopTyped():
                return self.stop(StopTimer(person, command.origin))
            case StatusTyped():
                return self.report(ReportTime(person, Report.STATUS))
            case TodayTyped():
                return self.report(ReportTime(person, Report.TODAY))
            case HelpTyped():
                return HelpWanted()
            case unknown:
                assert_never(unknown)
