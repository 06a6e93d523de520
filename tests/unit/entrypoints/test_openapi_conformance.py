"""Whatever the API is asked, it answers as its document says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from attrs import frozen
from house import ANNA, BEN, House
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from workplace import GITHUB, REPOSITORY, RUNS, Workplace, workplace

from described import described_app, document_of
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.runs import Action, Decided, NewRun, Trigger
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Operation = APIOperation
DESCRIBED = document_of(described_app())
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
FEW = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,  # a real server answers
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""What is generated is the same each time; it is not made smaller, as schemathesis names the call anyway."""


def written(operation: Operation) -> Mapping[str, Any]:
    described: Mapping[str, Any] = DESCRIBED["paths"][operation.path][operation.method]
    return described


PERSONAL = [each for each in OPERATIONS if {"bearer": []} in written(each)["security"]]
SIGNED = [each for each in OPERATIONS if each not in PERSONAL and written(each)["security"]]
FORBIDDING = [
    each for each in OPERATIONS if written(each)["parameters"] or "requestBody" in written(each)
]
THERE = {"run": 1, "connection": 1, "delivery": 1}


@pytest.fixture
def furnished(house: House) -> House:
    """Anna, who sees all, has a connection to everybody, a run with a decision, and a kept delivery; Ben has one, too."""
    anna = house.connect(ANNA, "U1")
    house.connect(BEN, "U2")
    for name in ("github", "google"):
        provider = house.application.provider(name)
        key = ConnectionKey(f"key-of-{name}")
        house.application.connect(NewProviderConnection(ANNA, provider.key, name, key, {}, {}))
    now = house.clock.now()
    with SqlUnitOfWork(house.engine)() as tx:
        run = tx.runs.begin(NewRun(anna.id, Trigger.SYNC, "asked for", now))
        tx.runs.decide(run, [Decided("octo/app#1", "A title", Action.CREATED, ours=1)])
        tx.inbox.keep(anna.id, Delivery(anna.provider, {}, b""), now)
        tx.commit()
    return house


def named(operation: Operation) -> str:
    return str(operation.label)


@frozen
class Asking:
    """Asks the house whatever is generated, and sees that the answers are as the document says."""

    house: House
    headers: Mapping[str, str]

    def statuses(
        self,
        operation: Operation,
        mode: GenerationMode = GenerationMode.POSITIVE,
        **path: object,
    ) -> Counter[int]:
        """How often it was answered how."""
        seen: Counter[int] = Counter()
        there = {name: value for name, value in path.items() if f"{{{name}}}" in operation.path}

        @FEW
        @given(case=operation.as_strategy(mode, path_parameters=there or None))
        def holds(case: Case) -> None:
            address = str(self.house.http.base_url)
            got = case.call_and_validate(address, headers=dict(self.headers), checks=CHECKS)
            seen[got.status_code] += 1

        holds()
        return seen


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_what_the_document_allows_is_answered_as_it_says(
    furnished: House, operation: Operation
) -> None:
    asking = Asking(furnished, furnished.token(ANNA, "tt_anna"))
    assert asking.statuses(operation).total() > 0


@pytest.mark.parametrize("operation", FORBIDDING, ids=named)
def test_what_the_document_forbids_is_answered_as_it_says(
    furnished: House, operation: Operation
) -> None:
    asking = Asking(furnished, furnished.token(ANNA, "tt_anna"))
    assert asking.statuses(operation, GenerationMode.NEGATIVE).total() > 0


@pytest.mark.parametrize("operation", PERSONAL, ids=named)
def test_what_is_there_is_shown_and_changed_as_it_says(
    furnished: House, operation: Operation
) -> None:
    asking = Asking(furnished, furnished.token(ANNA, "tt_anna"))
    seen = asking.statuses(operation, **THERE)
    assert seen.keys() & {200, 409}


@pytest.mark.parametrize("operation", PERSONAL, ids=named)
def test_a_stranger_is_told_to_sign_in_whatever_they_ask(
    furnished: House, operation: Operation
) -> None:
    assert set(Asking(furnished, {}).statuses(operation, **THERE)) == {401}


@pytest.mark.parametrize("operation", SIGNED, ids=named)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_what_no_provider_signed_is_refused_and_nothing_worse(
    furnished: House, operation: Operation, mode: GenerationMode
) -> None:
    seen = Asking(furnished, {}).statuses(operation, mode)
    assert set(seen) <= {400, 401, 404, 413}


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


def test_what_comes_of_asking_a_provider_is_answered_as_it_says(here: Workplace) -> None:
    here.fake.open_issue(REPOSITORY, "An issue", labels=["bug"])
    here.connect()

    def ask(method: str, path: str, **more: Any) -> int:
        headers = {"authorization": "Bearer tt_anna"}
        case = SCHEMA[path][method].Case(**more)
        got = case.call_and_validate(here.url, headers=headers, checks=CHECKS)
        return int(got.status_code)

    wrong = {"body": {"github_token": "a guess"}, "media_type": "application/json"}
    assert ask("POST", f"{GITHUB}/config", **wrong) == 422
    assert ask("POST", f"{GITHUB}/test") == 200
    assert ask("POST", f"{GITHUB}/sync") == 200
    assert ask("GET", f"{GITHUB}/status") == 200
    assert ask("GET", RUNS, query={"result": "done"}) == 200
    [newest, *_] = here.runs()
    assert ask("GET", f"{RUNS}/{{run}}", path_parameters={"run": newest["id"]}) == 200
    connections = "/api/integrations/connections"
    assert ask("GET", connections, query={"provider": "github"}) == 200
    for deed in ("pause", "resume", "disconnect"):
        one = {"path_parameters": {"connection": newest["connection"]}}
        assert ask("POST", f"{connections}/{{connection}}/{deed}", **one) == 200


def test_an_answer_that_the_document_does_not_allow_would_be_found(furnished: House) -> None:
    document = json.loads(json.dumps(DESCRIBED))
    document["paths"][RUNS]["get"]["responses"]["200"]["content"] = {
        "application/json": {"schema": {"type": "object", "required": ["nothing of ours"]}}
    }
    strict = schemathesis.openapi.from_dict(document)[RUNS]["GET"]
    headers = furnished.token(ANNA, "tt_anna")
    with pytest.raises(FailureGroup):
        strict.Case().call_and_validate(
            str(furnished.http.base_url), headers=headers, checks=CHECKS
        )
