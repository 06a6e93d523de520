"""What the owner of a GitHub connection can set, how it is read, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import asdict, field, fields_dict, frozen

from tt_integrations.adapters.entered import blank, flag
from tt_integrations.adapters.providers.github.entries import (
    label,
    owner,
    priorities,
    project,
    repositories,
    repository,
    secret,
    tags,
)
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.issue_rules import PRIORITIES

SECRETS = ("github_token", "webhook_secret")


@frozen
class GitHubSettings:
    """The first five keys are the reference system's. `repositories`: each with its `name`, as `owner/name`, and
    the `project` its issues go to, null for `default_project_id`. `priorities` and `tags` are by label, in lower
    case. `github_login` is learnt, and cannot be entered.
    """

    repo_owner: str | None = None
    repo_name: str | None = None
    label_filter: str | None = None
    default_project_id: int | None = None
    auto_start_timer: bool = False
    stop_timer_on_unassign: bool = False
    repositories: list[Mapping[str, object]] = field(factory=list)
    priorities: Mapping[str, str] = field(
        factory=lambda: {name: priority.value for name, priority in PRIORITIES.items()}
    )
    tags: Mapping[str, str] = field(factory=dict)
    github_login: str | None = None


def describe(settings: Mapping[str, object]) -> Mapping[str, object]:
    """The settings with defaults filled in, and of each secret only whether it is stored."""
    known = {name: value for name, value in settings.items() if name in fields_dict(GitHubSettings)}
    return {
        **asdict(GitHubSettings()),
        **known,
        **{f"has_{name}": bool(settings.get(name)) for name in SECRETS},
    }


def accept(entered: Mapping[str, object]) -> Changes:
    """What was entered on the card, as it is saved: only what was given changes, and a blank secret is not given.

    Fields of other names are left alone, as a browser sends its own. Raises InvalidSettings.
    """
    settings = {name: read(name, entered[name]) for name, read in _READ.items() if name in entered}
    given = {name: entered[name] for name in SECRETS if not blank(entered.get(name))}
    return Changes(settings, {name: secret(name, value) for name, value in given.items()})


_READ: Mapping[str, Callable[[str, object], object]] = {
    "repo_owner": owner,
    "repo_name": repository,
    "label_filter": label,
    "default_project_id": project,
    "auto_start_timer": flag,
    "stop_timer_on_unassign": flag,
    "repositories": repositories,
    "priorities": priorities,
    "tags": tags,
}
