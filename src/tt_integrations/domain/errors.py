"""What no one here can answer, by cause. What a person should read is a returned outcome instead.

No error carries an HTTP status or a secret; `code` is stable and may be shown to programs.
"""

from __future__ import annotations

from typing import ClassVar


class IntegrationError(Exception):
    """The root: catch this to catch everything the library raises on purpose."""

    code: ClassVar[str] = "integration_error"


class Untrusted(IntegrationError):
    """The signature or the age is wrong, or nobody here could have been sent this."""

    code = "untrusted"


class Forged(IntegrationError):
    """A browser asks for a change, but not from a page that we gave to whoever is signed in with it."""

    code = "forged"


class NotConnected(IntegrationError):
    """There is no connection (or no provider) of that name."""

    code = "not_connected"


class Conflict(IntegrationError):
    """Someone else was first."""

    code = "conflict"


class HostRefused(IntegrationError):
    """A rule of the host's own forbids it; `sentence` says so to the person, as plain text. Nothing was changed."""

    code = "host_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InvalidSettings(IntegrationError):
    """An input of the settings card; `field` names it, the text says what is allowed."""

    code = "invalid_settings"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class SecretUnreadable(IntegrationError):
    """Sealed under a key we no longer have, or not at the place it is read from. Never says which."""

    code = "secret_unreadable"


class StoreUnavailable(IntegrationError):
    """The database is locked or away. Nothing was changed; the same call may be made again."""

    code = "store_unavailable"


class ProviderError(IntegrationError):
    """Something on the provider's side of the wire."""

    code = "provider_error"


class MalformedPayload(ProviderError):
    """Not the provider's own format. `path` names the place, in the provider's spelling."""

    code = "malformed_payload"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class ProviderUnavailable(ProviderError):
    """Down, slow or rate limiting. `retry_after` is in seconds where the provider said so."""

    code = "provider_unavailable"

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class OutcomeUnknown(ProviderError):
    """The provider got the call, but its answer was lost: it may or may not have done what was asked."""

    code = "outcome_unknown"


class ProviderRefused(ProviderError):
    """The grant is gone; the owner must reconnect. `refused` is the token that is no good, sealed as it is stored; None
    for one that is not."""

    code = "provider_refused"

    def __init__(self, reason: str, refused: str | None = None) -> None:
        super().__init__(reason)
        self.refused = refused


class PermissionMissing(ProviderError):
    """The grant lives but lacks `scope`."""

    code = "permission_missing"

    def __init__(self, scope: str) -> None:
        super().__init__(f"missing permission: {scope}")
        self.scope = scope


class CallRejected(ProviderError):
    """The provider does not take the call, and would not take it again either; `reason` is its own code for that."""

    code = "call_rejected"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the provider does not take the call: {reason}")
        self.reason = reason


class ResyncNeeded(ProviderError):
    """The provider's cursor expired; start over. Never leaves a use case."""

    code = "resync_needed"
