"""Lengths of time as people type them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.domain.model.durations import leading_length, length_of


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90m", 90),
        ("45min", 45),
        ("45 mins", 45),
        ("1 minute", 1),
        ("2h", 120),
        ("2 hours", 120),
        ("1 hr", 60),
        ("1h 30m", 90),
        ("1h30m", 90),
        ("1H30M", 90),
        ("1 h 30 min", 90),
        ("1.5h", 90),
        ("1,5h", 90),
        ("0.25h", 15),
        ("1:30", 90),
        ("00:05", 5),
        (" 2h ", 120),
        ("25h", 25 * 60),
        ("0m", 0),
        ("0:00", 0),
        ("-1h", -60),
        ("−1:30", -90),
        ("-1h 30m", -90),
        ("90000h", 90000 * 60),
    ],
)
def test_a_length_is_understood_however_it_is_typed(typed: str, minutes: int) -> None:
    assert length_of(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "90",
        "1.5",
        "h",
        "1:3",
        "1:60",
        "1:30h",
        "1.5m",
        "1..5h",
        "1h30",
        "30m 1h",
        "1h 2h",
        "2hx",
        "two hours",
        "١h",
        "1d",
        "--1h",
        "+1h",
        "1e3h",
        "1234567h",
    ],
)
def test_what_may_mean_anything_is_not_guessed(typed: str) -> None:
    assert length_of(typed) is None


def test_a_fraction_of_an_hour_is_rounded_to_the_second() -> None:
    assert length_of("0.3333h") == timedelta(seconds=1200)


@pytest.mark.parametrize(
    ("typed", "length", "rest"),
    [
        ("1h 30m Web", "1h 30m", "Web"),
        ("  1h   Web shop ", "1h", "Web shop"),
        ("1h 30 Web", "1h", "30 Web"),
        ("1h\nWeb", "1h", "Web"),
        ("1h", "1h", ""),
        ("Web 1h", "Web", "1h"),
        ("1hWeb 2", "1hWeb", "2"),
        ("90", "90", ""),
        ("", "", ""),
    ],
)
def test_the_length_that_a_text_begins_with_is_taken_off(
    typed: str, length: str, rest: str
) -> None:
    assert leading_length(typed) == (length, rest)


@given(st.integers(0, 6000), st.sampled_from(["{0}m", "{1}h {2}m", "{1}h{2}min", "{1}:{2:02}"]))
def test_what_is_written_is_read_as_the_same(minutes: int, spelling: str) -> None:
    typed = spelling.format(minutes, *divmod(minutes, 60))
    assert length_of(typed) == timedelta(minutes=minutes)
    assert leading_length(f"{typed} Web") == (typed, "Web")


@given(st.text())
def test_nothing_of_a_text_is_lost(text: str) -> None:
    assert "".join("".join(leading_length(text)).split()) == "".join(text.split())
