"""Every text after the slash command is some command."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tt_integrations.domain.model.slash import (
    HelpTyped,
    StartTyped,
    StatusTyped,
    StopTyped,
    TodayTyped,
    parse,
)

KNOWN = {"start", "stop", "status", "today"}


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("start web", StartTyped("web")),
        ("START  Mobile   app ", StartTyped("Mobile   app")),
        ("\tstart\nweb", StartTyped("web")),
        ("start", StartTyped("")),
        ("start   ", StartTyped("")),
        ("stop", StopTyped()),
        ("Stop it now", StopTyped()),
        ("status", StatusTyped()),
        ("sTaTuS please", StatusTyped()),
        ("today", TodayTyped()),
        ("help", HelpTyped()),
        ("", HelpTyped()),
        (" \n ", HelpTyped()),
        ("starting web", HelpTyped()),
        ("/tt start web", HelpTyped()),
    ],
)
def test_the_first_word_decides_in_any_letter_case(text: str, command: object) -> None:
    assert parse(text) == command


@given(st.text())
@example("start\x00web")
@example("\u2028start\u00a0web")
def test_every_text_is_some_command(text: str) -> None:
    words = text.split()
    is_known = bool(words) and words[0].casefold() in KNOWN
    assert isinstance(parse(text), HelpTyped) is not is_known


@given(st.text())
def test_what_follows_start_is_the_project_without_the_space_around_it(project: str) -> None:
    assert parse(f"start {project}") == StartTyped(project.strip())
