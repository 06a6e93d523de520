"""What a command did to a person's time, kept so that it can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from tt_integrations.domain.model.timesheet import TimeEntry, Timer

UNDO_WITHIN = timedelta(minutes=10)

Image = Timer | TimeEntry
"""An entry of the timesheet as it stood at one moment."""


@frozen
class Change:
    """One entry before and after; `before` None: the entry was made."""

    before: Image | None
    after: Image


@frozen
class Deed:
    """All that one command changed, in order. `word` is the command's own, such as "switch"."""

    word: str
    done_at: datetime
    changes: tuple[Change, ...]
