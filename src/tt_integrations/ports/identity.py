from __future__ import annotations

from typing import Protocol

from tt_integrations.domain.model.people import Asking, Person


class Identity(Protocol):
    def who(self, asking: Asking) -> Person | None:
        """The active person who is asking; None when nobody vouches for the caller. Never guesses.

        May raise Forged, where a browser vouches for the caller by itself, for a change that no page of ours
        asked for.
        """
        ...
