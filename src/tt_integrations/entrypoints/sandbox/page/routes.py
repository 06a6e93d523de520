"""The addresses of the sandbox's page: to look at it, and to do something on it."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

from anyio.to_thread import run_sync
from attrs import field, frozen
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.adapters.browsers import cookie_name, proof_of
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
from tt_integrations.entrypoints.sandbox.seed import PEOPLE, Sample
from tt_integrations.entrypoints.web.card_inputs import sentence
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.moments import shown
from tt_integrations.entrypoints.web.notes import Note
from tt_integrations.ports.identity import Identity

SANDBOX = "/sandbox"
Playing = Callable[[Request], Awaitable[Response]]
SEE_OTHER = 303
PANES = "panes"
"""The query by which a script asks for the panes alone: what is to be told once stays untold."""


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
        playing = cast(Playing, asked(self.identity, for_people(self.door.pages, self.show)))

        async def show(request: Request) -> Response:
            """Whoever is nobody yet is greeted, where other pages send them to sign in."""
            answer = await playing(request)
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
            note = Note(sentence(" ".join(map(str, error.args[:1]))), good=False)
        if note is not None:
            self.desk.notes.leave(answer, asking, note)
        return answer

    def _greeting(self, request: Request) -> Response:
        return self._with_ways_in(request.cookies, "sandbox/greeting.html")

    def _page(self, asking: Asked, note: Note | None) -> Response:
        values = {"asking": asking, "here": SANDBOX, "note": note, **self._seen_by(asking.person)}
        return self._with_ways_in(asking.cookies, "sandbox/page.html", **values)

    def _with_ways_in(self, cookies: Mapping[str, str], template: str, **values: Any) -> Response:
        """The page, where a form for each of the people signs in as the sign-in's own does."""
        address = self.door.pages.public_address
        name = cookie_name(BEFORE, address)
        before = cookies.get(name) or secrets.token_urlsafe(32)
        ways: dict[str, Any] = {"people": PEOPLE, "passwords": self.passwords, "next": SANDBOX}
        answer = self.door.pages.render(template, **ways, proof=proof_of(before), **values)
        secure = address.startswith("https:")
        answer.set_cookie(name, before, path="/", secure=secure, httponly=True, samesite="lax")
        return answer

    def _seen_by(self, person: Person) -> dict[str, Any]:
        play, zone = self.playground, person.zone
        me = play.joining.people.get(person.id, PEOPLE[0])
        return {
            "me": me,
            "examples": examples_for(me),
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


def examples_for(person: Sample) -> Sequence[str]:
    """Commands that would do something; the first one starts a timer."""
    project = person.projects[0].split()[0].lower()
    others = () if person.linked else ("/tt link",)
    work = f"/tt log 1h30m {project} yesterday"
    return (f"/tt start {project}", *others, "/tt status", "/tt stop", work, "/tt help")
