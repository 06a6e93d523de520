"""The log of a hook's deliveries: which failed, and having them sent again. GitHub keeps it for three days.

Source: docs.github.com, rest/repos/webhooks, and webhooks/using-webhooks/handling-failed-webhook-deliveries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile

import httpx

from tt_integrations.adapters.providers.github import wire
from tt_integrations.adapters.providers.github.rest import (
    NOT_FOUND,
    PER_PAGE,
    Call,
    GitHubRest,
    list_in,
    rejected,
)
from tt_integrations.adapters.providers.github.translating import moment
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.chat import Access

SUCCESS = range(200, 300)


def failed(rest: GitHubRest, access: Access, log: str, since: datetime) -> Sequence[int]:
    """The last attempt of everything that no attempt delivered since then; oldest first. `log`: its path."""
    newest_first = takewhile(
        lambda it: moment(it.delivered_at, "delivered_at") >= since, _read(rest, access, log)
    )
    attempts = list(newest_first)
    delivered = {it.guid for it in attempts if it.status_code in SUCCESS}
    # of several attempts the last one stands here, and the one that was made first goes first
    last: dict[str, int] = {}
    for it in attempts:
        last.setdefault(it.guid, it.id)
    order = dict.fromkeys(it.guid for it in reversed(attempts))
    return [last[guid] for guid in order if guid not in delivered]


def again(rest: GitHubRest, access: Access, log: str, delivery: int) -> None:
    response = rest.answered(access, Call(f"{log}/{delivery}/attempts", "POST"))
    _check(response)


def _read(rest: GitHubRest, access: Access, log: str) -> Iterator[wire.HookDelivery]:
    call = Call(log, query={"per_page": str(PER_PAGE)})
    for page in rest.pages(access, call):
        _check(page)
        yield from list_in(page, wire.HookDelivery)


def _check(response: httpx.Response) -> None:
    if response.status_code == NOT_FOUND:
        raise NotConnected("there is no such hook, or it does not keep the delivery any more")
    if not response.is_success:
        raise rejected(response)
