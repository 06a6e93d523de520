"""Lists in pages: numbered ones, and those one goes through by a cursor (GitHub docs, "Using pagination")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.links import with_query
from tt_integrations.adapters.providers.github.fake.reading import Reader, whole

T = TypeVar("T")
LARGEST, USUAL = 100, 30


def size(text: str) -> int:
    """More than 100 is cut to 100, as GitHub does without a word."""
    return min(whole(text), LARGEST)


NUMBERED: Mapping[str, Reader] = {"page": whole, "per_page": size}


def numbered(
    ask: Ask, query: Mapping[str, Any], items: Sequence[T], show: Callable[[T], Any]
) -> Response:
    """One page of `items`; `Link` names its neighbours and is omitted when there is but one page."""
    page, cut = cut_of(query, items)
    answer = json_response([show(item) for item in cut])
    return with_links(ask, answer, page, last_page(query, items))


def cut_of(query: Mapping[str, Any], items: Sequence[T]) -> tuple[int, Sequence[T]]:
    page, length = query.get("page", 1), query.get("per_page", USUAL)
    return page, items[(page - 1) * length : page * length]


def last_page(query: Mapping[str, Any], items: Sequence[Any]) -> int:
    length: int = query.get("per_page", USUAL)
    return max(1, -(-len(items) // length))


def with_links(ask: Ask, answer: Response, page: int, last: int) -> Response:
    rels = {}
    if page > 1:
        rels["prev"] = page - 1
    if page < last:
        rels |= {"next": page + 1, "last": last}
    if page > 1:
        rels["first"] = 1
    links = [f'<{address(ask, "page", str(number))}>; rel="{rel}"' for rel, number in rels.items()]
    return answer.with_headers(link=", ".join(links)) if links else answer


def address(ask: Ask, name: str, value: str) -> str:
    """This request's address with another page or cursor. Repositories are named by id in it, not by name."""
    query = [(key, text) for key, text in ask.request.query if key != name] + [(name, value)]
    path = f"/repositories/{ask.inside.id}{ask.rest}" if ask.inside else ask.request.path
    return with_query(f"{ask.memory.links.api}{path}", query)
