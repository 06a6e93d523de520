"""The buttons under what we say: what they are called, what they stand for, and how Slack wants them.

Source: docs.slack.dev, reference/block-kit/blocks/actions-block and block-elements/button-element.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tt_integrations.adapters.providers.slack.choice_sentences import (
    project_commands,
    task_commands,
)
from tt_integrations.adapters.providers.slack.interactions import value_of
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.change_timer_from_slash import (
    AlreadyPaused,
    Noted,
    NotPaused,
    Paused,
    Resumed,
)
from tt_integrations.domain.usecases.choose_work import SeveralProjects, SeveralTasks
from tt_integrations.domain.usecases.log_time_from_slash import Logged
from tt_integrations.domain.usecases.report_time_from_slash import Running
from tt_integrations.domain.usecases.spoken import Outcome
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, Started
from tt_integrations.domain.usecases.stop_timer_from_slash import Stopped
from tt_integrations.domain.usecases.switch_timer_from_slash import Switched

MOST_TEXT, MOST_LABEL, MOST_VALUE = 3000, 75, 2000
"""Characters that Slack takes in a section, on a button and in its value."""


@frozen
class Button:
    """`name` tells it from the others of its message; `command` is what pressing it stands for."""

    name: str
    label: str
    command: str


STOP, PAUSE = Button("stop", "Stop", "stop"), Button("pause", "Pause", "pause")
RESUME, UNDO = Button("resume", "Resume", "resume"), Button("undo", "Undo", "undo")


def buttons_of(outcome: Outcome) -> Sequence[Button]:
    """What the person may want to do next; nothing for most outcomes."""
    match outcome:
        case Started() | Resumed() | NotPaused():
            return STOP, PAUSE
        case Running(timer):
            return (RESUME, STOP) if timer.paused_at else (STOP, PAUSE)
        case Paused() | AlreadyPaused():
            return RESUME, STOP
        case Switched():
            return STOP, PAUSE, UNDO
        case AlreadyRunning(wanted=wanted):
            switch = Button("switch", "Switch", f"switch {wanted}")
            return (switch, STOP) if wanted else (STOP,)
        case Stopped() | Logged() | Noted():
            return (UNDO,)
        case SeveralProjects() | SeveralTasks():
            return _choices(outcome)
        case _:
            return ()


def _choices(outcome: SeveralProjects | SeveralTasks) -> Sequence[Button]:
    if isinstance(outcome, SeveralProjects):
        return [_choice(p.id, p.name, command) for p, command in project_commands(outcome)]
    return [_choice(t.id, t.name, command) for t, command in task_commands(outcome)]


def blocks_of(text: str, buttons: Sequence[Button], person: PersonId) -> list[dict[str, object]]:
    """The text with its buttons below; empty when there are none, or Slack would not take it."""
    valued = [(button, value_of(person, button.command)) for button in buttons]
    shown = [_element(button, value) for button, value in valued if len(value) <= MOST_VALUE]
    if not shown or len(text) > MOST_TEXT:
        return []
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        {"type": "actions", "elements": shown},
    ]


def _element(button: Button, value: str) -> dict[str, object]:
    # plain text names nobody and links nowhere, whatever the project is called
    return {
        "type": "button",
        "action_id": button.name,
        "text": {"type": "plain_text", "text": button.label, "emoji": False},
        "value": value,
    }


def _choice(number: int, name: str, command: str) -> Button:
    """The number stays readable however long the name is: two projects may be called the same."""
    suffix = f" (#{number})"
    line, most = " ".join(name.split()), MOST_LABEL - len(suffix)
    shown = line if len(line) <= most else line[: most - 1] + "…"
    return Button(f"pick-{number}", shown + suffix, command)
