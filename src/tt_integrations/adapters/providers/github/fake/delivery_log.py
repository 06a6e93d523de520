"""The log of deliveries: what came of them, for as long as it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from attrs import evolve

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.github.fake.mail import Delivery, Parcel
from tt_integrations.adapters.providers.github.fake.memory import Memory

RETENTION = timedelta(days=3)


SHOWN_HEADERS = {"content-type", "date", "server", "content-length"}


def recent(memory: Memory, hook_id: int) -> list[Delivery]:
    """The deliveries of a hook that are still kept, newest first."""
    oldest = memory.now() - RETENTION
    mine = (it for it in memory.deliveries.values() if it.parcel.hook.id == hook_id)
    return sorted((it for it in mine if it.delivered_at >= oldest), key=lambda it: -it.id)


def redeliver(memory: Memory, delivery_id: int) -> None:
    """Send it once more under the same GUID. Raises ValueError when it is not there, or not any more."""
    found = memory.deliveries.get(delivery_id)
    if found is None or found not in recent(memory, found.parcel.hook.id):
        raise ValueError(f"no delivery {delivery_id} is kept")
    memory.outbox.append(evolve(found.parcel, redelivery=True))


def delivery_of(memory: Memory, parcel: Parcel, answer: Response | NoAnswer) -> Delivery:
    status, code = outcome(answer)
    headers, body = ({}, b"") if isinstance(answer, NoAnswer) else (answer.headers, answer.body)
    return Delivery(
        id=memory.new_id(),
        parcel=parcel,
        delivered_at=memory.now(),
        duration=0.0,
        status=status,
        status_code=code,
        request_headers={},
        request_body=b"",
        response_headers={k: v for k, v in headers.items() if k.lower() in SHOWN_HEADERS},
        response_body=body.decode(errors="replace"),
    )


def outcome(answer: Response | NoAnswer) -> tuple[str, int]:
    """How the log calls it. Redirects are not followed and count as failures."""
    success = range(200, 300)
    match answer:
        case NoAnswer(reason) if "Timeout" in reason:
            return "timed out", 504
        case NoAnswer():
            return "failed to connect to host", 502
        case Response(status=code) if code in success:
            return "OK", code
        case Response(status=code):
            return f"Invalid HTTP Response: {code}", code


def told(parcel: Parcel) -> dict[str, Any]:
    """A held parcel in a few words."""
    return {"event": parcel.event, "action": parcel.action, "guid": parcel.guid}
