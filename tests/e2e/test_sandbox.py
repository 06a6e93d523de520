"""The sandbox as a newcomer plays with it, in a real browser: nobody loads a page anew, and everything is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playing import (
    come_in,
    connect_calendar,
    connect_repository,
    open_issue,
    open_sandbox,
    part,
    type_command,
)
from playwright.sync_api import Browser, Page, expect

from tt_integrations.entrypoints.sandbox.running import Sandbox
from tt_integrations.entrypoints.sandbox.saying import say


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Sandbox]:
    with open_sandbox(tmp_path) as made:
        yield made


@pytest.fixture
def anna(box: Sandbox, page: Page) -> Page:
    """In the sandbox, on a page that must not be loaded again: a mark on it would be gone."""
    come_in(box, page)
    page.evaluate("window.untouched = true")
    return page


def untouched(page: Page) -> bool:
    return bool(page.evaluate("window.untouched === true"))


def test_a_timer_is_started_by_a_command_and_stopped_by_the_button_in_the_reply(
    anna: Page,
) -> None:
    slack, timesheet = part(anna, "slack"), part(anna, "timesheet")
    type_command(anna, "/tt start web")
    expect(slack).to_contain_text("Timer started for Web")
    expect(timesheet).to_contain_text("running")
    expect(anna.get_by_label("Command")).to_have_value("")
    expect(anna.get_by_label("Command")).to_be_focused()
    slack.get_by_role("button", name="Stop", exact=True).click()
    expect(slack).to_contain_text("stopped a timer")
    expect(timesheet).not_to_contain_text("running")
    assert untouched(anna)


def test_what_somebody_does_elsewhere_shows_by_itself(box: Sandbox, anna: Page) -> None:
    anna.get_by_label("New issue").fill("half a ti")
    say(box.slack_url, "/tt start web", "U0ANNA")
    expect(part(anna, "slack")).to_contain_text("Timer started for Web")
    expect(part(anna, "timesheet")).to_contain_text("running")
    expect(anna.get_by_label("New issue")).to_have_value("half a ti")
    assert untouched(anna)


def test_an_issue_becomes_a_task_with_a_timer(anna: Page) -> None:
    timesheet = part(anna, "timesheet")
    connect_repository(anna)
    open_issue(anna, "The door squeaks", "bug")
    expect(timesheet).to_contain_text("high priority")
    anna.get_by_role("button", name="Assign to Anna issue 1").click()
    expect(timesheet).to_contain_text("Web / The door squeaks")
    expect(timesheet).to_contain_text("running")
    anna.get_by_role("button", name="Close issue 1").click()
    expect(timesheet.locator("[data-pane=tasks]")).to_contain_text("done")
    assert untouched(anna)


def test_meetings_become_entries_after_consent_in_another_window(anna: Page) -> None:
    connect_calendar(anna)
    timesheet = part(anna, "timesheet")
    expect(timesheet).to_contain_text("from the calendar · Planning")
    google = part(anna, "google")
    google.get_by_label("New event").fill("Handover")
    google.get_by_role("button", name="Add").click()
    expect(timesheet).to_contain_text("from the calendar · Handover")
    google.get_by_role("button", name="Cancel Handover").click()
    expect(timesheet).not_to_contain_text("Handover")
    assert untouched(anna)


def test_a_mistake_is_told_and_what_was_typed_stays(anna: Page) -> None:
    type_command(anna, "start web")
    expect(anna.get_by_role("alert")).to_have_text("A command begins with a slash.")
    expect(anna.get_by_label("Command")).to_have_value("start web")
    assert untouched(anna)


def test_switches_and_the_clock_are_worked_by_the_keyboard_and_keep_it(anna: Page) -> None:
    switch = part(anna, "faults").get_by_role("button", name="answers 500").first
    switch.focus()
    anna.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(switch).to_be_focused()
    anna.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "false")
    part(anna, "clock").get_by_role("button", name="+1 day").click()
    expect(part(anna, "clock")).to_contain_text("1 day ahead")
    assert untouched(anna)


def test_one_becomes_the_other_by_one_click(anna: Page) -> None:
    anna.get_by_role("button", name="Be Ben").click()
    expect(part(anna, "timesheet")).to_contain_text("of Ben Birch")
    expect(part(anna, "slack").get_by_role("button", name="/tt link")).to_be_visible()
    assert not untouched(anna)


def test_who_signs_out_in_another_window_is_greeted_in_this_one(box: Sandbox, anna: Page) -> None:
    other = anna.context.new_page()
    other.goto(f"{box.url}/integrations")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_label("Username")).to_be_visible()
    other.close()
    expect(anna.get_by_role("button", name="Be Ben")).to_be_visible()


def test_without_scripts_the_same_is_done_page_by_page(box: Sandbox, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    come_in(box, page)
    page.get_by_label("Command").fill("/tt start web")
    page.get_by_role("button", name="Send").click()
    expect(part(page, "timesheet")).to_contain_text("running")
    part(page, "slack").get_by_role("button", name="Stop", exact=True).click()
    expect(part(page, "timesheet")).not_to_contain_text("running")
    open_issue(page, "The door squeaks")
    expect(page.get_by_role("status")).to_contain_text("Issue #1 is open.")
    context.close()
