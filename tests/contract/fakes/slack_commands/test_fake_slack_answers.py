"""What becomes of the answer to a command, and commands typed over HTTP."""

from __future__ import annotations

import httpx
import pytest
from command_app import App

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.slack.fake import FakeSlack


def test_the_answer_is_shown_to_the_person_only(fake: FakeSlack, app: App) -> None:
    app.answer = json_response({"text": "Started *web*"})

    answer = fake.slash("/tt start web", "ada")

    assert (answer.status, answer.text, answer.body) == (200, "Started *web*", app.answer.body)
    assert [m.text for m in fake.ephemerals("ada")] == ["Started *web*"]
    assert fake.messages("general") == []


def test_an_in_channel_answer_shows_the_command_too(fake: FakeSlack, app: App) -> None:
    app.answer = json_response({"response_type": "in_channel", "text": "Started"})
    fake.slash("/tt start web", "ada")
    assert [m.text for m in fake.messages("general")] == ["/tt start web", "Started"]


@pytest.mark.parametrize(
    ("body", "text"),
    [(b"", ""), (b"plain", "plain"), (b'{"text": "json"}', "json"), (b"{no", "{no")],
)
def test_answers_may_be_empty_plain_or_json(
    fake: FakeSlack, app: App, body: bytes, text: str
) -> None:
    app.answer = Response(200, {"content-type": "text/plain"}, body)
    assert fake.slash("/tt", "ada").text == text


def test_a_failure_is_told_in_slacks_words(fake: FakeSlack, app: App) -> None:
    app.answer = Response(500, {}, b"oops")
    assert fake.slash("/tt", "ada").text == '/tt failed with the error "dispatch_failed"'
    app.answer = NoAnswer("ReadTimeout")
    late = fake.slash("/tt", "ada")
    assert (late.status, late.text) == (None, '/tt failed with the error "operation_timeout"')
    assert fake.ephemerals("ada") == []


def test_ssl_check_is_a_form_of_two_fields(fake: FakeSlack, app: App) -> None:
    assert fake.ssl_check().status == 200
    assert app.form() == {"ssl_check": "1", "token": fake.app.verification_token}


def test_two_redirects_are_followed_and_no_third(fake: FakeSlack, app: App) -> None:
    app.answer = Response(307, {"Location": "https://elsewhere.example/"})
    assert fake.slash("/tt", "ada").status is None
    assert len(app.got) == 3


def test_nonsense_is_refused_in_words(fake: FakeSlack) -> None:
    with pytest.raises(ValueError, match="begins with a slash"):
        fake.slash("tt", "ada")
    with pytest.raises(ValueError, match="no user"):
        fake.slash("/tt", "nobody")
    with pytest.raises(ValueError, match="no signing"):
        fake.slash("/tt", "ada", sign_with="nicely")
    with pytest.raises(ValueError, match="no request URL"):
        FakeSlack().slash("/tt", "U1")


def test_the_control_surface_types_a_command_over_http(app: App) -> None:
    app.answer = json_response({"text": "Started"})
    fake = FakeSlack(call=app)
    with fake.serve() as here, httpx.Client(base_url=here.url) as anyone:
        settings = {"request_url": "https://tt.example/slack"}
        assert anyone.post("/_fake/configure", json=settings).json() == {"ok": True, "result": None}
        typed = {"text": "/tt start web", "user": "U1"}
        result = anyone.post("/_fake/slash", json=typed).json()["result"]
        wrong = anyone.post("/_fake/slash", json={"text": "/tt", "user": "nobody"})
        state = anyone.get("/_fake/state").json()
        address = result["form"]["response_url"]

        assert (result["status"], result["text"], result["body"]) == (
            200,
            "Started",
            '{"text": "Started"}',
        )
        assert address.startswith(f"{here.url}/commands/")
        assert (wrong.status_code, wrong.json()["ok"]) == (400, False)
        assert state["ephemerals"][0]["content"]["text"] == "Started"
        assert fake.bot_token not in str(state)


def test_a_command_goes_over_real_http_by_default() -> None:
    receiver, slack = FakeSlack(), FakeSlack()
    with receiver.serve() as here:
        slack.request_url = f"{here.url}/slack"
        assert slack.slash("/tt", "U1").status == 404
    assert receiver.requests[0].request.headers["user-agent"].startswith("Slackbot")
    assert slack.slash("/tt", "U1").status is None
