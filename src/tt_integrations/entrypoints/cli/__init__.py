"""The command line `tt-integrations`. Whatever goes wrong on purpose is one line on standard error.

Commands are imported when they are called, so that the service does not carry the sandbox and the fakes.
"""

from __future__ import annotations

import sys

import cyclopts
import sqlalchemy as sa

from tt_integrations._version import __version__
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.entrypoints.observing.logs import LogForm, configure

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
runs.command(f"{HERE}.syncing:undo", help="Take a run back, or say what that would do.")
app.command(runs)
people = cyclopts.App(name="people", help="Who may sign in.")
people.command(f"{HERE}.people:add", help="Add a person, and ask for their password.")
people.command(f"{HERE}.people:password", help="Set a person's password, and sign them out.")
people.command(f"{HERE}.people:list_them", name="list", help="Everybody, one a line.")
app.command(people)
tokens = cyclopts.App(name="tokens", help="Bearer tokens by which programs are known.")
tokens.command(f"{HERE}.tokens:issue", help="Print a new token of a person's, once.")
tokens.command(f"{HERE}.tokens:list_them", name="list", help="A person's tokens, one a line.")
tokens.command(f"{HERE}.tokens:revoke", help="Let a token be good for nothing.")
app.command(tokens)
for module, command, summary in (
    ("serving", "serve", "Serve the webhooks and the API, as the settings say."),
    ("serving", "migrate", "Create the tables, or add what is missing to those a host has."),
    ("syncing", "sync", "Bring a connection up to date now, and say what became of each item."),
    (
        "playing",
        "sandbox",
        "Serve beside a fake Slack, GitHub and Google, with people to try it as.",
    ),
    ("doctor", "doctor", "Look for whatever keeps the service from working, and say what to do."),
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
    configure(LogForm.TEXT)
    try:
        sys.exit(app())
    except sa.exc.OperationalError as error:
        sys.exit(f"tt-integrations: the database does not answer: {error.orig}")
    except (IntegrationError, OSError, ValueError) as error:
        sys.exit(f"tt-integrations: {error}")
