"""What can be done to jobs, claims, grants, tickets, links, states, runs and cursors: the same to two stores.

Numbers stand for the connections of a side, and for the jobs taken and the runs begun there, around and around.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from attrs import Factory, define, evolve

from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.runs import (
    Decided,
    NewRun,
    Numbered,
    Run,
    RunId,
    RunResult,
    RunsWanted,
    Trigger,
)
from tt_integrations.domain.model.tickets import Purpose
from tt_integrations.domain.model.work import Job
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.contracts.examples import ACME, at, connected, grant, job, ticket

HOURS = range(6)
CONNECTIONS = range(3)
NAMES = ("a", "b", "c")
LEASE = timedelta(hours=1)


@define
class Side:
    """One of the stores, with connections to do it to, and the jobs that were taken there."""

    ground: Ground
    connections: list[ConnectionId] = Factory(list)
    taken: list[Job] = Factory(list)
    begun: list[RunId] = Factory(list)

    def __attrs_post_init__(self) -> None:
        ada = self.ground.add_person()
        with self.ground.unit_of_work() as tx:
            self.connections = [connected(tx, ada, str(number)).id for number in CONNECTIONS]
            tx.commit()

    def in_common(self, answer: Any) -> Any:
        """The answer without ids, which are the store's own affair."""
        match answer:
            case list() | tuple():
                return [self.in_common(each) for each in answer]
            case Link() | SealedGrant() | Cursor():
                number = self.connections.index(answer.connection)
                return evolve(answer, connection=ConnectionId(number))
            case Job():
                number = self.connections.index(answer.connection)
                return number, answer.work, answer.key, answer.tries, answer.interrupted
            case Run():
                number = self.connections.index(answer.connection)
                run = RunId(self.begun.index(answer.id))
                return evolve(answer, id=run, connection=ConnectionId(number))
            case Numbered():
                return answer.number, self.begun.index(answer.run), answer.decided
            case Connection():
                return self.connections.index(answer.id), answer.state, answer.reason
        return answer


Step = Callable[[Side, Transaction], object]


def store(which: int, key: str, hours: int, once: str | None, side: Side, tx: Transaction) -> bool:
    new = job(side.connections[which], f"{key} at {hours}", key, hours)
    return tx.jobs.enqueue(evolve(new, once=once))


def take(hours: int, side: Side, tx: Transaction) -> Job | None:
    taken = tx.jobs.take(at(hours), LEASE)
    side.taken += [taken] if taken else []
    return taken


def finish(which: int, side: Side, tx: Transaction) -> None:
    for taken in _nth(side, which):
        tx.jobs.finish(taken)


def give_back(which: int, hours: int, side: Side, tx: Transaction) -> None:
    for taken in _nth(side, which):
        tx.jobs.give_back(taken, at(hours))


def give_up(which: int, hours: int, side: Side, tx: Transaction) -> None:
    for taken in _nth(side, which):
        tx.jobs.give_up(taken, at(hours), f"given up at {hours}")


def drop(which: int, side: Side, tx: Transaction) -> int:
    return tx.jobs.drop(side.connections[which])


def claim(name: str, hours: int, _: Side, tx: Transaction) -> bool:
    return tx.claims.claim(name, at(hours), f"at {hours}")


def keep(which: int, version: int, hours: int, side: Side, tx: Transaction) -> bool:
    kept = evolve(grant(side.connections[which]), version=version, expires=at(hours))
    return tx.grants.keep(kept)


def begin_refresh(which: int, version: int, hours: int, side: Side, tx: Transaction) -> bool:
    kept = evolve(grant(side.connections[which]), version=version)
    return tx.grants.begin_refresh(kept, at(hours), at(hours + 1))


def expire(which: int, version: int, hours: int, side: Side, tx: Transaction) -> bool:
    kept = evolve(grant(side.connections[which]), version=version)
    return tx.grants.expire(kept, at(hours))


def drop_grant(which: int, side: Side, tx: Transaction) -> None:
    tx.grants.drop(side.connections[which])


