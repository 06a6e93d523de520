"""Why a calendar sync did with an item what it did: stable codes, each with the sentence that explains it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from tt_integrations.domain.model.entry_cards import Lock


class SyncReason(StrEnum):
    """The code is the value; `sentence` is for people and may be quoted. LOCKED and MALFORMED are followed by what
    exactly is the matter: `locked: invoiced`."""

    sentence: str

    def __new__(cls, code: str, sentence: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    # the event is none that becomes an entry
    NOT_ENDED = (
        "not ended yet",
        "The event has not ended yet: it becomes an entry as soon as it has.",
    )
    CANCELLED = "cancelled", "The event is cancelled, or it was deleted."
    DECLINED = "declined", "You declined the invitation, and declined events are skipped."
    TENTATIVE = "tentative", "You answered maybe, and tentative events are skipped."
    FREE = "free", "The event does not block your time, and free events are skipped."
    PRIVATE = "private", "The event is private, and private events are skipped."
    OUT_OF_OFFICE = "out of office", "You were out of office, and such events are skipped."
    FOCUS_TIME = "focus time", "The event is focus time, and such events are skipped."
    WORKING_LOCATION = "working location", "The event says only where you work."
    ALL_DAY = "all day", "The event lasts whole days, and has no times to write down."
    ZERO_LENGTH = "zero length", "It ends when it starts: there is no time to write down."
    NO_PROJECT = (
        "no project",
        "The calendar has no project for its events, or you may not use it any more.",
    )
    EXPORTED = (
        "exported",
        "The event is a time entry already: a time tracker put it into the calendar.",
    )
    OVERLAPS = "overlaps an entry", "There is an entry of your own at that time already."
    MALFORMED = "malformed", "The calendar's answer about this event cannot be understood."

    # which event it is
    OURS = "ours", "The event is an entry of yours that was put into the calendar by us."
    ELSEWHERE = (
        "in another calendar",
        "The same event is in another of your calendars, and is an entry by that one, or will be.",
    )
    IN_AN_ENTRY = (
        "in an entry already",
        "An entry that belongs to another event names this one in its note, too.",
    )
    OLDER = "older", "The calendar told of the event twice, and this is not the last it said."
    ADOPTED = (
        "adopted",
        "The entry was there before us: it names the event in its note, and follows it from now on.",
    )

    # a person's own wins
    BY_HAND = "changed by hand", "You changed the entry since, so your version stays."
    LOCKED = "locked", "The time tracker does not let the entry be changed any more."
    DELETED_HERE = "deleted here", "You deleted the entry, so it is not made again."
    DELETED_THERE = "deleted there", "You deleted the exported event, so it is not made again."
    TAKEN_BACK = "taken back", "You took back the run that made it, so it is not made again."

    # entries on their way to the calendar, and runs on their way back
    FROM_CALENDAR = (
        "came from a calendar",
        "The entry was an event first, so it does not become another one.",
    )
    CHANGED_SINCE = "changed since", "It was changed after that run, and stays as it is now."
    NOT_RECORDED = "not recorded", "How it was before that run is not known."


def locked(lock: Lock) -> str:
    return f"{SyncReason.LOCKED}: {lock}"


def malformed(trouble: str) -> str:
    return f"{SyncReason.MALFORMED}: {trouble}"
