"""The providers: do they answer, is our clock theirs, and does each connection work? Asks them, so only when told to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import assert_never

from attrs import frozen

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.provider_time import told_time
from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    Failing,
    NotConfigured,
    Working,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.doctoring.findings import Finding
from tt_integrations.ports.clock import Clock

SKEW = timedelta(seconds=30)
"""Providers sign with the time, and refuse what seems minutes old; half a minute already leaves too little of that."""
API = "api_url"
"""The option of a provider that says where its API is."""


@frozen
class Online:
    application: Application
    clients: Clients
    clock: Clock

    def clock_of(self, provider: Provider, options: Mapping[str, str]) -> Iterator[Finding]:
        """Nothing is said of a provider that has no API to call."""
        if not options.get(API):
            return
        before = self.clock.now()
        try:
            theirs = told_time(self.clients, options[API])
        except IntegrationError as error:
            yield Finding(
                "provider_unreachable",
                f"the API of {provider.title} does not answer: {error}.",
                "See that the service may call out to it over https, through a proxy if need be.",
            )
            return
        yield _compared(provider, before, theirs, self.clock.now())

    def works(self, provider: Provider, connection: Connection) -> Finding:
        """Tried out as by the Test of its card: where it speaks, a test message is posted."""
        which = f"connection {connection.id} to {provider.title}"
        if connection.owner is None:
            return Finding("connection_ownerless", f"{which} has no owner, and was not tried out")
        match self.application.check(ConnectionOf(connection.owner, provider.key)):
            case Working(_, sentence):
                return Finding("connection", f"{which} works. {sentence}".strip(), wrong=False)
            case Broken(_, trouble):
                remedy = "Have its owner open the card: it says what is missing."
                return Finding(trouble.value, f"{which} is not complete.", remedy)
            case Failing(_, error):
                remedy = "Have its owner look at the card, and connect again if that says so."
                return Finding(error.code, f"{which} does not work: {error}.", remedy)
            case NotConfigured():
                sentence = f"the owner of {which} has a newer one that does not work"
                return Finding("connection_replaced", sentence, "Nothing, if they mean to.")
            case unknown:
                assert_never(unknown)


def _compared(provider: Provider, before: datetime, theirs: datetime, after: datetime) -> Finding:
    """Their moment lies between the two, give or take the second that they tell it to."""
    ahead, behind = before - theirs, theirs - after
    skew = max(ahead, behind, timedelta())
    if skew > SKEW:
        way = "ahead of" if ahead > behind else "behind"
        return Finding(
            "clock_skewed",
            f"this machine's clock is {skew.total_seconds():.0f} s {way} that of {provider.title}.",
            "Have the machine keep time by NTP.",
        )
    return Finding("clock", f"this machine's clock is that of {provider.title}", wrong=False)
