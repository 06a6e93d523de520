"""GitHub from the pasted token to an issue whose webhook got lost."""

from __future__ import annotations

import time

from tt_integrations.entrypoints.sandbox.github import REPOSITORY
from tt_integrations.entrypoints.sandbox.tour import SOON, Tour

CONFIG, SYNC, TEST, STATUS = (
    f"/api/integrations/github/{name}" for name in ("config", "sync", "test", "status")
)


def github_chapter(tour: Tour) -> None:
    _connect(tour)
    _issue(tour)
    _by_hand(tour)
    _lost(tour)


def _connect(tour: Tour) -> None:
    print("\nAnna connects GitHub: one token, one repository")
    token = tour.sandbox.description["github"]["token"]
    web = next(p["id"] for p in tour.sandbox.description["projects"] if p["name"] == "Web")
    wanted = {"repositories": [{"name": REPOSITORY, "project": web}], "auto_start_timer": True}
    tour.ask("anna", "POST", CONFIG, "a project that you may use", default_project_id=999_999)
    tour.ask("anna", "POST", CONFIG, "github_token", github_token="ghp_of_nobody")  # noqa: S106
    tour.ask("anna", "POST", CONFIG, "webhook_secret", github_token=token, **wanted)
    deadline = time.monotonic() + SOON
    while not _has_hook(tour) and time.monotonic() < deadline:
        time.sleep(0.1)
    tour.ask("anna", "POST", TEST, "its webhook calls us")


def _has_hook(tour: Tour) -> bool:
    return '"has_webhook":true' in tour.quietly("anna", STATUS).text


def _issue(tour: Tour) -> None:
    print(
        "\nAn issue becomes a task, being assigned starts the clock, closing it finishes the task"
    )
    tour.github("open_issue", repo=REPOSITORY, title="The door squeaks", labels=["bug"])
    tour.tasks("The door squeaks: todo, high")
    tour.github("assign", repo=REPOSITORY, number=1, login="anna")
    tour.explained("anna", "timer started")
    tour.type("/tt status", "The door squeaks")
    tour.github("close_issue", repo=REPOSITORY, number=1)
    tour.tasks("The door squeaks: done, high")
    tour.github("reopen_issue", repo=REPOSITORY, number=1)
    tour.tasks("The door squeaks: todo, high")
    tour.type("/tt stop", "Timer stopped")


def _by_hand(tour: Tour) -> None:
    print("\nWhat a person changed by hand stays; the run says so")
    tour.rename_task("The door squeaks", "Oil the door")
    tour.github("edit_issue", repo=REPOSITORY, number=1, title="The front door squeaks")
    tour.explained("anna", "kept: changed by hand")
    tour.tasks("Oil the door: todo, high")


def _lost(tour: Tour) -> None:
    print("\nA webhook gets lost; the next sync finds it, and finds nothing twice")
    tour.github("lose_deliveries")
    tour.github("open_issue", repo=REPOSITORY, title="The floor creaks")
    tour.ask("anna", "POST", SYNC, '"synced":1')
    tour.tasks("Oil the door: todo, high", "The floor creaks: todo, low")
    tour.ask("anna", "POST", SYNC, '"synced":0')
