"""The token of a channel, by which Google's pushes through it are known to be genuine. Each channel has one of its own,
made from the one secret of its connection: nothing more has to be kept, and none of them gives another one away.
"""

from __future__ import annotations

import hashlib
import hmac


def token_of(secret: str, channel: str) -> str:
    """64 hexadecimal digits; Google takes 256 characters."""
    return hmac.new(secret.encode(), channel.encode(), hashlib.sha256).hexdigest()
