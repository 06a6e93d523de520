"""The settings of the service: environment `TT_...` over a TOML file over the defaults.

Beside its own, each provider's options: `slack_client_id` is the option `client_id` of the provider `slack`.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import attrs
import sqlalchemy as sa
import typed_settings as ts
from cryptography.fernet import Fernet
from typed_settings.exceptions import InvalidOptionsError, InvalidSettingsError, TsError

from tt_integrations.adapters.jobs.worker import THREADS
from tt_integrations.adapters.providers import Provider, discover
from tt_integrations.adapters.proxies import (
    LEAST_SECRET,
    Proxies,
    parse_networks,
    require_secret,
)
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.accounts import Lifetimes

PREFIX = "TT_"
DEFAULT_FILE = "tt-integrations.toml"
_SOME = range(1, 10_000)
CONFIG = f"{PREFIX}CONFIG"
"""The variable that names another file."""


class WrongSettings(IntegrationError):
    """One line for whoever starts the service: which key is wrong, and what is allowed."""

    code = "wrong_settings"


def _valid(check: Callable[[Any], object]) -> Callable[[object, Any, Any], None]:
    """An attrs validator of `check(value)`, which raises whatever it likes for a value that is wrong."""

    def validate(_settings: object, attribute: Any, value: Any) -> None:
        try:
            check(value)
        except Exception:  # noqa: BLE001 - each checking library has its own errors, all mean the same here
            raise ValueError(f"option {attribute.name!r}") from None

    return validate


def _a_port(value: int) -> None:
    if not 0 <= value <= 65535:  # noqa: PLR2004 - sixteen bits
        raise ValueError


def _a_database(value: str) -> None:
    if sa.make_url(value).get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError


def _a_base_address(value: str) -> None:
    if value and not re.fullmatch(r"https?://[^/\s?#]+(/[^\s?#]*)?", value):
        raise ValueError


def parse_keys(text: str) -> Mapping[str, bytes]:
    """`id:base64,id:base64` as a vault wants it. Raises ValueError."""
    keys = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, encoded = part.partition(":")
        key = base64.b64decode(encoded, altchars=b"-_", validate=True)
        if not re.fullmatch("[A-Za-z0-9_-]+", name) or len(key) != 32 or name in keys:  # noqa: PLR2004
            raise ValueError("a key is an id, a colon and 32 bytes in base64")
        keys[name] = key
    return keys


def _a_legacy_key(value: str) -> None:
    if value:
        Fernet(value)


def _option(
    default: object, check: Callable[[Any], object], allowed: str, *, secret: bool = False
) -> Any:
    make: Any = ts.secret if secret else ts.option
    return make(default=default, validator=_valid(check), help=allowed)


@ts.settings(frozen=True)
class Settings:
    database: str = _option(
        "sqlite:///tt-integrations.db",
        _a_database,
        "a database address, sqlite:///<file> or postgresql://<user>@<host>/<name>",
    )
    host: str = _option("127.0.0.1", lambda _: None, "the address to listen on")
    port: int = _option(8080, _a_port, "a port number from 0 to 65535, 0 for any free one")
    base_url: str = _option(
        "",
        _a_base_address,
        "the public address of the service, http(s)://<host>[/<path>], or empty for the local one",
    )
    storage_zone: str = _option(
        "UTC", ZoneInfo, "the time zone of the stored times, an IANA name such as Europe/Rome"
    )
    keys: str = _option(
        "",
        parse_keys,
        "id:key pairs joined by commas, the first seals; `tt-integrations keys generate` makes one",
        secret=True,
    )
    legacy_key: str = _option(
        "", _a_legacy_key, "the reference system's SETTINGS_ENCRYPTION_KEY, or empty", secret=True
    )
    metrics_token: str = _option(
        "",
        lambda _: None,
        "what a reader of /metrics has to show, or empty: nobody may",
        secret=True,
    )
    job_threads: int = _option(
        THREADS, _SOME.index, "jobs done at once, such as syncs that wait for a provider, 1 or more"
    )
    session_idle_hours: int = _option(
        12, _SOME.index, "hours after which an unused session is over, 1 or more"
    )
    session_days: int = _option(
        14, _SOME.index, "days after which people must sign in again, 1 or more"
    )
    proxy_addresses: str = _option(
        "",
        parse_networks,
        "addresses and networks of the proxies in front of the service, joined by commas, or empty",
    )
    proxy_secret: str = _option(
        "",
        require_secret,
        f"{LEAST_SECRET} characters or more by which those proxies sign who is asking, or empty",
        secret=True,
    )

    @property
    def lifetimes(self) -> Lifetimes:
        """How long people stay signed in."""
        return Lifetimes(
            timedelta(hours=self.session_idle_hours), timedelta(days=self.session_days)
        )

    @property
    def proxies(self) -> Proxies:
        """Raises WrongSettings for a secret that no proxy may use."""
        networks = parse_networks(self.proxy_addresses)
        if self.proxy_secret and not networks:
            raise WrongSettings(
                f"TT_PROXY_ADDRESSES (proxy_addresses): missing; expected {allowed('proxy_addresses')}"
            )
        return Proxies(networks, self.proxy_secret)

    @property
    def public_address(self) -> str:
        """Where providers reach us, without a slash at the end. Never taken from a request."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    def options(self, provider: Provider) -> Mapping[str, str]:
        """The provider's options by their names; the defaults for those that were not loaded."""
        return {
            option.name: getattr(self, f"{provider.name}_{option.name}", option.default)
            for option in provider.options
        }


