"""Connections and kept deliveries, for programs: those of a person, everybody's for whoever sees all, and what can be
done about one by its number."""

from __future__ import annotations

from collections.abc import Callable

from attrs import asdict, frozen
from starlette.responses import Response

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import Conflict, MalformedPayload, NotConnected
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered
from tt_integrations.domain.usecases.list_connections import ConnectionsWanted, Standing
from tt_integrations.domain.usecases.replay_delivery import DeliveryNumbered
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.asking import Answering, Asked
from tt_integrations.entrypoints.http.numbers import number_in
from tt_integrations.entrypoints.http.operations import Operation, Query
from tt_integrations.entrypoints.http.shapes import answered
from tt_integrations.entrypoints.http.shapes.connections import (
    ConnectionEnded,
    ConnectionMoved,
    ConnectionShape,
    ConnectionsListed,
    DeliveryQueued,
    OwnerShape,
    StandingShape,
)

ALL = "/api/integrations/connections"


@frozen
class ConnectionsApi:
    application: Application

    def operations(self) -> list[Operation]:
        one = f"{ALL}/{{connection}}"
        return [
            Operation(
                "GET",
                ALL,
                self.listed,
                "One's own connections, or everybody's to a provider",
                ConnectionsListed,
                queries=(
                    Query("provider", str, "Everybody's to it, for whoever sees all."),
                    Query("after", int, "Goes on after the connection of that number."),
                ),
                errors=(MalformedPayload, NotConnected),
            ),
            _about_one(f"{one}/pause", self.pause, "Let a connection rest", ConnectionMoved),
            _about_one(f"{one}/resume", self.resume, "Let it go on", ConnectionMoved),
            _about_one(
                f"{one}/disconnect",
                self.disconnect,
                "End it: what was granted is given back, and its secrets are wiped",
                ConnectionEnded,
            ),
            _about_one(
                "/api/integrations/deliveries/{delivery}/replay",
                self.replay,
                "Carry a delivery out once more that was given up",
                DeliveryQueued,
            ),
        ]

    def listed(self, asking: Asked) -> Response:
        name, after = asking.query.get("provider"), number_in(asking.query, "after")
        if not name:
            own = self.application.own_connections(asking.person)
            return answered(ConnectionsListed([self._shape(each) for each in own]))
        wanted = ConnectionsWanted(
            asking.person,
            self.application.provider(name).key,
            ConnectionId(after) if after else None,
        )
        found = self.application.list_connections(wanted)
        return answered(ConnectionsListed([self._standing(each) for each in found]))

    def pause(self, asking: Asked) -> Response:
        return self._done(asking, self.application.pause)

    def resume(self, asking: Asked) -> Response:
        return self._done(asking, self.application.resume)

    def disconnect(self, asking: Asked) -> Response:
        ended = self.application.disconnect(_meant(asking))
        return answered(ConnectionEnded(self._shape(ended.connection), ended.revoked))

    def replay(self, asking: Asked) -> Response:
        number = number_in(asking.path, "delivery") or 0
        queued = self.application.replay(DeliveryNumbered(asking.person, number))
        return answered(DeliveryQueued(queued))

    def _done(self, asking: Asked, does: Callable[[ConnectionNumbered], Connection]) -> Response:
        return answered(ConnectionMoved(self._shape(does(_meant(asking)))))

    def _standing(self, standing: Standing) -> StandingShape:
        run, owner = standing.last_sync, standing.owner
        return StandingShape(
            **asdict(self._shape(standing.connection)),
            owner=OwnerShape(owner.id, owner.name) if owner else None,
            last_sync_at=run.ended if run else None,
            last_sync_result=run.result if run else None,
        )

    def _shape(self, connection: Connection) -> ConnectionShape:
        return ConnectionShape(
            id=connection.id,
            provider=self._named(connection.provider).name,
            state=connection.state,
            reason=connection.reason,
            connected=connection.state.works,
        )

    def _named(self, key: str) -> Provider:
        return next(each for each in self.application.providers.values() if each.key == key)


def _meant(asking: Asked) -> ConnectionNumbered:
    number = number_in(asking.path, "connection") or 0
    return ConnectionNumbered(asking.person, ConnectionId(number))


def _about_one(path: str, does: Answering, summary: str, answer: type) -> Operation:
    errors = (MalformedPayload, NotConnected, Conflict)
    return Operation("POST", path, does, summary, answer, errors=errors)
