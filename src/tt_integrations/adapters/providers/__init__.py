"""One folder a provider. All that the rest of the program knows of one is the `Provider` record in its
`provider.py`; its fake stands beside the connector and shares no code with it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING

from attrs import field, frozen

from tt_integrations.adapters.card_fields import Field
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.usecases.spoken import Reply, Spoken
from tt_integrations.ports.account import Account
from tt_integrations.ports.calendar import Calendar, CalendarSettings
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.issues import IssueSettings, IssueTracker
from tt_integrations.ports.oauth import OAuth
from tt_integrations.ports.providers import Dialect

if TYPE_CHECKING:  # calling out is an extra: a provider can be listened to without an HTTP client
    from tt_integrations.adapters.http import Clients

GROUP = "tt_integrations.providers"
"""The entry point group by which another package adds a provider: each names a `Provider`."""


@frozen
class Option:
    """A setting of the service itself for a provider, such as the app's client id: `TT_{PROVIDER}_{NAME}`."""

    name: str
    default: str
    help: str
    secret: bool = False


@frozen
class Wiring:
    """What a provider's adapters are made with. `options` by their names, all of them filled in."""

    clients: Clients
    clock: Clock
    options: Mapping[str, str] = field(repr=False)


@frozen
class Adapters:
    """Those of the ports that a provider has, made to share what they count and keep. `consents`: its OAuth has a page
    where people allow us in."""

    account: Account | None = None
    chat: Chat | None = None
    oauth: OAuth | None = None
    tracker: IssueTracker | None = None
    calendar: Calendar | None = None
    consents: bool = True


def wants_nothing(_settings: Mapping[str, object], _granted: frozenset[str]) -> Sequence[str]:
    """Of a provider whose grants need no scope in particular."""
    return ()


@frozen
class Provider:
    """What a provider's folder brings.

    `name` stands in addresses (`/webhooks/{name}/...`), `key` in the host's table `integrations`, `door` is the
    last word of the keyless address that the reference system gave to it, `body_limit` is in bytes.
    `describe` turns saved settings into what may be shown: no secret, every default filled in; `accept` turns
    what the owner entered into what to save, and raises InvalidSettings. `adapters` makes what calls the provider; `issue_settings` goes
    with a tracker, `calendar_settings` with a calendar. `write` puts a reply into the answer, `follow_up` puts what is said
    to somebody into a call to their `reply_to`, and `meanwhile` is what to answer when the reply will be late,
    None where the provider has to wait for it. `fields` are those of its card, in their order. `secrets` are the settings that are
    stored sealed, and `app_secrets` those options that each connection by consent
    gets as its own settings of the same name. `lacks` names the scopes that saved settings want and that are not
    among those granted. `signature_header` is the one that holds what proves who sent a delivery, for our own document.
    """

    name: str
    key: str
    title: str
    door: str
    body_limit: int
    dialect: Dialect
    write: Callable[[Reply], Answer]
    follow_up: Callable[[Spoken], Answer]
    meanwhile: Callable[[Delivery], Answer | None]
    describe: Callable[[Mapping[str, object]], Mapping[str, object]]
    accept: Callable[[Mapping[str, object]], Changes]
    options: Sequence[Option] = ()
    fields: Sequence[Field] = ()
    secrets: Sequence[str] = ()
    app_secrets: Sequence[str] = ()
    adapters: Callable[[Wiring], Adapters] | None = None
    issue_settings: IssueSettings | None = None
    calendar_settings: CalendarSettings | None = None
    lacks: Callable[[Mapping[str, object], frozenset[str]], Sequence[str]] = wants_nothing
    signature_header: str = ""


@cache
def discover() -> Mapping[str, Provider]:
    """Every provider by its name: our folders in alphabetical order, then those of other packages.

    Raises ValueError when two claim the same name or key: one would silently get the other's deliveries.
    """
    folders = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    modules = [f"{__name__}.{folder}.provider" for folder in folders]
    ours = [import_module(module).PROVIDER for module in modules if find_spec(module)]
    theirs = [found.load() for found in sorted(entry_points(group=GROUP), key=lambda e: e.name)]
    providers: dict[str, Provider] = {}
    for provider in [*ours, *theirs]:
        if provider.name in providers or provider.key in {p.key for p in providers.values()}:
            raise ValueError(f"two providers call themselves {provider.name} ({provider.key})")
        providers[provider.name] = provider
    return providers
