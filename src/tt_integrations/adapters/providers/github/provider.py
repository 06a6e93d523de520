"""What the rest of the program knows of GitHub."""

from __future__ import annotations

from tt_integrations.adapters.providers import Adapters, Provider, Wiring
from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.adapters.providers.github.fields import FIELDS
from tt_integrations.adapters.providers.github.following import GitHubIssueSettings
from tt_integrations.adapters.providers.github.options import OPTIONS, checked_api_url
from tt_integrations.adapters.providers.github.settings import SECRETS, accept, describe
from tt_integrations.adapters.providers.github.speech import follow_up, meanwhile, write


def _adapters(wiring: Wiring) -> Adapters:
    # here, since they need an HTTP client: a host may only listen to GitHub
    from tt_integrations.adapters.providers.github.account import GitHubAccount  # noqa: PLC0415
    from tt_integrations.adapters.providers.github.app_tokens import (  # noqa: PLC0415
        GitHubAppTokens,
    )
    from tt_integrations.adapters.providers.github.issues import GitHubIssues  # noqa: PLC0415
    from tt_integrations.adapters.providers.github.rest import GitHubRest  # noqa: PLC0415

    rest = GitHubRest(wiring.clients, wiring.clock, checked_api_url(wiring.options))
    issues, apps = GitHubIssues(rest), GitHubAppTokens(rest)
    return Adapters(account=GitHubAccount(issues, apps), oauth=apps, tracker=issues, consents=False)


PROVIDER = Provider(
    name="github",
    key="github_connector",
    title="GitHub",
    door="webhook",
    body_limit=25 * 1024 * 1024,
    dialect=GitHubDialect(),
    write=write,
    follow_up=follow_up,
    meanwhile=meanwhile,
    describe=describe,
    accept=accept,
    secrets=tuple(SECRETS),
    options=OPTIONS,
    fields=FIELDS,
    signature_header="X-Hub-Signature-256",
    adapters=_adapters,
    issue_settings=GitHubIssueSettings(),
)
