"""What an entrypoint is given: the use cases, ready to be called. Only the container builds one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from attrs import field, frozen

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.usecases.adopt_connections import AdoptConnections
from tt_integrations.domain.usecases.announce_timer import AnnounceTimer
from tt_integrations.domain.usecases.apply_preview import ApplyPreview
from tt_integrations.domain.usecases.ask_for_sync import AskForSync
from tt_integrations.domain.usecases.carry_out import CarryOut
from tt_integrations.domain.usecases.check_connection import CheckConnection
from tt_integrations.domain.usecases.connect_provider import ConnectProvider
from tt_integrations.domain.usecases.disconnect import Disconnect
from tt_integrations.domain.usecases.find_connection import FindConnection
from tt_integrations.domain.usecases.finish_consent import FinishConsent
from tt_integrations.domain.usecases.list_connections import ListConnections, OwnConnections
from tt_integrations.domain.usecases.pause_connection import PauseConnection, ResumeConnection
from tt_integrations.domain.usecases.preview_sync import PreviewSync
from tt_integrations.domain.usecases.preview_undo import PreviewUndo
from tt_integrations.domain.usecases.queue_summaries import QueueSummaries
from tt_integrations.domain.usecases.queue_syncs import QueueSyncs
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.redeem_link import RedeemLink, ShowLink
from tt_integrations.domain.usecases.replay_delivery import ReplayDelivery
from tt_integrations.domain.usecases.save_settings import SaveSettings
from tt_integrations.domain.usecases.show_connection import ShowConnection
from tt_integrations.domain.usecases.show_runs import ListRuns, ShowRun
from tt_integrations.domain.usecases.spoken import Reply, Spoken
from tt_integrations.domain.usecases.start_consent import StartConsent
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncWanted
from tt_integrations.domain.usecases.tidy_up import TidyUp
from tt_integrations.domain.usecases.undo_run import UndoRun
from tt_integrations.ports.identity import Identity

log = logging.getLogger(__name__)


@frozen
class Application:
    """`replies` posts what cannot be in an answer, such as the reply to a click, and keeps nobody waiting."""

    receive: ReceiveDelivery
    connect: ConnectProvider
    adopt: AdoptConnections
    show: ShowConnection
    check: CheckConnection
    save: SaveSettings
    start_consent: StartConsent
    finish_consent: FinishConsent
    show_link: ShowLink
    redeem_link: RedeemLink
    announce: AnnounceTimer
    pause: PauseConnection
    resume: ResumeConnection
    disconnect: Disconnect
    find: FindConnection
    list_connections: ListConnections
    own_connections: OwnConnections
    replay: ReplayDelivery
    sync: Callable[[SyncWanted], Synced | NotSynced]
    preview_sync: PreviewSync
    apply_preview: ApplyPreview
    preview_undo: PreviewUndo
    undo_run: UndoRun
    ask_for_sync: AskForSync
    queue_syncs: QueueSyncs
    list_runs: ListRuns
    show_run: ShowRun
    carry_out: CarryOut
    queue_summaries: QueueSummaries
    tidy_up: TidyUp
    identity: Identity
    providers: Mapping[str, Provider]
    replies: Callable[[str, Answer], None] = field(repr=False)

    def provider(self, name: str) -> Provider:
        """The provider of that name. Raises NotConnected when there is none."""
        try:
            return self.providers[name]
        except KeyError:
            raise NotConnected(f"there is no provider {name!r}") from None

    def answer(self, provider: Provider, delivery: Delivery) -> Answer:
        """Carry a delivery out and put the outcome into the provider's own format."""
        return self.settle(provider, self.receive(delivery))

    def settle(self, provider: Provider, reply: Reply) -> Answer:
        """The reply as the provider's answer; what was said elsewhere than in it follows by itself."""
        if isinstance(reply, Spoken) and not reply.in_answer:
            self.follow_up(provider, reply)
        return provider.write(reply)

    def follow_up(self, provider: Provider, spoken: Spoken) -> None:
        """Say it after the answer, at the address that came with the delivery."""
        if spoken.reply_to is None:
            log.warning("a reply for %s came late, and had nowhere to go", provider.name)
            return
        self.replies(spoken.reply_to, provider.follow_up(spoken))
