"""What a host relies on when it inherits the suites."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from tt_integrations.testing import contracts

FOLDER = Path(contracts.__file__).parent
SUITES = [getattr(contracts, name) for name in contracts.__all__ if name.endswith("Contract")]


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_no_provider_is_named_in_a_contract(path: Path) -> None:
    assert re.findall("slack|github|google", path.read_text(), re.IGNORECASE) == []


@pytest.mark.parametrize("suite", SUITES)
def test_a_suite_asks_for_one_fixture_and_it_is_the_ground(suite: type) -> None:
    for name, test in _tests(suite).items():
        fixtures = set(inspect.signature(test).parameters) - {"self"} - _parameters(test)
        assert (name, fixtures) == (name, {"ground"})


@pytest.mark.parametrize("suite", SUITES)
def test_a_suite_holds_tests_and_is_not_collected_itself(suite: type) -> None:
    assert _tests(suite)
    assert not suite.__name__.startswith("Test")


def test_every_suite_of_the_folder_is_public() -> None:
    written = re.findall(
        r"^class (\w+Contract)\b",
        "\n".join(p.read_text() for p in FOLDER.glob("*.py")),
        re.MULTILINE,
    )
    assert sorted(written) == sorted(suite.__name__ for suite in SUITES)


def _tests(suite: type) -> dict[str, object]:
    return {name: test for name, test in vars(suite).items() if name.startswith("test_")}


def _parameters(test: object) -> set[str]:
    marks = getattr(test, "pytestmark", [])
    names = [mark.args[0] for mark in marks if mark.name == "parametrize"]
    return {
        each.strip()
        for name in names
        for each in (name.split(",") if isinstance(name, str) else name)
    }
