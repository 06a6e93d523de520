"""The outcome that every use case shares which acts once per delivery."""

from __future__ import annotations

from attrs import frozen


@frozen
class HandledBefore:
    """A copy of this delivery was carried out already; this one changed nothing."""
