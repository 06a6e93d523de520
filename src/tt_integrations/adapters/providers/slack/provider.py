"""What the rest of the program knows of Slack."""

from __future__ import annotations

from tt_integrations.adapters.providers import Adapters, Option, Provider, Wiring
from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.adapters.providers.slack.fields import FIELDS
from tt_integrations.adapters.providers.slack.scopes import lacks
from tt_integrations.adapters.providers.slack.settings import SECRETS, accept, describe
from tt_integrations.adapters.providers.slack.speech import follow_up, meanwhile, write

OPTIONS = (
    Option("client_id", "", "the client id of your Slack app, or empty"),
    Option("client_secret", "", "the client secret of your Slack app, or empty", secret=True),
    Option("signing_secret", "", "the signing secret of your Slack app, or empty", secret=True),
    Option("api_url", "https://slack.com/api", "where Slack's Web API is"),
    Option("authorize_url", "https://slack.com/oauth/v2/authorize", "Slack's consent page"),
    Option("reply_origin", "https://hooks.slack.com", "where Slack's response addresses are"),
)


def _adapters(wiring: Wiring) -> Adapters:
    # here, since they need an HTTP client: a host may only listen to Slack
    from tt_integrations.adapters.providers.slack.account import SlackAccount  # noqa: PLC0415
    from tt_integrations.adapters.providers.slack.chat import SlackChat  # noqa: PLC0415
    from tt_integrations.adapters.providers.slack.oauth import SlackOAuth  # noqa: PLC0415
    from tt_integrations.adapters.providers.slack.pacing import Pacing  # noqa: PLC0415
    from tt_integrations.adapters.providers.slack.web_api import SlackWebApi  # noqa: PLC0415

    options = wiring.options
    chat = SlackChat(SlackWebApi(wiring.clients, Pacing(wiring.clock), options["api_url"]))
    oauth = SlackOAuth(
        clients=wiring.clients,
        clock=wiring.clock,
        client_id=options["client_id"],
        client_secret=options["client_secret"],
        authorize_url=options["authorize_url"],
        base_url=options["api_url"],
    )
    consents = oauth if options["client_id"] else None  # an app that is not set up offers none
    return Adapters(account=SlackAccount(chat), chat=chat, oauth=consents)


PROVIDER = Provider(
    name="slack",
    key="slack_connector",
    title="Slack",
    door="events",
    body_limit=1024 * 1024,
    dialect=SlackDialect(),
    write=write,
    follow_up=follow_up,
    meanwhile=meanwhile,
    describe=describe,
    accept=accept,
    options=OPTIONS,
    fields=FIELDS,
    signature_header="X-Slack-Signature",
    secrets=SECRETS,
    app_secrets=("signing_secret",),
    adapters=_adapters,
    lacks=lacks,
)
