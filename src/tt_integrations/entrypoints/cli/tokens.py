"""The commands for bearer tokens, by which people's programs are known."""

from __future__ import annotations

import sys
from typing import Annotated, assert_never

from cyclopts import Parameter

from tt_integrations.domain.model.accounts import IssuedToken
from tt_integrations.domain.usecases.keep_accounts import NoSuchPerson
from tt_integrations.domain.usecases.keep_tokens import (
    LEAST_NAMED,
    MeantToken,
    NoSuchToken,
    TokenIssued,
    TokenRevoked,
    TokensHeld,
    WantedToken,
)
from tt_integrations.entrypoints.cli.people import no_such_person, people_of
from tt_integrations.entrypoints.cli.serving import Config
from tt_integrations.entrypoints.local_accounts import local_accounts

SHOWN = LEAST_NAMED + 4
"""Characters of a digest in a list."""
LONGEST_LABEL = 100
Label = Annotated[str, Parameter(help="What it is for; at most 100 characters.")]


def issue(username: str, /, *, label: Label = "command line", config: Config = None) -> int:
    """Print a new token of a person's. It is shown this once; stored is a digest of it."""
    if len(label) > LONGEST_LABEL:
        print(f"tt-integrations: a label has at most {LONGEST_LABEL} characters", file=sys.stderr)
        return 1
    with people_of(config) as (_, unit_of_work):
        match local_accounts(unit_of_work).issue_token(WantedToken(username, label)):
            case TokenIssued(token):
                print(token)
                return 0
            case NoSuchPerson(nobody):
                return no_such_person(nobody)
            case unknown:
                assert_never(unknown)


def list_them(username: str, /, *, config: Config = None) -> int:
    """A person's tokens, one a line: by what `revoke` knows it, and its label."""
    with people_of(config) as (_, unit_of_work):
        match local_accounts(unit_of_work).list_tokens(username):
            case TokensHeld(tokens):
                for token in tokens:
                    print(_line(token))
                return 0
            case NoSuchPerson(nobody):
                return no_such_person(nobody)
            case unknown:
                assert_never(unknown)


def revoke(username: str, token: str, /, *, config: Config = None) -> int:
    """Let the person's token be good for nothing, from now on; `token` as `tokens list` shows it."""
    with people_of(config) as (_, unit_of_work):
        match local_accounts(unit_of_work).revoke_token(MeantToken(username, token)):
            case TokenRevoked(revoked):
                print(f"revoked: {_line(revoked)}")
                return 0
            case NoSuchToken():
                shows = f"`tt-integrations tokens list {username}` shows them"
                sentence = f"no one token begins so; {shows}"
                print(f"tt-integrations: {sentence}", file=sys.stderr)
                return 1
            case NoSuchPerson(nobody):
                return no_such_person(nobody)
            case unknown:
                assert_never(unknown)


def _line(token: IssuedToken) -> str:
    label = "".join(each if each.isprintable() else " " for each in token.label)
    return f"{token.digest[:SHOWN]}  {label}"
