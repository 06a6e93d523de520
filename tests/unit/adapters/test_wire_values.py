"""From a provider's bytes to typed values; whatever does not fit says where."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.adapters.wire import parse_form, parse_json, structured
from tt_integrations.domain.errors import MalformedPayload


@frozen
class Inner:
    number: int
    flag: bool = False


@frozen
class Outer:
    name: str
    inner: Inner | None = None
    several: list[Inner] = field(factory=list)
    anything: list[Any] | None = None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def test_values_are_taken_as_they_are() -> None:
    payload = {"name": "x", "inner": {"number": 1, "flag": True}, "several": [{"number": 2}]}
    assert structured(payload, Outer) == Outer("x", Inner(1, flag=True), [Inner(2)])
    mixed = {"name": "x", "anything": [1, "y", None]}
    assert structured(mixed, Outer) == Outer("x", anything=[1, "y", None])


def test_fields_nobody_asked_for_are_left_alone() -> None:
    assert structured({"name": "x", "new_in_2027": [1]}, Outer) == Outer("x")


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        ({}, "$.name"),
        ({"name": 1}, "$.name"),
        ({"name": None}, "$.name"),
        ({"name": "x", "inner": {"number": "1"}}, "$.inner.number"),
        ({"name": "x", "inner": {"number": True}}, "$.inner.number"),
        ({"name": "x", "inner": {"number": 1.0}}, "$.inner.number"),
        ({"name": "x", "inner": {"number": 1, "flag": "false"}}, "$.inner.flag"),
        ({"name": "x", "inner": {"number": 1, "flag": 0}}, "$.inner.flag"),
        ({"name": "x", "inner": {}}, "$.inner.number"),
        ({"name": "x", "several": [{"number": 1}, {"number": None}]}, "$.several[1].number"),
        ({"name": "x", "several": ""}, "$.several"),
        ({"name": "x", "several": {}}, "$.several"),
        ({"name": "x", "several": None}, "$.several"),
        ({"name": "x", "anything": "letters"}, "$.anything"),
        ({"name": "x", "anything": {"a": 1}}, "$.anything"),
    ],
)
def test_a_wrong_value_is_refused_with_its_path(payload: object, path: str) -> None:
    with pytest.raises(MalformedPayload) as caught:
        structured(payload, Outer)
    assert caught.value.path == path


@pytest.mark.parametrize("payload", [None, [], "text", 1, True])
def test_a_payload_that_is_no_object_is_refused(payload: object) -> None:
    with pytest.raises(MalformedPayload, match=r"\$: expected an object"):
        structured(payload, Outer)


@given(JSON | st.dictionaries(st.sampled_from(["name", "inner", "several"]), JSON))
def test_any_json_value_fits_or_is_malformed(payload: object) -> None:
    try:
        read = structured(payload, Outer)
    except MalformedPayload as error:
        assert error.path.startswith("$")  # noqa: PT017 - either outcome is right, if it is whole
    else:
        assert isinstance(payload, dict)
        assert read.name == payload["name"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b"\xff\xfe",
        b'"\xe9"',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"1" * 5000,
        b'{"a": 1} {"a": 2}',
    ],
    ids=["empty", "open", "quotes", "bytes", "latin", "deep", "deep object", "long number", "two"],
)
def test_whatever_is_not_json_is_malformed_and_nothing_worse(body: bytes) -> None:
    with pytest.raises(MalformedPayload, match="body: not JSON"):
        parse_json(body)


@given(st.binary())
def test_any_bytes_are_json_or_malformed(body: bytes) -> None:
    try:
        value = parse_json(body)
    except MalformedPayload as error:
        assert error.path == "body"  # noqa: PT017 - either outcome is right, if it is whole
    else:
        assert value is None or isinstance(value, bool | int | float | str | list | dict)


NAMES = st.text(st.characters(codec="utf-8"), min_size=1)


@given(st.dictionaries(NAMES, st.text(st.characters(codec="utf-8")), min_size=1, max_size=20))
def test_a_form_comes_back_as_it_was_encoded(fields: dict[str, str]) -> None:
    assert parse_form(urlencode(fields).encode()) == fields


def test_blank_fields_are_kept() -> None:
    assert parse_form(b"text=&user_id=U1") == {"text": "", "user_id": "U1"}


def test_a_plus_is_a_space_and_a_percent_sign_begins_a_byte() -> None:
    assert parse_form(b"text=start+caf%C3%A9") == {"text": "start café"}


@pytest.mark.parametrize("body", [b"a=1&a=2", b"user_id=U1&user%5Fid=U2", b"a=&a="])
def test_a_field_given_twice_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedPayload, match="given twice"):
        parse_form(body)


@pytest.mark.parametrize("body", [b"a=\xff", b"a=%FF", b"%C3=1"])
def test_a_form_that_is_not_utf_8_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedPayload, match="UTF-8"):
        parse_form(body)


def test_a_form_of_ten_thousand_fields_is_read_without_complaint() -> None:
    fields = {f"f{number}": "x" for number in range(10_000)}
    assert parse_form(urlencode(fields).encode()) == fields


PIECES = st.sampled_from(
    ["a", "b", "=", "&", ";", "+", "%", "%4", "%41", "%C3%A9", "%FF", "é", " ", "#"]
)


@given(st.lists(PIECES).map("".join) | st.text(st.characters(codec="utf-8")))
def test_a_form_is_read_as_the_standard_library_reads_it(text: str) -> None:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError:
        pairs = None
    if pairs is None or len(dict(pairs)) != len(pairs):
        with pytest.raises(MalformedPayload):
            parse_form(text.encode())
    else:
        assert parse_form(text.encode()) == dict(pairs)
