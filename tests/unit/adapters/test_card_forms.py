"""A form that was filled in, as what the provider's folder is given."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tt_integrations.adapters.card_fields import Field, Kind
from tt_integrations.adapters.card_forms import MOST_ROWS, entered
from tt_integrations.domain.errors import InvalidSettings

FLAG = Field("notify", "Notify", Kind.FLAG)
TEXT = Field("channel", "Channel")
ROWS = Field("watched", "Watched", Kind.ENTRIES, part="name")
LINES = Field("tags", "Tags", Kind.LINES, part="label", value="tag")
FIELDS = (FLAG, TEXT, ROWS, LINES)
WHOLE = {"filled_in": "yes"}


@pytest.mark.parametrize(
    ("form", "taken"),
    [
        ({}, {}),
        (WHOLE, {"notify": False}),
        ({**WHOLE, "notify": "on"}, {"notify": "on"}),
        ({"notify": "false"}, {"notify": "false"}),
        ({"channel": ""}, {"channel": ""}),
        ({"channel": ["#time"]}, {"channel": ["#time"]}),
        ({"other": "x"}, {}),
    ],
)
def test_what_was_posted_is_entered_and_a_box_that_was_not_ticked(
    form: Mapping[str, object], taken: Mapping[str, object]
) -> None:
    assert entered(FIELDS, form) == taken


def test_rows_become_entries_and_blank_ones_none() -> None:
    form = {
        "watched.rows": "3",
        "watched.0.name": "octo/app",
        "watched.0.project": "1",
        "watched.1.name": " ",
        "watched.1.project": "2",
        "watched.2.name": "octo/lib",
        "watched.3.name": "beyond the count",
    }
    assert entered([ROWS], form) == {
        "watched": [{"name": "octo/app", "project": "1"}, {"name": "octo/lib", "project": ""}]
    }


@pytest.mark.parametrize("count", ["", "-1", "x", "1e9", "999999999999", "٣", None, ["1"]])
def test_a_count_that_is_none_counts_nothing(count: object) -> None:
    assert entered([ROWS], {"watched.rows": count, "watched.0.name": "a"}) == {"watched": []}


def test_no_count_makes_us_read_for_long() -> None:
    form = {"watched.rows": "99999", f"watched.{MOST_ROWS}.name": "beyond"}
    assert entered([ROWS], form) == {"watched": []}


def test_lines_become_an_object_and_blank_ones_nothing() -> None:
    text = "bug = high\r\n\r\n  needs = work = low \nbüg=urgent"
    assert entered([LINES], {"tags": text}) == {
        "tags": {"bug": "high", "needs = work": "low", "büg": "urgent"}
    }
    assert entered([LINES], {"tags": " "}) == {"tags": {}}
    assert entered([LINES], {"tags": 7}) == {"tags": {}}


@pytest.mark.parametrize("text", ["bug", "bug =", "= high", "a = b\nc"])
def test_a_line_that_is_none_is_refused_by_the_name_of_its_field(text: str) -> None:
    with pytest.raises(InvalidSettings, match="one a line, as label = tag") as refusal:
        entered([LINES], {"tags": text})
    assert refusal.value.field == "tags"


def test_what_is_given_twice_is_refused_rather_than_half_lost() -> None:
    with pytest.raises(InvalidSettings, match="label is given twice: bug"):
        entered([LINES], {"tags": "bug = a\nbug = b"})
