"""What the API can be asked: each operation is declared once, which makes both its route and its part of the OpenAPI
document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from attrs import field, frozen
from starlette.routing import Route

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.entrypoints.http.asking import Answering, asked
from tt_integrations.ports.identity import Identity


class Gate(Enum):
    """Who may ask."""

    PERSON = "person"
    """Whoever is signed in."""
    SIGNATURE = "signature"
    """A provider that signs what it sends."""
    OPEN = "open"


@frozen
class Query:
    """A parameter behind the question mark, `kind` its type."""

    name: str
    kind: Any
    about: str


def every(_provider: Provider) -> bool:
    return True


@frozen
class Operation:
    """`path` is a template, `{provider}` in it any provider's name, and all else in braces a number.

    `does` answers somebody who is signed in; for all others it is an endpoint of Starlette's. `answer` is the shape of
    what it answers with 200, and `others` those of other answers, by status; None for what is a provider's own. `errors` are those that it raises
    beside what everything may raise. `takes` is the schema of its body, by provider; None: it takes none. `where` says
    for which providers it means anything, and `signature` in which header a provider signs.
    """

    method: str
    path: str
    does: Answering | Any = field(repr=False)
    summary: str
    answer: Any
    about: str = ""
    queries: Sequence[Query] = ()
    errors: Sequence[type[IntegrationError]] = ()
    others: Mapping[int, Any] = field(factory=dict)
    takes: Callable[[Provider], dict[str, Any]] | None = None
    where: Callable[[Provider], bool] = every
    gate: Gate = Gate.PERSON
    signature: str = ""

    @property
    def changes(self) -> bool:
        return self.method not in ("GET", "HEAD")

    def route(self, identity: Identity) -> Route:
        endpoint = asked(identity, self.does) if self.gate is Gate.PERSON else self.does
        return Route(self.path, endpoint, methods=[self.method])


def routes_of(identity: Identity, operations: Iterable[Operation]) -> list[Route]:
    return [operation.route(identity) for operation in operations]
