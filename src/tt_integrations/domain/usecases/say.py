"""The step by which a job says something in a chat, and what becomes of the job when the chat will not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from attrs import frozen

from tt_integrations.domain.errors import (
    InvalidSettings,
    NotConnected,
    OutcomeUnknown,
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
    SecretUnreadable,
    StoreUnavailable,
)
from tt_integrations.domain.model.chat import Access, MessageRef, Notice
from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
from tt_integrations.domain.model.work import Again, GivenUp, Job
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider
from tt_integrations.domain.usecases.degrade import degrade, recover
from tt_integrations.domain.usecases.end_grant import EndGrant, GrantLost, TokenReplaced
from tt_integrations.domain.usecases.growing_pause import growing_pause
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

WORTH_SAYING = timedelta(hours=6)
"""What could not be said for so long is no news any more."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
UNSURE = "it may have been posted; not repeated, so that nothing is said twice"


@frozen
class Saying:
    """`edits`: the message that is to say it, None for a new one."""

    job: Job
    connection: Connection
    channel: str
    notice: Notice
    edits: MessageRef | None = None


@frozen
class Said:
    message: MessageRef


@frozen
class Say:
    """`chats` by the providers' keys. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    clock: Clock
    chats: Mapping[str, Chat]
    access: AccessToProvider
    retry: RetryRefused
    end_grant: EndGrant

    def __call__(self, saying: Saying) -> Said | Again | GivenUp:
        job, connection = saying.job, saying.connection
        if self.clock.now() - job.stored > WORTH_SAYING:
            return GivenUp("it could not be said for six hours")
        if job.interrupted and saying.edits is None:  # before anything may ask for another try
            return GivenUp(UNSURE)
        try:
            said = self.retry(connection.id, partial(self._spoken, saying))
        except ProviderUnavailable as trouble:
            return Again(_pause(job, trouble), str(trouble))
        except ProviderRefused as refusal:
            return self._refused(job, refusal)
        except (ProviderError, InvalidSettings, NotConnected, SecretUnreadable) as trouble:
            degrade(self.unit_of_work, connection.id, str(trouble))
            return GivenUp(str(trouble))
        if isinstance(said, Said) and connection.state is ConnectionState.DEGRADED:
            self._recover(connection.id)
        return said

    def _refused(self, job: Job, refusal: ProviderRefused) -> Again | GivenUp:
        reason = str(refusal)
        ended = self.end_grant(GrantLost(job.connection, reason, refusal.refused))
        return Again(FIRST_PAUSE, reason) if isinstance(ended, TokenReplaced) else GivenUp(reason)

    def _spoken(self, saying: Saying) -> Said | Again | GivenUp:
        access, chat = self.access(saying.connection), self.chats[saying.connection.provider]
        if saying.edits is not None:
            try:
                chat.edit(access, saying.edits, saying.notice)
            except OutcomeUnknown as trouble:  # to edit twice is to edit once
                return Again(FIRST_PAUSE, str(trouble))
            except NotConnected:  # somebody deleted it
                return self._posted(saying, chat, access)
            return Said(saying.edits)
        return self._posted(saying, chat, access)

    def _posted(self, saying: Saying, chat: Chat, access: Access) -> Said | GivenUp:
        if saying.job.interrupted:
            return GivenUp(UNSURE)
        try:
            return Said(chat.post(access, saying.channel, saying.notice))
        except OutcomeUnknown:
            return GivenUp(UNSURE)

    def _recover(self, connection: ConnectionId) -> None:
        try:
            recover(self.unit_of_work, connection)
        except StoreUnavailable:
            return  # it was said: were the job to fail now, it would be said twice. The next one recovers


def _pause(job: Job, trouble: ProviderUnavailable) -> timedelta:
    """As long as the provider said; otherwise twice as long each time."""
    if trouble.retry_after is not None:
        return timedelta(seconds=trouble.retry_after)
    return growing_pause(job.tries, FIRST_PAUSE, LONGEST_PAUSE)
