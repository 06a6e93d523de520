"""What people do on Google's side: their accounts, their calendars, their events, their consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from attrs import evolve, frozen

from tt_integrations.adapters.providers.google_calendar.fake import authorize, changes
from tt_integrations.adapters.providers.google_calendar.fake.accounts import (
    DEFAULT_CLIENT,
    Account,
    Client,
)
from tt_integrations.adapters.providers.google_calendar.fake.calendars import (
    ROLES,
    Calendar,
    Resource,
)
from tt_integrations.adapters.providers.google_calendar.fake.memory import Memory
from tt_integrations.adapters.providers.google_calendar.fake.moments import later, zone_of
from tt_integrations.adapters.providers.google_calendar.fake.scopes import spelled_out
from tt_integrations.adapters.providers.google_calendar.fake.series import original_key, series_of
from tt_integrations.adapters.providers.google_calendar.fake.token_endpoint import issued
from tt_integrations.adapters.providers.google_calendar.fake.tokens import Ask


@frozen
class People:
    """Each action raises ValueError for what is not there. `calendar` None: the first account's primary one."""

    memory: Memory

    def add_account(self, email: str, name: str = "", time_zone: str = "UTC") -> dict[str, str]:
        with self.memory.turn():
            zone_of(time_zone)
            sub = f"{100_000_000_000_000_000_000 + self.memory.next_number()}"
            self.memory.accounts[email] = Account(email, name or email.partition("@")[0], sub)
            self._put(Calendar(email, email, time_zone, email))
            return {"email": email, "sub": sub}

    def add_client(self, client_id: str, client_secret: str, redirect_uris: list[str]) -> None:
        with self.memory.turn():
            client = Client(client_id, client_secret, tuple(redirect_uris))
            self.memory.clients[client_id] = client

    def add_calendar(
        self,
        account: str,
        summary: str,
        time_zone: str = "UTC",
        calendar_id: str | None = None,
        **kind: bool,
    ) -> str:
        """The new calendar's id. `kind`: made_by_app, public."""
        with self.memory.turn():
            zone_of(time_zone)
            number = self.memory.next_number()
            made = Calendar(
                calendar_id or f"c_{number:026d}@group.calendar.google.com",
                summary,
                time_zone,
                account,
            )
            for name, value in kind.items():
                if name not in ("made_by_app", "public"):
                    raise ValueError(f"a calendar has no {name}")
                setattr(made, name, value)
            return self._put(made).id

    def share(self, calendar: str, account: str, role: str | None) -> None:
        """Give an account access to a calendar, or (None) take it away: its sync tokens expire."""
        if role is not None and role not in ROLES:
            raise ValueError(f"no role {role}; there are {', '.join(ROLES)}")
        with self.memory.turn():
            roles = self._calendar(calendar).roles
            roles.pop(account, None)
            if role:
                roles[account] = role

    def add_event(
        self, summary: str, start: Any, end: Any, calendar: str | None = None, **fields: Any
    ) -> Resource:
        """`start` and `end`: RFC 3339 text, a day, or an EventDateTime; `fields`: any others of an event."""
        organizer = fields.pop("organizer", None)
        with self.memory.turn():
            place = self._calendar(calendar)
            body = {"summary": summary, "start": _when(start), "end": _when(end), **fields}
            made = changes.create(self.memory, place, body, place.owner)
            if organizer:
                made = changes.keep(self.memory, place, {**made, "organizer": organizer})
            return made

    def change_event(self, event: str, calendar: str | None = None, **fields: Any) -> Resource:
        with self.memory.turn():
            place = self._calendar(calendar)
            return changes.keep(
                self.memory, place, changes.merged(self._event(place, event), fields)
            )

    def rename_event(self, event: str, summary: str, calendar: str | None = None) -> Resource:
        return self.change_event(event, calendar, summary=summary)

    def move_event(self, event: str, start: Any, end: Any, calendar: str | None = None) -> Resource:
        return self.change_event(event, calendar, start=_when(start), end=_when(end))

    def decline(self, event: str, calendar: str | None = None) -> Resource:
        """The calendar's owner declines."""
        with self.memory.turn():
            place = self._calendar(calendar)
            found = self._event(place, event)
            guests = found.get("attendees", [])
            if place.id not in [one["email"] for one in guests]:
                raise ValueError(f"{place.id} is not invited")
            for one in guests:
                if one["email"] == place.id:
                    one["responseStatus"] = "declined"
            return changes.keep(self.memory, place, found)

    def cancel_event(self, event: str, calendar: str | None = None) -> Resource:
        with self.memory.turn():
            place = self._calendar(calendar)
            return changes.cancel(self.memory, place, self._event(place, event))

    def cancel_instance(self, event: str, number: int, calendar: str | None = None) -> Resource:
        """The instance of a series by its number, 0 for the first."""
        with self.memory.turn():
            place = self._calendar(calendar)
            one = self._instance(place, event, number)
            return changes.keep(self.memory, place, {**one, "status": "cancelled"})

    def move_instance(
        self, event: str, number: int, seconds: float, calendar: str | None = None
    ) -> Resource:
        """Let one instance take place later (or earlier) by a length."""
        with self.memory.turn():
            place = self._calendar(calendar)
            one = self._instance(place, event, number)
            by = timedelta(seconds=seconds)
            moved = {"start": later(one["start"], by), "end": later(one["end"], by)}
            return changes.keep(self.memory, place, {**one, **moved})

    def events(self, calendar: str | None = None) -> list[Resource]:
        """All events as they are kept, cancelled ones too."""
        with self.memory.turn():
            place = self._calendar(calendar)
            return [found for one in place.versions if (found := place.event(one))]

    def grant(self, account: str, scopes: str, client: str = DEFAULT_CLIENT) -> dict[str, Any]:
        """Tokens as the token endpoint gives them, without a browser. `scopes`: space-separated."""
        with self.memory.turn() as now:
            if account not in self.memory.accounts:
                raise ValueError(f"no account {account}")
            given = spelled_out(scopes)
            tokens = self.memory.tokens
            code = tokens.new_code(Ask(client, "", given), account, given, now)
            del tokens.codes[code.text]
            access = tokens.new_access(account, client, given, now)
            refresh = tokens.new_refresh(access, now, testing=self.memory.settings.testing)
            return issued(self.memory, access, given, refresh)

    def approve(self, url: str, account: str | None = None, scopes: list[str] | None = None) -> str:
        """Click Allow on the page at `url`, with only `scopes` ticked: the address it leads back to."""
        with self.memory.turn():
            return authorize.answered(self.memory, url, account, scopes, allow=True)

    def deny(self, url: str) -> str:
        """Click Cancel on the page at `url`."""
        with self.memory.turn():
            return authorize.answered(self.memory, url, None, None, allow=False)

    def revoke_grant(self, account: str) -> None:
        with self.memory.turn():
            self.memory.tokens.revoke(account)

    def withdraw_scopes(self, account: str, scopes: str) -> None:
        """From every token the account has given."""
        gone = set(spelled_out(scopes))
        with self.memory.turn():
            tokens = self.memory.tokens
            kept = tokens.consents.get(account, ())
            tokens.consents[account] = tuple(one for one in kept if one not in gone)
            for text, access in tokens.access.items():
                if access.email == account:
                    tokens.access[text] = evolve(access, scopes=access.scopes - gone)
            for refresh in tokens.refresh.values():
                if refresh.email == account:
                    refresh.scopes = tuple(one for one in refresh.scopes if one not in gone)

    def _put(self, calendar: Calendar) -> Calendar:
        if calendar.owner not in self.memory.accounts:
            raise ValueError(f"no account {calendar.owner}")
        calendar.roles[calendar.owner] = "owner"
        self.memory.calendars[calendar.id] = calendar
        return calendar

    def _calendar(self, name: str | None) -> Calendar:
        found = self.memory.calendars.get(name or next(iter(self.memory.accounts), ""))
        if not found:
            raise ValueError(f"no calendar {name}")
        return found

    def _event(self, calendar: Calendar, event: str) -> Resource:
        found = calendar.event(event)
        if not found:
            raise ValueError(f"no event {event}")
        return found

    def _instance(self, calendar: Calendar, event: str, number: int) -> Resource:
        master = self._event(calendar, event)
        series = series_of(master)
        for at, original in enumerate(series.originals()):
            if at == number:
                key = f"{event}_{original_key(original)}"
                start = series.start_of(original)
                made = {name: value for name, value in master.items() if name != "recurrence"}
                made |= {"id": key, "start": start, "end": series.end_of(original)}
                made |= {"recurringEventId": event, "originalStartTime": start}
                return calendar.event(key) or made
        raise ValueError(f"the series has no instance {number}")


def _when(given: Any) -> Any:
    if isinstance(given, dict):
        return given
    text = given if isinstance(given, str) else given.isoformat()
    return {"dateTime": text} if "T" in text else {"date": text}
