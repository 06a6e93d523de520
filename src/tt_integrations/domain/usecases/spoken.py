"""What goes back to a provider that called: words for the sender of an arrival, or a bare acknowledgement."""

from __future__ import annotations

from attrs import field, frozen

from tt_integrations.domain.model.delivery import AddressCheck, Challenge, Ignored
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Decided
from tt_integrations.domain.usecases.answer_slash import HelpWanted, Refused, UnknownCommand
from tt_integrations.domain.usecases.change_timer_from_slash import ChangeOutcome
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.log_time_from_slash import LogOutcome
from tt_integrations.domain.usecases.offer_link import AlreadyLinked, LinkOffered
from tt_integrations.domain.usecases.report_time_from_slash import ReportOutcome
from tt_integrations.domain.usecases.start_timer_from_slash import StartOutcome
from tt_integrations.domain.usecases.stop_timer_from_slash import StopOutcome
from tt_integrations.domain.usecases.switch_timer_from_slash import SwitchOutcome
from tt_integrations.domain.usecases.undo_from_slash import UndoOutcome
from tt_integrations.domain.usecases.unlink import Unlinked


@frozen
class NotLinked:
    """The sender is nobody here. `sender` is how the provider names them."""

    sender: str


@frozen
class Deactivated:
    """The sender's account here is switched off."""


@frozen
class NotActive:
    """The connection exists but is paused, broken or not finished."""


@frozen
class NotYours:
    """The button that was pressed had been shown to somebody else; nothing was done."""


@frozen
class Busy:
    """The database stayed locked or away for so long that the command was given up; nothing was done."""


@frozen
class Failed:
    """Something broke that nobody foresaw, and whether anything was done is not known."""


Outcome = (
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
    | LinkOffered
    | AlreadyLinked
    | Unlinked
    | NotLinked
    | Deactivated
    | NotActive
    | NotYours
    | Busy
    | Failed
)


@frozen
class Spoken:
    """What the sender of an arrival is to read: in the answer itself, or at `reply_to` after it.

    `person` is the sender, None for somebody who is nobody here.
    """

    outcome: Outcome
    person: Person | None
    reply_to: str | None = field(repr=False)
    in_answer: bool


@frozen
class Acknowledged:
    """Done, and there is nobody to tell."""


@frozen
class Heard:
    """What became of news, and of whatever else they touched."""

    decisions: tuple[Decided, ...]


@frozen
class HeardLater:
    """The news could not be carried out now. They are kept, and tried again by themselves."""


Reply = (
    AddressCheck
    | Challenge
    | Ignored
    | Acknowledged
    | Spoken
    | Heard
    | HeardLater
    | HandledBefore
    | NotActive
)