def issue(purpose: Purpose, digest: str, hours: int, _: Side, tx: Transaction) -> None:
    """Only where there is none: digests of secrets never meet."""
    if all(tx.tickets.look(each, digest, at(-1)) is None for each in Purpose):
        tx.tickets.issue(evolve(ticket(digest), purpose=purpose, expires=at(hours)))


def redeem(purpose: Purpose, digest: str, hours: int, _: Side, tx: Transaction) -> object:
    return tx.tickets.redeem(purpose, digest, at(hours))


def put(link: Link, side: Side, tx: Transaction) -> None:
    tx.links.put(evolve(link, connection=side.connections[link.connection]))


def reserve(link: Link, side: Side, tx: Transaction) -> Link | None:
    """And count on it, as whoever reserves does."""
    found = tx.links.reserve(side.connections[link.connection], link.kind, link.remote)
    if found is None:
        put(link, side, tx)
    else:
        tx.links.put(evolve(found, base={**found.base, "seen": True}))
    return found


def remove(link: Link, side: Side, tx: Transaction) -> None:
    tx.links.remove(evolve(link, connection=side.connections[link.connection]))


def move(
    which: int, state: ConnectionState, reason: str | None, side: Side, tx: Transaction
) -> bool:
    return tx.connections.move(side.connections[which], state, reason)


def forget(hours: int, _: Side, tx: Transaction) -> object:
    return tx.claims.forget(at(hours)), tx.tickets.forget(at(hours)), tx.runs.forget(at(hours))


def move_cursor(
    which: int, name: str, version: int, value: Mapping[str, object], side: Side, tx: Transaction
) -> bool:
    return tx.cursors.move(Cursor(side.connections[which], name, value, version))


def drop_cursor(which: int, name: str, side: Side, tx: Transaction) -> None:
    tx.cursors.drop(side.connections[which], name)


def begin(which: int, hours: int, side: Side, tx: Transaction) -> None:
    new = NewRun(side.connections[which], Trigger.SYNC, f"at {hours}", at(hours))
    side.begun.append(tx.runs.begin(new))


def decide(which: int, decided: list[Decided], side: Side, tx: Transaction) -> None:
    for run in _run(side, which):
        tx.runs.decide(run, decided)


def end(which: int, hours: int, result: RunResult, side: Side, tx: Transaction) -> None:
    for run in _run(side, which):
        tx.runs.end(run, at(hours), result, f"ended at {hours}")


def end_overdue(before: int, hours: int, _side: Side, tx: Transaction) -> int:
    return tx.runs.end_overdue(at(before), at(hours), f"overdue at {before}")


def mark_undone(which: int, side: Side, tx: Transaction) -> object:
    return [tx.runs.mark_undone(run) for run in _run(side, which)]


def seek(which: int, after: int, search: str, side: Side, tx: Transaction) -> object:
    return [tx.runs.decided(run, after, search) for run in _run(side, which)]


def list_runs(which: int | None, result: RunResult | None, side: Side, tx: Transaction) -> object:
    connection = None if which is None else side.connections[which]
    return [
        tx.runs.newest(RunsWanted(None, connection, result, before))
        for before in (None, *_run(side, -1))
    ]


def look(side: Side, tx: Transaction) -> object:
    return [
        [tx.jobs.given_up(number) for number in side.connections],
        [tx.claims.note(name) for name in NAMES],
        [tx.grants.find(number) for number in side.connections],
        [tx.tickets.look(each, name, at(0)) for each in Purpose for name in NAMES],
        [tx.links.all_to(kind, ours) for kind in Kind for ours in (1, 2)],
        [tx.links.to(n, kind, ours) for n in side.connections for kind in Kind for ours in (1, 2)],
        [tx.connections.find(number) for number in side.connections],
        [tx.cursors.at(number, name) for number in side.connections for name in NAMES],
        [tx.runs.newest(RunsWanted()), [tx.runs.decided(run) for run in side.begun]],
        [tx.connections.newest(ACME), tx.connections.working(ACME, side.connections[0])],
    ]


def _run(side: Side, which: int) -> list[RunId]:
    return [side.begun[which % len(side.begun)]] if side.begun else []


def _nth(side: Side, which: int) -> list[Job]:
    return [side.taken[which % len(side.taken)]] if side.taken else []
