"""Somebody types a slash command.

Source: docs.slack.dev, interactivity/implementing-slash-commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from attrs import field, frozen

from tt_integrations.adapters.providers.slack.fake.deliveries import Reply
from tt_integrations.adapters.providers.slack.fake.directory import channel_of, person, team_of
from tt_integrations.adapters.providers.slack.fake.issuing import issue_response_url, issue_trigger
from tt_integrations.adapters.providers.slack.fake.markup import typed_text
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.messages import Content, Message
from tt_integrations.adapters.providers.slack.fake.outgoing import Outgoing, Parcel
from tt_integrations.adapters.providers.slack.fake.places import Channel, Team, User
from tt_integrations.adapters.providers.slack.fake.signing import RIGHT, Signing, signing_of
from tt_integrations.adapters.providers.slack.fake.spoken import IN_CHANNEL, payload_of, speak

OK = 200


@frozen
class SlashAnswer:
    """What came of a command. `status` is None when no answer came in time.

    `text`: what the typing person reads, which for a failure is Slack's own sentence. `body`: the answer as sent.
    `form`: what was sent, with its trigger_id and response_url.
    """

    status: int | None
    text: str
    body: bytes
    form: Mapping[str, str] = field(factory=dict)

    @property
    def trigger_id(self) -> str:
        return self.form["trigger_id"]

    @property
    def response_url(self) -> str:
        return self.form["response_url"]


@frozen
class Commands:
    memory: Memory
    outgoing: Outgoing

    def slash(
        self,
        text: str,
        user: str,
        *,
        channel: str = "general",
        team: str | None = None,
        sign_with: str | Mapping[str, Any] | Signing = RIGHT,
    ) -> SlashAnswer:
        """Type `text`, which begins with the command, and wait for the app's answer.

        `user`: an id or a name; an id nobody has yet is a new colleague's. `channel`: an id, a name, or a
        user's id for the direct channel with the app. `sign_with`: see `signing`. Raises ValueError for unknown
        names, for text that is no command, and without a `slash_url`.
        """
        if not text.startswith("/"):
            raise ValueError("a command begins with a slash")
        with self.memory.lock:
            form, place = self._typed(text, user, channel, team)
            url = self.memory.app.slash_url
        body = urlencode(form).encode()
        reply = self.outgoing.post(Parcel("slash", url, body, signing=signing_of(sign_with)))
        return self._read(form, place, reply)

    def ssl_check(self, sign_with: str | Mapping[str, Any] | Signing = RIGHT) -> Reply:
        """Slack's own look at the certificate of the command's address; the app should answer 200."""
        with self.memory.lock:
            app = self.memory.app
            body = urlencode({"ssl_check": "1", "token": app.verification_token}).encode()
        parcel = Parcel("ssl_check", app.slash_url, body, signing=signing_of(sign_with))
        return self.outgoing.post(parcel)

    def _typed(
        self, text: str, user: str, channel: str, team: str | None
    ) -> tuple[dict[str, str], str]:
        home = team_of(self.memory, team)
        who = person(self.memory, home.id, user)
        where = channel_of(self.memory, home.id, channel)
        command, _, rest = text.partition(" ")
        address = issue_response_url(self.memory, who, where.id, "commands")
        form = {
            **_whence(self.memory, home, where, who),
            "command": command,
            "text": typed_text(self.memory, home.id, rest),
            "api_app_id": self.memory.app.id,
            "is_enterprise_install": "false",
            "response_url": address,
            "trigger_id": issue_trigger(self.memory, who),
        }
        return form, address.removeprefix(self.memory.base)

    def _read(self, form: Mapping[str, str], path: str, reply: Reply) -> SlashAnswer:
        if reply.status != OK:
            return SlashAnswer(reply.status, failure(form["command"], reply), reply.body, form)
        payload = payload_of(reply)
        with self.memory.lock:
            if payload.get("response_type") == IN_CHANNEL:
                said = Content(f"{form['command']} {form['text']}".strip())
                ts = self.memory.new_ts()
                self.memory.messages.append(Message(form["channel_id"], ts, form["user_id"], said))
            speak(self.memory, self.memory.response_urls[path], payload)
        return SlashAnswer(reply.status, str(payload.get("text") or ""), reply.body, form)


def failure(command: str, reply: Reply) -> str:
    """The sentence Slack shows when a command did not get its 200 within three seconds."""
    error = "operation_timeout" if reply.status is None else "dispatch_failed"
    return f'{command} failed with the error "{error}"'


def _whence(memory: Memory, team: Team, channel: Channel, user: User) -> dict[str, str]:
    names = {"im": "directmessage", "private": "privategroup", "public": channel.name}
    where = {
        "token": memory.app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": names[channel.kind],
        "user_id": user.id,
        "user_name": user.name,
    }
    if team.enterprise_id:
        where["enterprise_id"] = team.enterprise_id
        where["enterprise_name"] = team.enterprise_name or ""
    return where
