"""How people of the stand-alone service sign in, put together. A host that embeds us brings its own people, and need
not have what passwords are hashed with."""

from __future__ import annotations

import secrets

from attrs import frozen

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.identity import digest_of, new_token
from tt_integrations.adapters.passwords import Argon2Passwords
from tt_integrations.domain.model.accounts import Lifetimes
from tt_integrations.domain.usecases.follow_session import FollowSession, SignOut
from tt_integrations.domain.usecases.keep_accounts import AddPerson, SetPassword
from tt_integrations.domain.usecases.keep_tokens import IssueToken, ListTokens, RevokeToken
from tt_integrations.domain.usecases.sign_in import SignIn
from tt_integrations.ports.accounts import Passwords
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

_CLOCK = SystemClock()
_LIFETIMES = Lifetimes()


@frozen
class LocalAccounts:
    """The use cases, ready to be called."""

    sign_in: SignIn
    sign_out: SignOut
    follow: FollowSession
    add_person: AddPerson
    set_password: SetPassword
    issue_token: IssueToken
    list_tokens: ListTokens
    revoke_token: RevokeToken


def _fresh_secret() -> str:
    """256 random bits, for a cookie."""
    return secrets.token_urlsafe(32)


def local_accounts(
    unit_of_work: UnitOfWork,
    clock: Clock = _CLOCK,
    lifetimes: Lifetimes = _LIFETIMES,
    passwords: Passwords | None = None,
) -> LocalAccounts:
    """`passwords` None: by Argon2id."""
    passwords = passwords or Argon2Passwords()
    return LocalAccounts(
        sign_in=SignIn(unit_of_work, passwords, clock, _fresh_secret, digest_of, lifetimes),
        sign_out=SignOut(unit_of_work, digest_of),
        follow=FollowSession(unit_of_work, clock, digest_of, lifetimes),
        add_person=AddPerson(unit_of_work, passwords),
        set_password=SetPassword(unit_of_work, passwords),
        issue_token=IssueToken(unit_of_work, new_token, digest_of),
        list_tokens=ListTokens(unit_of_work),
        revoke_token=RevokeToken(unit_of_work),
    )
