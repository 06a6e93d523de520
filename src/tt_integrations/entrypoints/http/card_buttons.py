"""What the buttons of a card do. Each answers by sending the browser back, where a note tells what came of it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen
from starlette.responses import Response
from starlette.routing import Route

from tt_integrations.domain.errors import Conflict, NotConnected
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.asking import Asked, asked
from tt_integrations.entrypoints.http.card_pages import back
from tt_integrations.entrypoints.http.for_people import for_people
from tt_integrations.entrypoints.http.numbers import number_in
from tt_integrations.entrypoints.http.trying import try_out
from tt_integrations.entrypoints.web.card_inputs import sentence
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.next_page import HOME
from tt_integrations.entrypoints.web.notes import Note
from tt_integrations.entrypoints.web.pages import Pages

NOT_SYNCED = "Nothing can be synced: it is not connected, or does not work at the moment."
SYNC_ASKED = "A sync was asked for. What comes of it stands under Activity in a moment."


@frozen
class CardButtons:
    application: Application
    desk: Desk
    pages: Pages

    def routes(self) -> list[Route]:
        own = {
            "test": self.test,
            "sync": self.sync,
            "pause": self.pause,
            "resume": self.resume,
            "disconnect": self.disconnect,
        }
        numbered = ("pause", "resume", "disconnect")
        return [
            *(
                self._route(f"{HOME}/connections/{{connection}}/{name}", own[name])
                for name in numbered
            ),
            *(self._route(f"{HOME}/{{provider}}/{name}", does) for name, does in own.items()),
        ]

    def _route(self, path: str, does: Callable[[Asked], Note]) -> Route:
        def pressed(asking: Asked) -> Response:
            note = does(asking)
            answer = back(self.pages, asking.provider)
            self.desk.notes.leave(answer, asking, note)
            return answer

        identity = self.application.identity
        return Route(path, asked(identity, for_people(self.pages, pressed)), methods=["POST"])

    def test(self, asking: Asked) -> Note:
        provider = self.application.provider(asking.provider)
        got = try_out(self.application, ConnectionOf(asking.person.id, provider.key))
        return Note(sentence(got.sentence), good=got.code is None, about=provider.name)

    def sync(self, asking: Asked) -> Note:
        provider = self.application.provider(asking.provider)
        wanted = self.application.ask_for_sync(ConnectionOf(asking.person.id, provider.key))
        return Note(SYNC_ASKED if wanted else NOT_SYNCED, good=wanted, about=provider.name)

    def pause(self, asking: Asked) -> Note:
        return self._changed(asking, self.application.pause, "Paused.")

    def resume(self, asking: Asked) -> Note:
        return self._changed(asking, self.application.resume, "Resumed.")

    def disconnect(self, asking: Asked) -> Note:
        ended = self.application.disconnect(self._meant(asking))
        told = "The provider took our access back." if ended.revoked else ""
        text = f"Disconnected; its secrets are wiped. {told}".strip()
        return Note(text, about=asking.provider)

    def _changed(
        self, asking: Asked, change: Callable[[ConnectionNumbered], Connection], done: str
    ) -> Note:
        try:
            change(self._meant(asking))
        except Conflict as error:
            return Note(sentence(str(error)), good=False, about=asking.provider)
        return Note(done, about=asking.provider)

    def _meant(self, asking: Asked) -> ConnectionNumbered:
        """The connection of that number, or one's own to the provider. Raises NotConnected where there is none."""
        if "connection" in asking.path:
            number = number_in(asking.path, "connection") or 0
            return ConnectionNumbered(asking.person, ConnectionId(number))
        provider = self.application.provider(asking.provider)
        own = self.application.show(ConnectionOf(asking.person.id, provider.key))
        if own is None:
            raise NotConnected("there is no such connection")
        return ConnectionNumbered(asking.person, own.id)
