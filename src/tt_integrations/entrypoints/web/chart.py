"""The last days as a picture: a pile of bars a day, as numbers for an SVG and for the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from tt_integrations.domain.model.runs import Action
from tt_integrations.domain.usecases.count_days import Day

WIDTH = 700
LEFT, TOP, FLOOR = 40, 12, 168
"""Where the first bar begins, the highest one ends, and all stand. In units of the picture, as everything here."""
GAP = 10
SERIES: tuple[tuple[str, str, tuple[Action, ...]], ...] = (
    ("created", "Created", (Action.CREATED,)),
    ("updated", "Updated", (Action.UPDATED, Action.MOVED, Action.REMOVED)),
    ("skipped", "Skipped", (Action.IGNORED, Action.KEPT)),
    ("failed", "Failed", (Action.FAILED,)),
)
"""Each by its class, its title, and what it counts. What was unchanged is no news, and would hide the rest."""


@frozen
class Bar:
    series: str
    x: float
    y: float
    width: float
    height: float


@frozen
class Column:
    """A day. `label` is short, `middle` where it stands."""

    date: date
    label: str
    middle: float
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]


@frozen
class Chart:
    columns: tuple[Column, ...]
    highest: int
    """What the highest line stands for."""

    @property
    def titles(self) -> Sequence[str]:
        return [title for _, title, _ in SERIES]

    @property
    def totals(self) -> Sequence[int]:
        return [sum(counts) for counts in zip(*(c.counts for c in self.columns), strict=True)]

    @property
    def summary(self) -> str:
        """For who cannot see it."""
        words = (f"{n} {title.lower()}" for n, title in zip(self.totals, self.titles, strict=True))
        return f"Altogether {', '.join(words)}."


def chart_of(days: Sequence[Day]) -> Chart:
    counted = [tuple(day.count(*actions) for *_, actions in SERIES) for day in days]
    highest = _round_up(max((sum(counts) for counts in counted), default=0))
    step = (WIDTH - LEFT) / max(len(days), 1)
    columns = (
        Column(
            date=day.date,
            label=str(day.date.day),
            middle=round(LEFT + step * (place + 0.5), 1),
            counts=counts,
            bars=tuple(_pile(counts, LEFT + step * place + GAP / 2, step - GAP, highest)),
        )
        for place, (day, counts) in enumerate(zip(days, counted, strict=True))
    )
    return Chart(tuple(columns), highest)


def _pile(counts: Sequence[int], x: float, width: float, highest: int) -> Sequence[Bar]:
    bars, y = [], float(FLOOR)
    for (name, *_), count in zip(SERIES, counts, strict=True):
        height = count / highest * (FLOOR - TOP)
        y -= height
        if count:
            bars.append(Bar(name, round(x, 1), round(y, 1), round(width, 1), round(height, 1)))
    return bars


def _round_up(count: int) -> int:
    """To 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if count <= step * power:
                return step * power
        power *= 10
