"""What the use cases ask a provider about the owner's own token and settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.grants import Learnt


class Account(Protocol):
    """Never called inside a transaction. `learn` and `try_out` raise ProviderUnavailable, OutcomeUnknown,
    ProviderRefused (the token is no good, and which that was), PermissionMissing, MalformedPayload, CallRejected, and
    InvalidSettings with the field that the provider says is wrong."""

    def asks(self, changes: Changes, stored: Mapping[str, object]) -> bool:
        """Whether there is anything to learn of the changes: what is saved as it was before was asked then. Pure."""
        ...

    def learn(
        self, access: Access | None, changes: Changes, stored: Mapping[str, object]
    ) -> Learnt:
        """What the provider tells of them. `access` is by the new token, else by the one there is; None: there is
        none yet."""
        ...

    def try_out(self, access: Access, settings: Mapping[str, object]) -> str:
        """Whether it works, shown by doing some of it; a sentence for the owner that says what was done."""
        ...
