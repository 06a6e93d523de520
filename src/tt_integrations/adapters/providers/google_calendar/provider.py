"""What the rest of the program knows of Google Calendar."""

from __future__ import annotations

from tt_integrations.adapters.providers import Adapters, Option, Provider, Wiring
from tt_integrations.adapters.providers.google_calendar.dialect import GoogleDialect
from tt_integrations.adapters.providers.google_calendar.fields import FIELDS
from tt_integrations.adapters.providers.google_calendar.scopes import lacks
from tt_integrations.adapters.providers.google_calendar.settings import (
    GoogleCalendarSettings,
    accept,
    describe,
)
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.usecases.spoken import Reply, Spoken

OPTIONS = (
    Option("client_id", "", "the client id of your Google Cloud project, or empty"),
    Option("client_secret", "", "the secret of that client, or empty", secret=True),
    Option(
        "authorize_url", "https://accounts.google.com/o/oauth2/v2/auth", "Google's consent page"
    ),
    Option("token_url", "https://oauth2.googleapis.com/token", "where Google gives tokens"),
    Option("revoke_url", "https://oauth2.googleapis.com/revoke", "where Google ends them"),
    Option(
        "userinfo_url",
        "https://openidconnect.googleapis.com/v1/userinfo",
        "where Google says whose account it is",
    ),
    Option("api_url", "https://www.googleapis.com/calendar/v3", "where the Calendar API is"),
)
_OK = Answer(b'{"ok": true}', "application/json")


def _write(_reply: Reply) -> Answer:
    """Google looks at the status alone."""
    return _OK


def _follow_up(_spoken: Spoken) -> Answer:
    """Nobody at Google waits for words."""
    return _OK


def _meanwhile(_delivery: Delivery) -> Answer | None:
    """A push that is not taken in time is sent again, and is lost where it is not: the next sync finds the same."""
    return None


def _adapters(wiring: Wiring) -> Adapters:
    # here, since they need an HTTP client: a host may only listen to Google
    from tt_integrations.adapters.providers.google_calendar.account import (  # noqa: PLC0415
        GoogleAccount,
    )
    from tt_integrations.adapters.providers.google_calendar.calendar import (  # noqa: PLC0415
        GoogleCalendar,
    )
    from tt_integrations.adapters.providers.google_calendar.oauth import GoogleOAuth  # noqa: PLC0415
    from tt_integrations.adapters.providers.google_calendar.rest import GoogleRest  # noqa: PLC0415

    options = wiring.options
    calendar = GoogleCalendar(GoogleRest(wiring.clients, options["api_url"]))
    oauth = GoogleOAuth(
        clients=wiring.clients,
        clock=wiring.clock,
        client_id=options["client_id"],
        client_secret=options["client_secret"],
        authorize_url=options["authorize_url"],
        token_url=options["token_url"],
        revoke_url=options["revoke_url"],
        userinfo_url=options["userinfo_url"],
    )
    consents = oauth if options["client_id"] else None  # a client that is not set up offers none
    return Adapters(account=GoogleAccount(calendar), oauth=consents, calendar=calendar)


PROVIDER = Provider(
    name="google",
    key="google_calendar_connector",
    title="Google Calendar",
    door="push",
    body_limit=64 * 1024,
    dialect=GoogleDialect(),
    write=_write,
    follow_up=_follow_up,
    meanwhile=_meanwhile,
    describe=describe,
    accept=accept,
    secrets=(GoogleDialect.signing_secret,),
    options=OPTIONS,
    fields=FIELDS,
    signature_header="X-Goog-Channel-Token",
    adapters=_adapters,
    calendar_settings=GoogleCalendarSettings(),
    lacks=lacks,
)
