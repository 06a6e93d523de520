"""Hypothesis strategies for the nouns of the domain: what a host may really hold, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import Person, PersonId, Rounding, RoundingMethod
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, Timer

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
ZONES = (
    "UTC",
    "Europe/Rome",
    "America/New_York",
    "Asia/Kathmandu",  # not by whole hours
    "Pacific/Kiritimati",  # as far ahead as it gets
    "America/Havana",  # its clocks change at midnight
)
# no control characters: PostgreSQL stores no NUL, and no person types the others
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])

ids = st.integers(1, 2**31 - 1)


def names(most: int = 40) -> SearchStrategy[str]:
    """Of people and projects: in any script, not blank, without white space around."""
    return st.text(LETTERS, min_size=1, max_size=most).map(str.strip).filter(bool)


def zones() -> SearchStrategy[ZoneInfo]:
    return st.sampled_from(ZONES).map(ZoneInfo)


def moments(first: datetime = FIRST, last: datetime = LAST) -> SearchStrategy[datetime]:
    """Aware UTC, to the microsecond."""
    return st.timedeltas(timedelta(0), last - first).map(lambda length: first + length)


def lengths(most: timedelta = timedelta(days=1)) -> SearchStrategy[timedelta]:
    """Not negative, in whole seconds."""
    return st.integers(0, int(most.total_seconds())).map(lambda s: timedelta(seconds=s))


def spans(most: timedelta = timedelta(days=2)) -> SearchStrategy[Span]:
    """Of a second at least."""
    longer = lengths(most).map(lambda length: length + timedelta(seconds=1))
    return st.builds(lambda start, length: Span(start, start + length), moments(), longer)


def roundings() -> SearchStrategy[Rounding]:
    methods = st.sampled_from(RoundingMethod)
    return st.builds(Rounding, st.sampled_from([1, 5, 6, 10, 15, 30, 60]), methods)


def people() -> SearchStrategy[Person]:
    return st.builds(
        Person,
        id=ids.map(PersonId),
        name=names(),
        zone=zones(),
        active=st.booleans(),
        rounding=roundings(),
        sees_all=st.booleans(),
    )


def projects() -> SearchStrategy[Project]:
    return st.builds(Project, ids.map(ProjectId), names())


def timers() -> SearchStrategy[Timer]:
    """Under way, some of them paused, some with a break behind them."""
    started = moments()
    return st.builds(
        lambda number, person, project, at, pause, breaks: Timer(
            EntryId(number), PersonId(person), project, at, pause and at + breaks + pause, breaks
        ),
        ids,
        ids,
        st.none() | projects(),
        started,
        st.none() | lengths(),
        lengths(timedelta(hours=2)),
    )


def states() -> SearchStrategy[ConnectionState]:
    return st.sampled_from(ConnectionState)


def settings() -> SearchStrategy[Mapping[str, object]]:
    """What a connection's owner may have saved: any small JSON object."""
    plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
    values = plain | st.lists(plain, max_size=3) | st.dictionaries(names(10), plain, max_size=3)
    return st.dictionaries(names(10), values, max_size=4)
