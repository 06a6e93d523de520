"""Which request is which operation, by the names of GitHub's OpenAPI description, and the permission it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from attrs import frozen

from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.providers.github.fake import (
    on_accounts,
    on_app_tokens,
    on_apps,
    on_comments,
    on_deliveries,
    on_hooks,
    on_issue_list,
    on_issues,
)
from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.permits import Need

REPO = r"(?:/repos/(?P<owner>[^/]+)/(?P<name>[^/]+)|/repositories/(?P<id>\d{1,18}))"
UNKNOWN = "unknown"
"""The operation of a request that is none."""


@frozen
class Route:
    method: str
    pattern: re.Pattern[str]
    operation: str
    answer: Callable[[Ask], Response]
    need: Need | None

    @property
    def takes_query(self) -> bool:
        """Only lists do."""
        return "/list-" in self.operation


@frozen
class Match:
    """`rest`: what follows the repository in the path."""

    route: Route
    params: Mapping[str, str]
    rest: str


def _route(
    line: str, answer: Callable[[Ask], Response], permission: str = "", level: str = "read"
) -> Route:
    """`line`: method, path template and operation."""
    method, template, operation = line.split()
    inner = re.sub(r"\{(\w+)\}", r"(?P<\1>\\d{1,18})", template.replace("{repo}", "@"))
    pattern = re.compile(inner.replace("@", REPO))
    return Route(
        method, pattern, operation, answer, Need(permission, level) if permission else None
    )


ISSUES = "{repo}/issues"
ISSUE = "{repo}/issues/{issue_number}"
HOOKS = "{repo}/hooks"
HOOK = "{repo}/hooks/{hook_id}"
SENT = "{repo}/hooks/{hook_id}/deliveries"
TOKENS = "/app/installations/{installation_id}/access_tokens"
ADMIN = "repository_hooks"

ROUTES = (
    _route("GET /user users/get-authenticated", on_accounts.user),
    _route("GET /rate_limit rate-limit/get", on_accounts.rate_limit),
    _route("GET /app apps/get-authenticated", on_apps.get_authenticated),
    _route("GET /app/installations apps/list-installations", on_apps.list_installations),
    _route(
        "GET /app/installations/{installation_id} apps/get-installation", on_apps.get_installation
    ),
    _route(f"POST {TOKENS} apps/create-installation-access-token", on_app_tokens.create_token),
    _route(
        "GET /installation/repositories apps/list-repos-accessible-to-installation",
        on_apps.list_repositories,
    ),
    _route(
        "DELETE /installation/token apps/revoke-installation-access-token",
        on_app_tokens.revoke_token,
    ),
    _route("GET {repo} repos/get", on_accounts.repository, "metadata"),
    _route(f"GET {ISSUES} issues/list-for-repo", on_issue_list.list_for_repo, "issues"),
    _route(f"POST {ISSUES} issues/create", on_issues.create, "issues", "write"),
    _route(f"GET {ISSUE} issues/get", on_issues.get, "issues"),
    _route(f"PATCH {ISSUE} issues/update", on_issues.update, "issues", "write"),
    _route(f"GET {ISSUE}/comments issues/list-comments", on_comments.list_comments, "issues"),
    _route(
        f"POST {ISSUE}/comments issues/create-comment",
        on_comments.create_comment,
        "issues",
        "write",
    ),
    _route(f"GET {HOOKS} repos/list-webhooks", on_hooks.list_webhooks, ADMIN),
    _route(f"POST {HOOKS} repos/create-webhook", on_hooks.create, ADMIN, "write"),
    _route(f"GET {HOOK} repos/get-webhook", on_hooks.get, ADMIN),
    _route(f"PATCH {HOOK} repos/update-webhook", on_hooks.update, ADMIN, "write"),
    _route(f"DELETE {HOOK} repos/delete-webhook", on_hooks.delete, ADMIN, "write"),
    _route(f"POST {HOOK}/pings repos/ping-webhook", on_hooks.ping, ADMIN),
    _route(f"GET {SENT} repos/list-webhook-deliveries", on_deliveries.list_deliveries, ADMIN),
    _route(
        f"GET {SENT}/{{delivery_id}} repos/get-webhook-delivery", on_deliveries.get_delivery, ADMIN
    ),
    _route(
        f"POST {SENT}/{{delivery_id}}/attempts repos/redeliver-webhook-delivery",
        on_deliveries.redeliver,
        ADMIN,
        "write",
    ),
)


def find(request: Request) -> Match | None:
    """None for what GitHub answers by 404: another path, another method, or a slash at the end."""
    for route in ROUTES:
        found = route.pattern.fullmatch(request.path) if route.method == request.method else None
        if found:
            params = {name: text for name, text in found.groupdict().items() if text is not None}
            return Match(route, params, _rest(request.path))
    return None


def _rest(path: str) -> str:
    start = re.match(REPO, path)
    return path[start.end() :] if start else path
