"""Somebody plays in the sandbox, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tt_integrations.entrypoints.sandbox.running import Options, Sandbox, sandbox


@contextmanager
def open_sandbox(folder: Path) -> Iterator[Sandbox]:
    """On free ports."""
    with sandbox(Options(folder, port=0, slack_port=0, github_port=0, google_port=0)) as box:
        yield box


def come_in(box: Sandbox, page: Page, who: str = "Anna") -> None:
    page.goto(box.url)
    page.get_by_role("button", name=f"Be {who}").click()
    expect(page.get_by_role("heading", name="The sandbox")).to_be_visible()


def part(page: Page, name: str) -> Locator:
    return page.locator(f"section#{name}")


def type_command(page: Page, command: str) -> None:
    page.get_by_label("Command").fill(command)
    page.keyboard.press("Enter")


def connect_repository(page: Page) -> None:
    github = part(page, "github")
    github.get_by_role("button", name="Connect the sandbox's repository").click()
    expect(github.get_by_role("button", name="Sync now")).to_be_visible()


def open_issue(page: Page, title: str, label: str = "") -> None:
    github = part(page, "github")
    github.get_by_label("New issue").fill(title)
    github.get_by_label("Label", exact=True).select_option(label)
    github.get_by_role("button", name="Open", exact=True).click()
    expect(github).to_contain_text(title)


def connect_calendar(page: Page) -> None:
    """By consent, in a window beside the sandbox's."""
    google = part(page, "google")
    google.get_by_role("button", name="Connect the sandbox's calendar").click()
    with page.expect_popup() as opened:
        google.get_by_role("link", name="Let Google ask you").click()
    beside = opened.value
    beside.get_by_role("button", name="Allow").click()
    expect(beside.get_by_role("heading", name="Google Calendar is connected")).to_be_visible()
    beside.close()
