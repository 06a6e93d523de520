"""The sandbox's GitHub: its issues count from one again after a restart, and are other issues."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from stand import Stand, stand

from patience import soon
from tt_integrations.adapters.sql.host_tables import tasks
from tt_integrations.entrypoints.sandbox.github import REPOSITORY

GITHUB = "/api/integrations/github"


def names(here: Stand) -> list[str]:
    with here.sandbox.engine.connect() as connection:
        return list(connection.scalars(sa.select(tasks.c.name).order_by(tasks.c.id)))


def has_webhook(here: Stand) -> bool:
    [shown] = here.ask("anna", "GET", f"{GITHUB}/status").json()["repositories"]
    return bool(shown["has_webhook"])


def opened(here: Stand, title: str) -> int:
    """The number of the issue that is opened now."""
    arguments = {"repo": REPOSITORY, "title": title}
    address = f"{here.sandbox.github_url}/_fake/open_issue"
    return int(here.http.post(address, json=arguments).json()["result"]["number"])


def test_an_issue_after_a_restart_is_not_the_one_of_its_number_before(tmp_path: Path) -> None:
    with stand(tmp_path) as here:
        token = here.sandbox.description["github"]["token"]
        wanted = {"github_token": token, "repositories": [{"name": REPOSITORY, "project": 1}]}
        here.ask("anna", "POST", f"{GITHUB}/config", json=wanted)
        assert soon(lambda: has_webhook(here))
        assert opened(here, "The door squeaks") == 1
        assert soon(lambda: names(here) == ["The door squeaks"])
    with stand(tmp_path) as here:
        assert soon(lambda: has_webhook(here))
        assert opened(here, "The floor creaks") == 1
        assert soon(lambda: names(here) == ["The door squeaks", "The floor creaks"])
