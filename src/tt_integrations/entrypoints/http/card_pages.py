"""The page of the connections: how each stands, and its settings."""

from __future__ import annotations

from attrs import frozen
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.adapters.card_forms import entered
from tt_integrations.domain.errors import IntegrationError, InvalidSettings, NotConnected
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.usecases.save_settings import Saved
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cards import Cards
from tt_integrations.entrypoints.http.asking import Asked, asked
from tt_integrations.entrypoints.http.errors import status_of
from tt_integrations.entrypoints.http.for_people import for_people, trouble_of
from tt_integrations.entrypoints.http.numbers import number_in
from tt_integrations.entrypoints.web.card_views import CardViews, Posted
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.next_page import HOME
from tt_integrations.entrypoints.web.notes import Note
from tt_integrations.entrypoints.web.pages import Pages

SAVED = "Saved."
NOT_CHECKED = "Saved. The provider did not answer, so it was not checked yet."
NO_STORE = {"cache-control": "no-store"}


@frozen
class CardPages:
    application: Application
    desk: Desk
    pages: Pages

    def routes(self) -> list[Route]:
        identity = self.application.identity
        return [
            Route(HOME, asked(identity, for_people(self.pages, self.show)), methods=["GET"]),
            Route(
                f"{HOME}/{{provider}}/save",
                asked(identity, for_people(self.pages, self.save)),
                methods=["POST"],
            ),
        ]

    def show(self, asking: Asked) -> Response:
        """`?provider=` and `?after=` a connection's number go on in the list of everybody's."""
        note = self.desk.notes.found(asking)
        answer = self._page(asking, 200, None, note)
        self.desk.notes.drop(answer, asking)
        return answer

    def save(self, asking: Asked) -> Response:
        """Saved: back to the card. A secret that was just made is in the answer itself, and nowhere else."""
        provider = self.application.provider(asking.provider)
        cards = Cards(self.application, asking.person.id, self.pages.public_address)
        try:
            saved = cards.save(provider.name, entered(provider.fields, asking.fields))
        except InvalidSettings as error:
            return self._page(
                asking, status_of(error), Posted(provider.name, asking.fields, refused=error)
            )
        except NotConnected:
            raise
        except IntegrationError as error:
            posted = Posted(provider.name, asking.fields, trouble=trouble_of(error))
            return self._page(asking, status_of(error), posted)
        return self._after(asking, saved)

    def _after(self, asking: Asked, saved: Saved) -> Response:
        text = SAVED if saved.checked else NOT_CHECKED
        note = Note(text, about=asking.provider)
        if saved.fresh_secret is not None:
            fresh = Posted(asking.provider, {}, fresh_secret=saved.fresh_secret)
            return self._page(asking, 200, fresh, note)
        answer = back(self.pages, asking.provider)
        self.desk.notes.leave(answer, asking, note)
        return answer

    def _page(
        self, asking: Asked, status: int, posted: Posted | None, note: Note | None = None
    ) -> Response:
        views = CardViews(self.application, self.desk, self.pages.public_address)
        after = number_in(asking.query, "after")
        return self.pages.render(
            "integrations.html",
            status,
            asking=asking,
            here=HOME,
            cards=views.cards(asking.person, posted),
            everybody=views.everybody(
                asking.person, asking.query.get("provider"), ConnectionId(after) if after else None
            ),
            note=note,
        )


def back(pages: Pages, card: str = "") -> RedirectResponse:
    """To the connections, where that card begins."""
    place = f"#{card}" if card else ""
    return RedirectResponse(f"{pages.root}{HOME}{place}", 303, NO_STORE)
