"""The Starlette application, and the service's own wiring from its settings."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import timedelta
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.lease import Held
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.adapters.vault import AesGcmVault
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.api import Api
from tt_integrations.entrypoints.http.connecting import Connecting
from tt_integrations.entrypoints.http.connections import ConnectionsApi
from tt_integrations.entrypoints.http.errors import INTERNAL
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.http.health import Health
from tt_integrations.entrypoints.http.more_pages import MorePages
from tt_integrations.entrypoints.http.observed import Observed
from tt_integrations.entrypoints.http.operations import routes_of
from tt_integrations.entrypoints.http.page_routes import page_routes
from tt_integrations.entrypoints.http.patience import Patience
from tt_integrations.entrypoints.http.published import published, webhooks_of
from tt_integrations.entrypoints.http.refusals import refused
from tt_integrations.entrypoints.http.runs import RunsApi
from tt_integrations.entrypoints.http.signing_in import SigningIn
from tt_integrations.entrypoints.http.undoing import UndoApi
from tt_integrations.entrypoints.http.webhooks import Message, Receive, Send, Webhook
from tt_integrations.entrypoints.jobs import LOOK_FOR_SUMMARIES, jobs_of
from tt_integrations.entrypoints.local_accounts import local_accounts
from tt_integrations.entrypoints.observing.outbox import Outbox
from tt_integrations.entrypoints.observing.readiness import Readiness
from tt_integrations.entrypoints.observing.watch import Watch
from tt_integrations.entrypoints.outside import reach_out
from tt_integrations.entrypoints.settings import Settings, WrongSettings, allowed, parse_keys
from tt_integrations.entrypoints.web.desk import Desk, desk_of
from tt_integrations.entrypoints.web.pages import LINKS, Pages
from tt_integrations.entrypoints.web.statics import static_route
from tt_integrations.ports.clock import Clock

AT_ONCE = 0.005
"""Seconds that a webhook may hold the event loop up while another process writes to SQLite."""
_CLOCK = SystemClock()
_NO_MORE = MorePages()
log = logging.getLogger(__name__)


@frozen
class WebApp:
    """Starlette, with the providers' keyless addresses before it.

    Its router and middleware do nothing for those, and would cost them a twentieth of their time.
    """

    doors: Mapping[str, Webhook]
    starlette: Starlette
    resources: ExitStack = field(factory=ExitStack, repr=False)

    def close(self) -> None:
        """Finish what is under way, and let go of what it was made with, such as its database connections."""
        for door in self.doors.values():
            door.patient.close()
        self.resources.close()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            door = self.doors.get(scope["path"])
            if door is not None:
                await door(scope, receive, send)
                return
        await self.starlette(scope, receive, send)


def web_app(
    patient: Application,
    at_once: Application | None = None,
    public_address: str = "",
    more: Sequence[Route] = (),
    front_door: FrontDoor | None = None,
    desk: Desk | None = None,
) -> WebApp:
    """The service over ready use cases. `at_once` fails rather than waits; see `webhooks`. `more` is served, too.

    `front_door` None: nobody signs in here; the application's identity alone says who is asking. With a door and a
    `desk` there are pages.
    """
    of_consent = Pages(public_address, links=())
    if front_door is not None:
        patient = evolve(patient, identity=front_door.identity(patient.identity))
        pages = page_routes(patient, desk, front_door.pages) if desk else ()
        entrance = SigningIn(patient.identity, front_door).routes()
        more = [*more, *entrance, *pages, static_route()]
        of_consent = front_door.pages
    patience = Patience(patient)
    doors = [Webhook(provider, patience, at_once) for provider in patient.providers.values()]
    keyless = {f"/api/integrations/{d.provider.name}/{d.provider.door}": d for d in doors}
    operations = [
        *webhooks_of(doors),
        *RunsApi(patient).operations(),
        *UndoApi(patient).operations(),
        *ConnectionsApi(patient).operations(),
        *Api(patient, public_address).operations(),
    ]
    operations.append(published(operations, patient.providers, public_address))
    starlette = Starlette(
        routes=[
            *routes_of(patient.identity, operations),
            *Connecting(patient, of_consent).routes(),
            Route("/healthz", _healthz),
            *more,
        ],
        exception_handlers={Exception: _internal_error, 404: _not_found, 405: _not_allowed},
    )
    starlette.state.front_door = front_door
    return WebApp(keyless, starlette)


def service(
    settings: Settings,
    clock: Clock = _CLOCK,
    look: timedelta = LOOK_FOR_SUMMARIES,
    watch: Watch | None = None,
    also: MorePages = _NO_MORE,
) -> Observed:
    """The service as its settings say, its jobs running until it is closed; `look` as in `jobs`. It is observed by
    `watch`, which it makes where there is none, and serves pages that others do not, where there are any.

    Raises WrongSettings when it has no key to seal secrets with.
    """
    vault = vault_of(settings)
    storage = StorageZone(ZoneInfo(settings.storage_zone))
    resources = ExitStack()
    engine = resources.enter_context(opened(settings.database))
    watch = watch or Watch(clock=clock)
    address, work = settings.public_address, SqlUnitOfWork(engine, storage)
    called = watch.outside(
        reach_out(resources, clock, address, settings.options, watch=watch.calls)
    )
    parts = Parts(work, vault, clock, outside=called, around=watch.around)
    patient = build(parts)
    jobs = jobs_of(parts, patient, look, settings.job_threads)
    jobs.start()
    resources.callback(jobs.stop)
    at_once = None
    if engine.dialect.name == "sqlite":
        impatient = resources.enter_context(opened(settings.database, AT_ONCE))
        held = resources.enter_context(closing(Held()))
        at_once = build(evolve(parts, unit_of_work=SqlUnitOfWork(impatient, storage, held)))
    ready, due = Readiness(engine, vault), Outbox(parts.unit_of_work, clock)
    health = Health(ready, watch.meters.registry, due, settings.metrics_token)
    door = _front_door(settings, parts, also)
    desk = desk_of(parts, address)
    known = evolve(patient, identity=door.identity(patient.identity))
    more = [*health.routes(), *also.routes(known, desk, door)]
    web = web_app(patient, at_once, address, more, door, desk)
    return Observed(evolve(web, resources=resources), watch.meters.requests)


def _front_door(settings: Settings, parts: Parts, also: MorePages) -> FrontDoor:
    accounts = local_accounts(parts.unit_of_work, parts.clock, settings.lifetimes)
    pages = Pages(settings.public_address, also.links + LINKS)
    return FrontDoor(accounts, pages, settings.proxies)


def adopt(settings: Settings) -> int:
    """Take over connections that the host stored without us; how many there were."""
    with opened(settings.database) as engine:
        return build(Parts(SqlUnitOfWork(engine), vault_of(settings))).adopt()


def vault_of(settings: Settings) -> AesGcmVault:
    keys = parse_keys(settings.keys)
    if not keys:
        raise WrongSettings(f"TT_KEYS (keys): missing; expected {allowed('keys')}")
    return AesGcmVault(keys, settings.legacy_key or None)


async def _healthz(_request: Request) -> JSONResponse:
    return JSONResponse({"ok": True})


async def _not_found(request: Request, _error: Exception) -> JSONResponse:
    return refused(request.url.path, 404, "not_found", "Not found")


async def _not_allowed(request: Request, error: Exception) -> JSONResponse:
    headers = getattr(error, "headers", None)
    return refused(request.url.path, 405, "method_not_allowed", "Method not allowed", headers)


async def _internal_error(request: Request, error: Exception) -> JSONResponse:
    log.error("internal error", exc_info=error)
    return refused(request.url.path, 500, "internal_error", INTERNAL)
