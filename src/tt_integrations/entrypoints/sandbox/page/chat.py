"""The channel of the fake Slack: what was said there, by whom it can be read, and what somebody says next."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from attrs import field, frozen

from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.adapters.providers.slack.fake.messages import Ephemeral, Message
from tt_integrations.entrypoints.sandbox.page.markup import Part, parts_of
from tt_integrations.entrypoints.sandbox.page.typed import Fields, optional, text_in
from tt_integrations.entrypoints.sandbox.seed import CHANNEL, PEOPLE, Sample
from tt_integrations.entrypoints.web.moments import Shown
from tt_integrations.entrypoints.web.notes import Note

APP = "TimeTracker"
SOME = 30
"""Lines, the newest ones."""
REMEMBERED, LONGEST = 200, 500
OK, MOST_OF_A_LABEL = 200, 75


@frozen
class Choice:
    value: str
    title: str


@frozen
class Button:
    """`choices`: what one may take, none for a button that is only pressed."""

    label: str
    action: str
    choices: Sequence[Choice] = ()


@frozen
class Line:
    """What was said at `ts`, Slack's name for it. `reader` alone may read it, None: everybody. `did`: how else
    somebody took part, such as by pressing what is in `parts`. `by` is the username of who presses its buttons, ""
    for whoever looks at it."""

    ts: str
    at: Shown
    speaker: str
    parts: Sequence[Part]
    app: bool = False
    did: str = ""
    reader: str | None = None
    by: str = ""
    buttons: Sequence[Button] = ()


@frozen
class _Did:
    ts: str
    speaker: str
    what: str
    with_what: str


def _nothing_yet() -> deque[_Did]:
    return deque(maxlen=REMEMBERED)


@frozen
class Chat:
    """Slack itself does not keep what was typed; a page that tells a story must."""

    slack: FakeSlack
    _done: deque[_Did] = field(factory=_nothing_yet)

    def say(self, fields: Fields) -> Note | None:
        """Type a command as somebody; the reply stands in the channel. Raises ValueError for what Slack refuses."""
        who = person_in(fields)
        text = optional(fields, "example") or text_in(fields, "text", "The command", LONGEST)
        ts = self._new_ts()
        answer = self.slack.slash(text, who.slack_user, channel=CHANNEL)
        self._done.append(_Did(ts, who.full_name, "typed", text))
        return Note(answer.text, good=False) if answer.status != OK else None

    def press(self, fields: Fields) -> Note | None:
        """Press a button in a message as somebody. Raises ValueError where there is no such button any more."""
        who, ts = person_in(fields), text_in(fields, "ts", "The message")
        action, choice = text_in(fields, "action", "The button"), optional(fields, "choice")
        pressed, label = self._new_ts(), (optional(fields, "label") or action)[:MOST_OF_A_LABEL]
        answer = self.slack.click(action, who.slack_user, ts, choice=choice or None)
        self._done.append(_Did(pressed, who.full_name, "pressed", label))
        return Note(f"Slack says: {answer.error}", good=False) if answer.error else None

    def lines(self, zone: ZoneInfo) -> Sequence[Line]:
        """The newest ones, oldest first."""
        return sorted(self._all(zone), key=lambda line: line.ts)[-SOME:]

    def _all(self, zone: ZoneInfo) -> Iterator[Line]:
        for message in self.slack.messages(CHANNEL):
            yield self._line(message, zone)
        for person in PEOPLE:
            for private in self.slack.ephemerals(person.slack_user):
                yield self._line(private, zone, person)
        for each in list(self._done):
            parts = [Part("code", each.with_what)]
            at = _moment(each.ts, zone)
            yield Line(each.ts, at, each.speaker, parts, did=each.what)

    def _line(
        self, message: Message | Ephemeral, zone: ZoneInfo, only: Sample | None = None
    ) -> Line:
        names = {person.slack_user: person.full_name for person in PEOPLE}
        return Line(
            ts=message.ts,
            at=_moment(message.ts, zone),
            speaker=APP if only else names.get(message.user, APP),
            parts=parts_of(message.text),
            app=only is not None or message.user not in names,
            reader=only.full_name if only else None,
            by=only.username if only else "",
            buttons=[*_buttons(message.blocks)],
        )

    def _new_ts(self) -> str:
        with self.slack.memory.lock:
            return self.slack.memory.new_ts()


def person_in(fields: Fields) -> Sample:
    name = optional(fields, "who")
    for person in PEOPLE:
        if person.username == name:
            return person
    raise ValueError(f"there is nobody called {name!r} here")


def _moment(ts: str, zone: ZoneInfo) -> Shown:
    """In the channel it is enough to read the time of day."""
    local = datetime.fromtimestamp(float(ts), UTC).astimezone(zone)
    return Shown(local.isoformat(timespec="seconds"), f"{local:%H:%M}")


def _buttons(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Button]:
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if "action_id" not in element:
                continue
            choices = [
                Choice(str(option["value"]), str(option["text"]["text"]))
                for option in element.get("options", ())
            ]
            label = element.get("text") or element.get("placeholder") or {"text": "Choose"}
            yield Button(str(label["text"]), str(element["action_id"]), choices)
