"""The yardstick: a calendar's events become time entries by hand. Plain httpx, json.loads, one executemany a page.

It knows one person, one project and the shape of what it is told, asks what we ask, and writes the same entries. It has
no links, decisions, rules or cursor, so it could not do it a second time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg

from tt_integrations.adapters.sql.engine import opened

COLUMNS = """user_id, project_id, start_time, end_time, duration_seconds, notes, billable, source,
break_seconds, paid, created_at, updated_at"""
VALUES = "{0}, {0}, {0}, {0}, {0}, {0}, {0}, 'auto', 0, false, {0}, {0}"
INSERT = f"INSERT INTO time_entries ({COLUMNS}) VALUES ({VALUES})"
FIELDS = (
    "nextPageToken,nextSyncToken,items(id,etag,status,summary,description,start,end,transparency,"
    "visibility,eventType,attendees(self,responseStatus),extendedProperties/private)"
)
PERSON, PROJECT = 1, 1
Written = Callable[[datetime], object]
"""How a driver takes a moment."""
DAYS = timedelta(days=7)


@contextmanager
def raw_at(url: str, address: str, client: httpx.Client) -> Iterator[Callable[[], None]]:
    """What imports all of the calendar into that database, each page in a transaction."""
    if url.startswith("sqlite"):
        db: Any = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            db.execute(f"PRAGMA {pragma}")
        begin, insert = "BEGIN IMMEDIATE", INSERT.format("?")
        written: Written = _text
    else:
        db = psycopg.connect(url, autocommit=True)
        begin, insert, written = "BEGIN", INSERT.format("%s"), _moment

    def imported() -> None:
        for items in pages(client, address):
            rows = [row(item, written) for item in items]
            db.execute(begin)
            db.cursor().executemany(insert, rows)
            db.execute("COMMIT")

    try:
        yield imported
    finally:
        db.close()


def pages(client: httpx.Client, address: str) -> Iterator[list[dict[str, Any]]]:
    query = {
        "singleEvents": "true",
        "showDeleted": "true",
        "maxResults": "250",
        "timeZone": "UTC",
        "timeMin": (datetime.now(UTC) - DAYS).isoformat(timespec="seconds"),
        "fields": FIELDS,
    }
    token = None
    while True:
        asked = {**query, "pageToken": token} if token else query
        answer = client.get(f"{address}/calendars/primary/events", params=asked)
        answer.raise_for_status()
        told = json.loads(answer.content)
        yield told["items"]
        token = told.get("nextPageToken")
        if token is None:
            return


def row(item: dict[str, Any], written: Written) -> tuple[Any, ...]:
    start = datetime.fromisoformat(item["start"]["dateTime"])
    end = datetime.fromisoformat(item["end"]["dateTime"])
    now = written(datetime.now(UTC))
    note = f"{item['summary']} [gcal:{item['id']}]"
    worked = int((end - start).total_seconds())
    return (PERSON, PROJECT, written(start), written(end), worked, note, True, now, now)


def entries(url: str) -> int:
    """How many there are now."""
    with opened(url) as engine, engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM time_entries").scalar_one())


def _moment(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _text(moment: datetime) -> str:
    return _moment(moment).isoformat(" ", "microseconds")
