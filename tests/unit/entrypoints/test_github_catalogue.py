"""Whatever GitHub may send, and whatever a signed body may hold besides, is answered 2xx or 4xx, never 5xx."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import httpx
import pytest
from github_house import NAME, REPOSITORY, Letters, event, issue
from house import ANNA, FORM, House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from github_catalogue import Example, examples
from samples import Samples
from tt_integrations.testing.payloads import github

KEYED = "/webhooks/github/k1"
ALL = examples()
SAMPLES = Samples("github", "github_connector")
OURS = {"id": REPOSITORY, "full_name": NAME}
FUZZ = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
STRANGE: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [None, True, False, 0, -1, 10**30, 1.5, "", "\0", "\ud800", "x" * 2**20, [], {}]
    ),
    st.lists(st.none() | st.integers(), max_size=3),
    st.text(max_size=20),
    st.just([{"name": f"label {number}"} for number in range(1000)]),
    st.just("9999-12-31T23:59:59+00:00"),
    st.just("0001-01-01T00:00:00-23:59"),
)
Json = dict[str, Any]


@pytest.fixture
def letters(house: House) -> Letters:
    made = Letters(house)
    made.connect(ANNA, auto_start_timer=True, github_login="anna")
    return made


def of_ours(example: Example) -> bytes:
    """The same of the repository that is watched."""
    return json.dumps({**example.payload, "repository": OURS}).encode()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything that stands in a JSON value."""
    if path:
        yield path
    inside: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, each in inside:
        yield from places(each, (*path, key))


def changed(payload: Mapping[str, Any], path: tuple[Any, ...], change: Callable[..., None]) -> Json:
    whole = deepcopy(dict(payload))
    inside: Any = whole
    for key in path[:-1]:
        inside = inside[key]
    change(inside, path[-1])
    return whole


def fine(letters: Letters, got: httpx.Response, before: Mapping[str, int]) -> None:
    """2xx, or 400 which says where and has changed nothing."""
    assert got.status_code in (200, 202, 400), got.text
    told = got.json()
    assert told["ok"] is (got.status_code != 400)
    assert "queued" not in told  # that would be a mistake of ours
    if got.status_code == 400:
        assert told["code"] == "malformed_payload"
        assert told["error"].startswith("Malformed payload: ")
        assert letters.rows() == before


def test_the_catalogue_has_everything_that_may_happen_to_an_issue_and_to_a_repository() -> None:
    names = {example.name for example in ALL}
    of_issues = {f"issues.{action}" for action in github.ACTIONS}
    assert names >= of_issues - {"issues.typed", "issues.untyped"}
    assert {f"repository.{action}" for action in ("renamed", "transferred", "deleted")} <= names
    assert {"ping", "push", "issue_comment.created", "star.created"} <= names


@pytest.mark.parametrize("example", ALL, ids=lambda each: each.name)
def test_every_example_is_answered_2xx_in_json_and_as_a_form(
    letters: Letters, example: Example
) -> None:
    for post in (letters.post, letters.post_form):
        got = post(of_ours(example), KEYED, x_github_event=example.event)
        assert (got.status_code in (200, 202), got.json()["ok"]) == (True, True)
        assert "queued" not in got.json()


@pytest.mark.parametrize("sample", SAMPLES.all(), ids=lambda each: each.name)
def test_every_recorded_request_is_answered_2xx(letters: Letters, sample: Any) -> None:
    delivery = sample.delivery()
    headers = {**delivery.headers, "host": "tt.example"}
    got = letters.house.http.post(KEYED, content=delivery.body, headers=headers)
    assert (got.status_code in (200, 202), "queued" in got.json()) == (True, False)


@FUZZ
@given(st.data(), st.sampled_from(github.ACTIONS))
def test_every_generated_event_is_answered_2xx(
    letters: Letters, data: st.DataObject, action: str
) -> None:
    payload = data.draw(github.issue_events(action))
    got = letters.post(json.dumps({**payload, "repository": OURS}).encode(), KEYED)
    assert (got.status_code in (200, 202), "queued" in got.json()) == (True, False)


@FUZZ
@given(st.data(), st.sampled_from(ALL))
def test_a_field_that_is_missing_or_of_another_kind_is_400_naming_it_or_does_no_harm(
    letters: Letters, data: st.DataObject, example: Example
) -> None:
    payload = {**example.payload, "repository": {**example.payload["repository"], **OURS}}
    path = data.draw(st.sampled_from(list(places(payload))))
    if data.draw(st.booleans()):
        body = changed(payload, path, lambda inside, key: inside.pop(key))
    else:
        value = data.draw(STRANGE)
        body = changed(payload, path, lambda inside, key: inside.__setitem__(key, value))
    before = letters.rows()
    got = letters.post(json.dumps(body).encode(), KEYED, x_github_event=example.event)
    fine(letters, got, before)


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"1", b'"text"', b"{", b"[" * 100_000, b"\xff", b"{}", b'{"action": 1}'],
)
@pytest.mark.parametrize("media_type", [FORM, "application/json", "text/plain", ""])
def test_a_body_that_is_no_object_is_400_and_leaves_nothing(
    letters: Letters, body: bytes, media_type: str
) -> None:
    got = letters.post(body, KEYED, content_type=media_type)
    assert (got.status_code, got.json()["code"]) == (400, "malformed_payload")
    assert not any(letters.rows().values())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("issue",), None),
        (("issue", "number"), "7"),
        (("issue", "number"), 7.0),
        (("issue", "number"), 0),
        (("issue", "number"), -1),
        (("issue", "number"), 10**30),
        (("issue", "number"), 10**300),
        (("issue", "title"), None),
        (("issue", "updated_at"), "yesterday"),
        (("issue", "state"), "ajar"),
        (("issue", "labels"), {"name": "bug"}),
        (("issue", "labels"), [7]),
        (("issue", "assignees"), [None]),
        (("repository",), []),
        (("repository", "id"), None),
        (("repository", "id"), 10**300),
    ],
)
def test_the_path_of_what_is_wrong_is_named_and_nothing_is_changed(
    letters: Letters, path: tuple[str, ...], value: object
) -> None:
    opened = next(each for each in ALL if each.name == "issues.opened")
    payload = {**opened.payload, "repository": OURS}
    body = changed(payload, path, lambda inside, key: inside.__setitem__(key, value))
    got = letters.post(json.dumps(body).encode(), KEYED)
    assert got.status_code == 400, got.text
    assert path[-1] in got.json()["error"]
    assert not any(letters.rows().values())


@pytest.mark.parametrize(
    "wanted",
    [
        {"title": "x" * 2**20},
        {"body": "x" * 2**20},
        {"labels": [{"name": "l" * 1000} for _ in range(1000)]},
        {"assignees": [{"login": f"person-{number}"} for number in range(1000)]},
        {"title": "\0", "body": "\0\ud800"},
        {"title": "   "},
        {"html_url": "x" * 100_000},
        {"milestone": {"title": "m" * 100_000}},
    ],
    ids=lambda wanted: next(iter(wanted)),
)
def test_what_is_far_too_large_becomes_a_task_that_fits(letters: Letters, wanted: Json) -> None:
    got = letters.post(event("opened", issue(**wanted)), KEYED)
    assert (got.status_code, got.json()["result"]) == (200, "created")
    [(name, _)] = letters.tasks()
    assert 0 < len(name) <= 200
