"""How the person's connections stand, and connecting them to the fakes with what the sandbox knows of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cards import Cards
from tt_integrations.entrypoints.http.card_pages import NOT_CHECKED
from tt_integrations.entrypoints.sandbox.github import LOGIN, REPOSITORY
from tt_integrations.entrypoints.sandbox.page.breaking import NAMES, Breaking
from tt_integrations.entrypoints.sandbox.page.typed import Fields, optional
from tt_integrations.entrypoints.sandbox.seed import CHANNEL, Sample
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.notes import Note
from tt_integrations.entrypoints.web.standing import Badge, badge_of, why

PROJECT = "Web"
"""Where things go that come from the repository and the calendar."""
SLACK, GITHUB, GOOGLE = NAMES
ENDED = (ConnectionState.DISABLED, ConnectionState.NEEDS_RECONNECT, ConnectionState.DRAFT)


@frozen
class Joined:
    """`offers`: `connect` is a button of ours, `consent` a link to the provider's page, `sync` asks what is new
    there, `link` needs a command first, and what is an `owner`'s is offered to nobody else."""

    provider: str
    title: str
    badge: Badge
    why: str
    offers: str


@frozen
class Joining:
    """`people`: who is who, by the person's number. `signing_secret`: the fake Slack's."""

    application: Application
    desk: Desk
    breaking: Breaking
    people: Mapping[PersonId, Sample]
    public_address: str
    signing_secret: str

    def shown(self, person: Person) -> Sequence[Joined]:
        return [self._joined(person, name) for name in NAMES]

    def connect(self, person: Person, fields: Fields) -> Note:
        """Raises what saving a card raises, and ValueError for what is not offered."""
        provider = optional(fields, "provider")
        if provider not in NAMES or self._joined(person, provider).offers != "connect":
            raise ValueError("there is nothing to connect")
        cards = Cards(self.application, person.id, self.public_address)
        saved = cards.save(provider, self._entered(person, provider))
        if not saved.checked:
            return Note(NOT_CHECKED)
        if provider == GOOGLE:
            return Note(f"Meetings will count as {PROJECT}. Now let Google ask you.")
        return Note(f"{NAMES[provider]} is connected.")

    def sync(self, person: Person, fields: Fields) -> Note:
        provider = optional(fields, "provider")
        if provider not in (GITHUB, GOOGLE):
            raise ValueError("there is nothing to sync")
        key = self.application.provider(provider).key
        if not self.application.ask_for_sync(ConnectionOf(person.id, key)):
            raise ValueError(f"{NAMES[provider]} is not connected, or does not work at the moment")
        return Note(f"{NAMES[provider]} is asked what is new. Activity says what comes of it.")

    def _joined(self, person: Person, provider: str) -> Joined:
        key = self.application.provider(provider).key
        connection = self.application.show(ConnectionOf(person.id, key))
        offers = self._offers(person, provider, connection)
        return Joined(provider, NAMES[provider], badge_of(connection), why(connection), offers)

    def _offers(self, person: Person, provider: str, connection: Connection | None) -> str:
        missing = connection is None or connection.state in ENDED
        if provider == SLACK:
            return ("link" if connection is None else "connect") if missing else ""
        if not self._is_owner(person):
            return "owner" if missing else "sync"
        if provider == GOOGLE:
            if connection is None or connection.settings.get("default_project_id") is None:
                return "connect"
            return "consent" if missing else "sync"
        return "connect" if missing else "sync"

    def _is_owner(self, person: Person) -> bool:
        """Whose the repository and the calendar are."""
        known = self.people.get(person.id)
        return known is not None and known.username == LOGIN

    def _entered(self, person: Person, provider: str) -> Mapping[str, object]:
        """What the person would enter on the card."""
        if provider == SLACK:
            slack = self.breaking.fakes.slack
            return {
                "bot_token": slack.issue_bot_token(),
                "signing_secret": self.signing_secret,
                "channel_id": CHANNEL,
                "linked_slack_user_id": self.people[person.id].slack_user,
            }
        if provider == GITHUB:
            return {
                "github_token": self.breaking.give_github_token(),
                "repositories": [{"name": REPOSITORY, "project": self._project(person)}],
                "auto_start_timer": True,
            }
        return {"default_project_id": self._project(person)}

    def _project(self, person: Person) -> int:
        """The one of that name, or else the first that there is."""
        usable = self.desk.projects(person)
        if not usable:
            raise ValueError("there is no project that you may use")
        return next((each.id for each in usable if each.name == PROJECT), usable[0].id)
