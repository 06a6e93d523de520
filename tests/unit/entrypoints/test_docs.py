"""The pages for people are up to date, and nothing in them leads nowhere."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from markdown_pages import Page, pages, troubles
from reference_pages import FOLDERS, written
from tt_integrations.adapters.providers import discover
from tt_integrations.entrypoints.http.errors import STATUS
from tt_integrations.entrypoints.settings import made

FOUND = pages()


@pytest.mark.parametrize("file", list(written()), ids=lambda file: file.name)
def test_a_page_that_is_generated_is_up_to_date(file: Path) -> None:
    assert file.read_text("utf-8") == written()[file], "run `make reference`"


@pytest.mark.parametrize("page", FOUND, ids=lambda page: page.name)
def test_no_page_has_a_trouble(page: Page) -> None:
    assert list(troubles(page)) == []


def test_the_index_leads_to_every_page() -> None:
    index = next(page for page in FOUND if page.name == "docs/index.md")
    listed = {f"docs/{link}" for link in index.links()}
    assert {page.name for page in FOUND if page.name.startswith("docs/")} - listed == {index.name}
    assert {Path(link).parent.name for link in index.links()} >= set(FOLDERS)


def test_the_reference_names_every_setting_code_and_operation() -> None:
    text = {page.file.name: page.text for page in FOUND}
    for setting in attrs.fields(type(made())):
        assert f"`TT_{setting.name.upper()}`" in text["settings.md"]
    assert all(f"`{kind.code}`" in text["error-codes.md"] for kind in STATUS)
    for provider in discover():
        assert f"### `POST /api/integrations/{provider}/config`" in text["rest-api.md"]
    assert "## `tt-integrations serve`" in text["command-line.md"]


GOOD = "# One thing\n\n[here](#one-thing) [there](other.md#its-end) [away](https://tt.example)\n"
OTHER = "# Other\n\n## `Its` end\n\n## Its end\n"
WRONG = {
    "a file": ("[x](nowhere.md)", "nowhere.md leads nowhere"),
    "an anchor": ("[x](other.md#nowhere)", "other.md#nowhere leads nowhere"),
    "its own anchor": ("# A\n[x](#b)", "#b leads nowhere"),
    "an image": ("![x](nowhere.png)", "nowhere.png leads nowhere"),
    "unmarked": ("```\nx\n```\n", "marked ''"),
    "no Python": ("```python\ndef f(:\n```\n", "not Python"),
    "unended": ("```python\nx = 1\n", "never ends"),
}


def page(folder: Path, text: str) -> Page:
    (folder / "other.md").write_text(OTHER, "utf-8")
    return Page(folder / "page.md", text)


def test_links_that_lead_somewhere_and_python_are_fine(tmp_path: Path) -> None:
    code = "1. x\n\n   ```python\n   await f()\n   ```\n\n`[no](link.md)`\n\n    [no](link.md)\n"
    assert list(troubles(page(tmp_path, f"{GOOD}[again](other.md#its-end-1)\n{code}"))) == []


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_found_and_named(tmp_path: Path, case: str) -> None:
    text, sentence = WRONG[case]
    [trouble] = troubles(page(tmp_path, text))
    assert sentence in trouble
