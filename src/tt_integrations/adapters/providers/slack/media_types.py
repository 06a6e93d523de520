"""The two formats in which Slack calls us."""

from __future__ import annotations

from tt_integrations.domain.model.delivery import Delivery

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def media_type_of(delivery: Delivery) -> str:
    stated = delivery.headers.get("content-type")
    if stated is None:  # a proxy may drop it; the two formats cannot be mistaken for one another
        return JSON if delivery.body.lstrip().startswith(b"{") else FORM
    return stated.partition(";")[0].strip().lower()
