"""Somebody's day of meetings becomes time entries, in a real browser: consent, preview, reasons, undo, and the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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
    page.goto(f"{running.url}/integrations")
    expect(page.locator("section#google header .badge")).to_have_text("Active")
    return page


def test_meetings_are_previewed_applied_explained_taken_back_and_disconnected(
    running: Sandbox, anna: Page
) -> None:
    card = anna.locator("section#google")
    card.get_by_label("Project", exact=True).first.select_option(label="Web")
    card.get_by_role("button", name="Pause").click()
    expect(card.locator("header .badge")).to_have_text("Paused")
    card.get_by_label("Project", exact=True).first.select_option(label="Web")
    card.get_by_role("button", name="Save").click()
    card.get_by_role("button", name="Resume").click()
    _until(anna, f"{running.url}{ACTIVITY}?search=Planning", "Created")

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


def _until(page: Page, address: str, text: str) -> None:
    """Look there again and again, until it says so: jobs take a moment."""
    for _ in range(60):
        page.goto(address)
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{address} does not say {text!r}")
