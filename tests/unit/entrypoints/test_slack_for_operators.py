"""What whoever runs the service sets and prints for Slack."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tt_integrations.adapters.providers import discover
from tt_integrations.entrypoints import cli
from tt_integrations.entrypoints.settings import Settings, WrongSettings, load, made

APP = cli.app
SLACK = discover()["slack"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but those of the test."""
    monkeypatch.chdir(tmp_path)
    for name in ("BASE_URL", "CONFIG", *(f"SLACK_{o.name.upper()}" for o in SLACK.options)):
        monkeypatch.delenv(f"TT_{name}", raising=False)


def printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[object, str]:
    """How `tt-integrations slack manifest` ends, and what it prints."""
    monkeypatch.setattr(cli, "app", partial(APP, ["slack", "manifest", *more]))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code, capsys.readouterr().out


def test_the_manifest_is_for_the_public_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TT_BASE_URL", "https://tt.example/")
    code, text = printed(monkeypatch, capsys)
    made: Any = json.loads(text)
    assert code in (0, None)
    assert made["oauth_config"]["redirect_urls"] == [
        "https://tt.example/integrations/slack/callback"
    ]
    events = "https://tt.example/api/integrations/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == events
    assert made["features"]["slash_commands"][0]["url"] == events


def test_the_manifest_is_for_the_address_in_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("tt.toml").write_text('base_url = "https://tt.example"')
    code, text = printed(monkeypatch, capsys, "--config", "tt.toml")
    assert (code in (0, None), "https://tt.example/" in text) == (True, True)


@pytest.mark.parametrize("base", [None, "http://tt.example"])
def test_without_an_address_of_https_there_is_no_manifest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], base: str | None
) -> None:
    if base:
        monkeypatch.setenv("TT_BASE_URL", base)
    code, text = printed(monkeypatch, capsys)
    assert str(code).startswith("tt-integrations: TT_BASE_URL (base_url): Slack calls https")
    assert text == ""


def test_the_app_is_set_by_the_environment_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    file = Path("tt.toml")
    file.write_text('slack_client_id = "1.2"\nslack_client_secret = "of-the-file"')
    monkeypatch.setenv("TT_SLACK_CLIENT_SECRET", "of-the-environment")
    options = load(file).options(SLACK)
    assert options["client_id"] == "1.2"
    assert options["client_secret"] == "of-the-environment"
    assert options["api_url"] == "https://slack.com/api"


def test_every_option_has_a_setting_and_without_one_its_default() -> None:
    assert load().options(SLACK) == {option.name: option.default for option in SLACK.options}
    assert Settings().options(SLACK) == load().options(SLACK)
    given = {option.name: f"a-{option.name}" for option in SLACK.options}
    settings = made(**{f"slack_{name}": value for name, value in given.items()})
    assert settings.options(SLACK) == given


def test_secrets_of_the_app_are_not_shown() -> None:
    secret = [option.name for option in SLACK.options if option.secret]
    assert sorted(secret) == ["client_secret", "signing_secret"]
    shown = repr(made(**{f"slack_{name}": "do-not-tell" for name in secret}))
    assert "do-not-tell" not in shown
    assert "slack_client_id" in shown


def test_a_misspelt_option_is_named_with_those_there_are() -> None:
    Path("tt.toml").write_text('slack_client = "1.2"')
    with pytest.raises(WrongSettings) as refusal:
        load(Path("tt.toml"))
    assert "slack_client_id" in str(refusal.value).partition("allowed are")[2]
