"""What was done by itself for a person's connections, and why. Whoever sees all sees everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Numbered, Run, RunId, RunsWanted
from tt_integrations.domain.usecases.find_connection import visible
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class RunsOf:
    """`person` None: whoever runs the service, who sees all."""

    person: Person | None
    wanted: RunsWanted


@frozen
class ListRuns:
    unit_of_work: UnitOfWork

    def __call__(self, command: RunsOf) -> Sequence[Run]:
        """The newest of those that the person may see, newest first."""
        wanted, person = command.wanted, command.person
        if person is not None and not person.sees_all:
            wanted = evolve(wanted, owner=person.id)
        with self.unit_of_work.reading() as tx:
            return tx.runs.newest(wanted)


@frozen
class RunOf:
    """`person` as in `RunsOf`. `after` and `search` as in `Runs.decided`."""

    person: Person | None
    run: RunId
    after: int = 0
    search: str = ""


@frozen
class RunShown:
    run: Run
    connection: Connection
    decisions: Sequence[Numbered]


@frozen
class ShowRun:
    unit_of_work: UnitOfWork

    def __call__(self, command: RunOf) -> RunShown:
        """Raises NotConnected where there is no such run, or it is somebody else's."""
        with self.unit_of_work.reading() as tx:
            run = tx.runs.find(command.run)
            if run is None:
                raise NotConnected("there is no such run")
            connection = visible(tx, run.connection, command.person)
            return RunShown(run, connection, tx.runs.decided(run.id, command.after, command.search))
