"""The inputs of a card's form, filled with what is stored, or with what somebody typed where that was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from attrs import evolve, field, frozen

from tt_integrations.adapters.card_fields import WEEKDAYS, Choice, Field, Kind
from tt_integrations.adapters.card_forms import (
    Row,
    count_name,
    project_name,
    rows_in,
    text_name,
)
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.timesheet import Project

EMPTY_ROWS = 2
"""So many rows to add more by, without any script."""
NO_PROJECT = Choice("", "No project")


@frozen
class Option:
    value: str
    title: str
    chosen: bool


@frozen
class RowInput:
    text_name: str
    text: str
    project_name: str
    options: Sequence[Option]


@frozen
class Input:
    """One input. `id` is of the page. `stored`: there is a secret already, which is never shown. `error` is a sentence."""

    of: Field
    id: str
    value: str = ""
    checked: bool = False
    stored: bool = False
    options: Sequence[Option] = ()
    rows: Sequence[RowInput] = ()
    count_name: str = ""
    error: str = ""


@frozen
class Group:
    """`open`: something in it was refused, or it has no title to open it by."""

    title: str
    inputs: Sequence[Input]
    open: bool


@frozen
class Filling:
    """What a form is filled with. `described` is what is stored, as the provider describes it; `typed` what somebody
    posted, None where nobody did, and `refused` why it was not taken."""

    provider: str
    described: Mapping[str, object]
    projects: Sequence[Project]
    typed: Mapping[str, object] | None = field(default=None, repr=False)
    refused: InvalidSettings | None = None

    def groups(self, fields: Iterable[Field]) -> Sequence[Group]:
        """In the order of the fields, those of one group together."""
        grouped = groupby(sorted(fields, key=self._place(fields)), key=lambda each: each.group)
        return [self._group(title, list(some)) for title, some in grouped]

    def _place(self, fields: Iterable[Field]) -> Callable[[Field], int]:
        order = list(dict.fromkeys(["", *(each.group for each in fields)]))
        return lambda each: order.index(each.group)

    def _group(self, title: str, fields: Sequence[Field]) -> Group:
        inputs = [self._input(each) for each in fields]
        return Group(title, inputs, not title or any(each.error for each in inputs))

    def _input(self, of: Field) -> Input:
        made = Input(of, f"{self.provider}-{of.name}", error=self._error(of))
        value = self._value(of)
        match of.kind:
            case Kind.SECRET | Kind.LONG_SECRET:
                return evolve(made, stored=bool(self.described.get(f"has_{of.name}")))
            case Kind.FLAG:
                return evolve(made, checked=value not in ("", "false", "False"))
            case Kind.ENTRIES:
                return evolve(made, rows=self._rows(of), count_name=count_name(of))
            case Kind.PROJECT:
                return evolve(made, options=self._projects(value))
            case Kind.WEEKDAY:
                return evolve(made, options=_options(WEEKDAYS, value))
            case Kind.CHOICE:
                return evolve(made, options=_options(of.choices, value))
            case _:
                return evolve(made, value=value)

    def _value(self, of: Field) -> str:
        """As the input shows it, "" for nothing, or a box that is not ticked."""
        if self.typed is not None:
            return str(self.typed.get(of.name, ""))
        stored = self.described.get(of.name)
        if isinstance(stored, Mapping):
            return "\n".join(f"{key} = {text}" for key, text in stored.items())
        return "" if stored is None else str(stored)

    def _rows(self, of: Field) -> Sequence[RowInput]:
        rows = [*self._entries(of), *[Row("", "")] * EMPTY_ROWS]
        return [
            RowInput(
                text_name(of, number),
                row.text,
                project_name(of, number),
                self._projects(row.project),
            )
            for number, row in enumerate(rows)
        ]

    def _entries(self, of: Field) -> Sequence[Row]:
        if self.typed is not None:
            return rows_in(of, self.typed)
        stored = self.described.get(of.name)
        return [
            Row(str(entry.get(of.part, "")), str(entry.get("project") or ""))
            for entry in (stored if isinstance(stored, list) else ())
        ]

    def _projects(self, chosen: str) -> Sequence[Option]:
        """Those that the person may use, and the one that is chosen, were it another: it shall not vanish unseen."""
        choices = [NO_PROJECT, *(Choice(str(each.id), each.name) for each in self.projects)]
        if chosen not in {each.value for each in choices}:
            choices.append(Choice(chosen, f"Project {chosen}, which you may not use"))
        return _options(choices, chosen)

    def _error(self, of: Field) -> str:
        if self.refused is None or self.refused.field != of.name:
            return ""
        return sentence(self.refused.reason)


def sentence(reason: str) -> str:
    """`expected a number` as it stands beside a field."""
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."


def _options(choices: Iterable[Choice], value: str) -> Sequence[Option]:
    return [Option(each.value, each.title, each.value == value) for each in choices]
