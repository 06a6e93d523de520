"""What can go wrong at GitHub, for `fail_next`. Each answers in GitHub's own words, and nothing is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tt_integrations.adapters.fakes.faults import Fault, Proceed
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.github.fake import refusals
from tt_integrations.adapters.providers.github.fake.refusals import LIMITS, Refused, refusal

SAML = (
    "Resource protected by organization SAML enforcement. You must grant your Personal Access token"
    " access to this organization."
)


def rate_limited(retry_after: float = 60, status: int = 403) -> Fault:
    """The secondary limit, saying for how many seconds; `status` 403 or 429."""
    return secondary_rate_limited(retry_after, status)


def secondary_rate_limited(retry_after: float | None = None, status: int = 403) -> Fault:
    """Too much at once. Mostly nothing is said on how long to wait, and the primary limit is not used up."""
    return _refuses("secondary_rate_limited", refusals.too_fast(retry_after, status))


def primary_rate_limited(reset_in: float = 3600, status: int = 403) -> Fault:
    """All requests of the hour are used up; a new hour begins in `reset_in` seconds. `status` 403 or 429."""
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-used": "5000"}
    error = refusal(status, "API rate limit exceeded for user ID 1.", headers, LIMITS)
    return _refuses("primary_rate_limited", Refused(error.response, reset_in))


def sso_required(organization: str = "octo-org") -> Fault:
    """403: the token was not let into the organization by single sign-on."""
    page = f"https://github.com/orgs/{organization}/sso?authorization_request=AAAA"
    return _refuses("sso_required", refusal(403, SAML, {"x-github-sso": f"required; url={page}"}))


def forbidden_as_404() -> Fault:
    """404 for what the caller may not know to exist."""
    return _refuses("forbidden_as_404", refusals.not_found())


def permission_missing(permissions: str = "issues=write", kind: str = "fine_grained") -> Fault:
    """403 "Resource not accessible by …", with the permission that would do. `kind`: of the token."""
    return _refuses("permission_missing", refusals.not_accessible(kind, permissions))


def bad_credentials() -> Fault:
    """401, as for a revoked or expired token."""
    return _refuses("bad_credentials", refusals.bad_credentials())


def issue_gone() -> Fault:
    """410, as for a deleted issue."""
    return _refuses("issue_gone", refusals.gone())


def version_retired(version: str = "2022-11-28") -> Fault:
    """410: the version of the API that was asked for is not served any more."""
    message = f"The API version {version} is no longer supported."
    return _refuses("version_retired", refusal(410, message))


def version_deprecated(sunset: str = "Fri, 10 Mar 2028 00:00:00 GMT") -> Fault:
    """The request is carried out; the headers tell the day on which this version ends."""

    def warn(proceed: Proceed) -> Response:
        return proceed().with_headers(deprecation="true", sunset=sunset)

    return Fault("version_deprecated", warn)


def service_unavailable() -> Fault:
    """503 in JSON, as for a request that took GitHub longer than ten seconds."""
    return _refuses("service_unavailable", refusal(503, "Service unavailable", code="unavailable"))


def _refuses(name: str, error: Refused) -> Fault:
    def refuse(_proceed: Proceed) -> Response:
        raise Refused(error.response, error.reset_in)

    return Fault(name, refuse)


KINDS: Mapping[str, Callable[..., Fault]] = {
    fault.__name__: fault
    for fault in (
        rate_limited,
        secondary_rate_limited,
        primary_rate_limited,
        sso_required,
        forbidden_as_404,
        permission_missing,
        bad_credentials,
        issue_gone,
        version_retired,
        version_deprecated,
        service_unavailable,
    )
}
