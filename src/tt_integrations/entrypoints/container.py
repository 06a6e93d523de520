"""How everything is put together. The one place that knows every class; `build` alone sees the container."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen
from dependency_injector import containers, providers

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.identity import BearerIdentity, digest_of, s256
from tt_integrations.adapters.providers import Provider, discover
from tt_integrations.domain.model.connection import ConnectionKey
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
from tt_integrations.domain.usecases.save_settings import SaveSettings
from tt_integrations.domain.usecases.say import Say
from tt_integrations.domain.usecases.send_notice import SendNotice
from tt_integrations.domain.usecases.send_summary import SendSummary
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
from tt_integrations.entrypoints.application import Application
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


def fresh_key() -> ConnectionKey:
    """144 random bits for an address."""
    return ConnectionKey(secrets.token_urlsafe(18))


def fresh_secret() -> str:
    """256 random bits: a state, a verifier (43 characters, as PKCE wants them), a code in an address."""
    return secrets.token_urlsafe(32)


def fresh_channel() -> str:
    """128 random bits, of letters and digits alone."""
    return secrets.token_hex(16)


def fresh_mark() -> str:
    """64 random bits in 16 hexadecimal digits."""
    return secrets.token_hex(8)


def _dialects(found: Mapping[str, Provider]) -> Mapping[str, Dialect]:
    return {provider.key: provider.dialect for provider in found.values()}


def _secrets(found: Mapping[str, Provider]) -> Mapping[str, Sequence[str]]:
    return {provider.key: provider.secrets for provider in found.values()}


def _issue_settings(found: Mapping[str, Provider]) -> Mapping[str, IssueSettings]:
    return {p.key: p.issue_settings for p in found.values() if p.issue_settings}


def _calendar_settings(found: Mapping[str, Provider]) -> Mapping[str, CalendarSettings]:
    return {p.key: p.calendar_settings for p in found.values() if p.calendar_settings}


def _keys(found: Mapping[str, Provider]) -> frozenset[str]:
    return frozenset(provider.key for provider in found.values())


class _Container(containers.DeclarativeContainer):
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
    bearer: providers.Provider[Identity] = providers.Singleton(
        BearerIdentity, unit_of_work=unit_of_work
    )
    discovered: providers.Provider[Mapping[str, Provider]] = providers.Singleton(discover)
    dialects: providers.Provider[Mapping[str, Dialect]] = providers.Singleton(_dialects, discovered)
    issue_settings: providers.Provider[Mapping[str, IssueSettings]] = providers.Singleton(
        _issue_settings, discovered
    )
    calendar_settings: providers.Provider[Mapping[str, CalendarSettings]] = providers.Singleton(
        _calendar_settings, discovered
    )
    new_key = providers.Object(fresh_key)
    new_secret = providers.Object(fresh_secret)
    digest = providers.Object(digest_of)

    # what others are made of
    store = providers.Singleton(StoreSettings, vault=vault)
    announce = providers.Singleton(Announce, chats=chats)
    end_grant = providers.Singleton(EndGrant, unit_of_work=unit_of_work, clock=clock)
    refresh = providers.Singleton(
        RefreshGrant,
        unit_of_work=unit_of_work,
        vault=vault,
        clock=clock,
        oauths=oauths,
        end_grant=end_grant,
    )
    access = providers.Singleton(
        AccessToProvider,
        unit_of_work=unit_of_work,
        vault=vault,
        refresh=refresh,
        dialects=dialects,
    )

    # what people type
    start = providers.Singleton(
        StartTimerFromSlash, unit_of_work=unit_of_work, clock=clock, announce=announce
    )
    stop = providers.Singleton(
        StopTimerFromSlash, unit_of_work=unit_of_work, clock=clock, announce=announce
    )
    switch = providers.Singleton(
        SwitchTimerFromSlash, unit_of_work=unit_of_work, clock=clock, announce=announce
    )
    undo = providers.Singleton(
        UndoFromSlash, unit_of_work=unit_of_work, clock=clock, announce=announce
    )
    report = providers.Singleton(ReportTimeFromSlash, unit_of_work=unit_of_work, clock=clock)
    log = providers.Singleton(LogTimeFromSlash, unit_of_work=unit_of_work, clock=clock)
    change = providers.Singleton(ChangeTimerFromSlash, unit_of_work=unit_of_work, clock=clock)
    slash = providers.Singleton(
        AnswerSlash,
        start=start,
        switch=switch,
        log=log,
        change=change,
        stop=stop,
        report=report,
        undo=undo,
    )
    hear = providers.Singleton(
        HearNews,
        unit_of_work=unit_of_work,
        issue=providers.Singleton(
            ReceiveIssue,
            unit_of_work=unit_of_work,
            on_assignment=providers.Singleton(StartTimerOnAssignment, announce=announce),
        ),
        repository=providers.Singleton(
            HearRepository,
            unit_of_work=unit_of_work,
            store=store,
            dialects=dialects,
            issue_settings=issue_settings,
        ),
        issue_settings=issue_settings,
        trouble=providers.Object(log_trouble),
    )
    receive = providers.Singleton(
        ReceiveDelivery,
        hear=hear,
        unit_of_work=unit_of_work,
        vault=vault,
        clock=clock,
        dialects=dialects,
        slash=slash,
        offer_link=providers.Singleton(
            OfferLink,
            unit_of_work=unit_of_work,
            clock=clock,
            fresh_secret=new_secret,
            digest_of=digest,
            address_of=outside.provided.link_address,
        ),
        unlink=providers.Singleton(
            Unlink, unit_of_work=unit_of_work, dialects=dialects, store=store
        ),
        end_grant=end_grant,
    )

    # what owners do
    connect = providers.Singleton(
        ConnectProvider, unit_of_work=unit_of_work, store=store, dialects=dialects
    )
    adopt = providers.Singleton(
        AdoptConnections, unit_of_work=unit_of_work, dialects=dialects, fresh_key=new_key
    )
    show = providers.Singleton(ShowConnection, unit_of_work=unit_of_work)
    check = providers.Singleton(
        CheckConnection,
        unit_of_work=unit_of_work,
        vault=vault,
        dialects=dialects,
        chats=chats,
        accounts=accounts,
        access=access,
    )
    save = providers.Singleton(
        SaveSettings,
        unit_of_work=unit_of_work,
        clock=clock,
        dialects=dialects,
        accounts=accounts,
        syncing=syncing,
        issue_settings=issue_settings,
        access=access,
        store=store,
        renew=providers.Singleton(RenewSecret, vault=vault, fresh_secret=new_secret),
        fresh_key=new_key,
    )
    start_consent = providers.Singleton(
        StartConsent,
        unit_of_work=unit_of_work,
        vault=vault,
        clock=clock,
        oauths=oauths,
        fresh_secret=new_secret,
        digest_of=digest,
        challenge_of=providers.Object(s256),
    )
    finish_consent = providers.Singleton(
        FinishConsent,
        unit_of_work=unit_of_work,
        vault=vault,
        clock=clock,
        oauths=oauths,
        dialects=dialects,
        app_secrets=outside.provided.app_secrets,
        syncing=syncing,
        store=store,
        digest_of=digest,
        fresh_key=new_key,
    )
    show_link = providers.Singleton(
        ShowLink, unit_of_work=unit_of_work, clock=clock, digest_of=digest
    )
    redeem_link = providers.Singleton(
        RedeemLink,
        unit_of_work=unit_of_work,
        clock=clock,
        dialects=dialects,
        store=store,
        digest_of=digest,
        fresh_key=new_key,
    )

    # what is done by itself
    announce_timer = providers.Singleton(
        AnnounceTimer, unit_of_work=unit_of_work, clock=clock, announce=announce
    )
    note_repository = providers.Singleton(
        NoteRepository,
        unit_of_work=unit_of_work,
        store=store,
        dialects=dialects,
        settings=issue_settings,
    )
    sync_issues = providers.Singleton(
        SyncIssues,
        unit_of_work=unit_of_work,
        clock=clock,
        access=access,
        trackers=trackers,
        settings=issue_settings,
        note=note_repository,
    )
    find_calendar_sync = providers.Singleton(
        FindCalendarSync,
        unit_of_work=unit_of_work,
        clock=clock,
        calendars=calendars,
        settings=calendar_settings,
    )
    new_mark = providers.Object(fresh_mark)
    sync_calendar = providers.Singleton(
        SyncCalendar,
        unit_of_work=unit_of_work,
        find=find_calendar_sync,
        access=access,
        fresh_mark=new_mark,
    )
    synchronize = providers.Singleton(
        Synchronize,
        unit_of_work=unit_of_work,
        issues=sync_issues,
        calendar=sync_calendar,
        trackers=trackers,
        calendars=calendars,
    )
    preview_sync = providers.Singleton(
        PreviewSync, unit_of_work=unit_of_work, find=find_calendar_sync, access=access
    )
    preview_undo = providers.Singleton(
        PreviewUndo, unit_of_work=unit_of_work, calendars=calendars, access=access
    )
    care_for_hooks = providers.Singleton(
        CareForHooks,
        unit_of_work=unit_of_work,
        clock=clock,
        vault=vault,
        access=access,
        trackers=trackers,
        settings=issue_settings,
        dialects=dialects,
        note=note_repository,
        address_of=outside.provided.webhook_address,
    )
    channels = providers.Singleton(
        ChannelKeeper,
        unit_of_work=unit_of_work,
        vault=vault,
        store_settings=store,
        dialects=dialects,
        calendars=calendars,
        fresh_secret=new_secret,
    )
    care_for_channels = providers.Singleton(
        CareForChannels,
        unit_of_work=unit_of_work,
        clock=clock,
        access=access,
        calendars=calendars,
        settings=calendar_settings,
        keeper=channels,
        fresh_id=providers.Object(fresh_channel),
        address_of=outside.provided.webhook_address,
    )
    queue_syncs = providers.Singleton(
        QueueSyncs, unit_of_work=unit_of_work, clock=clock, providers=syncing
    )
    say = providers.Singleton(
        Say,
        unit_of_work=unit_of_work,
        clock=clock,
        chats=chats,
        access=access,
        end_grant=end_grant,
    )
    carry_out = providers.Singleton(
        CarryOut,
        unit_of_work=unit_of_work,
        notice=providers.Singleton(SendNotice, unit_of_work=unit_of_work, chats=chats, say=say),
        summary=providers.Singleton(
            SendSummary, unit_of_work=unit_of_work, clock=clock, chats=chats, say=say
        ),
        tell_owner=outside.provided.tell_owner,
        kept=providers.Singleton(
            HandleKeptDelivery,
            unit_of_work=unit_of_work,
            clock=clock,
            dialects=dialects,
            hear=hear,
        ),
        sync=providers.Singleton(
            CarryOutSync,
            unit_of_work=unit_of_work,
            cares=providers.List(care_for_hooks, care_for_channels),
            sync=synchronize,
            end_grant=end_grant,
        ),
    )
    queue_summaries = providers.Singleton(
        QueueSummaries, unit_of_work=unit_of_work, clock=clock, chats=chats
    )
    tidy_up = providers.Singleton(TidyUp, unit_of_work=unit_of_work, clock=clock)

    application: providers.Provider[Application] = providers.Singleton(
        Application,
        receive=receive,
        connect=connect,
        adopt=adopt,
        show=show,
        check=check,
        save=save,
        start_consent=start_consent,
        finish_consent=finish_consent,
        show_link=show_link,
        redeem_link=redeem_link,
        announce=announce_timer,
        pause=providers.Singleton(PauseConnection, unit_of_work=unit_of_work),
        resume=providers.Singleton(
            ResumeConnection, unit_of_work=unit_of_work, clock=clock, syncing=syncing
        ),
        disconnect=providers.Singleton(
            Disconnect,
            unit_of_work=unit_of_work,
            vault=vault,
            dialects=dialects,
            oauths=oauths,
            secrets=providers.Singleton(_secrets, discovered),
            store=store,
            close=providers.Singleton(CloseChannels, access=access, keeper=channels),
        ),
        find=providers.Singleton(FindConnection, unit_of_work=unit_of_work),
        list_connections=providers.Singleton(ListConnections, unit_of_work=unit_of_work),
        own_connections=providers.Singleton(
            OwnConnections,
            unit_of_work=unit_of_work,
            providers=providers.Singleton(_keys, discovered),
        ),
        replay=providers.Singleton(ReplayDelivery, unit_of_work=unit_of_work, clock=clock),
        sync=synchronize,
        preview_sync=preview_sync,
        apply_preview=providers.Singleton(ApplyPreview, preview=preview_sync, fresh_mark=new_mark),
        preview_undo=preview_undo,
        undo_run=providers.Singleton(
            UndoRun, unit_of_work=unit_of_work, clock=clock, preview=preview_undo
        ),
        ask_for_sync=providers.Singleton(
            AskForSync, unit_of_work=unit_of_work, clock=clock, providers=syncing
        ),
        queue_syncs=queue_syncs,
        list_runs=providers.Singleton(ListRuns, unit_of_work=unit_of_work),
        show_run=providers.Singleton(ShowRun, unit_of_work=unit_of_work),
        carry_out=carry_out,
        queue_summaries=queue_summaries,
        tidy_up=tidy_up,
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
