"""What somebody does in the browser, and what is asked of each page."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen
from playwright.sync_api import ConsoleMessage, Locator, Page, expect
from reception import PASSWORD, REPOSITORY, SIGNING_SECRET, Reception

SCREENSHOTS = Path(__file__).parents[2] / ".sandbox" / "screenshots"
"""Git ignores it."""
CHECKS = (Path(__file__).parent / "checks.js").read_text("utf-8")
REFUSED = "Failed to load resource"
"""What chromium says of an answer that is no success, as a refused form's."""


@frozen
class Visit:
    here: Reception
    page: Page

    def go(self, path: str) -> None:
        self.page.goto(f"{self.here.url}{path}")

    def sign_in(self, who: str) -> None:
        self.go("/integrations")
        self.page.get_by_label("Username").fill(who)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Connections")).to_be_visible()

    def card(self, name: str) -> Locator:
        return self.page.locator(f"section#{name}")

    def open(self, card: str, group: str) -> None:
        """It may be open already: the page remembers."""
        inside = self.card(card).locator("details.group", has_text=group)
        if inside.get_attribute("open") is None:
            inside.locator("summary").click()

    def save(self, card: str) -> None:
        self.card(card).get_by_role("button", name="Save").click()

    def connect_slack(self) -> None:
        """By the secrets of an app of one's own."""
        card = self.card("slack")
        card.get_by_label("Channel").fill("#general")
        self.open("slack", "Your own Slack app")
        card.get_by_label("Bot token").fill(self.here.slack.bot_token)
        card.get_by_label("Signing secret").fill(SIGNING_SECRET)
        self.save("slack")
        expect(card).to_contain_text("Saved.")

    def connect_github(self, label: str = "") -> None:
        """Only issues with that label are wanted."""
        card = self.card("github")
        card.get_by_label("Token").fill(self.here.token)
        card.get_by_label("Repositories, name 1").fill(REPOSITORY)
        card.get_by_label("Repositories, project 1").select_option(label="Web")
        if label:
            self.open("github", "Labels")
            card.get_by_label("Only issues with this label").fill(label)
        self.save("github")
        expect(card).to_contain_text("A new webhook secret was made.")

    def until(self, path: str, text: str) -> None:
        """Look there again and again, until it says so: jobs take a moment."""
        for _ in range(40):
            self.go(path)
            if text in self.page.locator("main").inner_text():
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"{path} does not say {text!r}")

    def wrongs(self) -> list[str]:
        found: list[str] = self.page.evaluate(CHECKS)
        return found

    def keep(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def problems_of(page: Page) -> list[str]:
    """What the browser will have complained of."""
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and REFUSED not in message.text:
            problems.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems
