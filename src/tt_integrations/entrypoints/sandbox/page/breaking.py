"""What can be made to go wrong at the fake providers, by a switch each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import signature

from attrs import frozen

from tt_integrations.adapters.fakes.fake import FakeProvider
from tt_integrations.adapters.fakes.faults import ANY, GENERIC, Fault, hanging, server_error
from tt_integrations.adapters.providers.github.fake import rate_limited as github_waits
from tt_integrations.adapters.providers.google_calendar.fake import rate_limited as google_waits
from tt_integrations.adapters.providers.slack.fake import rate_limited as slack_waits
from tt_integrations.entrypoints.sandbox.beside import Beside
from tt_integrations.entrypoints.sandbox.github import LOGIN
from tt_integrations.entrypoints.sandbox.google import EMAIL
from tt_integrations.entrypoints.sandbox.page.typed import Fields, optional
from tt_integrations.entrypoints.web.notes import Note

BROKEN, WAIT, SILENT = 500, 60, 12
"""The status of an answer, the seconds that a caller is asked to wait, and those for which there is no answer: a
little longer than we wait for one, for the sandbox to end as quickly as it should."""
HANG, ERROR, LIMIT, LOSE, REVOKE = "hang", "error", "limit", "lose", "revoke"
TAKEN = "took its token back. The next call finds out; connecting again mends it."
LOST = "loses the next call that it makes to us. Change something there, then press Sync now."
NAMES = {"slack": "Slack", "github": "GitHub", "google": "Google"}


@frozen
class Switch:
    """`on` until everything works again; what happens `once` is never on."""

    name: str
    title: str
    on: bool = False
    once: bool = False


@frozen
class Switches:
    """Of one provider. `more`: every other fault there is, which the next call may meet, and `waiting` those that it
    will meet, by their names."""

    provider: str
    title: str
    switches: Sequence[Switch]
    more: Sequence[str]
    waiting: Sequence[str]


def in_words(fault: str) -> str:
    return fault.replace("_", " ")


def _wants_more(kind: Callable[..., Fault]) -> bool:
    return any(each.default is each.empty for each in signature(kind).parameters.values())


@frozen
class _Happening:
    title: str
    does: Callable[[], object]
    told: str


@frozen
class Breaking:
    """Raises ValueError for a provider or a switch that there is not."""

    fakes: Beside
    github_token: str

    def shown(self) -> Sequence[Switches]:
        return [self._switches(name) for name in NAMES]

    def switch(self, fields: Fields) -> Note:
        """One at a time is on at a provider; one that is on already is switched off."""
        provider, fault = optional(fields, "provider"), optional(fields, "fault")
        if provider not in NAMES:
            raise ValueError(f"there is no provider {provider!r}")
        if fault in self._lasting(provider):
            return self._turned(provider, fault)
        if kind := self._more(provider).get(fault):
            self._fake(provider).faults.fail_next(ANY, kind())
            return Note(f"The next call to {NAMES[provider]} meets this: {in_words(fault)}.")
        happening = self._once(provider).get(fault)
        if happening is None:
            raise ValueError(f"{NAMES[provider]} has no switch {fault!r}")
        happening.does()
        return Note(f"{NAMES[provider]} {happening.told}")

    def _turned(self, provider: str, fault: str) -> Note:
        faults, (title, made) = self._fake(provider).faults, self._lasting(provider)[fault]
        was_on = any(each["fault"] == made.name for each in faults.armed())
        faults.recover()
        if was_on:
            return Note(f"{NAMES[provider]} works again.")
        faults.fail_next(ANY, made, None)
        return Note(f"From now on {NAMES[provider]} {title}. Do something with it.")

    def recover(self) -> Note:
        """What was taken back stays so: connecting again mends it, as it would there."""
        for name in NAMES:
            self._fake(name).faults.recover()
        self.fakes.github.lose_deliveries(0)
        self.fakes.google.lose_pushes(0)
        return Note("Everything works again. What waited follows by itself.")

    def give_github_token(self) -> str:
        """The token of the repository's owner, good again if it was taken back."""
        return self.fakes.github.add_token(LOGIN, text=self.github_token)

    def _switches(self, provider: str) -> Switches:
        armed = [each["fault"] for each in self._fake(provider).faults.armed()]
        lasting = self._lasting(provider)
        known = self._known(provider)
        switches = [
            *(Switch(name, title, fault.name in armed) for name, (title, fault) in lasting.items()),
            *(Switch(name, it.title, once=True) for name, it in self._once(provider).items()),
        ]
        waiting = [in_words(name) for name in armed if name not in known]
        return Switches(provider, NAMES[provider], switches, list(self._more(provider)), waiting)

    def _known(self, provider: str) -> frozenset[str]:
        """Faults that have a switch of their own."""
        return frozenset(fault.name for _, fault in self._lasting(provider).values())

    def _more(self, provider: str) -> Mapping[str, Callable[[], Fault]]:
        """The others, by name, as far as nothing else has to be said of them."""
        kinds, known = {**GENERIC, **self._fake(provider).fault_kinds}, self._known(provider)
        return {
            name: kind
            for name, kind in sorted(kinds.items())
            if name not in known and not _wants_more(kind)
        }

    def _fake(self, provider: str) -> FakeProvider:
        fakes: Mapping[str, FakeProvider] = {
            "slack": self.fakes.slack,
            "github": self.fakes.github,
            "google": self.fakes.google,
        }
        return fakes[provider]

    def _lasting(self, provider: str) -> Mapping[str, tuple[str, Fault]]:
        waits = {
            "slack": slack_waits(WAIT),
            "github": github_waits(WAIT),
            "google": google_waits(429, WAIT),
        }
        return {
            HANG: ("does not answer", hanging(SILENT)),
            ERROR: (f"answers {BROKEN}", server_error(BROKEN)),
            LIMIT: ("asks to wait", waits[provider]),
        }

    def _once(self, provider: str) -> Mapping[str, _Happening]:
        revoke = {
            "slack": self._revoke_slack,
            "github": self._revoke_github,
            "google": self._revoke_google,
        }
        revoked = _Happening("takes the token back", revoke[provider], TAKEN)
        lose = {
            "github": self.fakes.github.lose_deliveries,
            "google": self.fakes.google.lose_pushes,
        }
        if provider not in lose:
            return {REVOKE: revoked}
        return {LOSE: _Happening("loses the next call", lose[provider], LOST), REVOKE: revoked}

    def _revoke_slack(self) -> None:
        for text in list(self.fakes.slack.memory.tokens):
            self.fakes.slack.revoke_token(text)

    def _revoke_github(self) -> None:
        self.give_github_token()  # taken back already, it is not there to be taken
        self.fakes.github.revoke_token(self.github_token)

    def _revoke_google(self) -> None:
        self.fakes.google.revoke_grant(EMAIL)
