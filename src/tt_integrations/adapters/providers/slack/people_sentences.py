"""What people read about themselves and us: who they are here, what we can do, and that we could not."""

from __future__ import annotations

from typing import assert_never

from tt_integrations.adapters.providers.slack.mrkdwn import escape
from tt_integrations.adapters.providers.slack.wording import code
from tt_integrations.domain.usecases.answer_slash import HelpWanted, Refused, UnknownCommand
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.offer_link import AlreadyLinked, LinkOffered
from tt_integrations.domain.usecases.spoken import (
    Busy,
    Deactivated,
    Failed,
    NotActive,
    NotLinked,
    NotYours,
)
from tt_integrations.domain.usecases.unlink import Unlinked

OfLink = LinkOffered | AlreadyLinked | Unlinked | NotLinked
OfRefusal = Refused | Deactivated | NotActive | NotYours | Busy | Failed | HandledBefore
OfHelp = HelpWanted | UnknownCommand

HELP = """\
Available commands:
• `/tt start &lt;project&gt;` — start a timer
• `/tt switch &lt;project&gt;` — stop the active timer and start another one
• `/tt stop` — stop the active timer
• `/tt pause`, `/tt resume` — take a break
• `/tt note &lt;text&gt;` — add a note to the active timer
• `/tt log &lt;length&gt; &lt;project&gt; [yesterday]` — write down finished work
• `/tt undo` — take back your last command
• `/tt status` — show the current timer
• `/tt today` — today's hours summary
• `/tt week` — this week's hours, day by day
• `/tt projects` — the projects you can book time on
• `/tt link`, `/tt unlink` — tie this Slack account to TimeTracker, or let it go
A task and a note may follow a project: `/tt start web / design -- first draft`"""


def of_link(outcome: OfLink) -> str:
    match outcome:
        case LinkOffered(address, minutes):
            page = escape(address).replace("|", "%7C")
            return (
                f":link: <{page}|Open this page> and sign in to link this Slack account to your "
                f"TimeTracker account. It works once, within {minutes} minutes."
            )
        case AlreadyLinked():
            return "You are linked already: `/tt help` shows what you can do."
        case Unlinked():
            return ":wave: This Slack account is not linked any more. `/tt link` links it again."
        case NotLinked():
            return NOT_LINKED
        case unknown:
            assert_never(unknown)


def of_refusal(outcome: OfRefusal) -> str:
    match outcome:
        case HandledBefore():
            return "This command was carried out already. `/tt status` shows where you stand."
        case Refused(sentence):
            return escape(sentence)
        case Deactivated():
            return "Your TimeTracker account is deactivated. Please ask an administrator."
        case NotActive():
            return "This Slack connection is not active. Its owner can switch it on in TimeTracker."
        case NotYours():
            return "That button was meant for somebody else, so I did nothing."
        case Busy():
            return (
                ":warning: Sorry, TimeTracker is too busy right now, and nothing was changed. "
                "Please try again in a minute."
            )
        case Failed():
            return ":warning: Sorry, something went wrong. `/tt status` shows where you stand."
        case unknown:
            assert_never(unknown)


def of_help(outcome: OfHelp) -> str:
    match outcome:
        case HelpWanted():
            return HELP
        case UnknownCommand(word, None):
            return f"I do not know `{code(word)}`.\n{HELP}"
        case UnknownCommand(word, nearest):
            return f"I do not know `{code(word)}`. Did you mean `/tt {nearest}`?\n{HELP}"
        case unknown:
            assert_never(unknown)


NOT_LINKED = "This Slack user is not linked to your TimeTracker account. Type `/tt link` to link it: it takes a minute."
