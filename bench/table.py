"""What the report prints: one line per figure, the goal beside it."""

from __future__ import annotations

from attrs import frozen

_LARGE = 100
"""From here on, what stands behind the point is noise."""


@frozen
class Figure:
    """`goal` is a bound in the figure's own unit; `at_least` says on which side of it one should be."""

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        reached = self.value >= self.goal if self.at_least else self.value <= self.goal
        bound = f"{'>=' if self.at_least else '<='} {self.goal:g} {self.unit}".rstrip()
        return f"goal {bound}: {'reached' if reached else 'missed'}"


def show(title: str, figures: list[Figure]) -> None:
    print(f"\n{title}")
    for figure in figures:
        shown = f"{figure.value:,.0f}" if figure.value >= _LARGE else f"{figure.value:.3g}"
        print(
            f"  {figure.name:44} {shown:>8} {figure.unit:5} {figure.verdict}".rstrip(), flush=True
        )
