"""Somebody's day of meetings becomes time entries, in a real browser: consent, preview, reasons, undo, and the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.entrypoints.sandbox.running import Options, Sandbox, sandbox

ACTIVITY = "/integrations/activity"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Sandbox]:
    ports = {"port": 0, "slack_port": 0, "github_port": 0, "google_port": 0}
    with sandbox(Options(folder=tmp_path, **ports)) as made:
        yield made


@pytest.fixture
def anna(running: Sandbox, page: Page) -> Page:
    """Signed in, and sent to Google and back."""
    password = next(p["password"] for p in running.description["people"] if p["username"] == "anna")
    page.goto(f"{running.url}/integrations")
    page.get_by_label("Username").fill("anna")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.locator("section#google").get_by_role("link", name="Connect").click()
    expect(page.get_by_role("heading", name="Sign in with the fake Google")).to_be_visible()
    page.get_by_role("button", name="Allow").click()
    page.get_by_role("link", name="On to sandbox").click()
    page.get_by_role("link", name="Connections").first.click()
    expect(page.locator("section#google header .badge")).to_have_text("Active")
    return page


def test_meetings_are_previewed_applied_explained_taken_back_and_disconnected(
    running: Sandbox, anna: Page
) -> None:
    card = _synced_into_web(running, anna)

    anna.goto(f"{running.url}{ACTIVITY}?search=Lunch")
    expect(anna.locator("tr", has_text="Lunch talk").first).to_contain_text("You declined")

    anna.locator("tr", has_text="Lunch talk").first.get_by_role("link").click()
    anna.get_by_role("link", name="Undo this run…").click()
    expect(anna.locator("tr", has_text="Planning").first).to_contain_text(
        "again as it was before that run"
    )
    anna.get_by_role("button", name="Undo this run").click()
    expect(anna.locator("main")).to_contain_text("was taken back")

    anna.goto(f"{running.url}/integrations")
    card.get_by_role("link", name="Preview").click()
    expect(
        anna.get_by_role("heading", name="What a sync of Google Calendar would do")
    ).to_be_visible()
    expect(anna.locator("main")).to_contain_text("Nothing was changed yet")

    anna.goto(f"{running.url}/integrations")
    card.locator("summary", has_text="Disconnect").click()
    card.get_by_role("button", name="Yes, disconnect").click()
    expect(card.locator("header .badge")).to_have_text("Disconnected")


def test_what_a_preview_shows_is_applied_and_taken_back(running: Sandbox, anna: Page) -> None:
    card = _synced_into_web(running, anna)
    _add_unheard(running, "Retrospective")

    anna.goto(f"{running.url}/integrations")
    card.get_by_role("link", name="Preview").click()
    shown = anna.get_by_role("region", name="What would change")
    expect(shown.locator("tr", has_text="Retrospective")).to_contain_text("Created")
    expect(anna.locator("main")).to_contain_text("Nothing was changed yet")
    assert "Retrospective" not in _notes(running)

    anna.get_by_role("button", name="Apply this plan").click()
    expect(anna.locator("main")).to_contain_text("Retrospective")
    assert "Retrospective" in _notes(running)

    anna.get_by_role("link", name="Undo this run…").click()
    anna.get_by_role("button", name="Undo this run").click()
    expect(anna.locator("main")).to_contain_text("was taken back")
    assert "Retrospective" not in _notes(running)


def _synced_into_web(running: Sandbox, page: Page) -> Locator:
    """The calendar's card, once what there is has become entries."""
    card = page.locator("section#google")
    card.get_by_role("button", name="Pause").click()
    expect(card.locator("header .badge")).to_have_text("Paused")
    card.get_by_label("Project", exact=True).first.select_option(label="Web")
    card.get_by_role("button", name="Save").click()
    card.get_by_role("button", name="Resume").click()
    _until(page, f"{running.url}{ACTIVITY}?search=Planning", "Created")
    return card


def _add_unheard(running: Sandbox, title: str) -> None:
    """A meeting of the last hour, of which the push gets lost."""
    now = datetime.now(UTC)
    times = {"start": now - timedelta(hours=1), "end": now - timedelta(minutes=30)}
    event = {name: at.isoformat(timespec="seconds") for name, at in times.items()}
    for action, arguments in (("lose_pushes", {}), ("add_event", {"summary": title, **event})):
        done = httpx.post(f"{running.google_url}/_fake/{action}", json=arguments)
        assert done.json()["ok"], done.text


def _notes(running: Sandbox) -> str:
    with running.engine.connect() as connection:
        return "; ".join(
            note or "" for (note,) in connection.execute(sa.select(time_entries.c.notes))
        )


def _until(page: Page, address: str, text: str) -> None:
    """Look there again and again, until it says so: jobs take a moment."""
    for _ in range(60):
        page.goto(address)
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{address} does not say {text!r}")
