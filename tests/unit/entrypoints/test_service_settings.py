"""The settings of the service: environment over file over defaults, and one line about what is wrong."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tt_integrations.entrypoints.http.app import service
from tt_integrations.entrypoints.settings import (
    DEFAULT_FILE,
    Settings,
    WrongSettings,
    allowed,
    load,
    parse_keys,
)

KEY = base64.b64encode(b"k" * 32).decode()


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but those of the test."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "DATABASE",
        "HOST",
        "PORT",
        "BASE_URL",
        "STORAGE_ZONE",
        "KEYS",
        "LEGACY_KEY",
        "CONFIG",
    ):
        monkeypatch.delenv(f"TT_{name}", raising=False)


def written(text: str, name: str = "settings.toml") -> Path:
    file = Path(name)
    file.write_text(text)
    return file


def test_without_file_and_environment_the_defaults_hold() -> None:
    settings = load()
    assert settings.database == "sqlite:///tt-integrations.db"
    assert (settings.host, settings.port, settings.storage_zone) == ("127.0.0.1", 8080, "UTC")
    assert settings.public_address == "http://127.0.0.1:8080"


def test_the_environment_goes_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    file = written('port = 1\nhost = "127.0.0.2"')
    monkeypatch.setenv("TT_PORT", "2")
    assert (load(file).port, load(file).host) == (2, "127.0.0.2")


def test_the_default_file_is_read_where_one_is() -> None:
    written("port = 3", DEFAULT_FILE)
    assert load().port == 3


def test_the_environment_may_name_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TT_CONFIG", str(written("port = 4", "elsewhere.toml")))
    assert load().port == 4


WRONG = [
    ("database", "mysql://localhost/x"),
    ("database", "no address"),
    ("database", ""),
    ("port", "-1"),
    ("port", "65536"),
    ("port", "http"),
    ("port", "80.5"),
    ("base_url", "tt.example"),
    ("base_url", "ftp://tt.example"),
    ("base_url", "https://tt.example/?x=1"),
    ("storage_zone", "Europe/Nowhere"),
    ("storage_zone", "../../etc/passwd"),
    ("storage_zone", ""),
    ("keys", "no-colon"),
    ("keys", "k1:short"),
    ("keys", f"k 1:{KEY}"),
    ("keys", f"k.1:{KEY}"),
    ("keys", f":{KEY}"),
    ("keys", f"k1:{KEY},k1:{KEY}"),
    ("legacy_key", "not-a-fernet-key"),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_is_one_line_that_names_the_key_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv(f"TT_{key.upper()}", value)
    with pytest.raises(WrongSettings) as caught:
        load()
    assert str(caught.value) == f"TT_{key.upper()} ({key}): expected {allowed(key)}"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_in_the_file_is_told_in_the_same_words(key: str, value: str) -> None:
    with pytest.raises(WrongSettings) as caught:
        load(written(f"{key} = {value!r}"))
    assert str(caught.value) == f"TT_{key.upper()} ({key}): expected {allowed(key)}"


@pytest.mark.parametrize(
    ("key", "value"),
    [("port", "{}"), ("port", "[1]"), ("port", "true"), ("port", "80.5"), ("database", "[]")],
)
def test_a_value_of_another_type_in_the_file_is_wrong(key: str, value: str) -> None:
    with pytest.raises(WrongSettings, match=rf"\({key}\): expected "):
        load(written(f"{key} = {value}"))


def test_the_secret_of_a_wrong_value_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TT_KEYS", "k1:almost-a-key")
    with pytest.raises(WrongSettings) as caught:
        load()
    assert "almost-a-key" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_an_unknown_key_in_the_file_is_named_with_those_there_are() -> None:
    with pytest.raises(WrongSettings) as caught:
        load(written("prot = 8080"))
    assert "prot" in str(caught.value)
    assert "port" in str(caught.value).split("allowed are")[1]
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["port", "port = ", "= 1", "\x00"])
def test_a_file_that_is_no_toml_is_named(text: str) -> None:
    with pytest.raises(WrongSettings, match=r"settings\.toml"):
        load(written(text))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(WrongSettings, match=r"missing\.toml"):
        load(Path("missing.toml"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match=tmp_path.name):
        load(tmp_path)


def test_secrets_are_not_shown() -> None:
    legacy = Fernet.generate_key().decode()
    shown = repr(Settings(keys=f"k1:{KEY}", legacy_key=legacy))
    assert KEY not in shown
    assert legacy not in shown


def test_keys_are_read_in_order_with_either_alphabet_of_base64() -> None:
    raw = b"\xfb\xef\xff" + b"k" * 29
    standard, urlsafe = base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()
    assert list(parse_keys(f"new:{urlsafe}, old:{KEY},").items()) == [
        ("new", raw),
        ("old", b"k" * 32),
    ]
    assert parse_keys(f"a:{standard}") == {"a": raw}
    assert parse_keys("") == {}


def test_without_a_key_the_service_refuses_and_says_how_to_make_one() -> None:
    with pytest.raises(WrongSettings) as caught:
        service(Settings())
    assert "TT_KEYS (keys): missing" in str(caught.value)
    assert "tt-integrations keys generate" in str(caught.value)


@pytest.mark.parametrize(
    ("base_url", "public"),
    [
        ("", "http://127.0.0.1:8080"),
        ("https://tt.example", "https://tt.example"),
        ("https://tt.example/", "https://tt.example"),
        ("https://tt.example/sub/", "https://tt.example/sub"),
    ],
)
def test_the_public_address_has_no_slash_at_its_end(base_url: str, public: str) -> None:
    assert Settings(base_url=base_url).public_address == public
