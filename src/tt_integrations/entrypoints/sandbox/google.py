"""The fake Google beside a sandbox: one account, and in its calendar some of what people have there."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.domain.usecases.queue_syncs import sync_job
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

GOOGLE = "google_calendar_connector"
ZONE = "Europe/Berlin"
EMAIL, CALENDAR = "anna@example.org", "primary"
OTHERS = "carla@example.org"
FOR_A_GRANT = "https://www.googleapis.com/auth/calendar.events openid email"
"""What a connection may do whose stored grant says nothing."""


def fake_google(clock: ProviderClock) -> FakeGoogle:
    fake = FakeGoogle(clock)
    fake.add_account(EMAIL, "Anna Alder", ZONE)
    fake.add_account(OTHERS, "Carla Clay", ZONE)
    add_meetings(fake, clock.now())
    return fake


def add_meetings(fake: FakeGoogle, now: datetime) -> None:
    """Of yesterday and today: some that become entries, and one of each kind that does not."""
    yesterday = (now.astimezone(ZoneInfo(ZONE)) - timedelta(days=1)).date()

    def at(clock: str, day: int = 0) -> dict[str, str]:
        date = yesterday + timedelta(days=day)
        return {"dateTime": f"{date.isoformat()}T{clock}:00", "timeZone": ZONE}

    def invited(answer: str) -> list[dict[str, str]]:
        guests = {EMAIL: answer, OTHERS: "accepted"}
        return [{"email": email, "responseStatus": said} for email, said in guests.items()]

    fake.add_event("Planning", at("14:00"), at("15:00"))
    fake.add_event("Design review", at("15:30"), at("16:15"), attendees=invited("accepted"))
    fake.add_event("Lunch talk", at("12:00"), at("13:00"), attendees=invited("declined"))
    fake.add_event("Dentist", at("17:00"), at("17:45"), visibility="private")
    fake.add_event(
        "Company day", yesterday.isoformat(), (yesterday + timedelta(days=1)).isoformat()
    )
    fake.add_event(
        "Stand-up",
        at("09:30", -1),
        at("09:45", -1),
        recurrence=["RRULE:FREQ=DAILY;COUNT=2"],
    )
    later = now + timedelta(hours=2)
    fake.add_event("Interview", later.isoformat(), (later + timedelta(hours=1)).isoformat())


def begin_calendars_anew(
    unit_of_work: UnitOfWork, vault: Vault, clock: Clock, fake: FakeGoogle
) -> None:
    """Give every connection that was granted something new tokens: the fake forgets those of the last run, and the
    channels that were open."""
    with unit_of_work() as tx:
        for connection in tx.connections.working(GOOGLE, None):
            email = connection.settings.get("email")
            if tx.grants.find(connection.id) is None or email not in fake.memory.accounts:
                continue
            keep_grant(tx, vault, connection.id, _granted(tx, fake, connection.id, str(email)))
            tx.connections.save(connection.id, {"channels": None, "channel_missing": None})
            tx.jobs.enqueue(sync_job(connection.id, "the sandbox began", clock.now()))
        tx.commit()


def _granted(tx: Transaction, fake: FakeGoogle, connection: ConnectionId, email: str) -> Grant:
    before = tx.grants.find(connection)
    scopes = " ".join(sorted(before.scopes)) if before and before.scopes else FOR_A_GRANT
    given = fake.grant(email, scopes)
    return Grant(
        access_token=given["access_token"],
        refresh_token=given["refresh_token"],
        expires=fake.clock.now() + timedelta(seconds=given["expires_in"]),
        scopes=frozenset(given["scope"].split()),
    )
