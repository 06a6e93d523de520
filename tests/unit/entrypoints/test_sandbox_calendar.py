"""The sandbox's Google: an account with meetings, connected by its consent page, and again after a restart."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from stand import Stand, stand

from patience import soon
from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.entrypoints.sandbox.consenting import consented
from tt_integrations.entrypoints.sandbox.google import EMAIL

GOOGLE = "/api/integrations/google"
ENDED = ["Busy", "Design review", "Planning", "Stand-up", "Stand-up"]


def notes(here: Stand) -> list[str]:
    with here.sandbox.engine.connect() as connection:
        found = connection.scalars(sa.select(time_entries.c.notes)).all()
    return sorted(note.partition(" [gcal:")[0] for note in found)


def runs(here: Stand) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = here.ask("anna", "GET", "/api/integrations/runs").json()[
        "runs"
    ]
    return listed


def test_a_calendar_is_connected_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    with stand(tmp_path) as here:
        here.ask("anna", "POST", f"{GOOGLE}/config", json={"default_project_id": 1})
        page = consented(here.sandbox, here.token("anna"), EMAIL)
        assert "Google Calendar is connected" in page.text
        assert '<a class="button" href="/sandbox">On to sandbox</a>' in page.text
        assert soon(lambda: notes(here) == ENDED)
        before = len(runs(here))
    with stand(tmp_path) as here:
        assert soon(lambda: len(runs(here)) > before and runs(here)[0]["result"] == "done")
        shown = here.ask("anna", "GET", f"{GOOGLE}/status").json()
        assert (shown["state"], shown["email"]) == ("active", EMAIL)
        assert notes(here) == ENDED
        assert here.ask("anna", "POST", f"{GOOGLE}/test").json()["ok"] is True


def test_what_a_program_needs_of_google_is_described(tmp_path: Path) -> None:
    with stand(tmp_path) as here:
        described = here.sandbox.description
        assert described["google"] == {
            "email": EMAIL,
            "calendar_id": "primary",
            "connect_url": f"{here.sandbox.url}/integrations/google/connect",
            "push_url": f"{here.sandbox.url}/api/integrations/google/push",
        }
        assert described["google_url"] == here.sandbox.google_url
        titles = here.http.get(f"{here.sandbox.google_url}/_fake/state").text
        assert "Planning" in titles
