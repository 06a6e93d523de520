"""What the page on Google Calendar says is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from tt_integrations.adapters.providers.google_calendar.provider import OPTIONS, PROVIDER
from tt_integrations.adapters.providers.google_calendar.scopes import asked_for
from tt_integrations.adapters.providers.google_calendar.settings import SKIPS
from tt_integrations.domain.model.calendar_rules import SKIPPED, Direction
from tt_integrations.domain.model.plan_reasons import SyncReason

PAGE = (Path(__file__).parents[3] / "docs" / "connectors" / "google-calendar.md").read_text()


def table(heading: str) -> list[list[str]]:
    """The rows of the table under that heading, without its own two."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][2:]


def names(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


def test_every_reason_stands_there_with_its_sentence() -> None:
    told = {names(code)[0]: text for code, text in table("Why? Every reason, and its sentence")}
    assert told == {reason.value: reason.sentence for reason in SyncReason}


def test_every_setting_stands_there_and_each_switch_with_its_default() -> None:
    told = {name: row[1] for row in table("Settings of a connection") for name in names(row[0])}
    shown = set(PROVIDER.describe({})) - {"email", "consent_ends", "channel_missing"}
    assert set(told) == shown
    assert {name: told[name] or "false" for name in SKIPS} == {
        name: "true" if skip in SKIPPED else "false" for name, skip in SKIPS.items()
    }


def test_the_scopes_are_those_that_are_asked_for() -> None:
    rows = {name: names(row[1]) for row in table("Scopes") for name in names(row[0])}
    prefix = "https://www.googleapis.com/auth/"
    for direction in Direction:
        asked = {scope.removeprefix(prefix) for scope in asked_for(direction)}
        assert asked == {*rows[direction.value], "openid", "email"}


def test_the_options_are_named_as_they_are_set() -> None:
    known = {f"TT_GOOGLE_{option.name.upper()}" for option in OPTIONS}
    assert set(re.findall("TT_GOOGLE_[A-Z_]+", PAGE)) <= known


def test_every_link_within_the_page_leads_somewhere() -> None:
    headings = re.findall("^## (.+)$", PAGE, re.MULTILINE)
    places = {re.sub("[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= places
