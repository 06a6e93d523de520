"""The commands that show what was done by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Action, Run, RunId, RunsWanted
from tt_integrations.domain.usecases.show_runs import RunOf, RunsOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cli.serving import Config
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import vault_of
from tt_integrations.entrypoints.settings import load


def list_them(*, connection: int | None = None, config: Config = None) -> None:
    """The newest runs, one a line: number, when (UTC), connection, why, result, and what came of it."""
    of = ConnectionId(connection) if connection is not None else None
    with _application(config) as application:
        for run in application.list_runs(RunsOf(None, RunsWanted(connection=of))):
            print(_line(run))


def show(run: int, /, *, search: str = "", config: Config = None) -> None:
    """A run and its decisions, each with its reason; `--search` those whose item or title contains the text."""
    with _application(config) as application:
        after = 0
        shown = application.show_run(RunOf(None, RunId(run), after, search))
        print(_line(shown.run))
        if shown.run.trouble:
            print(f"  {shown.run.trouble}")
        while shown.decisions:
            for each in shown.decisions:
                decided = each.decided
                kept = f" (kept: {', '.join(decided.kept)})" if decided.kept else ""
                print(
                    f"  {decided.item}  {decided.sentence}{kept}  {on_a_terminal(decided.title)}".rstrip()
                )
            after = shown.decisions[-1].number
            shown = application.show_run(RunOf(None, RunId(run), after, search))


@contextmanager
def _application(config: Config) -> Iterator[Application]:
    settings = load(config)
    with opened(settings.database) as engine:
        yield build(Parts(SqlUnitOfWork(engine), vault_of(settings)))


def _line(run: Run) -> str:
    counts = (f"{run.counts[action]} {action}" for action in Action if run.counts.get(action))
    told = ", ".join([*counts, *([run.trouble] if run.trouble else [])]) or "nothing"
    return f"{run.id}  {_at(run.started)}  connection {run.connection}  {run.trigger} ({run.cause})  {run.result}: {told}"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def on_a_terminal(title: str) -> str:
    """Anybody may write a title, and a terminal obeys control characters."""
    return "".join(each if each.isprintable() else " " for each in title)
