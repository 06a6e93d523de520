"""What Slack sends. Source: docs.slack.dev, interactivity and apis/events-api.

Forms are mappings of their fields, before encoding; what is JSON in them is a mapping, too.
"""

from __future__ import annotations

from string import ascii_uppercase, digits
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tt_integrations.testing.payloads import texts, words

Json = dict[str, Any]
Payloads = SearchStrategy[Json]
TAIL = ascii_uppercase + digits
EPOCH = st.integers(1_767_225_600, 1_798_761_600)
EVENT_TYPES = ("app_mention", "app_home_opened", "message", "user_change", "a_type_of_tomorrow")


def ids_of(kind: str) -> SearchStrategy[str]:
    """`kind`: the letter that ids of this kind begin with, such as U, T or C."""
    return words(TAIL, 10).map(lambda tail: kind + tail)


def timestamps() -> SearchStrategy[str]:
    """As messages are named: seconds, a dot and six digits, always as text."""
    return st.builds("{}.{:06d}".format, EPOCH, st.integers(0, 999_999))


def triggers() -> SearchStrategy[str]:
    return st.builds("{}.{}.{}".format, EPOCH, EPOCH, words("0123456789abcdef", 32))


def response_urls(kind: str) -> SearchStrategy[str]:
    """`kind`: commands or actions."""
    address = f"https://hooks.slack.com/{kind}/{{}}/{{}}/{{}}"
    return st.builds(address.format, ids_of("T"), EPOCH, words(TAIL, 24))


def slash_forms(command: str = "/tt", text: SearchStrategy[str] | None = None) -> Payloads:
    """The fields of a slash command; all of them are text."""
    always: dict[str, SearchStrategy[Any]] = {
        "token": words(TAIL, 24),
        "team_id": ids_of("T"),
        "team_domain": words("abcdefgh-", 8),
        "channel_id": ids_of("C") | ids_of("D"),
        "channel_name": st.sampled_from(["general", "directmessage", "privategroup"]),
        "user_id": ids_of("U") | ids_of("W"),
        "user_name": texts(20),
        "command": st.just(command),
        "text": texts() if text is None else text,
        "api_app_id": ids_of("A"),
        "is_enterprise_install": st.just("false"),
        "response_url": response_urls("commands"),
        "trigger_id": triggers(),
    }
    grid = {"enterprise_id": ids_of("E"), "enterprise_name": texts(20)}
    return st.fixed_dictionaries(always, optional=grid)


def block_actions() -> Payloads:
    """A click in a message: what the form's field `payload` holds."""
    return st.fixed_dictionaries(
        {
            "type": st.just("block_actions"),
            "token": words(TAIL, 24),
            "api_app_id": ids_of("A"),
            "team": st.fixed_dictionaries({"id": ids_of("T"), "domain": texts(10)}),
            "user": st.fixed_dictionaries({"id": ids_of("U"), "username": texts(10)}),
            "enterprise": st.none(),
            "is_enterprise_install": st.just(value=False),
            "trigger_id": triggers(),
            "response_url": response_urls("actions"),
            "container": st.fixed_dictionaries(
                {
                    "type": st.just("message"),
                    "message_ts": timestamps(),
                    "channel_id": ids_of("C"),
                    "is_ephemeral": st.booleans(),
                }
            ),
            "channel": st.fixed_dictionaries({"id": ids_of("C"), "name": texts(10)}),
            "state": st.just({"values": {}}),
            "actions": st.lists(_action(), min_size=1, max_size=2),
        }
    )


def event_envelopes(event: Payloads | None = None) -> Payloads:
    """An event as it is delivered. `event`: what happened; else any, also of types nobody knows yet."""
    return st.fixed_dictionaries(
        {
            "type": st.just("event_callback"),
            "token": words(TAIL, 24),
            "team_id": ids_of("T"),
            "api_app_id": ids_of("A"),
            "event": _event() if event is None else event,
            "event_id": ids_of("Ev"),
            "event_time": EPOCH,
            "authorizations": st.lists(_authorization(), min_size=1, max_size=1),
            "is_ext_shared_channel": st.booleans(),
            "event_context": words(TAIL, 40),
        }
    )


def url_verifications() -> Payloads:
    """What Slack asks an address before it sends events there."""
    return st.fixed_dictionaries(
        {
            "type": st.just("url_verification"),
            "token": words(TAIL, 24),
            "challenge": words(TAIL, 52),
        }
    )


def _action() -> Payloads:
    named: dict[str, SearchStrategy[Any]] = {
        "action_id": st.sampled_from(["stop", "start", "pick"]),
        "block_id": words(TAIL, 5),
        "action_ts": timestamps(),
    }
    label = st.fixed_dictionaries({"type": st.just("plain_text"), "text": texts(30)})
    option = st.fixed_dictionaries({"text": label, "value": texts(20)})
    button = {"type": st.just("button"), "text": label, "value": texts(30)}
    menu = {"type": st.just("static_select"), "selected_option": st.none() | option}
    return st.fixed_dictionaries(named | button) | st.fixed_dictionaries(named | menu)


def _event() -> Payloads:
    always: dict[str, SearchStrategy[Any]] = {
        "type": st.sampled_from(EVENT_TYPES),
        "event_ts": timestamps(),
    }
    more = {"user": ids_of("U"), "text": texts(), "channel": ids_of("C"), "ts": timestamps()}
    return st.fixed_dictionaries(always, optional=more)


def _authorization() -> Payloads:
    return st.fixed_dictionaries(
        {
            "enterprise_id": st.none(),
            "team_id": ids_of("T"),
            "user_id": ids_of("U"),
            "is_bot": st.booleans(),
            "is_enterprise_install": st.just(value=False),
        }
    )
