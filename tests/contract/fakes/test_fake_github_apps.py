"""GitHub Apps at the fake: JWTs, installation tokens, what they reach, and what the app's own hook hears."""

from __future__ import annotations

import json
from typing import Any

import jwt
import pytest
from attrs import define
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from test_fake_github_schema import Ground, ground

NOW = 1772442000
"""The moment at which the tests' clock stands still, in seconds."""


def pair() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


PRIVATE, PUBLIC = pair()


@define
class Installed:
    it: Ground
    app_id: int
    client_id: str
    number: int

    def as_app(self, **claims: Any) -> Any:
        usual = {"iat": NOW - 60, "exp": NOW + 540, "iss": str(self.app_id)}
        signed = jwt.encode({**usual, **claims}, PRIVATE, algorithm="RS256")
        return self.it.client_with(signed)

    def token(self, **body: Any) -> Any:
        return self.as_app().post(f"/app/installations/{self.number}/access_tokens", json=body)

    def as_installation(self, **body: Any) -> Any:
        return self.it.client_with(self.token(**body).json()["token"])


def installed(repositories: list[str] | None = None, **fields: Any) -> Installed:
    it = ground()
    it.fake.add_repository("octo/secret", private=True)
    more = {"webhook_url": "http://tracker.test/app", "webhook_secret": "s3", **fields}
    app = it.fake.add_app("timely", "octo", public_key=PUBLIC, **more)
    number = it.fake.install_app("timely", "octo", repositories).id
    return Installed(it, app.id, app.client_id, number)


def test_an_app_shows_itself_to_its_jwt() -> None:
    app = installed()
    answer = app.as_app().get("/app")
    assert (answer.status_code, answer.json()["slug"]) == (200, "timely")
    assert app.as_app(iss=app.client_id).get("/app").json()["id"] == app.app_id


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"exp": NOW}, "'Expiration time' claim ('exp') must be"),
        ({"exp": "soon"}, "'Expiration time' claim ('exp') must be"),
        ({"exp": NOW + 661}, "too far in the future"),
        ({"iat": NOW + 1, "exp": NOW + 60}, "'Issued at' claim ('iat')"),
        ({"exp": float("nan")}, "'Expiration time' claim ('exp') must be"),
        ({"exp": 10**400}, "'Expiration time' claim ('exp') must be"),
        ({"iat": None}, "'Issued at' claim ('iat')"),
    ],
)
def test_a_jwt_of_the_wrong_time_is_refused(claims: dict[str, Any], words: str) -> None:
    answer = installed().as_app(**claims).get("/app")
    assert answer.status_code == 401
    assert words in answer.json()["message"]


@pytest.mark.parametrize("claims", [{"iat": NOW - 60, "exp": NOW + 600}, {"exp": NOW + 660}])
def test_a_jwt_may_expire_ten_minutes_from_now_and_a_clock_may_drift(
    claims: dict[str, Any],
) -> None:
    assert installed().as_app(**claims).get("/app").status_code == 200


def test_a_jwt_of_an_unknown_app_or_another_key_is_refused() -> None:
    app = installed()
    assert app.as_app(iss="7").get("/app").json()["message"] == "Integration not found"
    claims = {"iat": NOW, "exp": NOW + 60, "iss": str(app.app_id)}
    other, _ = pair()
    for text in (
        jwt.encode(claims, other, algorithm="RS256"),
        jwt.encode(claims, "x" * 32, algorithm="HS256"),
        "eyJ.eyJ.x",
    ):
        answer = app.it.client_with(text).get("/app")
        message = "A JSON web token could not be decoded"
        assert (answer.status_code, answer.json()["message"]) == (401, message)


def test_an_installation_token_lives_for_an_hour() -> None:
    app = installed()
    made = app.token()
    assert made.status_code == 201
    assert made.json()["expires_at"] == "2026-03-02T10:00:00Z"
    assert made.json()["repository_selection"] == "all"
    client = app.it.client_with(made.json()["token"])
    assert len(made.json()["token"]) == 40
    app.it.fake.clock.advance(3599)
    assert client.get("/installation/repositories").status_code == 200
    app.it.fake.clock.advance(1)
    assert client.get("/installation/repositories").json()["message"] == "Bad credentials"


def test_an_installation_token_may_be_long_and_have_dots() -> None:
    app = installed(long_tokens=True)
    token = app.token().json()["token"]
    assert token.startswith(f"ghs_{app.app_id}_ey")
    assert (token.count("."), len(token) > 255) == (2, True)
    assert app.it.client_with(token).get("/installation/repositories").status_code == 200


