"""GitHub's deliveries: whom they claim to be for, whether they are genuine, what they say.

Source: docs.github.com, webhooks/using-webhooks/validating-webhook-deliveries.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tt_integrations.adapters.providers.github.addresses import (
    id_in,
    login_in,
    login_of,
    name_in,
    of_hook,
    of_name,
    of_person,
    of_repository,
)
from tt_integrations.adapters.providers.github.bodies import claimed_repository, payload_of
from tt_integrations.adapters.providers.github.events import WORD, read_event
from tt_integrations.adapters.providers.github.repositories import entered_in, known_in
from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.delivery import AddressCheck, Arrival, Delivery, DeliveryId

_GUID = re.compile("[!-~]{1,100}")


class GitHubDialect:
    signing_secret = "webhook_secret"  # noqa: S105 - the name of a setting
    token = "github_token"  # noqa: S105 - as above
    takes_commands = False
    makes_secret = True

    def greeting(self, delivery: Delivery) -> AddressCheck | None:  # noqa: ARG002 - the port's
        """GitHub signs everything, a ping too."""
        return None

    def senders(self, delivery: Delivery) -> Sequence[Address]:
        hook = id_in(delivery.headers.get("x-github-hook-id"))
        from_hook = [of_hook(hook)] if hook else []
        repository = claimed_repository(delivery)
        return [*from_hook, *_of(repository.get("id"), repository.get("full_name"))]

    def verify(self, delivery: Delivery, secret: str, now: datetime) -> None:  # noqa: ARG002 - nothing says when
        if not secret:
            raise Untrusted("no webhook secret")
        signature = hmac.digest(secret.encode(), delivery.body, "sha256").hex().encode()
        given = delivery.headers.get("x-hub-signature-256", "").encode(errors="replace")
        if not hmac.compare_digest(given, b"sha256=" + signature):
            raise Untrusted("the signature is missing or does not match")

    def read(self, delivery: Delivery) -> Arrival:
        event = _header(delivery, "x-github-event", WORD)
        guid = _header(delivery, "x-github-delivery", _GUID)
        return read_event(event, DeliveryId(guid), payload_of(delivery))

    def bindings(self, settings: Mapping[str, object]) -> Sequence[tuple[Address, bool]]:
        login = login_in(settings.get("github_login"))
        of_owner = [(of_person(login), True)] if login else []
        # a repository may be named twice, by its entry and by the reference system's two keys
        places = dict.fromkeys(address for one in _repositories(settings) for address in one)
        return [*of_owner, *((address, False) for address in places)]

    def linked(self, address: Address) -> Mapping[str, object]:
        return {"github_login": login_of(address)}

    def unlinked(self) -> Mapping[str, object]:
        return {"github_login": None}


def _header(delivery: Delivery, name: str, form: re.Pattern[str]) -> str:
    value = delivery.headers.get(name, "")
    if not form.fullmatch(value):
        raise MalformedPayload(name, "missing or malformed")
    return value


def _repositories(settings: Mapping[str, object]) -> Iterator[Sequence[Address]]:
    """The addresses of each repository that was entered, the most particular first."""
    known = known_in(settings)
    for entered in entered_in(settings):
        learnt = known.get(entered.key)
        hook = [of_hook(learnt.hook)] if learnt and learnt.hook else []
        yield [*hook, *_of(learnt.id if learnt else None, entered.name)]
        if learnt and learnt.called:
            yield [of_name(learnt.called)]


def _of(id: object, name: object) -> Sequence[Address]:  # noqa: A002 - as GitHub calls it
    number, full_name = id_in(id), name_in(name)
    by_id = [of_repository(number)] if number else []
    return [*by_id, *([of_name(full_name)] if full_name else [])]
