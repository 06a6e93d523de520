"""What entries say of events, and events of entries."""

from __future__ import annotations

import string
from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from almanac import entry, event, minutes
from marks import IN_BRACKETS
from tt_integrations.domain.model.calendar_rules import NoteMark
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import NOTE_LENGTH
from tt_integrations.domain.model.event_export import (
    draft_of,
    event_id,
    fingerprint,
    is_ours,
    mark_of,
)
from tt_integrations.domain.model.event_notes import note_of, plain, same_text, shown_title
from tt_integrations.domain.model.timesheet import EntryId

IDS = st.text("0123456789abcdefghijklmnopqrstuv_", min_size=1, max_size=255)


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Stand-up", "Stand-up [gcal:one]"),
        ("  \t ", "Calendar event [gcal:one]"),
        ("", "Calendar event [gcal:one]"),
        ("two\nlines\0\ud800", "two lines [gcal:one]"),
        ("👩‍💻 Café", "👩‍💻 Café [gcal:one]"),
        ("\x1b[31mred", "[31mred [gcal:one]"),
        ("like [gcal:two]", "like  two] [gcal:one]"),
        ("[gcal:", "Calendar event [gcal:one]"),
        ("[gc[gcal:al:two]", "[gc al:two] [gcal:one]"),
    ],
)
def test_a_note_is_the_title_and_the_event(title: str, note: str) -> None:
    assert note_of(event(title=title), IN_BRACKETS) == note


@given(title=st.text(st.characters()), id_=IDS)
def test_a_note_names_its_event_and_no_other_and_every_database_takes_it(
    title: str, id_: str
) -> None:
    note = note_of(event(id_, title=title), IN_BRACKETS)
    assert list(IN_BRACKETS.ids(note)) == [id_]
    assert plain(note) == note
    assert note.encode().decode() == note


def test_a_long_title_is_cut_so_that_the_note_fits() -> None:
    long = event("x" * 255, title="é" * 20_000)
    note = note_of(long, IN_BRACKETS)
    assert len(note) == NOTE_LENGTH
    assert note.endswith(f"é [gcal:{'x' * 255}]")
    assert len(shown_title(long)) == 200


def test_the_mark_of_notes_is_the_rules_own_affair() -> None:
    mark = NoteMark("<", ">")
    assert note_of(event(), mark) == "Stand-up <one>"
    assert list(mark.ids("<one> <> <two")) == ["one"]


@pytest.mark.parametrize(("one", "same"), [("a\r\nb \n", True), ("a b", False), ("a\nb", True)])
def test_line_ends_are_no_difference(one: str, *, same: bool) -> None:
    assert same_text(one, "a\nb") is same


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({}, "[TT] Web — Painting"),
        ({"task_name": "Walls"}, "[TT] Web — Walls"),
        ({"project_name": "", "project": None}, "[TT] TimeTracker — Painting"),
        ({"note": ""}, "[TT] Web"),
        ({"note": "a" * 60}, f"[TT] Web — {'a' * 50}"),
        ({"note": "two\nlines"}, "[TT] Web — two lines"),
        ({"project_name": "p" * 300}, f"[TT] {'p' * 195}"),
        ({"project_name": "p" * 300, "note": ""}, f"[TT] {'p' * 195}"),
    ],
)
def test_an_event_is_titled_by_project_and_task_or_note(change: dict[str, str], title: str) -> None:
    assert draft_of(evolve(entry(), **change), "here").title == title


LOGGED = "Logged via TimeTracker. Duration: 00:30:00"


@pytest.mark.parametrize(
    ("change", "description"),
    [
        ({}, LOGGED),
        ({"note": ""}, LOGGED),
        ({"task_name": "Walls"}, f"{LOGGED}\n\nPainting"),
        ({"note": "a" * 60}, f"{LOGGED}\n\n{'a' * 60}"),
        ({"note": "two \r\nlines\0"}, f"{LOGGED}\n\ntwo\nlines"),
        ({"note": "a" * 9_000}, f"{LOGGED}\n\n{'a' * 9_000}"[:8_000]),
    ],
)
def test_an_event_tells_how_long_it_took_and_the_note_that_its_title_does_not_hold(
    change: dict[str, str], description: str
) -> None:
    assert draft_of(evolve(entry(), **change), "here").description == description


@pytest.mark.parametrize(
    ("seconds", "clock"), [(1, "00:00:01"), (3_599, "00:59:59"), (90_061, "25:01:01")]
)
def test_a_duration_has_hours_minutes_and_seconds(seconds: int, clock: str) -> None:
    start = minutes(-60, 0).start
    long = entry(1, Span(start, start + timedelta(seconds=seconds, microseconds=5)))
    draft = draft_of(long, "here")
    assert draft.description.startswith(f"Logged via TimeTracker. Duration: {clock}")
    assert draft.span.length == timedelta(seconds=seconds)


def test_ids_are_base32hex_and_differ_by_exporter_and_entry() -> None:
    ids = {event_id(at, EntryId(n)) for at in ("here", "there") for n in range(1, 100)}
    assert len(ids) == 198
    assert {len(each) for each in ids} == {32}
    assert set("".join(ids)) <= set(string.digits + "abcdefghijklmnopqrstuv")
    assert event_id("here", EntryId(1)) == event_id("here", EntryId(1))


def test_a_fingerprint_differs_by_times_title_and_description_each_in_its_own_part() -> None:
    span = minutes(-60, -30)
    one = fingerprint(span, "a", "b\nc")
    assert one == fingerprint(span, "a", "b\r\nc\n")
    others = [
        fingerprint(minutes(-60, -40), "a", "b\nc"),
        fingerprint(span, "a ", "b\nc"),
        fingerprint(span, "a", "\ud800"),
        fingerprint(None, "a", "b\nc"),
    ]
    parts = [zip(one.split(":"), other.split(":"), strict=True) for other in others]
    assert [[a == b for a, b in each] for each in parts] == [
        [False, True, True],
        [True, False, True],
        [True, True, False],
        [False, True, True],
    ]


@pytest.mark.parametrize(
    ("mark", "ours"),
    [(mark_of("here", EntryId(1)), True), ("here:", True), ("there:1", False), (None, False)],
)
def test_an_event_is_ours_by_its_mark(mark: str | None, *, ours: bool) -> None:
    assert is_ours(mark, "here") is ours


def test_an_exporter_is_not_another_one_whose_name_begins_alike() -> None:
    assert not is_ours(mark_of("here2", EntryId(1)), "here")
