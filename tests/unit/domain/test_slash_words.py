"""Every text after the slash command is some command."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tt_integrations.domain.model.slash import (
    WORDS,
    HelpTyped,
    LinkTyped,
    LogTyped,
    NoteTyped,
    PauseTyped,
    ProjectsTyped,
    ResumeTyped,
    StartTyped,
    StatusTyped,
    StopTyped,
    SwitchTyped,
    TodayTyped,
    UndoTyped,
    UnknownTyped,
    UnlinkTyped,
    WeekTyped,
    WorkTyped,
    parse,
)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("start web", StartTyped(WorkTyped("web"))),
        ("START  Mobile   app ", StartTyped(WorkTyped("Mobile   app"))),
        ("\tstart\nweb", StartTyped(WorkTyped("web"))),
        ("start", StartTyped(WorkTyped(""))),
        ("start   ", StartTyped(WorkTyped(""))),
        ("Switch web", SwitchTyped(WorkTyped("web"))),
        ("note call Ben", NoteTyped("call Ben")),
        ("note ", NoteTyped("")),
        ("pause", PauseTyped()),
        ("resume now", ResumeTyped()),
        ("stop", StopTyped()),
        ("Stop it now", StopTyped()),
        ("status", StatusTyped()),
        ("sTaTuS please", StatusTyped()),
        ("today", TodayTyped()),
        ("week", WeekTyped()),
        ("projects", ProjectsTyped()),
        ("UNDO", UndoTyped()),
        ("link", LinkTyped()),
        ("unlink", UnlinkTyped()),
        ("help", HelpTyped()),
        ("", HelpTyped()),
        (" \n ", HelpTyped()),
    ],
)
def test_the_first_word_decides_in_any_letter_case(text: str, command: object) -> None:
    assert parse(text) == command


@pytest.mark.parametrize("dash", ["--", "—", "–"])
def test_what_follows_a_dash_is_the_note(dash: str) -> None:
    typed = WorkTyped("Web / Build", "the walls -- all", dash)
    assert parse(f"start Web / Build {dash} the walls -- all ") == StartTyped(typed)
    assert typed.whole == f"Web / Build {dash} the walls -- all"


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("Web --", WorkTyped("Web")),
        ("Web --   ", WorkTyped("Web")),
        ("-- a note", WorkTyped("", "a note")),
        ("Web--shop", WorkTyped("Web--shop")),
        ("Web–shop", WorkTyped("Web–shop")),
        ("Web - shop", WorkTyped("Web - shop")),
        ("Web\t--\tone\ntwo", WorkTyped("Web", "one\ntwo")),
    ],
)
def test_a_dash_separates_only_where_it_stands_alone(typed: str, what: WorkTyped) -> None:
    assert parse(f"start {typed}") == StartTyped(what)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("1h 30m Web", LogTyped("1h 30m", WorkTyped("Web"))),
        ("90m Web / Build -- walls", LogTyped("90m", WorkTyped("Web / Build", "walls"))),
        ("1:30 Web yesterday", LogTyped("1:30", WorkTyped("Web"), yesterday=True)),
        ("2h Web YESTERDAY -- x", LogTyped("2h", WorkTyped("Web", "x"), yesterday=True)),
        ("2h yesterday", LogTyped("2h", WorkTyped(""), yesterday=True)),
        ("2h Web -- since yesterday", LogTyped("2h", WorkTyped("Web", "since yesterday"))),
        ("2h Notyesterday", LogTyped("2h", WorkTyped("Notyesterday"))),
        ("2h", LogTyped("2h", WorkTyped(""))),
        ("Web 2h", LogTyped("Web", WorkTyped("2h"))),
        ("", LogTyped("", WorkTyped(""))),
    ],
)
def test_log_takes_a_length_then_the_work_then_perhaps_yesterday(
    typed: str, command: LogTyped
) -> None:
    assert parse(f"log {typed}") == command


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("strat", "start"),
        ("Strat", "start"),
        ("starting", "start"),
        ("pasue", "pause"),
        ("swich", "switch"),
        ("tday", "today"),
        ("hlep", "help"),
        ("web", None),
        ("/tt", None),
        ("?", None),
    ],
)
def test_a_word_that_is_no_command_comes_with_the_one_it_resembles(
    word: str, nearest: str | None
) -> None:
    assert parse(f"{word} web") == UnknownTyped(word, nearest)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_people_are_told_of_is_a_command(word: str) -> None:
    assert not isinstance(parse(word), UnknownTyped)


@given(st.text())
@example("start\x00web")
@example("\u2028start\u00a0web")
def test_every_text_is_some_command(text: str) -> None:
    words = text.split()
    is_known = not words or words[0].casefold() in WORDS
    assert isinstance(parse(text), UnknownTyped) is not is_known


@given(st.text().filter(lambda text: not {"--", "—", "–"} & set(text.split())))
def test_what_follows_start_is_the_project_without_the_space_around_it(project: str) -> None:
    assert parse(f"start {project}") == StartTyped(WorkTyped(project.strip()))
