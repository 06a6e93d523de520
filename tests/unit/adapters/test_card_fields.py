"""What every provider says of its card agrees with what it takes and shows."""

from __future__ import annotations

import pytest

from tt_integrations.adapters.card_fields import Kind
from tt_integrations.adapters.card_forms import entered
from tt_integrations.adapters.providers import Provider, discover
from tt_integrations.entrypoints.web.card_inputs import Filling, Input

LEARNT = {
    "channel_missing",
    "github_login",
    "repository",
    "email",
    "consent_ends",
}
"""What is shown and cannot be entered."""
PROVIDERS = sorted(discover().values(), key=lambda each: each.name)
each_provider = pytest.mark.parametrize("provider", PROVIDERS, ids=lambda each: each.name)


def form_of(inputs: list[Input]) -> dict[str, str]:
    """What a browser posts of a form that nobody changed."""
    form = {"filled_in": "yes"}
    for each in inputs:
        chosen = [option.value for option in each.options if option.chosen]
        if each.of.kind is Kind.FLAG:
            form |= {each.of.name: "on"} if each.checked else {}
        elif each.of.kind is Kind.ENTRIES:
            form[each.count_name] = str(len(each.rows))
            for row in each.rows:
                picked = [option.value for option in row.options if option.chosen]
                form |= {row.text_name: row.text, row.project_name: picked[0]}
        else:
            form[each.of.name] = chosen[0] if chosen else each.value
    return form


@each_provider
def test_every_setting_that_can_be_entered_has_a_field_and_every_field_a_setting(
    provider: Provider,
) -> None:
    names = [field.name for field in provider.fields]
    assert len(set(names)) == len(names)
    secrets = {field.name for field in provider.fields if field.kind.secret}
    described = {name for name in provider.describe({}) if not name.startswith("has_")}
    assert described - LEARNT <= set(names)
    assert secrets <= set(provider.secrets)
    assert {f"has_{name}" for name in secrets} <= set(provider.describe({}))


@each_provider
def test_a_form_that_nobody_changed_changes_nothing(provider: Provider) -> None:
    before = provider.describe({})
    groups = Filling(provider.name, before, ()).groups(provider.fields)
    form = form_of([each for group in groups for each in group.inputs])
    changes = provider.accept(entered(provider.fields, form))
    assert changes.secrets == {}
    assert changes.renews_secret is False
    assert provider.describe(dict(changes.settings)) == before


@each_provider
def test_every_field_is_explained_by_its_kind(provider: Provider) -> None:
    assert provider.fields
    for field in provider.fields:
        assert field.title
        assert (field.kind is Kind.CHOICE) == bool(field.choices)
        assert (field.kind in (Kind.ENTRIES, Kind.LINES)) == bool(field.part)
        assert (field.kind is Kind.LINES) == bool(field.value)
        assert not field.help or field.help.endswith(".")


def test_what_was_entered_comes_back_from_a_form_that_nobody_changed() -> None:
    github = discover()["github"]
    stored = {
        "repositories": [{"name": "octo/app", "project": 7}, {"name": "octo/lib", "project": None}],
        "tags": {"needs design": "design"},
        "default_project_id": 7,
        "auto_start_timer": True,
    }
    groups = Filling("github", github.describe(stored), ()).groups(github.fields)
    form = form_of([each for group in groups for each in group.inputs])
    saved = github.accept(entered(github.fields, form)).settings
    assert {name: saved[name] for name in stored} == stored


def test_only_providers_with_a_page_of_their_own_are_connected_on_one() -> None:
    from tt_integrations.adapters.clock import SystemClock
    from tt_integrations.adapters.http import Clients
    from tt_integrations.adapters.providers import Wiring
    from tt_integrations.entrypoints.outside import default_options

    clients = Clients()
    offers = {}
    for provider in PROVIDERS:
        options = {**default_options(provider), "client_id": "ours"}
        assert provider.adapters is not None
        offers[provider.name] = provider.adapters(Wiring(clients, SystemClock(), options)).consents
    clients.close()
    assert offers == {"github": False, "google": True, "slack": True}
