"""Somebody tries their connection out, from a page or by a program, and is told what came of it in words."""

from __future__ import annotations

import time
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    CheckOutcome,
    Failing,
    NotConfigured,
    Trouble,
    Working,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application

TROUBLE = {
    Trouble.SECRET_MISSING: "No signing secret is stored.",
    Trouble.SECRET_UNREADABLE: "The stored secret cannot be opened; please enter it again.",
    Trouble.NOBODY_LINKED: "No user of the provider is linked to you.",
    Trouble.TOKEN_MISSING: "No token is stored: what the provider tells us arrives, but we can ask for nothing.",
}
NOTHING_TRIED = "The connection is complete. Nothing was posted: no token is stored."
NOT_CONFIGURED = "Integration not configured"
"""In the reference system's words."""
SOON = 2.0
"""Seconds that somebody may be kept waiting."""


@frozen
class Trial:
    """`code` is what a program goes by, None where all is well; `is_missing`: there is nothing to be tried."""

    sentence: str
    code: str | None = None
    is_missing: bool = False


def try_out(application: Application, whose: ConnectionOf) -> Trial:
    """Calls the provider. A channel takes one message a second, and somebody else's may just have been there."""
    outcome = application.check(whose)
    match outcome:
        case Failing(error=ProviderUnavailable(retry_after=float(seconds))) if seconds <= SOON:
            time.sleep(seconds)
            return _said(application.check(whose))
        case _:
            return _said(outcome)


def _said(outcome: CheckOutcome) -> Trial:
    match outcome:
        case Working(sentence=sentence):
            return Trial(sentence or NOTHING_TRIED)
        case Broken(trouble=trouble):
            return Trial(TROUBLE[trouble], trouble.value)
        case Failing(error=error):
            return Trial(str(error), error.code)
        case NotConfigured(why=why):
            return Trial(why or NOT_CONFIGURED, NOT_CONFIGURED, is_missing=True)
        case unknown:
            assert_never(unknown)
