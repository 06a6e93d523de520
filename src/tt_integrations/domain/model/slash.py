"""What somebody typed after the slash command, word by word."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from attrs import frozen

from tt_integrations.domain.model.durations import leading_length

WORDS: Final = (
    "start",
    "switch",
    "stop",
    "pause",
    "resume",
    "note",
    "log",
    "undo",
    "status",
    "today",
    "week",
    "projects",
    "link",
    "unlink",
    "help",
)
"""Every command, in the order people are told of them."""
NEAR_ENOUGH: Final = 0.7
"""How alike a mistyped word must be to one of ours, of 1, before we suggest that one."""


@frozen
class WorkTyped:
    """`<project>[ / <task>][ -- <note>]`: `text` is all before the note, and empty when no project was named.

    `dash` is what stood before the note: phones turn two hyphens into a dash.
    """

    text: str
    note: str | None = None
    dash: str = "--"

    @property
    def whole(self) -> str:
        """All of it as one name: a dash may belong to the name of a project."""
        return f"{self.text} {self.dash} {self.note}" if self.note else self.text


@frozen
class StartTyped:
    what: WorkTyped


@frozen
class SwitchTyped:
    what: WorkTyped


@frozen
class LogTyped:
    """`length` is as typed, and empty when nothing followed; it need not be a length at all."""

    length: str
    what: WorkTyped
    yesterday: bool = False


@frozen
class NoteTyped:
    text: str


@frozen
class PauseTyped:
    pass


@frozen
class ResumeTyped:
    pass


@frozen
class StopTyped:
    pass


@frozen
class StatusTyped:
    pass


@frozen
class TodayTyped:
    pass


@frozen
class WeekTyped:
    pass


@frozen
class ProjectsTyped:
    pass


@frozen
class UndoTyped:
    pass


@frozen
class LinkTyped:
    pass


@frozen
class UnlinkTyped:
    pass


@frozen
class HelpTyped:
    """`help`, or nothing at all."""


@frozen
class UnknownTyped:
    """A word that is no command, as typed; `nearest` is the command it may have been meant to be."""

    word: str
    nearest: str | None


SlashCommand = (
    StartTyped
    | SwitchTyped
    | LogTyped
    | NoteTyped
    | PauseTyped
    | ResumeTyped
    | StopTyped
    | StatusTyped
    | TodayTyped
    | WeekTyped
    | ProjectsTyped
    | UndoTyped
    | LinkTyped
    | UnlinkTyped
    | HelpTyped
    | UnknownTyped
)

_ALONE: Final[dict[str, SlashCommand]] = {
    "": HelpTyped(),
    "help": HelpTyped(),
    "pause": PauseTyped(),
    "resume": ResumeTyped(),
    "stop": StopTyped(),
    "status": StatusTyped(),
    "today": TodayTyped(),
    "week": WeekTyped(),
    "projects": ProjectsTyped(),
    "undo": UndoTyped(),
    "link": LinkTyped(),
    "unlink": UnlinkTyped(),
}
"""The commands that take nothing: what follows them is ignored."""
_BEFORE_NOTE = re.compile(r"(?:^|\s)(--|—|–)(?:\s|$)")
_YESTERDAY = re.compile(r"(?:^|\s)yesterday$", re.IGNORECASE)


def parse(text: str) -> SlashCommand:
    """Total: every text is some command. The first word decides, in any letter case."""
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    match word.casefold():
        case "start":
            return StartTyped(_work(rest))
        case "switch":
            return SwitchTyped(_work(rest))
        case "log":
            return _log(rest)
        case "note":
            return NoteTyped(rest.strip())
        case known if known in _ALONE:
            return _ALONE[known]
        case unknown:
            near = get_close_matches(unknown, WORDS, n=1, cutoff=NEAR_ENOUGH)
            return UnknownTyped(word, near[0] if near else None)


def _work(typed: str) -> WorkTyped:
    dash = _BEFORE_NOTE.search(typed)
    if dash is None:
        return WorkTyped(typed.strip())
    note = typed[dash.end() :].strip()
    return WorkTyped(typed[: dash.start()].strip(), note or None, dash[1])


def _log(typed: str) -> LogTyped:
    length, rest = leading_length(typed)
    what = _work(rest)
    yesterday = _YESTERDAY.search(what.text)
    if yesterday is None:
        return LogTyped(length, what)
    text = what.text[: yesterday.start()].strip()
    return LogTyped(length, WorkTyped(text, what.note, what.dash), yesterday=True)
