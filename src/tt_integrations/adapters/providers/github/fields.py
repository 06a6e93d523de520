"""The fields of GitHub's card."""

from __future__ import annotations

from tt_integrations.adapters.card_fields import Field, Kind
from tt_integrations.adapters.providers.github.settings import KEY, RENEWS, TOKEN

_ONE, _LABELS, _TIMERS, _APP = "One repository", "Labels", "Timers", "A GitHub App of your own"
_HOOK = "Webhook"

FIELDS = (
    Field(
        TOKEN,
        "Token",
        Kind.SECRET,
        "Classic, with repo and admin:repo_hook, or fine-grained, which may read issues and write webhooks.",
        example="github_pat_…",
    ),
    Field(
        "repositories",
        "Repositories",
        Kind.ENTRIES,
        "Issues become tasks of the project beside. To remove a repository, empty its name.",
        part="name",
        example="owner/name",
    ),
    Field(
        "default_project_id",
        "Project of all others",
        Kind.PROJECT,
        "Where the issues of a repository go that has no project of its own.",
    ),
    Field("auto_start_timer", "Start a timer when an issue is assigned", Kind.FLAG, group=_TIMERS),
    Field(
        "stop_timer_on_unassign",
        "Stop it when the issue is unassigned",
        Kind.FLAG,
        group=_TIMERS,
    ),
    Field(
        "github_username",
        "My GitHub login",
        help="Whose assignments are mine, unless a token says so by itself.",
        group=_TIMERS,
        example="ada",
    ),
    Field(
        "milestone_as_tag",
        "A milestone is a tag of the task",
        Kind.FLAG,
        group=_LABELS,
    ),
    Field(
        "label_filter",
        "Only issues with this label",
        help="Leave it empty for all issues.",
        group=_LABELS,
    ),
    Field(
        "priorities",
        "Priorities",
        Kind.LINES,
        "One label a line, with low, medium, high or urgent.",
        _LABELS,
        part="label",
        value="priority",
        example="bug = high",
    ),
    Field(
        "tags",
        "Tags",
        Kind.LINES,
        "One label a line, with the tag that tasks get for it.",
        _LABELS,
        part="label",
        value="tag",
        example="needs design = design",
    ),
    Field(
        "repo_owner",
        "Owner",
        help="How the card asked for a single repository before; the list above does the same.",
        group=_ONE,
    ),
    Field("repo_name", "Name", group=_ONE),
    Field(
        "webhook_secret",
        "Webhook secret",
        Kind.SECRET,
        "Only for a webhook that you set up by hand, with a secret that you chose.",
        _HOOK,
    ),
    Field(
        RENEWS,
        "Make a new webhook secret",
        Kind.FLAG,
        "It is shown once, after saving. The one before is taken for another day.",
        _HOOK,
    ),
    Field("app_id", "App id", group=_APP),
    Field(
        "installation_id",
        "Installation",
        help="Its number; needed only where the App is installed more than once.",
        group=_APP,
    ),
    Field(
        KEY,
        "Private key",
        Kind.LONG_SECRET,
        "The text of the .pem file that GitHub gave you. It takes the place of a token.",
        _APP,
    ),
)
