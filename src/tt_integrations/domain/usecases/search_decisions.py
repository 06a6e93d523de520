"""What became of an item, whenever that was: the answer to "why is my meeting not there?"."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Numbered, Run
from tt_integrations.ports.unit_of_work import UnitOfWork

MOST_FOUND = 50


@frozen
class DecisionsSought:
    """`text` is part of an item's title or name."""

    person: Person
    text: str


@frozen
class DecisionFound:
    numbered: Numbered
    run: Run


@frozen
class SearchDecisions:
    unit_of_work: UnitOfWork

    def __call__(self, command: DecisionsSought) -> Sequence[DecisionFound]:
        """The `MOST_FOUND` newest about it, newest first, of the person's own connections; of all for who sees all."""
        person, text = command.person, " ".join(command.text.split())
        owner = None if person.sees_all else person.id
        with self.unit_of_work.reading() as tx:
            found = tx.runs.search(owner, text, MOST_FOUND)
            runs = {number: tx.runs.find(number) for number in {each.run for each in found}}
        return [DecisionFound(each, run) for each in found if (run := runs[each.run])]
