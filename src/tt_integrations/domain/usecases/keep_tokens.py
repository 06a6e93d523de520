"""Bearer tokens by which a person's programs are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import field, frozen

from tt_integrations.domain.model.accounts import IssuedToken, spelled
from tt_integrations.domain.usecases.keep_accounts import NoSuchPerson
from tt_integrations.ports.unit_of_work import UnitOfWork

LEAST_NAMED = 8
"""Characters of a digest by which a token is meant."""


@frozen
class WantedToken:
    username: str
    label: str


@frozen
class MeantToken:
    """`beginning` is that of the token's digest, as listed."""

    username: str
    beginning: str


@frozen
class TokenIssued:
    """Told once; what is stored is its digest."""

    token: str = field(repr=False)


@frozen
class TokensHeld:
    tokens: Sequence[IssuedToken]


@frozen
class TokenRevoked:
    token: IssuedToken


@frozen
class NoSuchToken:
    """None of the person's begins so, or several do."""


@frozen
class IssueToken:
    unit_of_work: UnitOfWork
    fresh_token: Callable[[], str]
    digest_of: Callable[[str], str]

    def __call__(self, command: WantedToken) -> TokenIssued | NoSuchPerson:
        token = self.fresh_token()
        with self.unit_of_work() as tx:
            person = tx.roster.named(spelled(command.username))
            if person is None:
                return NoSuchPerson(spelled(command.username))
            tx.tokens.issue(person, self.digest_of(token), command.label)
            tx.commit()
        return TokenIssued(token)


@frozen
class ListTokens:
    unit_of_work: UnitOfWork

    def __call__(self, username: str) -> TokensHeld | NoSuchPerson:
        with self.unit_of_work.reading() as tx:
            person = tx.roster.named(spelled(username))
            if person is None:
                return NoSuchPerson(spelled(username))
            return TokensHeld(tx.tokens.of(person))


@frozen
class RevokeToken:
    unit_of_work: UnitOfWork

    def __call__(self, command: MeantToken) -> TokenRevoked | NoSuchToken | NoSuchPerson:
        with self.unit_of_work() as tx:
            person = tx.roster.named(spelled(command.username))
            if person is None:
                return NoSuchPerson(spelled(command.username))
            meant = [
                token
                for token in tx.tokens.of(person)
                if len(command.beginning) >= LEAST_NAMED
                and token.digest.startswith(command.beginning)
            ]
            match meant:
                case [token]:
                    tx.tokens.revoke(person, token.digest)
                    tx.commit()
                    return TokenRevoked(token)
                case _:
                    return NoSuchToken()
