"""What an entry says of the event that it came from. The title of a private event gets no further than here."""

from __future__ import annotations

from unicodedata import category

from tt_integrations.domain.model.calendar_rules import NoteMark
from tt_integrations.domain.model.entry_cards import NOTE_LENGTH
from tt_integrations.domain.model.events import Event

BUSY, UNTITLED = "Busy", "Calendar event"
TITLE_LENGTH = 200
"""Characters of a title in a decision."""


def shown_title(event: Event) -> str:
    """The title as a decision may name it: of a private event `Busy`, "" where there is none."""
    return kept_title(event)[:TITLE_LENGTH].rstrip()


def kept_title(event: Event) -> str:
    """The title as it may be stored, as long as a note may be."""
    return BUSY if event.private else plain(event.title)[:NOTE_LENGTH].rstrip()


def note_of(event: Event, mark: NoteMark) -> str:
    """The note of the event's entry, `NOTE_LENGTH` characters at most. It names this event and no other one,
    whatever the title pretends."""
    names = mark(event.id)
    title = kept_title(event).replace(mark.before, " ")
    room = NOTE_LENGTH - len(names) - 1
    return f"{title.strip()[:room].rstrip() or UNTITLED} {names}"


def plain(text: str) -> str:
    """On one line, without control characters and halves of characters: no database takes them all."""
    if text.isprintable():
        return text.strip()
    spaced = (" " if each.isspace() else each for each in text)
    return "".join(each for each in spaced if category(each) not in ("Cc", "Cs")).strip()


def same_text(one: str, other: str) -> bool:
    """Whether a person would say so: a form that was saved unchanged may come back with other line ends."""
    return one == other or as_saved(one) == as_saved(other)


def as_saved(text: str) -> str:
    """The same for texts that are the same to a person."""
    return text.replace("\r\n", "\n").strip()
