"""Google Calendar from the consent to an answer that gets lost."""

from __future__ import annotations

import time

from tt_integrations.entrypoints.sandbox.tour import RUNS, Tour
from tt_integrations.entrypoints.sandbox.tour_google import SYNC, CalendarTour

CONFIG, TEST, STATUS = (f"/api/integrations/google/{name}" for name in ("config", "test", "status"))
MORNINGS = ("Stand-up", "Stand-up")


def google_chapter(tour: Tour) -> None:
    calendar = CalendarTour(tour)
    _connect(tour, calendar)
    _preview(tour, calendar)
    _changes(calendar)
    _undo(tour, calendar)
    _export(tour, calendar)


def _connect(tour: Tour, calendar: CalendarTour) -> None:
    print("\nAnna connects her calendar by consent; meetings that have ended become entries")
    web = next(p["id"] for p in tour.sandbox.description["projects"] if p["name"] == "Web")
    tour.ask(
        "anna",
        "POST",
        CONFIG,
        '"ok":true',
        default_project_id=web,
        sync_direction="both",
        sync_days_back=500,
    )
    tour.ask("anna", "GET", STATUS, '"sync_days_back":30')
    calendar.consent("Google Calendar is connected")
    calendar.entries("Planning", "Design review", "Busy", *MORNINGS)
    tour.ask("anna", "POST", TEST, "can be written to")
    print("  Every event has its reason")
    calendar.why("Lunch talk", "declined")
    calendar.why("Company day", "all day")
    calendar.why("Interview", "not ended yet")


def _preview(tour: Tour, calendar: CalendarTour) -> None:
    print("\nA plan is looked at before it is carried out, and only that very plan is")
    calendar.google("hold_pushes")
    calendar.meeting("Retrospective", hours_ago=2)
    plan = tour.ask("anna", "POST", f"{SYNC}?preview=1", "Retrospective").json()
    calendar.entries("Planning", "Design review", "Busy", *MORNINGS)
    calendar.meeting("Handover", hours_ago=1)
    moved = tour.ask("anna", "POST", f"{SYNC}?apply={plan['hash']}", "Handover").json()
    calendar.entries("Planning", "Design review", "Busy", *MORNINGS)
    tour.ask("anna", "POST", f"{SYNC}?apply={moved['hash']}", '"imported":2')
    calendar.entries("Planning", "Design review", "Busy", "Retrospective", "Handover", *MORNINGS)
    calendar.google("deliver_pushes")


def _changes(calendar: CalendarTour) -> None:
    print("\nGoogle tells of changes, and entries follow; what a person changed by hand stays")
    planning, review = calendar.event("Planning"), calendar.event("Design review")
    calendar.google("rename_event", event=planning["id"], summary="Planning of the week")
    calendar.entries(
        *("Planning of the week", "Design review", "Busy", "Retrospective", "Handover"), *MORNINGS
    )
    calendar.google("cancel_event", event=review["id"])
    calendar.entries("Planning of the week", "Busy", "Retrospective", "Handover", *MORNINGS)
    calendar.rename_entry("Handover", "Handover to Ben")
    handover = calendar.event("Handover")
    calendar.google("rename_event", event=handover["id"], summary="Hand-over")
    calendar.why("Hand-over", "changed by hand")
    calendar.entries("Planning of the week", "Busy", "Retrospective", "Handover to Ben", *MORNINGS)


def _undo(tour: Tour, calendar: CalendarTour) -> None:
    print("\nA run is taken back")
    run = calendar.run_about("Design review", "removed")
    tour.ask("anna", "POST", f"{RUNS}/{run}/undo?preview=1", "Design review")
    tour.ask("anna", "POST", f"{RUNS}/{run}/undo", '"ok":true')
    calendar.entries(
        *("Planning of the week", "Design review", "Busy", "Retrospective", "Handover to Ben"),
        *MORNINGS,
    )


def _export(tour: Tour, calendar: CalendarTour) -> None:
    print("\nA stopped timer becomes an event, once, also where Google's answer gets lost")
    tour.type("/tt start mobile -- written into the calendar", "Timer started")
    time.sleep(1.1)
    tour.type("/tt stop", "Timer stopped")
    print("   (the fake's own server complains of the answer that it is told to lose)", flush=True)
    calendar.google("faults", operation="calendar.events.insert", fault="answer_lost")
    tour.ask("anna", "POST", SYNC, "ok")
    tour.ask("anna", "POST", SYNC, '"ok":true')
    calendar.exported("[TT] Mobile app — written into the calendar", times=1)
