"""The commands that bring a connection up to date now, or say what that would do, and that take a run back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Annotated, assert_never

from cyclopts import Parameter

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Decided, RunId
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.usecases.foresee import Previewed
from tt_integrations.domain.usecases.preview_undo import NothingToUndo, RunToUndo
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncWanted
from tt_integrations.domain.usecases.undo_run import Undone
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cli.progress import progress
from tt_integrations.entrypoints.cli.runs import on_a_terminal, show
from tt_integrations.entrypoints.cli.serving import Config
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import vault_of
from tt_integrations.entrypoints.outside import reach_out
from tt_integrations.entrypoints.settings import load

Preview = Annotated[bool, Parameter(negative="", help="Only say what would be done, item by item.")]
WIDEST = 60
"""Characters of a title in a table."""


def sync(connection: int, /, *, preview: Preview = False, config: Config = None) -> int:
    """Bring the connection of that number up to date, and say what became of each item."""
    number = ConnectionId(connection)
    with _calling(config) as application:
        if preview:
            return _told(application.preview_sync(number))
        with progress(application, number):
            outcome = application.sync(SyncWanted(number, "command line"))
    match outcome:
        case NotSynced():
            return _told(outcome)
        case Synced(run):
            show(run.id, config=config)
            return 0
        case unknown:
            assert_never(unknown)


def undo(run: int, /, *, preview: Preview = False, config: Config = None) -> int:
    """Take the run of that number back, but for what somebody changed since, and say what became of each item."""
    wanted = RunToUndo(None, RunId(run))
    with _calling(config) as application:
        outcome = application.preview_undo(wanted) if preview else application.undo_run(wanted)
    match outcome:
        case NothingToUndo(reason):
            print(f"nothing was undone: {reason}")
            return 1
        case Undone(ended):
            show(ended.id, config=config)
            return 0
        case Plan(steps):
            return _table([step.decided for step in steps])
        case unknown:
            assert_never(unknown)


def _told(outcome: Previewed | NotSynced) -> int:
    match outcome:
        case NotSynced(reason):
            print(f"nothing was synced: {reason}")
            return 1
        case Previewed(plan, _, _, needs_confirmation):
            _table(plan.decisions)
            if needs_confirmation:
                print(f"a sync would stop, and ask to confirm {plan.removals} deletions")
            return 0
        case unknown:
            assert_never(unknown)


def _table(decisions: Sequence[Decided]) -> int:
    """What would be done in words of one width, so that they stand below each other."""
    rows = [(each.sentence, on_a_terminal(each.title)[:WIDEST] or each.item) for each in decisions]
    width = max((len(sentence) for sentence, _ in rows), default=0)
    for sentence, title in rows:
        print(f"  {sentence:{width}}  {title}".rstrip())
    print(f"{len(rows)} items; nothing was changed")
    return 0


@contextmanager
def _calling(config: Config) -> Iterator[Application]:
    """With providers that can be called."""
    settings, clock = load(config), SystemClock()
    with ExitStack() as stack:
        engine = stack.enter_context(opened(settings.database))
        outside = reach_out(stack, clock, settings.public_address, settings.options)
        parts = Parts(SqlUnitOfWork(engine), vault_of(settings), clock, outside=outside)
        yield build(parts)
