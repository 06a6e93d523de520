"""The command line `tt-integrations`. Whatever goes wrong on purpose is one line on standard error.

Commands are imported when they are called, so that the service does not carry the sandbox and the fakes.
"""

from __future__ import annotations

import logging
import sys

import cyclopts
import sqlalchemy as sa

from tt_integrations._version import __version__
from tt_integrations.domain.errors import IntegrationError

HERE = __name__

app = cyclopts.App(
    name="tt-integrations",
    help="Slack, GitHub and Google Calendar for time trackers.",
    version=__version__,
)
keys = cyclopts.App(name="keys", help="The keys that secrets are sealed with.")
keys.command(f"{HERE}.serving:generate", help="Print a new key, for the setting `keys`.")
app.command(keys)
slack = cyclopts.App(name="slack", help="Setting Slack up.")
slack.command(f"{HERE}.slack:manifest", help="Print the manifest of a Slack app for this service.")
app.command(slack)
runs = cyclopts.App(name="runs", help="What was done by itself, and why.")
runs.command(f"{HERE}.runs:list_them", name="list", help="The newest runs, one a line.")
runs.command(f"{HERE}.runs:show", help="A run and its decisions, each with its reason.")
app.command(runs)
for module, command, summary in (
    ("serving", "serve", "Serve the webhooks and the API, as the settings say."),
    ("serving", "migrate", "Create the tables, or add what is missing to those a host has."),
    ("playing", "sandbox", "Serve with a fake Slack beside it and people to try it as."),
    ("playing", "say", "Type a slash command into the fake Slack of the running sandbox."),
    ("playing", "demo", "A tour of the sandbox over real HTTP, which checks every answer."),
    ("playing", "fakes", "Serve the fake Slack, GitHub and Google."),
):
    app.command(f"{HERE}.{module}:{command}", help=summary)


@app.command
def version() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """The console script."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    for chatty in ("httpx", "alembic", "typed_settings"):  # the first logs whole addresses
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        sys.exit(app())
    except sa.exc.OperationalError as error:
        sys.exit(f"tt-integrations: the database does not answer: {error.orig}")
    except (IntegrationError, OSError, ValueError) as error:
        sys.exit(f"tt-integrations: {error}")
