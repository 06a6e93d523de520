"""Everything that lies outside the program: the providers we call, and whoever must hear of trouble."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack

from attrs import field, frozen

from tt_integrations.adapters.entered import flag
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers import Provider, Wiring, discover
from tt_integrations.adapters.replies import Replies, RepliesAside
from tt_integrations.adapters.watched_http import CallWatch, watched
from tt_integrations.domain.errors import IntegrationError, InvalidSettings
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.delivery import Answer
from tt_integrations.ports.account import Account
from tt_integrations.ports.calendar import Calendar
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.issues import IssueTracker
from tt_integrations.ports.oauth import OAuth

TellOwner = Callable[[Connection, str], None]
Options = Callable[[Provider], Mapping[str, str]]
PRIVATE = "allow_private"
"""The option of a provider that says that it may be on this machine, or within the same network."""
REPLY_ORIGIN = "reply_origin"
"""The option of a provider that says where its reply addresses are, and no others."""
log = logging.getLogger(__name__)


def tell_log(connection: Connection, reason: str) -> None:
    """For a service that knows no other way to reach an owner; the reason stands on their card, too."""
    log.warning("connection %d (%s) stopped: %s", connection.id, connection.provider, reason)


def log_trouble(what: str, error: Exception) -> None:
    """Neither its text nor where it broke: both may repeat what people wrote."""
    code = f" ({error.code})" if isinstance(error, IntegrationError) else ""
    log.error("%s: %s%s", what, type(error).__name__, code)


def lose_reply(_address: str, _answer: Answer) -> None:
    """Where nothing is called, replies have nowhere to go."""
    log.warning("a reply was not sent: nothing outside is called here")


def default_options(provider: Provider) -> Mapping[str, str]:
    return {option.name: option.default for option in provider.options}


@frozen
class Outside:
    """The adapters by their providers' keys. One for the whole process: it counts what providers allow us.

    `public_address` is where browsers reach us, and providers where it is https or `near`: on the same machine; `app_secrets` are settings of every connection by consent.
    `consents` are those whose OAuth has a page where people allow us in.
    """

    public_address: str = ""
    near: bool = False
    accounts: Mapping[str, Account] = field(factory=dict)
    chats: Mapping[str, Chat] = field(factory=dict)
    oauths: Mapping[str, OAuth] = field(factory=dict)
    trackers: Mapping[str, IssueTracker] = field(factory=dict)
    calendars: Mapping[str, Calendar] = field(factory=dict)
    app_secrets: Mapping[str, Mapping[str, str]] = field(factory=dict, repr=False)
    consents: Collection[str] = ()
    tell_owner: TellOwner = tell_log
    replies: Callable[[str, Answer], None] = lose_reply

    @property
    def syncing(self) -> frozenset[str]:
        """The providers whose connections are brought up to date."""
        return frozenset((*self.trackers, *self.calendars))

    def link_address(self, provider: str, code: str) -> str:
        """Where a person redeems a link; `provider` is its key."""
        return f"{self.public_address}/integrations/{_name_of(provider)}/link/{code}"

    def webhook_address(self, connection: Connection) -> str | None:
        """Where a provider tells of what happens to that connection; None where it cannot reach us."""
        if connection.key is None or not (self.public_address.startswith("https://") or self.near):
            return None
        return f"{self.public_address}/webhooks/{_name_of(connection.provider)}/{connection.key}"


def _name_of(key: str) -> str:
    return next(p.name for p in discover().values() if p.key == key)


def _filled(provider: Provider, given: Mapping[str, str]) -> Mapping[str, str]:
    known = default_options(provider)
    for name in sorted(given.keys() - known.keys()):
        there_are = f"no option of {provider.title}; there are {', '.join(known) or 'none'}"
        raise InvalidSettings(f"{provider.name}_{name}", there_are)
    return {**known, **given}


def reach_out(
    resources: ExitStack,
    clock: Clock,
    public_address: str,
    options: Options = default_options,
    tell_owner: TellOwner = tell_log,
    watch: CallWatch | None = None,
) -> Outside:
    """Adapters of every provider; their connections end with `resources`. `watch` sees their calls.

    An option that is not given has its default. Raises InvalidSettings for one that the provider does not have.
    """
    clients = Clients()
    resources.callback(clients.close)

    def wiring_of(provider: Provider) -> Wiring:
        own = clients if watch is None else watched(clients, provider.name, watch)
        resources.callback(own.close)
        return Wiring(own, clock, _filled(provider, options(provider)))

    wirings = [(p, wiring_of(p)) for p in discover().values()]
    origins = {wiring.options.get(REPLY_ORIGIN, "") for _, wiring in wirings} - {""}
    replies = RepliesAside(Replies(clients, frozenset(origins)).send)
    resources.callback(replies.close)
    made = {p.key: p.adapters(wiring) for p, wiring in wirings if p.adapters}
    return Outside(
        public_address=public_address,
        near=any(flag(PRIVATE, wiring.options.get(PRIVATE, "no")) for _, wiring in wirings),
        accounts={key: it.account for key, it in made.items() if it.account},
        chats={key: it.chat for key, it in made.items() if it.chat},
        oauths={key: it.oauth for key, it in made.items() if it.oauth},
        trackers={key: it.tracker for key, it in made.items() if it.tracker},
        calendars={key: it.calendar for key, it in made.items() if it.calendar},
        app_secrets={
            p.key: {name: wiring.options[name] for name in p.app_secrets} for p, wiring in wirings
        },
        consents=frozenset(key for key, it in made.items() if it.oauth and it.consents),
        tell_owner=tell_owner,
        replies=replies,
    )
