"""The yardstick: `/tt status`, `start` and `stop` by hand, on raw ASGI and sqlite3, with no layer in between.

It knows one app's signing secret and one database, the same tables as ours, and does what a person would notice us
do: signature and age, the linked and active person, only projects they may use, one transaction and one claim for
what changes something, text escaped for Slack, the buttons below it, what `/tt undo` would need, and a look at whether
a channel wants to hear of it (none does in this measurement).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote_plus

WHO = """SELECT a.connection_id, u.id, u.is_active, u.role, u.time_rounding_enabled, u.time_rounding_minutes
FROM integration_addresses a JOIN integrations i ON i.id = a.connection_id JOIN users u ON u.id = a.person_id
WHERE a.provider = 'slack_connector' AND a.address = ? AND i.is_active ORDER BY i.id DESC LIMIT 1"""
RUNNING = """SELECT t.id, p.name, t.start_time, t.paused_at, t.break_seconds FROM time_entries t
LEFT JOIN projects p ON p.id = t.project_id WHERE t.user_id = ? AND t.end_time IS NULL"""
PROJECTS = (
    """SELECT id, name FROM projects WHERE status = 'active' AND (? = 'admin' OR created_by = ?)"""
)
CLAIM = """INSERT INTO integration_inbox (connection_id, delivery_id, received_at) VALUES (?, ?, ?)
ON CONFLICT DO NOTHING"""
START = """INSERT INTO time_entries (user_id, project_id, start_time, source, created_at, updated_at)
VALUES (?, ?, ?, 'auto', ?, ?)"""
STOP = """UPDATE time_entries SET end_time = ?, duration_seconds = ?, break_seconds = ?, paused_at = NULL,
updated_at = ? WHERE id = ?"""
DEED = """INSERT INTO integration_deeds (person_id, word, done_at, changes) VALUES (?, ?, ?, ?)
ON CONFLICT (person_id) DO UPDATE SET word = excluded.word, done_at = excluded.done_at, changes = excluded.changes"""
CHANNELS = """SELECT id, config FROM integrations WHERE user_id = ? AND is_active"""

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Labels = tuple[tuple[int, str], ...]
Said = tuple[str, Labels]
"""A sentence, and the buttons below it: for whom, and what they say."""
Send = Callable[[dict[str, Any]], Awaitable[None]]
OLDEST = 300
LARGEST = 1024 * 1024
UNAUTHORIZED = 401


class Raw:
    def __init__(self, database: str, secret: str) -> None:
        self.secret = secret.encode()
        self.db = sqlite3.connect(database, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            self.db.execute(f"PRAGMA {pragma}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more and len(body) <= LARGEST:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if len(body) <= LARGEST and self.genuine(dict(scope["headers"]), body):
            status, (text, labels) = 200, self.answer(body)
        else:
            status, text, labels = UNAUTHORIZED, "Invalid signature", ()
        reply: dict[str, Any] = {"response_type": "ephemeral", "text": text}
        if labels:
            reply["blocks"] = blocks(text, labels)
        out = json.dumps(reply).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(out)).encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": out})

    def genuine(self, headers: dict[bytes, bytes], body: bytes) -> bool:
        stamp = headers.get(b"x-slack-request-timestamp", b"")
        if not stamp.isdigit() or abs(time.time() - int(stamp)) > OLDEST:
            return False
        expected = hmac.digest(self.secret, b"v0:%b:%b" % (stamp, body), "sha256").hex()
        given = headers.get(b"x-slack-signature", b"")
        return hmac.compare_digest(given, b"v0=" + expected.encode())

    def answer(self, body: bytes) -> Said:
        form = parse(body.decode())
        address = f"{form['team_id']}/{form['user_id']}"
        who = self.db.execute(WHO, (address,)).fetchone()
        if who is None:
            return "This Slack user is not linked.", ()
        if not who[2]:
            return "Your account is deactivated.", ()
        word, _, rest = form["text"].strip().partition(" ")
        if word == "status":
            return self.status(who[1])
        if word not in ("start", "stop"):
            return "Usage: /tt start|stop|status", ()
        self.db.execute("BEGIN IMMEDIATE")
        try:
            claim = (who[0], hashlib.sha256(body).hexdigest(), written(now()))
            if not self.db.execute(CLAIM, claim).rowcount:
                return "This command was carried out already.", ()
            said = self.start(who, rest.strip()) if word == "start" else self.stop(who)
            self.db.execute("COMMIT")
            return said
        finally:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def status(self, person: int) -> Said:
        timer = self.db.execute(RUNNING, (person,)).fetchone()
        if timer is None:
            return "No active timer.", ()
        running = f"(running {hms(worked(timer, now()))})"
        return f"Active timer on *{escaped(timer[1])}* {running}.", (
            (person, "Stop"),
            (person, "Pause"),
        )

    def start(self, who: Any, typed: str) -> Said:
        person, role = who[1], who[3]
        if timer := self.db.execute(RUNNING, (person,)).fetchone():
            return f"You already have an active timer on *{escaped(timer[1])}*.", ()
        found = meant(typed, self.db.execute(PROJECTS, (role, person)).fetchall())
        if not found:
            return f"Project not found: `{escaped(typed)}`", ()
        if len(found) > 1:
            return "Several projects match: " + ", ".join(escaped(name) for _, name in found), ()
        [(project, name)] = found
        at = written(now())
        entry = self.db.execute(START, (person, project, at, at, at)).lastrowid
        after = {"id": entry, "project": project, "name": name, "started": at}
        self.remember(person, "start", None, after)
        return f"Timer started for *{escaped(name)}*.", ((person, "Stop"), (person, "Pause"))

    def stop(self, who: Any) -> Said:
        _, person, _, _, rounds, minutes = who
        timer = self.db.execute(RUNNING, (person,)).fetchone()
        if timer is None:
            return "No active timer found", ()
        ended = now()
        seconds = worked(timer, ended)
        pause = (ended - read(timer[3])).total_seconds() if timer[3] else 0
        if rounds and minutes > 1:
            seconds = round(seconds / (minutes * 60)) * minutes * 60
        breaks = (timer[4] or 0) + int(pause)
        self.db.execute(STOP, (written(ended), seconds, breaks, written(ended), timer[0]))
        before = dict(zip(("id", "name", "started", "paused", "breaks"), timer, strict=True))
        after = {**before, "ended": written(ended), "seconds": seconds, "breaks": breaks}
        self.remember(person, "stop", before, after)
        return f"Timer stopped (duration {hms(seconds)}).", ((person, "Undo"),)

    def remember(self, person: int, word: str, before: Any, after: Any) -> None:
        """For undo, and for the channel that wants to hear of it, were there one."""
        changes = json.dumps([{"before": before, "after": after}])
        self.db.execute(DEED, (person, word, written(now()), changes))
        for _, config in self.db.execute(CHANNELS, (person,)):
            if json.loads(config).get("channel_id"):
                raise NotImplementedError("nobody in this measurement has a channel")


def blocks(text: str, labels: Labels) -> list[dict[str, Any]]:
    buttons = [
        {
            "type": "button",
            "action_id": label.lower(),
            "text": {"type": "plain_text", "text": label},
            "value": f"{person}:{label.lower()}",
        }
        for person, label in labels
    ]
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return [section, {"type": "actions", "elements": buttons}]


def parse(body: str) -> dict[str, str]:
    """As `parse_qsl` at half its cost: decodes only what is encoded."""
    fields = {}
    for part in body.split("&"):
        name, _, value = part.partition("=")
        fields[name] = unquote_plus(value) if "%" in value or "+" in value else value
    return fields


def meant(typed: str, projects: list[tuple[int, str]]) -> list[tuple[int, str]]:
    wanted = typed.casefold()
    number = wanted.removeprefix("#")
    exact = [p for p in projects if str(p[0]) == number or p[1].casefold() == wanted]
    return exact or [p for p in projects if wanted in p[1].casefold()]


def worked(timer: Any, until: datetime) -> int:
    end = read(timer[3]) if timer[3] else until
    return max(0, int((end - read(timer[2])).total_seconds()) - (timer[4] or 0))


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def written(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds")


def read(stored: str) -> datetime:
    return datetime.fromisoformat(stored)


def hms(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
