"""What the pages of what was done by itself show: runs, decisions, deliveries that failed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import evolve, frozen

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Numbered, Run, Trigger
from tt_integrations.domain.usecases.list_connections import Standing
from tt_integrations.domain.usecases.replay_delivery import FailedDelivery
from tt_integrations.domain.usecases.search_decisions import DecisionFound
from tt_integrations.domain.usecases.show_runs import RunShown
from tt_integrations.entrypoints.web.moments import Shown, shown
from tt_integrations.entrypoints.web.reasons import sentence
from tt_integrations.entrypoints.web.standing import ACTIONS, RESULTS, TRIGGERS, Badge, counts_of


@frozen
class RunLine:
    id: int
    of: str
    """Which connection, and whose it is where it is somebody else's."""
    started: Shown | None
    ended: Shown | None
    badge: Badge
    counts: str
    cause: str
    trouble: str
    undone: bool


@frozen
class DecisionLine:
    number: int
    item: str
    title: str
    badge: Badge
    sentence: str
    run: int
    at: Shown | None = None
    of: str = ""


@frozen
class FailedLine:
    number: int
    of: str
    received: Shown | None
    reason: str


@frozen
class ConnectionChoice:
    number: int
    title: str
    chosen: bool


@frozen
class ActivityViews:
    """`person` is who looks; `providers` by their names."""

    person: Person
    providers: Mapping[str, Provider]

    def run(self, run: Run, standing: Standing | None) -> RunLine:
        return RunLine(
            id=run.id,
            of=self.name(standing),
            started=shown(run.started, self.person.zone),
            ended=shown(run.ended, self.person.zone),
            badge=RESULTS[run.result],
            counts=counts_of(run),
            cause=f"{TRIGGERS[run.trigger]} ({run.cause})" if run.cause else TRIGGERS[run.trigger],
            trouble=run.trouble or "",
            undone=run.undone,
        )

    def opened(self, shown_run: RunShown, owner: Person | None) -> RunLine:
        return self.run(shown_run.run, Standing(shown_run.connection, owner))

    def decision(self, numbered: Numbered, trigger: Trigger = Trigger.SYNC) -> DecisionLine:
        decided = numbered.decided
        return DecisionLine(
            number=numbered.number,
            item=decided.item,
            title=decided.title,
            badge=ACTIONS[decided.action],
            sentence=sentence(decided, trigger),
            run=numbered.run,
        )

    def found(self, found: DecisionFound, standing: Standing | None) -> DecisionLine:
        line = self.decision(found.numbered, found.run.trigger)
        return evolve(line, at=shown(found.run.started, self.person.zone), of=self.name(standing))

    def failed(self, delivery: FailedDelivery) -> FailedLine:
        return FailedLine(
            number=delivery.number,
            of=self.title(delivery.connection),
            received=shown(delivery.received, self.person.zone),
            reason=delivery.reason,
        )

    def choices(self, own: Sequence[Connection], chosen: int | None) -> Sequence[ConnectionChoice]:
        """To filter by. The one that is chosen is among them, were it somebody else's."""
        several = _several(own)
        choices = [
            ConnectionChoice(
                each.id,
                f"{self.title(each)}, no. {each.id}"
                if each.provider in several
                else self.title(each),
                each.id == chosen,
            )
            for each in own
        ]
        if chosen is not None and chosen not in {each.number for each in choices}:
            choices.append(ConnectionChoice(chosen, f"Connection no. {chosen}", chosen=True))
        return choices

    def name(self, standing: Standing | None) -> str:
        if standing is None:
            return "A connection that is gone"
        title = self.title(standing.connection)
        if standing.connection.owner == self.person.id:
            return title
        return f"{title} of {standing.owner.name if standing.owner else 'nobody'}"

    def title(self, connection: Connection) -> str:
        known = (each for each in self.providers.values() if each.key == connection.provider)
        return next((each.title for each in known), connection.provider)


def _several(own: Sequence[Connection]) -> Collection[str]:
    """The providers to which there is more than one."""
    keys = [each.provider for each in own]
    return {key for key in keys if keys.count(key) > 1}
