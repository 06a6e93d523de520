"""What a webhook looks like on the wire (GitHub docs, "Webhook events and payloads" and "Validating deliveries")."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tt_integrations.adapters.providers.github.fake.mail import Parcel
from tt_integrations.adapters.providers.github.fake.nouns import Hook

MEDIA = {"json": "application/json", "form": "application/x-www-form-urlencoded"}


def signature(secret: str, body: bytes, algorithm: str = "sha256") -> str:
    """`sha256=` and the HMAC of the body's bytes, in lower-case hex."""
    return f"{algorithm}={hmac.new(secret.encode(), body, algorithm).hexdigest()}"


def body_of(hook: Hook, payload: Mapping[str, Any]) -> bytes:
    """JSON, or a form with the JSON in its field `payload`."""
    text = json.dumps(payload)
    return (text if hook.content_type == "json" else urlencode({"payload": text})).encode()


def headers_of(hook: Hook, parcel: Parcel, body: bytes) -> dict[str, str]:
    """A hook without a secret signs nothing, and the signature headers are absent."""
    headers = {
        "Accept": "*/*",
        "Content-Type": MEDIA[hook.content_type],
        "User-Agent": f"GitHub-Hookshot/{hook.id:07x}",
        "X-GitHub-Delivery": parcel.guid,
        "X-GitHub-Event": parcel.event,
        "X-GitHub-Hook-ID": str(hook.id),
        "X-GitHub-Hook-Installation-Target-ID": str(hook.target_id),
        "X-GitHub-Hook-Installation-Target-Type": hook.target_type,
    }
    if hook.secret:
        headers["X-Hub-Signature"] = signature(hook.secret, body, "sha1")
        headers["X-Hub-Signature-256"] = signature(hook.secret, body)
    return headers
