"""What people read in Slack: outcomes as mrkdwn, in the reference system's words where it had any."""

from __future__ import annotations

import json
from typing import assert_never

from tt_integrations.adapters.providers.slack.buttons import blocks_of, buttons_of
from tt_integrations.adapters.providers.slack.choice_sentences import of_choice
from tt_integrations.adapters.providers.slack.media_types import FORM, JSON, media_type_of
from tt_integrations.adapters.providers.slack.people_sentences import (
    OfHelp,
    OfLink,
    OfRefusal,
    of_help,
    of_link,
    of_refusal,
)
from tt_integrations.adapters.providers.slack.time_sentences import (
    OfLog,
    OfReport,
    OfUndo,
    of_log,
    of_report,
    of_undo,
)
from tt_integrations.adapters.providers.slack.timer_sentences import OfTimer, of_timer
from tt_integrations.domain.model.delivery import (
    AddressCheck,
    Answer,
    Challenge,
    Delivery,
    Ignored,
)
from tt_integrations.domain.usecases.answer_slash import Refused
from tt_integrations.domain.usecases.choose_work import NotChosen
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.spoken import (
    Acknowledged,
    Busy,
    Failed,
    Heard,
    HeardLater,
    NotActive,
    NotYours,
    Reply,
    Spoken,
)

NOTHING = Answer(b"", "text/plain; charset=utf-8")
_OK = Answer(b'{"ok": true}', JSON)
_WORKING = ":hourglass: Still working on it…"


def write(reply: Reply) -> Answer:
    """The body of our answer to Slack. What it says is ephemeral: only the sender sees it."""
    match reply:
        case Spoken(in_answer=True):
            return _json(_message(reply))
        case (
            Spoken() | AddressCheck()
        ):  # anything but nothing would be taken for an answer to the click
            return NOTHING
        case Challenge(token):
            return _json({"challenge": token})
        case Ignored() | Acknowledged() | Heard() | HeardLater() | HandledBefore() | NotActive():
            return _OK
        case unknown:
            assert_never(unknown)


def follow_up(spoken: Spoken) -> Answer:
    """What to post to the response address, for the sender alone. A click's reply takes the place of the message
    that was clicked, unless the person may want to press that button again, or it is not theirs.
    """
    keeps = spoken.in_answer or isinstance(spoken.outcome, Refused | NotYours | Busy | Failed)
    return _json({**_message(spoken), "replace_original": not keeps})


def meanwhile(delivery: Delivery) -> Answer | None:
    """What to answer when the reply will take longer than Slack waits. It tells nobody anything: nobody is
    trusted yet.
    """
    if media_type_of(delivery) != FORM:
        return None
    if b"payload=" in delivery.body:
        return NOTHING
    if b"response_url=http" in delivery.body:
        return _json({"response_type": "ephemeral", "text": _WORKING})
    return None


def say(spoken: Spoken) -> str:
    """The sentence for an outcome, in mrkdwn."""
    outcome = spoken.outcome
    if isinstance(outcome, OfTimer):
        return of_timer(outcome)
    if isinstance(outcome, OfReport):
        return of_report(outcome)
    if isinstance(outcome, NotChosen):
        return of_choice(outcome)
    if isinstance(outcome, OfLog):
        return of_log(outcome, spoken.person)
    if isinstance(outcome, OfUndo):
        return of_undo(outcome)
    return _about_people(outcome)


def _about_people(outcome: OfHelp | OfLink | OfRefusal) -> str:
    if isinstance(outcome, OfHelp):
        return of_help(outcome)
    if isinstance(outcome, OfLink):
        return of_link(outcome)
    return of_refusal(outcome)


def _message(spoken: Spoken) -> dict[str, object]:
    text = say(spoken)
    message: dict[str, object] = {"response_type": "ephemeral", "text": text}
    buttons = buttons_of(spoken.outcome) if spoken.person else ()
    if spoken.person and buttons and (blocks := blocks_of(text, buttons, spoken.person.id)):
        message["blocks"] = blocks
    return message


def _json(payload: dict[str, object]) -> Answer:
    return Answer(json.dumps(payload).encode(), JSON)