def test_an_installation_reaches_what_it_was_given() -> None:
    some = installed(["octo/app"])
    listed = some.as_installation().get("/installation/repositories").json()
    assert listed["total_count"] == 1
    assert listed["repository_selection"] == "selected"
    assert [repo["full_name"] for repo in listed["repositories"]] == ["octo/app"]
    assert some.as_installation().get("/repos/octo/secret").status_code == 404
    assert installed().as_installation().get("/repos/octo/secret").status_code == 200


def test_the_list_of_repositories_has_pages() -> None:
    first = installed().as_installation().get("/installation/repositories?per_page=1")
    assert first.json()["total_count"] == 2
    assert first.links["next"]["url"].endswith("/installation/repositories?per_page=1&page=2")


def test_a_token_can_be_made_for_a_part() -> None:
    app = installed()
    made = app.token(repositories=["secret"], permissions={"issues": "read"})
    assert [repo["name"] for repo in made.json()["repositories"]] == ["secret"]
    client = app.it.client_with(made.json()["token"])
    assert client.get("/repos/octo/secret/issues").status_code == 200
    refused = client.post("/repos/octo/secret/issues", json={"title": "x"})
    assert refused.json()["message"] == "Resource not accessible by integration"
    assert refused.headers["x-accepted-github-permissions"] == "issues=write"


@pytest.mark.parametrize(
    "body",
    [
        {"repositories": ["nothing"]},
        {"repository_ids": [1]},
        {"permissions": {"contents": "write"}},
        {"permissions": {"issues": "all"}},
        {"permissions": {"issues": ["write"]}},
        {"repos": ["app"]},
    ],
)
def test_a_token_for_more_than_the_installation_has_is_refused(body: dict[str, Any]) -> None:
    assert installed().token(**body).status_code == 422


def test_an_app_acts_under_its_own_name_and_has_no_profile() -> None:
    app = installed()
    client = app.as_installation()
    made = client.post("/repos/octo/app/issues", json={"title": "x"}).json()
    assert (made["user"]["login"], made["user"]["type"]) == ("timely[bot]", "Bot")
    assert made["performed_via_github_app"]["id"] == app.app_id
    said = client.post("/repos/octo/app/issues/1/comments", json={"body": "x"})
    assert said.json()["performed_via_github_app"]["slug"] == "timely"
    assert client.get("/user").status_code == 403
    assert client.get("/app").status_code == 401
    assert client.get("/user").headers["x-ratelimit-limit"] == "5000"


def test_the_jwt_of_an_app_is_for_the_app_alone() -> None:
    refused = installed().as_app().get("/repos/octo/app/issues")
    assert refused.status_code == 403
    assert refused.json()["message"] == "Resource not accessible by integration"


def test_an_app_needs_a_public_rsa_key() -> None:
    it = ground()
    with pytest.raises(ValueError, match="PEM"):
        it.fake.add_app("other", "octo", public_key="x")
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = curve.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(ValueError, match="RSA"):
        it.fake.add_app("other", "octo", public_key=pem.decode())


def test_a_suspended_installation_makes_no_tokens_and_serves_none() -> None:
    app = installed()
    client = app.as_installation()
    app.it.fake.suspend_installation(app.number)
    assert app.token().json()["message"] == "This installation has been suspended"
    assert client.get("/installation/repositories").status_code == 403
    app.it.fake.unsuspend_installation(app.number)
    assert client.get("/installation/repositories").status_code == 200


def test_the_tokens_of_an_app_end_when_it_is_uninstalled() -> None:
    app = installed()
    client = app.as_installation()
    app.it.fake.uninstall_app(app.number)
    assert client.get("/installation/repositories").status_code == 401
    assert app.token().status_code == 404


def test_only_an_installation_token_lists_what_it_reaches() -> None:
    it = installed().it
    assert it.get("/installation/repositories").status_code == 403
    assert it.client_with(None).get("/installation/repositories").status_code == 401


def test_an_app_without_a_key_of_ours_gets_a_pair_of_its_own() -> None:
    it = ground()
    app = it.fake.add_app("other", "octo")
    claims = {"iat": NOW, "exp": NOW + 60, "iss": app.client_id}
    signed = jwt.encode(claims, app.private_key, algorithm="RS256")
    assert it.client_with(signed).get("/app").json()["slug"] == "other"
    assert "PRIVATE" not in json.dumps(it.fake.state()) + repr(app)