@cache
def _complete() -> type[Settings]:
    """The settings with the options of every provider that is installed."""
    options = {
        f"{provider.name}_{option.name}": _option(
            option.default, lambda _: None, option.help, secret=option.secret
        )
        for provider in discover().values()
        for option in provider.options
    }
    return attrs.make_class("ServiceSettings", options, bases=(Settings,), frozen=True)


def _fields() -> Mapping[str, Any]:
    return {field.name: field for field in attrs.fields(cast("Any", _complete()))}


def allowed(key: str) -> str:
    """What a setting may be, in words."""
    return str(_fields()[key].metadata["typed-settings"]["help"])


def made(**values: object) -> Settings:
    """Settings of exactly these values, options of providers among them; the defaults for the rest."""
    return _complete()(**values)  # type: ignore[arg-type]  # as they are declared


def load(file: Path | None = None) -> Settings:
    """Read the settings. Raises WrongSettings with one line that names the key and what is allowed."""
    chosen = file or _configured_file()
    files = ts.FileLoader(
        files=[f"!{chosen}" if chosen else DEFAULT_FILE],
        env_var=None,
        formats={"*": ts.TomlFormat(section=None)},
    )
    try:
        loaders: list[Any] = [files, ts.EnvLoader(PREFIX)]
        return ts.load_settings(_complete(), loaders, converter=_converter())
    except InvalidSettingsError as error:
        key = _named(str(error.exceptions[0]))
        raise WrongSettings(f"{PREFIX}{key.upper()} ({key}): expected {allowed(key)}") from None
    except InvalidOptionsError as error:
        known = ", ".join(_fields())
        raise WrongSettings(f"{error}; allowed are {known}") from None
    except (TsError, OSError) as error:
        raise WrongSettings(f"{chosen or DEFAULT_FILE}: {error}") from None


def _converter() -> Any:
    converter: Any = ts.converters.get_default_cattrs_converter()
    converter.register_structure_hook(int, lambda value, _: _whole(value))
    return converter


def _whole(value: object) -> int:
    # `int` alone would read `true` as 1 and cut 80.5 off
    if type(value) not in (int, str):
        raise ValueError("not a whole number")
    return int(str(value))


def _configured_file() -> Path | None:
    named = os.environ.get(CONFIG)
    return Path(named) if named else None


def _named(message: str) -> str:
    """The key in a message of typed-settings, which has it nowhere else."""
    [key, *_] = re.findall(r"option '(\w+)'", message)
    return str(key)
