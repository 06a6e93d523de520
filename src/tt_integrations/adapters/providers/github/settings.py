"""What the owner of a GitHub connection can set, how it is read, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import asdict, field, fields_dict, frozen

from tt_integrations.adapters.entered import blank, flag
from tt_integrations.adapters.providers.github.entries import (
    app,
    installation,
    label,
    login,
    owner,
    phrase,
    priorities,
    private_key,
    project,
    repositories,
    repository,
    secret,
    tags,
)
from tt_integrations.adapters.providers.github.repositories import (
    Known,
    entries_in,
    known_in,
    pair_in,
)
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.issue_rules import PRIORITIES

TOKEN, KEY = "github_token", "app_private_key"
RENEWS = "rotate_webhook_secret"
SECRETS: Mapping[str, Callable[[str, object], str]] = {
    TOKEN: secret,
    "webhook_secret": phrase,
    KEY: private_key,
}


@frozen
class GitHubSettings:
    """The first five keys are the reference system's. `repositories`: each with its `name`, as `owner/name`, and
    the `project` its issues go to, null for `default_project_id`. `priorities` and `tags` are by label, in lower
    case. `github_username` is the owner's own login as they say, and `github_login` as a token told: that is
    learnt, and cannot be entered. `app_id` and `installation_id` are of a GitHub App of the owner's own.
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
    milestone_as_tag: bool = True
    github_username: str | None = None
    github_login: str | None = None
    app_id: str | None = None
    installation_id: int | None = None


def describe(settings: Mapping[str, object]) -> Mapping[str, object]:
    """The settings with defaults filled in, and of each secret only whether it is stored. Each of `repositories`, and
    `repository`, which is the reference system's one, with what is known of it: its `id`, how it is `called` now,
    whether it `has_webhook` that calls us, or what there is to say of one that is missing.
    """
    saved = {name: value for name, value in settings.items() if name in fields_dict(GitHubSettings)}
    known, pair = known_in(settings), pair_in(settings)
    return {
        **asdict(GitHubSettings()),
        **saved,
        "repositories": [
            {**entry, **_shown(str(entry["name"]), known)} for entry in entries_in(settings)
        ],
        "repository": {"name": pair, **_shown(pair, known)} if pair else None,
        **{f"has_{name}": bool(settings.get(name)) for name in SECRETS},
    }


def accept(entered: Mapping[str, object]) -> Changes:
    """What was entered on the card, as it is saved: only what was given changes, and a blank secret is not given.

    A token takes the place of an App, and an App that of a token. Fields of other names are left alone, as a browser
    sends its own. Raises InvalidSettings.
    """
    settings = {name: read(name, entered[name]) for name, read in _READ.items() if name in entered}
    given = {name: entered[name] for name in SECRETS if not blank(entered.get(name))}
    if TOKEN in given and KEY in given:
        raise InvalidSettings(KEY, "expected a token or the key of an App, not both")
    replaced = {TOKEN: KEY, KEY: TOKEN}
    settings |= {replaced[name]: None for name in given if name in replaced}
    renews = entered.get(RENEWS)
    return Changes(
        settings=settings,
        secrets={name: SECRETS[name](name, value) for name, value in given.items()},
        projects=_projects(settings),
        renews_secret=not blank(renews) and flag(RENEWS, renews),
    )


def _projects(settings: Mapping[str, object]) -> Mapping[str, tuple[int, ...]]:
    """By the field that names them; none for a field that names none."""
    named = {
        "default_project_id": [settings.get("default_project_id")],
        "repositories": [entry["project"] for entry in entries_in(settings)],
    }
    numbers = {
        name: [each for each in values if isinstance(each, int)] for name, values in named.items()
    }
    return {name: tuple(dict.fromkeys(each)) for name, each in numbers.items() if each}


def _shown(name: str, known: Mapping[str, Known]) -> Mapping[str, object]:
    learnt = known.get(name.lower(), Known(name.lower()))
    return {
        "id": learnt.id,
        "called": learnt.called,
        "has_webhook": learnt.hook is not None,
        "webhook_missing": learnt.hook_missing,
    }


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
    "milestone_as_tag": flag,
    "github_username": login,
    "app_id": app,
    "installation_id": installation,
}
