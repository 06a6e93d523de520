"""A provider called: find whom it is for, believe it or not, and have it carried out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import Connection, Route
from tt_integrations.domain.model.delivery import (
    ButtonPressed,
    Challenge,
    Delivery,
    GrantEnded,
    Ignored,
    IssueNews,
    Origin,
    RepositoryNews,
    SlashTyped,
)
from tt_integrations.domain.model.events import CalendarNews
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.slash import LinkTyped, parse
from tt_integrations.domain.usecases.answer_slash import (
    AnswerSlash,
    LinkWanted,
    SlashText,
    UnlinkWanted,
)
from tt_integrations.domain.usecases.believe import Believe
from tt_integrations.domain.usecases.end_grant import EndGrant, GrantLost
from tt_integrations.domain.usecases.hear_news import HearNews, NewsHeard
from tt_integrations.domain.usecases.offer_link import (
    AlreadyLinked,
    LinkOffered,
    LinkSender,
    OfferLink,
)
from tt_integrations.domain.usecases.queue_syncs import enqueue_after, sync_job
from tt_integrations.domain.usecases.spoken import (
    Acknowledged,
    Busy,
    Deactivated,
    Failed,
    NotActive,
    NotLinked,
    NotYours,
    Outcome,
    Reply,
    Spoken,
)
from tt_integrations.domain.usecases.unlink import Unlink, UnlinkSender
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class ReceiveDelivery:
    """Raises NotConnected, Untrusted, MalformedPayload, SecretUnreadable or StoreUnavailable."""

    unit_of_work: UnitOfWork
    vault: Vault
    clock: Clock
    dialects: Mapping[str, Dialect]
    slash: AnswerSlash
    offer_link: OfferLink
    unlink: Unlink
    end_grant: EndGrant
    hear: HearNews

    def __call__(self, delivery: Delivery) -> Reply:
        dialect = self._dialect(delivery)
        if greeting := dialect.greeting(delivery):
            return greeting
        now = self.clock.now()
        route, person = self._believed(dialect, delivery, now)
        match dialect.read(delivery):
            case (SlashTyped() | ButtonPressed()) as said:
                return _answered(said, person, self._act(said, route, person, now))
            case GrantEnded(reason):
                sentence = f"The provider says that its permission has ended: {reason}"
                self.end_grant(GrantLost(route.connection.id, sentence))
                return Acknowledged()
            case (IssueNews() | RepositoryNews()) as news:
                return self._heard(NewsHeard(route.connection, delivery, news, now))
            case CalendarNews(first=first):
                return self._look_there(route.connection, now) if not first else Acknowledged()
            case (Challenge() | Ignored()) as reply:
                return reply
            case unknown:
                assert_never(unknown)

    def _look_there(self, connection: Connection, now: datetime) -> Acknowledged | NotActive:
        """Nobody says what changed, and however often we are told, one look after it is enough."""
        if not connection.state.works:
            return NotActive()
        with self.unit_of_work() as tx:
            if enqueue_after(tx, sync_job(connection.id, "told of a change", now)):
                tx.commit()
        return Acknowledged()

    def excuse(self, delivery: Delivery, outcome: Busy | Failed) -> Spoken | None:
        """What to tell the sender of a delivery that was not carried out; None where nobody waits for words.

        Nothing is said to a sender, or to an address, that the signature does not vouch for. Raises as above.
        """
        dialect = self._dialect(delivery)
        _, person = self._believed(dialect, delivery, self.clock.now())
        match dialect.read(delivery):
            case (SlashTyped() | ButtonPressed()) as said:
                return _answered(said, person, outcome)
            case _:
                return None

    def _dialect(self, delivery: Delivery) -> Dialect:
        dialect = self.dialects.get(delivery.provider)
        if dialect is None:
            raise NotConnected(f"no provider {delivery.provider!r}")
        return dialect

    def _believed(
        self, dialect: Dialect, delivery: Delivery, now: datetime
    ) -> tuple[Route, Person | None]:
        with self.unit_of_work.reading() as tx:
            route = Believe(self.vault)(tx, dialect, delivery, now)
            return route, tx.people.find(route.person) if route.person else None

    def _heard(self, heard: NewsHeard) -> Reply:
        if not heard.connection.state.works:
            return NotActive()
        return self.hear(heard)

    def _act(
        self, said: SlashTyped | ButtonPressed, route: Route, person: Person | None, now: datetime
    ) -> Outcome:
        if not route.connection.state.works:
            return NotActive()
        if person is None:
            return self._to_stranger(said, route)
        if isinstance(said, ButtonPressed) and said.meant_for not in (None, person.id):
            return NotYours()
        if not person.active:
            return Deactivated()
        origin = Origin(route.connection.id, said.id, now)
        match self.slash(SlashText(person, said.text, origin)):
            case LinkWanted():
                return AlreadyLinked()
            case UnlinkWanted():
                return self.unlink(UnlinkSender(route.connection.id, said.address))
            case outcome:
                return outcome

    def _to_stranger(
        self, said: SlashTyped | ButtonPressed, route: Route
    ) -> LinkOffered | NotLinked:
        if not isinstance(parse(said.text), LinkTyped):
            return NotLinked(said.sender)
        connection = route.connection
        sender = LinkSender(connection.id, connection.provider, said.address, said.sender)
        return self.offer_link(sender)


def _answered(said: SlashTyped | ButtonPressed, person: Person | None, outcome: Outcome) -> Spoken:
    return Spoken(outcome, person, said.reply_to, in_answer=isinstance(said, SlashTyped))
