"""The addresses of the sandbox's page: to look at it, and to do something on it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from anyio.to_thread import run_sync
from attrs import field, frozen
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.adapters.browsers import cookie, cookie_name, proof_of
from tt_integrations.domain.errors import IntegrationError, NotConnected
from tt_integrations.domain.model.people import Person
from tt_integrations.entrypoints.http.asking import Asked, Endpoint, asked
from tt_integrations.entrypoints.http.card_pages import NO_STORE
from tt_integrations.entrypoints.http.for_people import for_people, trouble_of
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.http.signing_in import BEFORE
from tt_integrations.entrypoints.sandbox.page.playground import TURNS, Playground
from tt_integrations.entrypoints.sandbox.page.repository import LABELS
from tt_integrations.entrypoints.sandbox.page.timesheet import Timesheet
from tt_integrations.entrypoints.sandbox.seed import PEOPLE
from tt_integrations.entrypoints.web.card_inputs import sentence
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.moments import shown
from tt_integrations.entrypoints.web.notes import Note
from tt_integrations.ports.identity import Identity

SANDBOX = "/sandbox"
SEE_OTHER = 303
PANES = "panes"
"""The query by which a script asks for the panes alone: what is to be told once stays untold."""
EXAMPLES = ("/tt start web", "/tt status", "/tt stop", "/tt log 1h30m web yesterday", "/tt help")


@frozen
class SandboxPage:
    """`passwords`: by username, those that the sandbox made up itself. They are shown to whoever looks."""

    identity: Identity
    playground: Playground
    timesheet: Timesheet
    desk: Desk
    door: FrontDoor
    passwords: Mapping[str, str] = field(repr=False)

    def routes(self) -> Sequence[Route]:
        deeds = asked(self.identity, for_people(self.door.pages, self.do))
        return [
            Route("/", self.front, methods=["GET"]),
            Route(SANDBOX, self._for_everybody(), methods=["GET"]),
            Route(f"{SANDBOX}/{{deed}}", deeds, methods=["POST"]),
        ]

    async def front(self, _request: Request) -> Response:
        return RedirectResponse(f"{self.door.pages.root}{SANDBOX}", SEE_OTHER)

    def _for_everybody(self) -> Endpoint:
        playing = asked(self.identity, for_people(self.door.pages, self.show))

        async def show(request: Request) -> Response:
            """Whoever is nobody yet is greeted, where other pages send them to sign in."""
            answer: Response = await playing(request)  # type: ignore[misc]
            if answer.status_code != SEE_OTHER:
                return answer
            return await run_sync(self._greeting, request)

        return show

    def show(self, asking: Asked) -> Response:
        if PANES in asking.query:
            return self._page(asking, None)
        note = self.desk.notes.found(asking)
        answer = self._page(asking, note)
        self.desk.notes.drop(answer, asking)
        return answer

    def do(self, asking: Asked) -> Response:
        """Raises NotConnected where nothing is called so."""
        deed = self.playground.deeds().get(asking.path["deed"])
        if deed is None:
            raise NotConnected("there is nothing of that name to be done")
        place = f"{self.door.pages.root}{SANDBOX}#{deed.place}"
        answer = RedirectResponse(place, SEE_OTHER, NO_STORE)
        try:
            note = deed.does(asking.person, asking.fields)
        except IntegrationError as error:
            note = Note(trouble_of(error), good=False)
        except (ValueError, LookupError) as error:
            # how the fakes, like their control surface, refuse what was typed
            note = Note(sentence(str(error.args[0])), good=False)
        if note is not None:
            self.desk.notes.leave(answer, asking, note)
        return answer

    def _greeting(self, request: Request) -> Response:
        """With a form for each of the people, as the sign-in's own."""
        name = cookie_name(BEFORE, self.door.pages.public_address)
        before = cookie(request.headers, name) or secrets.token_urlsafe(32)
        answer = self.door.pages.render(
            "sandbox/greeting.html",
            people=PEOPLE,
            passwords=self.passwords,
            proof=proof_of(before),
            next=SANDBOX,
        )
        secure = self.door.pages.public_address.startswith("https:")
        answer.set_cookie(name, before, path="/", secure=secure, httponly=True, samesite="lax")
        return answer

    def _page(self, asking: Asked, note: Note | None) -> Response:
        return self.door.pages.render(
            "sandbox/page.html",
            asking=asking,
            here=SANDBOX,
            note=note,
            **self._seen_by(asking.person),
        )

    def _seen_by(self, person: Person) -> dict[str, Any]:
        play, zone = self.playground, person.zone
        me = self.playground.joining.people.get(person.id, PEOPLE[0])
        return {
            "me": me,
            "people": PEOPLE,
            "examples": EXAMPLES,
            "lines": play.chat.lines(zone),
            "repository": play.repository.name,
            "issues": play.repository.issues(),
            "labels": LABELS,
            "events": play.calendar.events(),
            "proposed": play.calendar.proposed(),
            "turns": TURNS,
            "now": shown(play.now(zone), zone),
            "zone": zone.key,
            "ahead": play.ahead(),
            "switches": play.breaking.shown(),
            "connections": play.joining.shown(person),
            "days": self.timesheet.days(person),
            "tasks": self.timesheet.tasks(person),
        }
