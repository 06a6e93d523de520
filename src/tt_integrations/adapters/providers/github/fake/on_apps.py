"""An app, the tokens of its installations, and what they reach, over REST."""

from __future__ import annotations

from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake.asking import Ask, shown
from tt_integrations.adapters.providers.github.fake.nouns import App
from tt_integrations.adapters.providers.github.fake.pages import (
    NUMBERED,
    cut_of,
    last_page,
    with_links,
)
from tt_integrations.adapters.providers.github.fake.reading import (
    query_of,
)
from tt_integrations.adapters.providers.github.fake.refusals import (
    not_accessible,
    not_found,
    refusal,
    requires_authentication,
)
from tt_integrations.adapters.providers.github.fake.show_apps import installation, integration
from tt_integrations.adapters.providers.github.fake.show_repositories import repository


def get_authenticated(ask: Ask) -> Response:
    app = app_of(ask)
    return shown(integration(app, ask.memory), app.created_at)


def list_installations(ask: Ask) -> Response:
    """Where the app whose JWT came is installed."""
    app = app_of(ask)
    query = query_of(ask, "Installation", NUMBERED)
    mine = [it for it in ask.memory.installations.values() if it.app_id == app.id]
    page, cut = cut_of(query, mine)
    answer = json_response([installation(it, ask.memory) for it in cut])
    return with_links(ask, answer, page, last_page(query, mine))


def get_installation(ask: Ask) -> Response:
    app = app_of(ask)
    it = ask.memory.installations.get(ask.number("installation_id"))
    if it is None or it.app_id != app.id:
        raise not_found()
    return shown(installation(it, ask.memory), it.created_at)


def list_repositories(ask: Ask) -> Response:
    """What an installation token reaches."""
    token = ask.caller.token
    if token is None or token.installation_id is None:
        raise (
            requires_authentication()
            if ask.caller.anonymous
            else not_accessible("", "metadata=read")
        )
    query = query_of(ask, "Repository", NUMBERED)
    it = ask.memory.installations[token.installation_id]
    reach = ask.memory.installed_on(it)
    found = [r for r in reach if token.repositories is None or r.id in token.repositories]
    page, cut = cut_of(query, found)
    payload = {
        "total_count": len(found),
        "repository_selection": selection(it.repositories, token.repositories),
        "repositories": [repository(repo, ask.memory) for repo in cut],
    }
    return with_links(ask, json_response(payload), page, last_page(query, found))


def app_of(ask: Ask) -> App:
    """The app whose JWT came with the request. Raises Refused (401) for any other caller."""
    if ask.caller.token or not ask.caller.app:
        raise refusal(401, "A JSON web token could not be decoded")
    return ask.caller.app


def selection(*limits: frozenset[int] | None) -> str:
    return "all" if all(limit is None for limit in limits) else "selected"
