"""How often one may ask the fake GitHub: the primary limit, and the secondary ones when it is strict."""

from __future__ import annotations

import httpx
import pytest
from test_fake_github_schema import AT, Ground, Inbox, client_of, ground

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.fake import FakeGitHub

ISSUES = "/repos/octo/app/issues"


def test_the_hour_has_60_requests_for_nobody_and_5000_for_a_user() -> None:
    it = ground()
    nobody, user = it.client_with(None).get(ISSUES), it.get(ISSUES)
    assert (nobody.headers["x-ratelimit-limit"], user.headers["x-ratelimit-limit"]) == (
        "60",
        "5000",
    )
    assert user.headers["x-ratelimit-remaining"] == "4999"
    assert int(user.headers["x-ratelimit-reset"]) == it.fake.clock.timestamp() + 3600
    assert user.headers["x-ratelimit-resource"] == "core"


def test_who_has_used_the_hour_up_waits_for_the_next() -> None:
    it = ground()
    it.fake.set_rate_limit("octo", remaining=1, limit=10)
    assert it.get(ISSUES).status_code == 200
    refused = it.get(ISSUES)
    assert (refused.status_code, refused.headers["x-ratelimit-remaining"]) == (403, "0")
    assert "API rate limit exceeded" in refused.json()["message"]
    core = it.get("/rate_limit").json()["resources"]["core"]
    assert (core["limit"], core["remaining"], core["used"]) == (10, 0, 10)
    assert client_of(it.fake, it.fake.add_token("mona")).get(ISSUES).status_code == 200
    it.fake.clock.advance(3600)
    assert it.get(ISSUES).headers["x-ratelimit-remaining"] == "9"


def test_for_nobody_even_what_was_not_modified_counts() -> None:
    it = ground()
    nobody = it.client_with(None)
    etag = nobody.get(ISSUES).headers["etag"]
    again = nobody.get(ISSUES, headers={"if-none-match": etag})
    assert (again.status_code, again.headers["x-ratelimit-used"]) == (304, "2")


@pytest.mark.parametrize(
    "path", ["/user", "/rate_limit", "/repos/octo/app", "/repos/octo/app/hooks"]
)
def test_an_unknown_query_parameter_is_refused_everywhere(path: str) -> None:
    answer = ground().get(path, colour="red")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "colour"


def test_asking_for_the_limit_costs_nothing() -> None:
    it = ground()
    it.get("/rate_limit")
    assert it.get("/rate_limit").json()["rate"]["used"] == 0


def strict() -> Ground:
    inbox = Inbox()
    fake = FakeGitHub(ProviderClock(AT), inbox, strict=True)
    fake.add_user("octo")
    fake.add_repository("octo/app")
    return Ground(fake, inbox, client_of(fake, fake.add_token("octo")))


def created(it: Ground, times: int) -> httpx.Response:
    """The last answer."""
    for _ in range(times - 1):
        assert it.client.post(ISSUES, json={"title": "x"}).status_code == 201
    return it.client.post(ISSUES, json={"title": "x"})


def test_a_strict_fake_takes_80_new_things_a_minute() -> None:
    it = strict()
    refused = created(it, 81)
    assert (refused.status_code, refused.headers["retry-after"]) == (403, "60")
    assert "secondary rate limit" in refused.json()["message"]
    assert int(refused.headers["x-ratelimit-remaining"]) > 0
    it.fake.clock.advance(60)
    assert created(it, 1).status_code == 201


def test_a_strict_fake_takes_500_new_things_an_hour_and_does_not_say_how_long_to_wait() -> None:
    it = strict()
    for _ in range(7):
        assert created(it, 71).status_code == 201
        it.fake.clock.advance(61)
    refused = created(it, 4)
    assert refused.status_code == 403
    assert "retry-after" not in refused.headers


def test_a_strict_fake_takes_900_points_a_minute_for_each_endpoint() -> None:
    it = strict()
    it.fake.open_issue("octo/app", "A")
    answers = [it.client.patch(f"{ISSUES}/1", json={}).status_code for _ in range(181)]
    assert answers == [200] * 180 + [403]
    assert it.get("/user").status_code == 200


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:80"])
def test_a_strict_fake_sends_nothing_to_loopback(host: str) -> None:
    sent = {"name": "web", "config": {"url": f"http://{host}/in"}, "events": ["issues"]}
    refused = strict().client.post("/repos/octo/app/hooks", json=sent)
    assert refused.status_code == 422
    assert "isn't reachable" in refused.json()["errors"][0]["message"]
    assert ground().client.post("/repos/octo/app/hooks", json=sent).status_code == 201
