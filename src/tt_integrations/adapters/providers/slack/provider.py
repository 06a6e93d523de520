"""What the rest of the program knows of Slack."""

from __future__ import annotations

from tt_integrations.adapters.providers import Option, Provider, Wiring
from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.adapters.providers.slack.settings import accept, describe
from tt_integrations.adapters.providers.slack.speech import follow_up, meanwhile, write
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.oauth import OAuth

OPTIONS = (
    Option("client_id", "", "the client id of your Slack app, or empty"),
    Option("client_secret", "", "the client secret of your Slack app, or empty", secret=True),
    Option("signing_secret", "", "the signing secret of your Slack app, or empty", secret=True),
    Option("api_url", "https://slack.com/api", "where Slack's Web API is"),
    Option("authorize_url", "https://slack.com/oauth/v2/authorize", "Slack's consent page"),
    Option("reply_origin", "https://hooks.slack.com", "where Slack's response addresses are"),
)


def _chat(wiring: Wiring) -> Chat:
    # here, since it needs an HTTP client: a host may only listen to Slack
    from tt_integrations.adapters.providers.slack.chat import SlackChat  # noqa: PLC0415
    from tt_integrations.adapters.providers.slack.pacing import Pacing  # noqa: PLC0415
    from tt_integrations.adapters.providers.slack.web_api import SlackWebApi  # noqa: PLC0415

    pacing = Pacing(wiring.clock)
    return SlackChat(SlackWebApi(wiring.clients, pacing, wiring.options["api_url"]))


def _oauth(wiring: Wiring) -> OAuth:
    from tt_integrations.adapters.providers.slack.oauth import SlackOAuth  # noqa: PLC0415 - as above

    options = wiring.options
    return SlackOAuth(
        clients=wiring.clients,
        clock=wiring.clock,
        client_id=options["client_id"],
        client_secret=options["client_secret"],
        authorize_url=options["authorize_url"],
        base_url=options["api_url"],
    )


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
    app_secrets=("signing_secret",),
    chat=_chat,
    oauth=_oauth,
)
