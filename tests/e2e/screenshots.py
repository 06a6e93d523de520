"""The pictures of the README, taken in a sandbox of their own after a little story. `make screenshots` runs this."""

from __future__ import annotations

import tempfile
from pathlib import Path

import httpx
from attrs import frozen
from conftest import ARGUMENTS, CHROMIUM
from playing import (
    come_in,
    connect_calendar,
    connect_repository,
    open_issue,
    open_sandbox,
    part,
    type_command,
)
from playwright.sync_api import Page, expect, sync_playwright

from tt_integrations.entrypoints.sandbox.running import Sandbox

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WIDTH, LARGEST = 1280, 200_000
"""Pixels, and bytes of a picture."""


@frozen
class Photographer:
    box: Sandbox
    page: Page

    def story(self) -> None:
        """A working day: commands, issues and meetings, and a timer that goes on at its end."""
        come_in(self.box, self.page)
        connect_repository(self.page)
        for title, label in (
            ("Write the manual", "documentation"),
            ("Paint the fence", "enhancement"),
            ("The door squeaks", "bug"),
        ):
            open_issue(self.page, title, label)
        self._press("github", "Close issue 1", "closed")
        connect_calendar(self.page)
        expect(part(self.page, "timesheet")).to_contain_text("from the calendar · Planning")
        type_command(self.page, "/tt start mobile -- the landing page")
        expect(part(self.page, "timesheet")).to_contain_text("running")
        self._press("clock", "+1 hour", "1 hour ahead")
        type_command(self.page, "/tt stop")
        expect(part(self.page, "slack")).to_contain_text("stopped a timer")
        self._press("github", "Assign to Anna issue 3", "assigned to anna")
        expect(part(self.page, "timesheet")).to_contain_text("Web / The door squeaks")
        for minutes in (5, 10):
            self._press("clock", "+5 min", f"1 hour, {minutes} minutes ahead")
        type_command(self.page, "/tt status")
        expect(part(self.page, "slack")).to_contain_text("Active timer on")

    def something_to_preview(self) -> None:
        """What Google does not tell of: so it waits for a sync, and can be looked at first."""
        self._google("hold_pushes")
        events = {each["summary"]: each for each in self._google("events")}
        self._google("cancel_event", event=events["Design review"]["id"])
        self._google("rename_event", event=events["Planning"]["id"], summary="Planning of the week")
        day = events["Planning"]["start"]["dateTime"][:10]
        self._google(
            "add_event", summary="Retrospective", start=f"{day}T10:00:00Z", end=f"{day}T10:45:00Z"
        )

    def take(self, name: str, path: str, height: int) -> None:
        self.page.set_viewport_size({"width": WIDTH, "height": height})
        self.page.goto(f"{self.box.url}{path}")
        file = IMAGES / f"{name}.png"
        self.page.screenshot(path=file)
        size = file.stat().st_size
        print(f"{file.relative_to(IMAGES.parents[1])}: {size // 1000} kB")
        if size > LARGEST:
            raise SystemExit(f"{file.name} is larger than {LARGEST // 1000} kB")

    def preview(self) -> str:
        """The path of the page that shows the calendar's plan."""
        self.page.goto(f"{self.box.url}/integrations")
        link = self.page.locator("section#google").get_by_role("link", name="Preview")
        return str(link.get_attribute("href"))

    def _press(self, where: str, label: str, then: str) -> None:
        part(self.page, where).get_by_role("button", name=label).click()
        expect(part(self.page, where)).to_contain_text(then)

    def _google(self, action: str, **arguments: object) -> list[dict[str, dict[str, str]]]:
        url = f"{self.box.google_url}/_fake/{action}"
        got = httpx.post(url, json=arguments, timeout=10, trust_env=False).json()
        if not got["ok"]:
            raise SystemExit(f"the fake Google did not {action}: {got['error']}")
        found: list[dict[str, dict[str, str]]] = got.get("result")
        return found


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="tt-pictures-") as folder,
        open_sandbox(Path(folder)) as box,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(color_scheme="light", viewport={"width": WIDTH, "height": 1000})
        photographer = Photographer(box, page)
        photographer.story()
        photographer.take("sandbox", "/sandbox", 1000)
        photographer.take("connections", "/integrations", 900)
        photographer.take("activity", "/integrations/activity", 1000)
        photographer.something_to_preview()
        photographer.take("preview", photographer.preview(), 900)
        browser.close()


if __name__ == "__main__":
    main()
