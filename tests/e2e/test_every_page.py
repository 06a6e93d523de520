"""Every page on a telephone and a desk, by day and by night: nothing is cut off, unreadable or without a name."""

from __future__ import annotations

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
from playwright.sync_api import Page, expect
from reception import REPOSITORY
from visiting import CHECKS, SCREENSHOTS, Visit

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
ACTIVITY = "/integrations/activity"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_can_be_read_and_used(visit: Visit, size: dict[str, int], scheme: str) -> None:
    visit.connect_slack()
    visit.connect_github(label="track")
    for title, labels in (("Mend the door", ["track"]), ("Paint " + "the fence " * 12, [])):
        visit.here.github.open_issue(REPOSITORY, title, labels=labels)
    visit.until(f"{ACTIVITY}?search=fence", "Skipped")
    visit.page.set_viewport_size(size)  # type: ignore[arg-type]
    visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    run = visit.page.locator("td a").first.get_attribute("href")
    assert run
    pages = {
        "connections": "/integrations",
        "activity": ACTIVITY,
        "search": f"{ACTIVITY}?search=fence",
        "run": run,
        "not-found": f"{ACTIVITY}/4711",
    }
    wrong = {}
    for name, path in pages.items():
        visit.go(path)
        visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        # before the picture, for which the browser hides carets by styles
        if found := visit.wrongs():
            wrong[name] = found
        visit.keep(f"{name}-{size['width']}-{scheme}")
    assert wrong == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybodys_connections_are_listed_on_a_telephone_too(visit: Visit, scheme: str) -> None:
    visit.connect_slack()
    visit.page.get_by_role("button", name="Sign out").click()
    visit.sign_in("ben")
    visit.connect_slack()
    visit.page.get_by_role("button", name="Sign out").click()
    visit.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit.sign_in("anna")
    assert "ben" in visit.page.locator("#everybody").inner_text()
    assert visit.wrongs() == []
    visit.keep(f"everybody-360-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_sandbox_can_be_read_and_used(
    tmp_path: Path, page: Page, size: dict[str, int], scheme: str
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with open_sandbox(tmp_path) as box:
        page.goto(box.url)
        wrong = {"greeting": page.evaluate(CHECKS)}
        page.screenshot(path=SCREENSHOTS / f"greeting-{size['width']}-{scheme}.png", full_page=True)
        come_in(box, page)
        wrong["fresh"] = page.evaluate(CHECKS)
        connect_repository(page)
        open_issue(page, "Paint " + "the fence " * 12, "bug")
        connect_calendar(page)
        type_command(page, "/tt start web")
        part(page, "faults").get_by_role("button", name="answers 500").first.click()
        expect(part(page, "timesheet")).to_contain_text("from the calendar · Planning")
        expect(part(page, "timesheet")).to_contain_text("running")
        expect(page.get_by_role("status")).to_contain_text("From now on Slack answers 500.")
        page.wait_for_timeout(300)  # colours change slowly
        wrong["played"] = page.evaluate(CHECKS)
        page.screenshot(path=SCREENSHOTS / f"sandbox-{size['width']}-{scheme}.png", full_page=True)
    assert wrong == {"greeting": [], "fresh": [], "played": []}
