"""What the demo does with calendars: in the fake Google, in the tracker's table, and in between."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.entrypoints.sandbox.consenting import consented
from tt_integrations.entrypoints.sandbox.google import EMAIL
from tt_integrations.entrypoints.sandbox.tour import RUNS, SOON, Tour

SYNC = "/api/integrations/google/sync"
MARKED = "[gcal:"


@frozen
class CalendarTour:
    """Anna's calendar, and her entries that came from it."""

    tour: Tour

    def google(self, action: str, **arguments: object) -> Any:
        """Have something done in the fake Google; what came of it."""
        return self.tour.done(self.tour.sandbox.google_url, action, arguments)

    def consent(self, expected: str) -> None:
        people = self.tour.sandbox.description["people"]
        token = next(each["token"] for each in people if each["username"] == "anna")
        page = consented(self.tour.sandbox, token, EMAIL)
        sentence = page.text.partition("<h1")[2].partition(">")[2].partition("</h1>")[0]
        self.tour.show("Anna follows the link, ticks and clicks Allow", sentence)
        self.tour.check(expected in page.text, f"the last page should say {expected!r}")

    def event(self, title: str) -> Mapping[str, Any]:
        """The event of that title as it is there."""
        found = [each for each in self.google("events") if each.get("summary") == title]
        self.tour.check(len(found) == 1, f"there should be one event {title!r}")
        return found[0] if found else {}

    def meeting(self, title: str, hours_ago: float) -> None:
        """Half an hour long."""
        start = self.now().replace(microsecond=0) - timedelta(hours=hours_ago)
        end = start + timedelta(minutes=30)
        self.google("add_event", summary=title, start=start.isoformat(), end=end.isoformat())

    def now(self) -> datetime:
        return datetime.fromisoformat(self.google("clock", advance=0))

    def entries(self, *expected: str) -> None:
        """Show the entries that came from the calendar; soon there must be these, by their notes and no others."""
        deadline, found = time.monotonic() + SOON, list[str]()
        while sorted(found) != sorted(expected) and time.monotonic() < deadline:
            found = [note for note, _ in self._rows()]
            time.sleep(0.1)
        for note, length in self._rows():
            print(f"      entry: {note}, {length}")
        self.tour.check(
            sorted(found) == sorted(expected), f"expected the entries {sorted(expected)}"
        )

    def rename_entry(self, note: str, becomes: str) -> None:
        """What a person does in the tracker itself."""
        print(f"   Anna changes the note {note!r} to {becomes!r}")
        column = time_entries.c.notes
        chosen = sa.select(time_entries.c.id, column).where(column.startswith(f"{note} {MARKED}"))
        with self.tour.sandbox.engine.begin() as connection:
            number, text = connection.execute(chosen.limit(1)).one()
            changed = sa.update(time_entries).where(time_entries.c.id == number)
            connection.execute(changed.values(notes=text.replace(note, becomes, 1)))

    def why(self, title: str, sentence: str) -> None:
        """The newest run that looked at the item must soon say that of it."""
        deadline, said = time.monotonic() + SOON, ""
        while sentence not in said and time.monotonic() < deadline:
            runs = self.tour.quietly("anna", RUNS).json()["runs"]
            said = next((s for run in runs if (s := self._said(run["id"], title))), "")
            time.sleep(0.1)
        self.tour.show(f"why {title!r}?", said)
        self.tour.check(sentence in said, f"of {title!r} it should be said {sentence!r}")

    def run_about(self, title: str, action: str) -> int:
        """The newest run that did this to the item."""
        for run in self.tour.quietly("anna", RUNS).json()["runs"]:
            if self._said(run["id"], title).startswith(action):
                return int(run["id"])
        self.tour.check(fine=False, complaint=f"some run should have {action} {title!r}")
        return 0

    def exported(self, title: str, times: int) -> None:
        found = [
            each["summary"]
            for each in self.google("events")
            if each["status"] != "cancelled" and each.get("summary", "").startswith(title)
        ]
        self.tour.show("in Anna's calendar", "\n".join(found) or "(nothing)")
        self.tour.check(len(found) == times, f"there should be {title!r} {times} times")

    def _said(self, run: int, title: str) -> str:
        path = f"{RUNS}/{run}?search={title.replace(' ', '+')}"
        decisions = self.tour.quietly("anna", path).json()["decisions"]
        return str(decisions[-1]["sentence"]) if decisions else ""

    def _rows(self) -> list[tuple[str, timedelta]]:
        columns = time_entries.c.notes, time_entries.c.start_time, time_entries.c.end_time
        marked = sa.select(*columns).where(time_entries.c.notes.contains(MARKED))
        with self.tour.sandbox.engine.connect() as connection:
            rows = connection.execute(marked.order_by(time_entries.c.start_time)).all()
        return [(note.partition(f" {MARKED}")[0], end - start) for note, start, end in rows]
