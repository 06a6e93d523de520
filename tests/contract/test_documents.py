"""The code in the documents is code: it compiles, and runs from top to bottom unless the page says why not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest

import small_flask
from page_code import as_one_file, blocks_of

ROOT = Path(__file__).parents[2]
HOWTO = ROOT / "docs" / "howto" / "test-with-the-fakes.md"
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "howto").glob("*.md")),
    *sorted((ROOT / "docs" / "explanation").glob("*.md")),
]
BROKEN = "test_it_opens_at_no_other_place"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_python(page: Path) -> None:
    fences = len(re.findall(r"^```python$", page.read_text(), re.MULTILINE))
    compiled = [compile(block.code, f"{page}:{block.line}", "exec") for block in blocks_of(page)]
    assert len(compiled) == fences


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page != HOWTO], ids=lambda page: page.name
)
def test_the_blocks_of_a_page_run_in_order(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flask", small_flask)
    names: dict[str, object] = {"__name__": page.stem}
    exec(compile(as_one_file(page), str(page), "exec"), names)  # noqa: S102 - our own pages
    assert names["__name__"] == page.stem


def _at_a_desk() -> dict[str, str]:
    """The environment without what makes pytest longer-winded on a build machine."""
    return {k: v for k, v in os.environ.items() if k not in ("CI", "BUILD_NUMBER")}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the page on testing, as a host would run it: without our settings."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "test_page.py").write_text(as_one_file(HOWTO))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short"]
    ran = subprocess.run(
        [*command, "--color=no", "--rootdir", str(folder), "test_page.py"],
        cwd=folder,
        env={**_at_a_desk(), "COLUMNS": "80", "HYPOTHESIS_STORAGE_DIRECTORY": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


def test_the_tests_of_the_how_to_pass_but_for_the_sentence_its_wrong_adapter_breaks(
    told: str,
) -> None:
    failed = re.findall(r"^FAILED test_page.py::(\S+?)(?:\[\w+\])?(?: - .*)?$", told, re.MULTILINE)
    assert failed == [f"TestCarelessVault::{BROKEN}"] * 2, told
    assert re.search(r"^2 failed, [3-9]\d passed", told, re.MULTILINE), told


def test_the_message_on_the_page_is_the_one_that_pytest_gives(told: str) -> None:
    after = HOWTO.read_text().partition("```text\n")[2].splitlines()
    message = list(takewhile(lambda line: line != "```", after))
    assert message
    assert [line for line in message if line not in told.splitlines()] == []
