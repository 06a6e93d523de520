"""A repository's webhook that calls us.

Source: docs.github.com, rest/repos/webhooks.
"""

from __future__ import annotations

import httpx
from attrs import field, frozen

from tt_integrations.adapters.http_answers import object_in
from tt_integrations.adapters.providers.github import wire
from tt_integrations.adapters.providers.github.refusals import UNNAMED, wanted_by
from tt_integrations.adapters.providers.github.rest import (
    NOT_FOUND,
    PER_PAGE,
    Call,
    GitHubRest,
    list_in,
    rejected,
)
from tt_integrations.adapters.wire import parse_json, structured
from tt_integrations.domain.errors import PermissionMissing
from tt_integrations.domain.model.chat import Access

EVENTS = ("issues", "repository")
EXISTS = "already exists"
UNPROCESSABLE = 422
PERMISSION = "repository_hooks=write"


@frozen
class Wanted:
    """`path`: of the repository's hooks. `address`: what the hook is to call."""

    path: str
    address: str
    secret: str = field(repr=False)

    def config(self) -> dict[str, object]:
        """Always the whole of it: a config that is sent takes the place of the old one, its secret too."""
        return {
            "url": self.address,
            "content_type": "json",
            "secret": self.secret,
            "insecure_ssl": "0",
        }


def ensured(rest: GitHubRest, access: Access, wanted: Wanted, known: int | None = None) -> int:
    """The id of the hook: the known one, put right where that is needed, or one that is made or adopted. Raises what
    GitHubRest does, and PermissionMissing where GitHub acts as if there were no hooks: that is how it treats whoever
    is not an administrator."""
    if known is not None and _kept(rest, access, wanted, known):
        return known
    asked = {"name": "web", "active": True, "events": list(EVENTS), "config": wanted.config()}
    response = _done(rest, access, Call(wanted.path, "POST", body=asked))
    if response.is_success:
        return structured(object_in(response), wire.Hook).id
    return _adopted(rest, access, wanted, response)


def removed(rest: GitHubRest, access: Access, path: str) -> None:
    """`path` is the hook's. Where GitHub shows none, there is none to us."""
    response = rest.answered(access, Call(path, "DELETE"))
    if not response.is_success and response.status_code != NOT_FOUND:
        raise rejected(response)


def _adopted(rest: GitHubRest, access: Access, wanted: Wanted, refusal: httpx.Response) -> int:
    found = _found(rest, access, wanted) if _says_exists(refusal) else None
    if found is None:
        raise rejected(refusal)
    return rest.ask(wire.Hook, access, _mending(wanted, found)).id


def _kept(rest: GitHubRest, access: Access, wanted: Wanted, known: int) -> bool:
    """Whether the known hook is as it should be now. It is always changed, never compared: GitHub shows no secret. Where
    another hook has the new address, GitHub refuses; that one is adopted then."""
    response = rest.answered(access, _mending(wanted, known))
    if response.status_code not in (NOT_FOUND, UNPROCESSABLE) and not response.is_success:
        raise rejected(response)
    return response.is_success


def _mending(wanted: Wanted, hook: int) -> Call:
    asked = {"active": True, "add_events": list(EVENTS), "config": wanted.config()}
    return Call(f"{wanted.path}/{hook}", "PATCH", body=asked)


def _found(rest: GitHubRest, access: Access, wanted: Wanted) -> int | None:
    """GitHub says that there is one, but not which."""
    call = Call(wanted.path, query={"per_page": str(PER_PAGE)})
    for page in rest.pages(access, call):
        for hook in list_in(page, wire.Hook):
            if hook.config.url == wanted.address:
                return hook.id
    return None


def _done(rest: GitHubRest, access: Access, call: Call) -> httpx.Response:
    """What came of it, which may be that there is one already."""
    response = rest.answered(access, call)
    if response.status_code == NOT_FOUND:
        needed = wanted_by(response)
        raise PermissionMissing(PERMISSION if needed == UNNAMED else needed)
    if not response.is_success and response.status_code != UNPROCESSABLE:
        raise rejected(response)
    return response


def _says_exists(response: httpx.Response) -> bool:
    payload = parse_json(response.content)
    errors = payload.get("errors") if isinstance(payload, dict) else None
    texts = [error.get("message") for error in errors or [] if isinstance(error, dict)]
    return any(isinstance(text, str) and EXISTS in text for text in texts)
