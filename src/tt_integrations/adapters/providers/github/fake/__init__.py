"""GitHub to test against: REST for issues, comments, hooks and apps, and signed webhooks.

fake = FakeGitHub(ProviderClock(at))
fake.add_user("octo")
fake.add_repository("octo/app")
token = fake.add_token("octo")
fake.open_issue("octo/app", "It does not start", labels=["bug"])
fake.fail_next("issues/list-for-repo", rate_limited(retry_after=3))
"""

from tt_integrations.adapters.providers.github.fake.fake import FakeGitHub
from tt_integrations.adapters.providers.github.fake.faults import (
    bad_credentials,
    forbidden_as_404,
    issue_gone,
    permission_missing,
    primary_rate_limited,
    rate_limited,
    secondary_rate_limited,
    service_unavailable,
    sso_required,
    version_deprecated,
    version_retired,
)
from tt_integrations.adapters.providers.github.fake.mail import Delivery, Logged
from tt_integrations.adapters.providers.github.fake.signing import signature

__all__ = [
    "Delivery",
    "FakeGitHub",
    "Logged",
    "bad_credentials",
    "forbidden_as_404",
    "issue_gone",
    "permission_missing",
    "primary_rate_limited",
    "rate_limited",
    "secondary_rate_limited",
    "service_unavailable",
    "signature",
    "sso_required",
    "version_deprecated",
    "version_retired",
]
