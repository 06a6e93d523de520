"""Whoever grants access to the pigeons: each refresh token is good once, each code too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Lock

from attrs import define, field

from tt_integrations.domain.errors import IntegrationError, ProviderRefused
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant, Granted
from tt_integrations.ports.clock import Clock

GOOD_FOR = timedelta(hours=12)


@define
class Keeper:
    """`meanwhile` is called while a refresh is under way: what others do then."""

    clock: Clock
    settings: Mapping[str, object] = field(factory=dict)
    asked: list[ConsentAsk] = field(factory=list)
    given: list[ConsentGiven] = field(factory=list)
    spent: list[str] = field(factory=list)
    refuses_to_end: Exception | None = None
    fails: list[IntegrationError] = field(factory=list)
    meanwhile: Callable[[], object] = field(default=lambda: None)
    _made: int = 0
    _counting: Lock = field(factory=Lock)

    def consent_address(self, ask: ConsentAsk) -> str:
        self.asked.append(ask)
        return f"https://keeper.example/consent?state={ask.state}"

    def exchange(self, given: ConsentGiven) -> Granted:
        self._fail()
        self.given.append(given)
        return Granted(self.new(), self.settings)

    def refresh(self, grant: Grant) -> Grant:
        self.meanwhile()
        self._fail()
        with self._counting:
            if grant.refresh_token is None or grant.refresh_token in self.spent:
                raise ProviderRefused("the refresh token is no good")
            self.spent.append(grant.refresh_token)
        return self.new()

    def revoke(self, grant: Grant) -> None:
        if self.refuses_to_end:
            raise self.refuses_to_end
        self.spent.append(grant.access_token)

    def new(self) -> Grant:
        with self._counting:
            self._made += 1
            number = self._made
        expires = self.clock.now() + GOOD_FOR
        return Grant(f"access {number}", f"refresh {number}", expires, frozenset({"speak"}))

    def _fail(self) -> None:
        if self.fails:
            raise self.fails.pop(0)
