"""What the pages do besides what the application does for programs, put together."""

from __future__ import annotations

from collections.abc import Callable, Collection

from attrs import frozen

from tt_integrations.adapters.providers import discover
from tt_integrations.domain.model.runs import CHANGING, RunResult, Trigger
from tt_integrations.domain.usecases.count_days import CountDays
from tt_integrations.domain.usecases.list_connections import ListConnections, OwnConnections
from tt_integrations.domain.usecases.list_projects import ListProjects
from tt_integrations.domain.usecases.replay_delivery import ListFailedDeliveries, ReplayDelivery
from tt_integrations.domain.usecases.search_decisions import SearchDecisions
from tt_integrations.domain.usecases.show_runs import RunShown
from tt_integrations.entrypoints.container import Parts
from tt_integrations.entrypoints.web.notes import Notes


def never(_shown: RunShown) -> bool:
    return False


def undoable(calendars: Collection[str]) -> Callable[[RunShown], bool]:
    """Says of a run whether there is something to take back, by the keys of the providers that keep calendars."""

    def may_undo(shown: RunShown) -> bool:
        run = shown.run
        ended = run.trigger is Trigger.SYNC and run.result is not RunResult.RUNNING
        changed = ended and not run.undone and run.count(*CHANGING) > 0
        return changed and shown.connection.provider in calendars

    return may_undo


@frozen
class Desk:
    """The use cases, ready to be called. By the providers' keys: `consents` are connected on a page of their own,
    `syncing` are brought up to date, and `previews` can show first what that would do. `may_undo` says of a run
    whether it can be taken back.
    """

    projects: ListProjects
    connections: ListConnections
    own: OwnConnections
    search: SearchDecisions
    days: CountDays
    failed: ListFailedDeliveries
    replay: ReplayDelivery
    notes: Notes
    consents: Collection[str] = ()
    syncing: Collection[str] = ()
    previews: Collection[str] = ()
    may_undo: Callable[[RunShown], bool] = never


def desk_of(parts: Parts, public_address: str) -> Desk:
    unit_of_work, clock, outside = parts.unit_of_work, parts.clock, parts.outside
    keys = frozenset(provider.key for provider in discover().values())
    return Desk(
        projects=ListProjects(unit_of_work),
        connections=ListConnections(unit_of_work),
        own=OwnConnections(unit_of_work, keys),
        search=SearchDecisions(unit_of_work),
        days=CountDays(unit_of_work, clock),
        failed=ListFailedDeliveries(unit_of_work, keys),
        replay=ReplayDelivery(unit_of_work, clock),
        notes=Notes(parts.vault, clock, public_address),
        consents=outside.consents,
        syncing=outside.syncing,
        previews=frozenset(outside.calendars),
        may_undo=undoable(frozenset(outside.calendars)),
    )
