"""Which project somebody means by what they typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.domain.model.projects import meant
from tt_integrations.domain.model.timesheet import Project, ProjectId


def named(*names: str) -> list[Project]:
    """Projects with the ids 1, 2, 3 and so on."""
    return [Project(ProjectId(number), name) for number, name in enumerate(names, 1)]


def found(typed: str, *names: str) -> list[str]:
    return [project.name for project in meant(typed, named(*names))]


def test_an_exact_name_beats_a_partial_one() -> None:
    assert found("web", "Website", "Web", "Web shop") == ["Web"]


def test_a_part_of_one_name_is_enough() -> None:
    assert found("shop", "Website", "Web shop") == ["Web shop"]


def test_several_parts_are_all_listed_in_the_order_given() -> None:
    assert found("web", "Web shop", "Support", "Website") == ["Web shop", "Website"]


def test_several_projects_of_the_same_name_are_all_listed() -> None:
    assert found("web", "Web", "WEB", "Website") == ["Web", "WEB"]


def test_an_id_beats_a_part_of_a_name() -> None:
    assert found("2", "Plan 2030", "Support") == ["Support"]


def test_an_id_and_an_equal_whole_name_are_both_listed() -> None:
    assert found("2", "2", "Support") == ["2", "Support"]


def test_a_hash_and_an_id_is_that_project_and_nothing_else() -> None:
    assert found("#2", "2", "Support", "#2 in line") == ["Support"]


def test_a_hash_that_is_no_id_is_looked_for_in_the_names() -> None:
    assert found("#9", "Ticket #9", "Support") == ["Ticket #9"]


def test_a_name_that_looks_like_a_number_is_found() -> None:
    assert found("2024", "Audit 2024", "Support") == ["Audit 2024"]


@pytest.mark.parametrize("typed", ["1_0", "+10", "10.0", "١٠", "010", "# 10"])
def test_only_the_plain_digits_of_an_id_are_that_id(typed: str) -> None:
    assert found(typed, *(f"Project {letter}" for letter in "abcdefghij")) == []


@pytest.mark.parametrize("character", ["%", "_", ".", "*", "[", "\\"])
def test_a_character_that_searches_treat_specially_is_a_plain_one(character: str) -> None:
    assert found(character, "Web", f"100{character}") == [f"100{character}"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("STRASSE", "Straße"),
        ("straße", "STRASSE"),
        ("ÜBUNG", "Übung"),
        ("λόγος", "ΛΌΓΟΣ"),
        ("привет", "ПРИВЕТ мир"),
    ],
)
def test_letter_case_does_not_matter_in_any_script(typed: str, name: str) -> None:
    assert found(typed, name, "Web") == [name]


@pytest.mark.parametrize("typed", ["", " ", "\t\n", "\u3000"])
def test_nothing_typed_means_no_project(typed: str) -> None:
    assert found(typed, "Web", "") == []


def test_spaces_around_are_not_part_of_the_name() -> None:
    assert found("  web ", " Web ", "Website") == [" Web "]


@given(st.text(), st.lists(st.text(), max_size=6))
def test_only_given_projects_are_meant_each_at_most_once_in_order(
    typed: str, names: list[str]
) -> None:
    projects = named(*names)
    chosen = meant(typed, projects)
    assert list(chosen) == [project for project in projects if project in chosen]


@given(st.lists(st.text(), min_size=1, max_size=6), st.data())
def test_a_listed_project_can_always_be_picked_by_its_number(
    names: list[str], data: st.DataObject
) -> None:
    projects = named(*names)
    picked = data.draw(st.sampled_from(projects))
    assert meant(f"#{picked.id}", projects) == (picked,)


def test_an_accent_is_the_same_however_it_is_encoded() -> None:
    assert found("cafe\u0301", "Caf\u00e9 website", "Support") == ["Caf\u00e9 website"]
    assert found("caf\u00e9", "Cafe\u0301", "Caf\u00e9 website") == ["Cafe\u0301"]
