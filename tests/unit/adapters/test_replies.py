"""Replies go where the provider's reply addresses are, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable

import httpx
import pytest

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.replies import Replies, RepliesAside
from tt_integrations.domain.errors import Untrusted
from tt_integrations.domain.model.delivery import Answer

ORIGINS = frozenset(("https://hooks.example.com", "http://127.0.0.1:8081", "http://[::1]:8081"))
SECRET = "canary-of-the-address"
HOME = f"https://hooks.example.com/{SECRET}"
ANSWER = Answer(b'{"text": "done"}', "application/json")
Handler = Callable[[httpx.Request], httpx.Response]


def replies(handler: Handler, origins: frozenset[str] = ORIGINS) -> Replies:
    return Replies(Clients(httpx.MockTransport(handler)), origins)


class Post:
    """Keeps what came; answers with each of the given in turn, then takes everything."""

    def __init__(self, *answers: int | httpx.TransportError) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, httpx.TransportError):
            raise answer
        return httpx.Response(answer)


@pytest.mark.parametrize(
    "address",
    [
        HOME,
        "https://hooks.example.com:443/x",
        "HTTPS://Hooks.Example.COM/x",
        "http://127.0.0.1:8081/x?y=z",
        "http://[::1]:8081/x",
    ],
)
def test_a_reply_is_posted_to_an_address_of_the_provider(address: str) -> None:
    post = Post()
    assert replies(post).send(address, ANSWER) is True
    [request] = post.requests
    assert (request.method, request.content) == ("POST", ANSWER.body)
    assert request.headers["content-type"] == ANSWER.media_type


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/x",
        "https://hooks.example.com.evil.example/x",
        "https://hooks.example.com@evil.example/x",
        "https://user:pass@hooks.example.com/x",
        "https://user@hooks.example.com/x",
        "https://hooks.example.com:8443/x",
        "https://evil.example\\@hooks.example.com/x",
        "https://evil.example#@hooks.example.com/x",
        "https://hooks.example.com./x",
        "https://hooks.examp1e.com/x",
        "http://hooks.example.com/x",
        "http://127.0.0.1/x",
        "http://127.0.0.1:8082/x",
        "http://127.1:8081/x",
        "https://127.0.0.1:8081/x",
        "http://169.254.169.254/latest/meta-data",
        "ftp://hooks.example.com/x",
        "file:///etc/passwd",
        "//hooks.example.com/x",
        "hooks.example.com/x",
        "https://[::1/x",
        "https://hooks.example.com:port/x",
        "https://hooks.example.com/\x00",
        "https:///x",
        "",
    ],
)
def test_no_other_address_is_called(address: str) -> None:
    post = Post()
    with pytest.raises(Untrusted) as refusal:
        replies(post).send(address, ANSWER)
    assert post.requests == []
    assert not address or address not in str(refusal.value)


def test_plain_http_leaves_this_machine_not_even_if_it_is_allowed() -> None:
    post = Post()
    with pytest.raises(Untrusted):
        replies(post, frozenset(("http://hooks.example.com",))).send(
            "http://hooks.example.com/", ANSWER
        )
    assert post.requests == []


@pytest.mark.parametrize("trouble", [httpx.ConnectError("no"), httpx.ConnectTimeout("no")])
def test_a_reply_that_nobody_got_is_tried_once_more(trouble: httpx.TransportError) -> None:
    post = Post(trouble)
    assert replies(post).send(HOME, ANSWER) is True
    assert len(post.requests) == 2
    gone = Post(trouble, trouble)
    assert replies(gone).send(HOME, ANSWER) is False
    assert len(gone.requests) == 2


@pytest.mark.parametrize(
    "trouble",
    [httpx.ReadTimeout("late"), httpx.RemoteProtocolError("lost"), 404, 410, 500, 302],
    ids=str,
)
def test_a_reply_that_may_have_come_or_is_not_wanted_is_not_repeated(
    trouble: int | httpx.TransportError,
) -> None:
    post = Post(trouble)
    assert replies(post).send(HOME, ANSWER) is False
    assert len(post.requests) == 1


@pytest.mark.parametrize(
    "trouble", [404, httpx.ReadTimeout(HOME), httpx.ConnectError(HOME)], ids=["404", "late", "down"]
)
def test_what_went_wrong_is_logged_without_the_address(
    trouble: int | httpx.TransportError, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "tt_integrations")
    assert replies(Post(trouble, trouble)).send(HOME, ANSWER) is False
    [*_, record] = caplog.records
    assert record.levelname == "WARNING"
    assert SECRET not in caplog.text


def test_replies_aside_keep_nobody_waiting_and_are_all_sent_before_closing() -> None:
    sent: list[str] = []

    def send(address: str, _answer: Answer) -> bool:
        sent.append(address)
        return True

    aside = RepliesAside(send)
    for number in range(20):
        aside(str(number), ANSWER)
    aside.close()
    assert sorted(sent, key=int) == [str(number) for number in range(20)]


@pytest.mark.parametrize(
    "error", [Untrusted("not an address"), RuntimeError(HOME)], ids=["refused", "broken"]
)
def test_a_reply_aside_that_fails_is_logged_without_the_address(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def send(_address: str, _answer: Answer) -> bool:
        raise error

    aside = RepliesAside(send)
    aside(HOME, ANSWER)
    aside.close()
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "a reply was not sent"
    ]
    assert SECRET not in caplog.text


def test_a_reply_after_closing_is_lost_and_nothing_is_raised(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sent: list[str] = []
    aside = RepliesAside(lambda address, _answer: bool(sent.append(address)))
    aside.close()
    aside(HOME, ANSWER)
    assert sent == []
    assert [record.message for record in caplog.records] == [
        "a reply was not sent: the program is ending"
    ]
