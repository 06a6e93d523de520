"""Where an issue of a path is: here, moved, deleted, or never seen."""

from __future__ import annotations

from tt_integrations.adapters.providers.github.fake.access import role
from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.links import with_query
from tt_integrations.adapters.providers.github.fake.nouns import Issue
from tt_integrations.adapters.providers.github.fake.refusals import (
    Refused,
    gone,
    not_found,
    refusal,
)


def issue_of(ask: Ask) -> Issue:
    """The issue of the path. Raises Refused: 301 or 307 where it moved, 410 where it was deleted, 404."""
    check_issues_on(ask)
    place = (ask.repo.id, ask.number("issue_number"))
    if place in ask.memory.issues:
        return ask.memory.issues[place]
    if place in ask.memory.moved:
        raise _moved(ask)
    raise gone() if place in ask.memory.deleted else not_found()


def check_issues_on(ask: Ask) -> None:
    """Raises Refused (410) where the repository has no issues."""
    if not ask.repo.has_issues:
        raise gone("Issues has been disabled in this repository.")


def _moved(ask: Ask) -> Refused:
    """To where it is now, unless the caller may not know that place."""
    place = (ask.repo.id, ask.number("issue_number"))
    while place in ask.memory.moved:
        place = ask.memory.moved[place]
    repo = ask.memory.repositories.get(place[0])
    if repo is None or not role(ask.memory, ask.caller, repo):
        return not_found()
    below = ask.rest.removeprefix(f"/issues/{ask.number('issue_number')}")
    return redirect(ask, f"/repositories/{repo.id}/issues/{place[1]}{below}")


def redirect(ask: Ask, path: str) -> Refused:
    """301 for reading; 307 for the rest, which keeps its method and body."""
    url = with_query(f"{ask.memory.links.api}{path}", list(ask.request.query))
    status, message = 307, "Temporary Redirect"
    if ask.request.method == "GET":
        status, message = 301, "Moved Permanently"
    return refusal(status, message, {"location": url}, url=url)
