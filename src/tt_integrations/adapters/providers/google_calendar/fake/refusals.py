"""How Google says no: the Calendar API's error object, and the token endpoint's plain string.

Source: developers.google.com, calendar guides/errors and identity/protocols/oauth2.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from tt_integrations.adapters.fakes.http import Response, json_response

REALM = 'Bearer realm="https://accounts.google.com/"'


@frozen
class Refusal(ValueError):
    """An answer of the Calendar API that is not a success, and a ValueError for who acts in Python.

    `location_type`: parameter or header."""

    status: int
    reason: str
    message: str
    domain: str = "global"
    location: str | None = None
    location_type: str = "parameter"
    headers: Mapping[str, str] = field(factory=dict)

    def response(self) -> Response:
        detail = {"domain": self.domain, "reason": self.reason, "message": self.message}
        if self.location:
            detail |= {"locationType": self.location_type, "location": self.location}
        body = {"errors": [detail], "code": self.status, "message": self.message}
        return json_response({"error": body}, self.status).with_headers(**self.headers)


@frozen
class OAuthRefusal(Exception):
    """An answer of the token, revoke or userinfo endpoint that is not a success: `error` is a string."""

    status: int
    error: str
    description: str

    def response(self) -> Response:
        body = {"error": self.error, "error_description": self.description}
        return json_response(body, self.status)


def auth_error() -> Refusal:
    return Refusal(
        401,
        "authError",
        "Invalid Credentials",
        location="Authorization",
        location_type="header",
        headers={"www_authenticate": f'{REALM}, error="invalid_token"'},
    )


def login_required() -> Refusal:
    return Refusal(
        401,
        "required",
        "Login Required",
        location="Authorization",
        location_type="header",
        headers={"www_authenticate": REALM},
    )


def insufficient_permissions() -> Refusal:
    """The token lacks the scope."""
    headers = {"www_authenticate": f'{REALM}, error="insufficient_scope"'}
    return Refusal(
        403, "insufficientPermissions", "Insufficient Permission: scopes", headers=headers
    )


def required_access(role: str) -> Refusal:
    message = f"You need to have {role} access to this calendar."
    return Refusal(403, "requiredAccessLevel", message, "calendar")


def not_the_organizer() -> Refusal:
    message = "Shared properties can only be changed by the organizer of the event."
    return Refusal(403, "forbiddenForNonOrganizer", message, "calendar")


def not_found(what: str = "Not Found") -> Refusal:
    return Refusal(404, "notFound", what)


def bad_request(message: str = "Bad Request") -> Refusal:
    return Refusal(400, "badRequest", message)


def invalid(message: str, location: str | None = None) -> Refusal:
    return Refusal(400, "invalid", message, location=location)


def invalid_parameter(name: str, message: str) -> Refusal:
    return Refusal(400, "invalidParameter", message, location=name)


def missing(message: str, location: str | None = None) -> Refusal:
    return Refusal(400, "required", message, location=location)


def empty_range(location: str | None = None) -> Refusal:
    message = "The specified time range is empty."
    return Refusal(400, "timeRangeEmpty", message, "calendar", location)


def duplicate() -> Refusal:
    return Refusal(409, "duplicate", "The requested identifier already exists.")


def already_deleted() -> Refusal:
    return Refusal(410, "deleted", "Resource has been deleted")


def full_sync_required() -> Refusal:
    message = "Sync token is no longer valid, a full sync is required."
    return Refusal(410, "fullSyncRequired", message, "calendar", "syncToken")


def updated_min_too_long_ago() -> Refusal:
    message = "The requested minimum modification time lies too far in the past."
    return Refusal(410, "updatedMinTooLongAgo", message, "calendar", "updatedMin")


def precondition_failed() -> Refusal:
    return Refusal(
        412,
        "conditionNotMet",
        "Precondition Failed",
        location="If-Match",
        location_type="header",
    )


def invalid_grant(description: str = "Token has been expired or revoked.") -> OAuthRefusal:
    return OAuthRefusal(400, "invalid_grant", description)


def invalid_client(description: str = "The OAuth client was not found.") -> OAuthRefusal:
    return OAuthRefusal(401, "invalid_client", description)


def invalid_request(description: str) -> OAuthRefusal:
    return OAuthRefusal(400, "invalid_request", description)
