"""The user, a repository, and the rate limit over REST."""

from __future__ import annotations

from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake.access import ADMIN, READ, WRITE, role
from tt_integrations.adapters.providers.github.fake.asking import Ask, shown
from tt_integrations.adapters.providers.github.fake.limits import Window
from tt_integrations.adapters.providers.github.fake.refusals import (
    not_accessible,
    requires_authentication,
)
from tt_integrations.adapters.providers.github.fake.show_people import private_user, public_user
from tt_integrations.adapters.providers.github.fake.show_repositories import full_repository


def user(ask: Ask) -> Response:
    """Whose token it is. With the scope `user` a classic token is told more."""
    token = ask.caller.token
    if ask.caller.anonymous:
        raise requires_authentication()
    if token is None or token.installation_id is not None:
        raise not_accessible("installation", "profile=read")
    who = ask.memory.user(token.login)
    public = sum(not repo.private for repo in ask.memory.owned_by(who.login))
    show = private_user if "user" in token.scopes else public_user
    return shown(show(who, ask.memory.links, public), who.created_at)


def repository(ask: Ask) -> Response:
    """`permissions` says what the caller may do."""
    payload = full_repository(ask.repo, ask.memory)
    if not ask.caller.anonymous:
        may = role(ask.memory, ask.caller, ask.repo)
        least = {"admin": ADMIN, "maintain": ADMIN, "push": WRITE, "triage": WRITE, "pull": READ}
        payload["permissions"] = {name: may >= level for name, level in least.items()}
    return shown(payload, ask.repo.updated_at)


def rate_limit(ask: Ask) -> Response:
    """Asking costs nothing."""
    core = ask.limits.window(ask.caller).as_json()
    untouched = Window(30, core["reset"]).as_json()
    return json_response({"resources": {"core": core, "search": untouched}, "rate": core})
