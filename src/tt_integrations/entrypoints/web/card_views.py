"""What the page of the connections shows: a card each provider, and a line each connection of everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Run
from tt_integrations.domain.usecases.list_connections import SOME, ConnectionsWanted, Standing
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.web.card_inputs import Filling, Group, sentence
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.moments import Shown, shown
from tt_integrations.entrypoints.web.standing import Badge, badge_of, counts_of, why


@frozen
class Posted:
    """What somebody posted for the card of that provider. `refused`: why it was not saved; `trouble` is a sentence
    where that is about no field. `fresh_secret` was just made, and is shown this once."""

    provider: str
    form: Mapping[str, object] = field(repr=False)
    refused: InvalidSettings | None = None
    trouble: str = ""
    fresh_secret: str | None = field(default=None, repr=False)


@frozen
class LastSync:
    at: Shown | None
    counts: str
    trouble: str
    run: int


@frozen
class Card:
    """`offers` are the names of the buttons that make sense now."""

    name: str
    title: str
    badge: Badge
    why: str
    connection: Connection | None
    last_sync: LastSync | None
    groups: Sequence[Group]
    offers: frozenset[str]
    webhook: str
    trouble: str
    fresh_secret: str | None = field(repr=False)


@frozen
class Line:
    """Somebody's connection in the list of all."""

    connection: Connection
    title: str
    owner: str
    badge: Badge
    why: str
    last_sync: LastSync | None
    offers: frozenset[str]


@frozen
class Lines:
    """`more`: the query that goes on after them, of each provider that has more."""

    lines: Sequence[Line]
    more: Sequence[tuple[str, str]]


@frozen
class CardViews:
    application: Application
    desk: Desk
    public_address: str

    def cards(self, person: Person, posted: Posted | None = None) -> Sequence[Card]:
        """By title. `posted` fills in the card it is of."""
        by_title = sorted(self.application.providers.values(), key=lambda each: each.title.lower())
        projects = self.desk.projects(person)
        cards = []
        for provider in by_title:
            own = posted if posted and posted.provider == provider.name else None
            connection = self.application.show(ConnectionOf(person.id, provider.key))
            kept = own if own and own.fresh_secret is None else None
            filling = Filling(
                provider=provider.name,
                described=provider.describe(connection.settings if connection else {}),
                projects=projects,
                typed=kept.form if kept else None,
                refused=kept.refused if kept else None,
            )
            cards.append(self._card(person, provider, connection, filling, own))
        return cards

    def _card(
        self,
        person: Person,
        provider: Provider,
        connection: Connection | None,
        filling: Filling,
        posted: Posted | None,
    ) -> Card:
        run = self.application.show.last_sync(connection) if connection else None
        return Card(
            name=provider.name,
            title=provider.title,
            badge=badge_of(connection),
            why=why(connection),
            connection=connection,
            last_sync=_last_sync(run, person),
            groups=filling.groups(provider.fields),
            offers=self._offers(provider.key, connection),
            webhook=self._webhook(provider, connection),
            trouble=_trouble(provider, posted),
            fresh_secret=posted.fresh_secret if posted else None,
        )

    def everybody(
        self, person: Person, provider: str | None, after: ConnectionId | None
    ) -> Lines | None:
        """The connections of others, of one provider or the first ones of each; None for who may not see them."""
        if not person.sees_all:
            return None
        chosen = [self.application.provider(provider)] if provider else self._all()
        lines, more = [], []
        for each in chosen:
            some = self.desk.connections(ConnectionsWanted(person, each.key, after))
            lines += [
                self._line(person, each, it) for it in some if it.connection.owner != person.id
            ]
            if len(some) == SOME:
                more.append((each.title, f"provider={each.name}&after={some[-1].connection.id}"))
        return Lines(lines, more)

    def _all(self) -> Sequence[Provider]:
        return list(self.application.providers.values())

    def _line(self, person: Person, provider: Provider, standing: Standing) -> Line:
        connection = standing.connection
        return Line(
            connection=connection,
            title=provider.title,
            owner=standing.owner.name if standing.owner else "nobody",
            badge=badge_of(connection),
            why=why(connection),
            last_sync=_last_sync(standing.last_sync, person),
            offers=self._offers(provider.key, connection),
        )

    def _offers(self, key: str, connection: Connection | None) -> frozenset[str]:
        works = connection is not None and connection.state.works
        ended = connection is None or connection.state is ConnectionState.DISABLED
        offers = {
            "connect": key in self.desk.consents,
            "test": works,
            "sync": works and key in self.desk.syncing,
            "preview": works and key in self.desk.previews,
            "pause": works,
            "resume": connection is not None and connection.state is ConnectionState.PAUSED,
            "disconnect": not ended,
        }
        return frozenset(name for name, offered in offers.items() if offered)

    def _webhook(self, provider: Provider, connection: Connection | None) -> str:
        """The address to be entered at the provider; "" where there is none yet, or nobody enters it by hand."""
        if connection is None or connection.key is None or provider.calendar_settings is not None:
            return ""
        return f"{self.public_address}/webhooks/{provider.name}/{connection.key}"


def _trouble(provider: Provider, posted: Posted | None) -> str:
    """What is to be said above the form: what stands beside a field is not said twice."""
    if posted is None:
        return ""
    refused = posted.refused
    if refused is None or refused.field in {each.name for each in provider.fields}:
        return posted.trouble
    return sentence(str(refused))


def _last_sync(run: Run | None, person: Person) -> LastSync | None:
    if run is None:
        return None
    return LastSync(shown(run.ended, person.zone), counts_of(run), run.trouble or "", run.id)
