"""What somebody typed after the slash command, word by word."""

from __future__ import annotations

from attrs import frozen


@frozen
class StartTyped:
    """`start <project>`; `project` is as typed, and empty when nothing followed."""

    project: str


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
class HelpTyped:
    """`help`, nothing at all, or a word that is no command."""


SlashCommand = StartTyped | StopTyped | StatusTyped | TodayTyped | HelpTyped


def parse(text: str) -> SlashCommand:
    """Total: every text is some command. The first word decides, in any letter case."""
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    match word.casefold():
        case "start":
            return StartTyped(rest.strip())
        case "stop":
            return StopTyped()
        case "status":
            return StatusTyped()
        case "today":
            return TodayTyped()
        case _:
            return HelpTyped()
