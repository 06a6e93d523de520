"""A real browser, Debian's chromium, before the real service. `make e2e` runs these; `make test` needs no browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from reception import Reception, reception
from visiting import Visit, problems_of

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "e2e: in a real browser; `make e2e` runs these")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Reception]:
    with reception(tmp_path) as made:
        yield made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Whatever the browser complains of, such as a script that is not allowed, fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints = problems_of(page)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def visit(here: Reception, page: Page) -> Visit:
    """Anna, signed in."""
    made = Visit(here, page)
    made.sign_in("anna")
    return made
