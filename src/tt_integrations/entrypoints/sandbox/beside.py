"""The fake providers beside a sandbox, served, and how the service finds them."""

from __future__ import annotations

from contextlib import ExitStack

from attrs import frozen

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.fake import FakeGitHub
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.entrypoints.sandbox.folder import SandboxSecrets
from tt_integrations.entrypoints.sandbox.github import fake_github
from tt_integrations.entrypoints.sandbox.google import fake_google
from tt_integrations.entrypoints.sandbox.seed import APP, PEOPLE, TEAM


@frozen
class Ports:
    """Of the fakes; 0 takes any free one."""

    slack: int
    github: int
    google: int


@frozen
class Beside:
    """They share one clock: who turns a provider's turns ours."""

    slack: FakeSlack
    github: FakeGitHub
    google: FakeGoogle
    slack_url: str
    github_url: str
    google_url: str

    def settings(self, signing_secret: str) -> dict[str, str]:
        """Those of the service that lead to them."""
        slack, google = self.slack_url, self.google_url
        return {
            "slack_client_id": self.slack.app.client_id,
            "slack_client_secret": self.slack.app.client_secret,
            "slack_signing_secret": signing_secret,
            "slack_api_url": f"{slack}/api",
            "slack_authorize_url": f"{slack}/oauth/v2/authorize",
            "slack_reply_origin": slack,
            "github_api_url": self.github_url,
            "github_allow_private": "yes",
            "google_client_id": self.google.client.client_id,
            "google_client_secret": self.google.client.client_secret,
            "google_authorize_url": f"{google}/o/oauth2/v2/auth",
            "google_token_url": f"{google}/token",
            "google_revoke_url": f"{google}/revoke",
            "google_userinfo_url": f"{google}/v1/userinfo",
            "google_api_url": f"{google}/calendar/v3",
        }


def served_beside(
    stack: ExitStack, ports: Ports, secrets: SandboxSecrets, service_url: str
) -> Beside:
    """Until the stack is closed."""
    clock = ProviderClock()
    slack = _slack(clock, secrets, service_url)
    github = fake_github(clock, secrets.github_token)
    google = fake_google(clock)
    return Beside(
        slack,
        github,
        google,
        slack_url=stack.enter_context(slack.serve(ports.slack)).url,
        github_url=stack.enter_context(github.serve(ports.github)).url,
        google_url=stack.enter_context(google.serve(ports.google)).url,
    )


def _slack(clock: ProviderClock, secrets: SandboxSecrets, service_url: str) -> FakeSlack:
    slack = FakeSlack(
        clock=clock,
        signing_secret=secrets.signing_secret,
        team=TEAM,
        app_id=APP,
        request_url=f"{service_url}/api/integrations/slack/events",
    )
    for sample in PEOPLE:
        slack.add_user(sample.slack_user, sample.username, tz=sample.zone)
    return slack
