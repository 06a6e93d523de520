"""Somebody wonders what happened, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect
from reception import REPOSITORY
from visiting import Visit

ACTIVITY = "/integrations/activity"


def test_a_run_is_opened_and_says_why(visit: Visit) -> None:
    visit.connect_github(label="track")
    visit.here.github.open_issue(REPOSITORY, "Paint the fence")
    visit.until(f"{ACTIVITY}?search=fence", "Paint the fence")
    row = visit.page.locator("tr", has_text="Paint the fence").first
    expect(row).to_contain_text("It does not have the label that your card asks for.")
    row.get_by_role("link").click()
    expect(visit.page.get_by_role("heading", name="of GitHub")).to_be_visible()
    expect(visit.page.locator("tr", has_text="Paint the fence")).to_contain_text("Skipped")


def test_why_is_something_not_there_is_asked_in_the_search_box(visit: Visit) -> None:
    visit.connect_github()
    visit.here.github.open_issue(REPOSITORY, "Mend the door")
    visit.until(ACTIVITY, "1 created")
    visit.page.get_by_label("Why is something there, or not?").fill("DOOR")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("tr", has_text="Mend the door").first).to_contain_text("Created")


def test_runs_are_filtered_by_result(visit: Visit) -> None:
    visit.connect_github()
    visit.until(ACTIVITY, "Done")
    visit.page.get_by_label("Result").select_option(label="Failed")
    visit.page.get_by_role("button", name="Show").click()
    expect(visit.page.locator("main")).to_contain_text("No runs yet that are like this.")


def test_the_days_are_a_picture_and_a_table(visit: Visit) -> None:
    visit.connect_github()
    visit.here.github.open_issue(REPOSITORY, "Mend the door")
    visit.until(ACTIVITY, "Created: 1")
    expect(visit.page.get_by_role("img", name="What was done on each")).to_be_visible()
    assert visit.page.locator("rect.bar-created").count() == 2
    visit.page.get_by_text("The same as a table").click()
    expect(visit.page.get_by_role("columnheader", name="Created")).to_be_visible()
