"""Whether a hook can be as somebody wants it to be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.nouns import Hook
from tt_integrations.adapters.providers.github.fake.reading import (
    Test,
    is_flag,
    is_text,
)
from tt_integrations.adapters.providers.github.fake.refusals import custom, wrong

LOOPBACK = ("localhost", "127.0.0.1", "::1")
UNREACHABLE = "url is not supported because it isn't reachable over the public Internet (localhost)"
MOST = 20
"""So many hooks of one repository may subscribe to the same event."""


EVENTS = frozenset(
    """
    * branch_protection_rule check_run check_suite code_scanning_alert commit_comment create delete
    deploy_key deployment deployment_status discussion discussion_comment fork gollum issue_comment
    issues label member meta milestone package page_build project project_card project_column public
    pull_request pull_request_review pull_request_review_comment pull_request_review_thread push
    registry_package release repository repository_import repository_vulnerability_alert star status
    sub_issues team_add watch workflow_job workflow_run
    """.split()  # noqa: SIM905 - forty words are easier to read as words
)


PLAIN = re.compile(r"[!-~]+")
"""An address is written in visible ASCII."""


def _is_encodable(value: Any) -> bool:
    """Half a surrogate pair is text to JSON, but nothing can be signed with it."""
    return is_text(value) and value == value.encode(errors="ignore").decode()


CONFIG: Mapping[str, Test] = {
    "url": is_text,
    "content_type": lambda value: value in ("json", "form"),
    "secret": _is_encodable,
    # comes as text or as a number, from official clients too
    "insecure_ssl": lambda value: value in ("0", "1", 0, 1) and not is_flag(value),
}


def is_config(value: Any) -> bool:
    return isinstance(value, dict) and all(n in CONFIG and CONFIG[n](v) for n, v in value.items())


def check_hook(ask: Ask, url: str, events: tuple[str, ...], old: Hook | None) -> None:
    """Raises Refused (422) for a bad address, unknown events, or a hook that is there already."""
    if not url:
        raise wrong("Hook", "url", "missing_field")
    host = _host_of(url)
    if not host:
        raise wrong("Hook", "url", message="url is not a valid URL")
    if ask.memory.strict and host in LOOPBACK:
        raise custom("Hook", UNREACHABLE)
    unknown = [event for event in events if event not in EVENTS]
    if unknown or not events:
        raise wrong("Hook", "events", value=unknown)
    others = [it for it in hooks_of(ask) if it != old]
    if any(it.url == url and set(it.events) & set(events) for it in others):
        raise custom("Hook", "Hook already exists on this repository")
    for event in events:
        if sum(event in it.events for it in others) >= MOST:
            raise custom("Hook", f'The "{event}" event cannot have more than {MOST} hooks')


def hooks_of(ask: Ask) -> list[Hook]:
    here = ("repository", ask.repo.id)
    return [it for it in ask.memory.hooks.values() if (it.target_type, it.target_id) == here]


def _host_of(url: str) -> str | None:
    """None for what is no address of the web."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts.hostname if usable and PLAIN.fullmatch(url) else None
