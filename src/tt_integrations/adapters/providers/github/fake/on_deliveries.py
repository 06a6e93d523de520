"""The log of a hook's deliveries over REST, and sending one of them again."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake import delivery_log
from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.mail import Delivery
from tt_integrations.adapters.providers.github.fake.on_hooks import hook_of
from tt_integrations.adapters.providers.github.fake.pages import USUAL, address, size
from tt_integrations.adapters.providers.github.fake.reading import one_of, query_of
from tt_integrations.adapters.providers.github.fake.refusals import bad_request, not_found
from tt_integrations.adapters.providers.github.fake.show_people import moment

Json = dict[str, Any]
CURSOR = "v1_"


def list_deliveries(ask: Ask) -> Response:
    """Newest first, in pages by cursor; `status` is success or failure."""
    hook = hook_of(ask)
    readers = {"per_page": size, "cursor": _cursor, "status": one_of("success", "failure")}
    query = query_of(ask, "HookDelivery", readers)
    found = delivery_log.recent(ask.memory, hook.id)
    if "status" in query:
        found = [it for it in found if it.succeeded == (query["status"] == "success")]
    if "cursor" in query:
        found = [it for it in found if it.id <= query["cursor"]]
    length = query.get("per_page", USUAL)
    answer = json_response([item(it) for it in found[:length]])
    if len(found) <= length:
        return answer
    following = address(ask, "cursor", f"{CURSOR}{found[length].id}")
    return answer.with_headers(link=f'<{following}>; rel="next"')


def get_delivery(ask: Ask) -> Response:
    """With the request and the answer of the receiver."""
    it = _delivery_of(ask)
    return json_response(
        {
            **item(it),
            "url": it.parcel.hook.url,
            "request": {"headers": dict(it.request_headers), "payload": dict(it.payload)},
            "response": {"headers": dict(it.response_headers), "payload": it.response_body},
        }
    )


def redeliver(ask: Ask) -> Response:
    """202: it is sent again, under the same GUID, after this answer."""
    delivery_log.redeliver(ask.memory, _delivery_of(ask).id)
    return json_response({}, 202)


def item(it: Delivery) -> Json:
    """Schema hook-delivery-item."""
    return {
        "id": it.id,
        "guid": it.guid,
        "delivered_at": moment(it.delivered_at),
        "redelivery": it.parcel.redelivery,
        "duration": it.duration,
        "status": it.status,
        "status_code": it.status_code,
        "event": it.event,
        "action": it.action,
        "installation_id": it.parcel.installation_id,
        "repository_id": it.parcel.repository_id,
        "throttled_at": None,
    }


def _delivery_of(ask: Ask) -> Delivery:
    for it in delivery_log.recent(ask.memory, hook_of(ask).id):
        if it.id == ask.number("delivery_id"):
            return it
    raise not_found()


def _cursor(text: str) -> int:
    number = text.removeprefix(CURSOR)
    if not text.startswith(CURSOR) or not number.isdigit():
        raise bad_request("Invalid cursor")
    return int(number)
