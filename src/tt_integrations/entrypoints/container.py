"""How everything is put together. The one place that knows every class; `build` alone sees the container."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen
from dependency_injector import containers, providers

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.identity import BearerIdentity, digest_of, s256
from tt_integrations.adapters.providers import Provider, discover
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider
from tt_integrations.domain.usecases.adopt_connections import AdoptConnections
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.announce_timer import AnnounceTimer
from tt_integrations.domain.usecases.answer_slash import AnswerSlash
from tt_integrations.domain.usecases.apply_preview import ApplyPreview
from tt_integrations.domain.usecases.ask_for_sync import AskForSync
from tt_integrations.domain.usecases.calendar_terms import FindCalendarSync
from tt_integrations.domain.usecases.care_for_channels import CareForChannels
from tt_integrations.domain.usecases.care_for_hooks import CareForHooks
from tt_integrations.domain.usecases.carry_out import CarryOut
from tt_integrations.domain.usecases.carry_out_sync import CarryOutSync
from tt_integrations.domain.usecases.change_timer_from_slash import ChangeTimerFromSlash
from tt_integrations.domain.usecases.channel_keeper import ChannelKeeper
from tt_integrations.domain.usecases.check_connection import CheckConnection
from tt_integrations.domain.usecases.close_channels import CloseChannels
from tt_integrations.domain.usecases.close_hooks import CloseHooks
from tt_integrations.domain.usecases.connect_provider import ConnectProvider
from tt_integrations.domain.usecases.disconnect import Disconnect
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.find_connection import FindConnection
from tt_integrations.domain.usecases.finish_consent import FinishConsent
from tt_integrations.domain.usecases.handle_delivery import HandleKeptDelivery
from tt_integrations.domain.usecases.hear_news import HearNews
from tt_integrations.domain.usecases.hear_repository import HearRepository
from tt_integrations.domain.usecases.list_connections import ListConnections, OwnConnections
from tt_integrations.domain.usecases.log_time_from_slash import LogTimeFromSlash
from tt_integrations.domain.usecases.note_repository import NoteRepository
from tt_integrations.domain.usecases.offer_link import OfferLink
from tt_integrations.domain.usecases.pause_connection import PauseConnection, ResumeConnection
from tt_integrations.domain.usecases.preview_sync import PreviewSync
from tt_integrations.domain.usecases.preview_undo import PreviewUndo
from tt_integrations.domain.usecases.queue_summaries import QueueSummaries
from tt_integrations.domain.usecases.queue_syncs import QueueSyncs
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.receive_issue import ReceiveIssue
from tt_integrations.domain.usecases.redeem_link import RedeemLink, ShowLink
from tt_integrations.domain.usecases.refresh_grant import RefreshGrant
from tt_integrations.domain.usecases.renew_secret import RenewSecret
from tt_integrations.domain.usecases.replay_delivery import ReplayDelivery
from tt_integrations.domain.usecases.report_time_from_slash import ReportTimeFromSlash
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.save_settings import SaveSettings
from tt_integrations.domain.usecases.say import Say
from tt_integrations.domain.usecases.send_notice import SendNotice
from tt_integrations.domain.usecases.send_summary import SendSummary
from tt_integrations.domain.usecases.settle_connection import SettleConnection
from tt_integrations.domain.usecases.show_connection import ShowConnection
from tt_integrations.domain.usecases.show_runs import ListRuns, ShowRun
from tt_integrations.domain.usecases.start_consent import StartConsent
from tt_integrations.domain.usecases.start_timer_from_slash import StartTimerFromSlash
from tt_integrations.domain.usecases.start_timer_on_assignment import StartTimerOnAssignment
from tt_integrations.domain.usecases.stop_timer_from_slash import StopTimerFromSlash
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.switch_timer_from_slash import SwitchTimerFromSlash
from tt_integrations.domain.usecases.sync_calendar import SyncCalendar
from tt_integrations.domain.usecases.sync_issues import SyncIssues
from tt_integrations.domain.usecases.synchronize import Synchronize
from tt_integrations.domain.usecases.tidy_up import TidyUp
from tt_integrations.domain.usecases.undo_from_slash import UndoFromSlash
from tt_integrations.domain.usecases.undo_run import UndoRun
from tt_integrations.domain.usecases.unlink import Unlink
from tt_integrations.entrypoints import discovered as discovering
from tt_integrations.entrypoints import fresh
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.made import made
from tt_integrations.entrypoints.outside import Outside, log_trouble
from tt_integrations.ports.calendar import CalendarSettings
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.identity import Identity
from tt_integrations.ports.issues import IssueSettings
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork

_CLOCK = SystemClock()
_NOWHERE = Outside()


@frozen
class Parts:
    """What the surroundings bring. `identity` None: bearer tokens from the store decide who is asking.

    `around` lays something around parts of the container, by their names, those first that others are made of.
    """

    unit_of_work: UnitOfWork
    vault: Vault
    clock: Clock = _CLOCK
    identity: Identity | None = None
    outside: Outside = _NOWHERE
    around: Mapping[str, Callable[[Any], Any]] = field(factory=dict, repr=False)


class _Container(containers.DeclarativeContainer):
    """In the order in which one is made of the others. Names are those of the fields they fill."""

    parts: providers.Dependency[Parts] = providers.Dependency(instance_of=Parts)
    unit_of_work: providers.Provider[UnitOfWork] = parts.provided.unit_of_work
    vault: providers.Provider[Vault] = parts.provided.vault
    clock: providers.Provider[Clock] = parts.provided.clock
    outside: providers.Provider[Outside] = parts.provided.outside
    accounts = outside.provided.accounts
    chats = outside.provided.chats
    oauths = outside.provided.oauths
    trackers = outside.provided.trackers
    calendars = outside.provided.calendars
    syncing = outside.provided.syncing
    app_secrets = outside.provided.app_secrets
    tell_owner = outside.provided.tell_owner
    discovered: providers.Provider[Mapping[str, Provider]] = providers.Singleton(discover)
    dialects: providers.Provider[Mapping[str, Dialect]] = providers.Singleton(
        discovering.dialects_of, discovered
    )
    issue_settings: providers.Provider[Mapping[str, IssueSettings]] = providers.Singleton(
        discovering.issue_settings_of, discovered
    )
    calendar_settings: providers.Provider[Mapping[str, CalendarSettings]] = providers.Singleton(
        discovering.calendar_settings_of, discovered
    )
    bearer: providers.Provider[Identity] = made(vars(), BearerIdentity)
    fresh_key = providers.Object(fresh.key)
    fresh_secret = providers.Object(fresh.secret)
    fresh_mark = providers.Object(fresh.mark)
    fresh_id = providers.Object(fresh.channel)
    digest_of = providers.Object(digest_of)
    challenge_of = providers.Object(s256)
    trouble = providers.Object(log_trouble)

    # what others are made of
    store = made(vars(), StoreSettings)
    announce = made(vars(), Announce)
    end_grant = made(vars(), EndGrant)
    refresh = made(vars(), RefreshGrant)
    access = made(vars(), AccessToProvider)
    held = access.provided.held
    retry = made(vars(), RetryRefused)
    settle = made(vars(), SettleConnection)

    # what people type, and what providers tell
    start = made(vars(), StartTimerFromSlash)
    stop = made(vars(), StopTimerFromSlash)
    switch = made(vars(), SwitchTimerFromSlash)
    undo = made(vars(), UndoFromSlash)
    report = made(vars(), ReportTimeFromSlash)
    log = made(vars(), LogTimeFromSlash)
    change = made(vars(), ChangeTimerFromSlash)
    slash = made(vars(), AnswerSlash)
    on_assignment = made(vars(), StartTimerOnAssignment)
    issue = made(vars(), ReceiveIssue)
    repository = made(vars(), HearRepository)
    hear = made(vars(), HearNews)
    offer_link = made(vars(), OfferLink, address_of=outside.provided.link_address)
    unlink = made(vars(), Unlink)
    receive = made(vars(), ReceiveDelivery)

    # what owners do
    connect = made(vars(), ConnectProvider)
    adopt = made(vars(), AdoptConnections)
    show = made(vars(), ShowConnection)
    check = made(vars(), CheckConnection)
    renew = made(vars(), RenewSecret)
    save = made(vars(), SaveSettings)
    start_consent = made(vars(), StartConsent)
    finish_consent = made(vars(), FinishConsent)
    show_link = made(vars(), ShowLink)
    redeem_link = made(vars(), RedeemLink)
    pause = made(vars(), PauseConnection)
    resume = made(vars(), ResumeConnection)
    find = made(vars(), FindConnection)
    keeper = made(vars(), ChannelKeeper, store_settings=store)
    disconnect = made(
        vars(),
        Disconnect,
        secrets=providers.Singleton(discovering.secrets_of, discovered),
        closings=providers.List(
            made(vars(), CloseHooks, settings=issue_settings), made(vars(), CloseChannels)
        ),
    )
    list_connections = made(vars(), ListConnections)
    own_connections = made(
        vars(), OwnConnections, providers=providers.Singleton(discovering.keys_of, discovered)
    )
    replay = made(vars(), ReplayDelivery)

    # what connections are brought up to date by
    note = made(vars(), NoteRepository, settings=issue_settings)
    sync_issues = made(vars(), SyncIssues, settings=issue_settings)
    calendar_sync = made(vars(), FindCalendarSync, settings=calendar_settings)
    sync_calendar = made(vars(), SyncCalendar, find=calendar_sync, access=held)
    sync = made(vars(), Synchronize, issues=sync_issues, calendar=sync_calendar)
    preview_sync = made(vars(), PreviewSync, find=calendar_sync, access=held)
    apply_preview = made(vars(), ApplyPreview, preview=preview_sync)
    preview_undo = made(vars(), PreviewUndo)
    undo_run = made(vars(), UndoRun, preview=preview_undo)
    hooks = made(
        vars(), CareForHooks, settings=issue_settings, address_of=outside.provided.webhook_address
    )
    channels = made(
        vars(),
        CareForChannels,
        settings=calendar_settings,
        address_of=outside.provided.webhook_address,
    )
    ask_for_sync = made(vars(), AskForSync, providers=syncing)
    queue_syncs = made(vars(), QueueSyncs, providers=syncing)
    list_runs = made(vars(), ListRuns)
    show_run = made(vars(), ShowRun)

    # what is done by itself
    announce_timer = made(vars(), AnnounceTimer)
    say = made(vars(), Say)
    notice = made(vars(), SendNotice)
    summary = made(vars(), SendSummary)
    kept = made(vars(), HandleKeptDelivery)
    carry_out_sync = made(vars(), CarryOutSync, cares=providers.List(hooks, channels))
    carry_out = made(vars(), CarryOut, sync=carry_out_sync)
    queue_summaries = made(vars(), QueueSummaries)
    tidy_up = made(vars(), TidyUp)

    application: providers.Provider[Application] = made(
        vars(),
        Application,
        announce=announce_timer,
        identity=bearer,
        providers=discovered,
        replies=outside.provided.replies,
    )


def build(parts: Parts) -> Application:
    container = _Container(parts=parts)
    if parts.identity is not None:
        container.bearer.override(providers.Object(parts.identity))
    for name, lay in parts.around.items():
        part = container.providers[name]
        part.override(providers.Object(lay(part())))
    return container.application()
