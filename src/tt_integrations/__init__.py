"""Slack, GitHub and Google Calendar for time trackers.

The public names are loaded when first asked for, so that importing the package costs next to nothing and pulls
no framework into a host app.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tt_integrations._version import __version__

if TYPE_CHECKING:  # the same as `_HOMES`, for those who read types
    from tt_integrations.adapters.providers import Provider as Provider  # noqa: I001 - one import a home
    from tt_integrations.adapters.sql.migrations import upgrade as upgrade
    from tt_integrations.adapters.sql.moments import StorageZone as StorageZone
    from tt_integrations.adapters.sql.unit_of_work import (
        JoinedUnitOfWork as JoinedUnitOfWork,
        SqlUnitOfWork as SqlUnitOfWork,
    )
    from tt_integrations.adapters.vault import AesGcmVault as AesGcmVault
    from tt_integrations.domain.errors import (
        CallRejected as CallRejected,
        Conflict as Conflict,
        HostRefused as HostRefused,
        IntegrationError as IntegrationError,
        InvalidSettings as InvalidSettings,
        MalformedPayload as MalformedPayload,
        NotConnected as NotConnected,
        OutcomeUnknown as OutcomeUnknown,
        PermissionMissing as PermissionMissing,
        ProviderError as ProviderError,
        ProviderRefused as ProviderRefused,
        ProviderUnavailable as ProviderUnavailable,
        SecretUnreadable as SecretUnreadable,
        StoreUnavailable as StoreUnavailable,
        Untrusted as Untrusted,
    )
    from tt_integrations.domain.model.announcements import (
        TimerStarted as TimerStarted,
        TimerStopped as TimerStopped,
        TimerTakenBack as TimerTakenBack,
    )
    from tt_integrations.domain.model.connection import (
        Connection as Connection,
        ConnectionState as ConnectionState,
    )
    from tt_integrations.domain.model.delivery import Answer as Answer
    from tt_integrations.domain.model.people import PersonId as PersonId
    from tt_integrations.domain.model.timesheet import (
        EntryId as EntryId,
        Project as Project,
        ProjectId as ProjectId,
        Task as Task,
        TaskId as TaskId,
        TimeEntry as TimeEntry,
        Timer as Timer,
    )
    from tt_integrations.domain.usecases.check_connection import (
        Broken as Broken,
        Failing as Failing,
        NotConfigured as NotConfigured,
        Trouble as Trouble,
        Working as Working,
    )
    from tt_integrations.domain.usecases.finish_consent import (
        Connected as Connected,
        ConsentDenied as ConsentDenied,
        ConsentExpired as ConsentExpired,
    )
    from tt_integrations.domain.usecases.redeem_link import (
        Linked as Linked,
        LinkExpired as LinkExpired,
        LinkShown as LinkShown,
    )
    from tt_integrations.domain.usecases.save_settings import Saved as Saved
    from tt_integrations.entrypoints.cards import Cards as Cards
    from tt_integrations.entrypoints.embedded import Integrations as Integrations, embed as embed
    from tt_integrations.entrypoints.host_calls import NotOffered as NotOffered, Queued as Queued
    from tt_integrations.entrypoints.http.errors import body_of as body_of, status_of as status_of
    from tt_integrations.entrypoints.joined import Joined as Joined

_HOMES = {
    "adapters.providers": ("Provider",),
    "adapters.sql.migrations": ("upgrade",),
    "adapters.sql.moments": ("StorageZone",),
    "adapters.sql.unit_of_work": ("JoinedUnitOfWork", "SqlUnitOfWork"),
    "adapters.vault": ("AesGcmVault",),
    "domain.errors": (
        "CallRejected",
        "Conflict",
        "HostRefused",
        "IntegrationError",
        "InvalidSettings",
        "MalformedPayload",
        "NotConnected",
        "OutcomeUnknown",
        "PermissionMissing",
        "ProviderError",
        "ProviderRefused",
        "ProviderUnavailable",
        "SecretUnreadable",
        "StoreUnavailable",
        "Untrusted",
    ),
    "domain.model.announcements": ("TimerStarted", "TimerStopped", "TimerTakenBack"),
    "domain.model.connection": ("Connection", "ConnectionState"),
    "domain.model.delivery": ("Answer",),
    "domain.model.people": ("PersonId",),
    "domain.model.timesheet": (
        "EntryId",
        "Project",
        "ProjectId",
        "Task",
        "TaskId",
        "TimeEntry",
        "Timer",
    ),
    "domain.usecases.check_connection": (
        "Broken",
        "Failing",
        "NotConfigured",
        "Trouble",
        "Working",
    ),
    "domain.usecases.finish_consent": ("Connected", "ConsentDenied", "ConsentExpired"),
    "domain.usecases.redeem_link": ("Linked", "LinkExpired", "LinkShown"),
    "domain.usecases.save_settings": ("Saved",),
    "entrypoints.cards": ("Cards",),
    "entrypoints.embedded": ("Integrations", "embed"),
    "entrypoints.host_calls": ("NotOffered", "Queued"),
    "entrypoints.http.errors": ("body_of", "status_of"),
    "entrypoints.joined": ("Joined",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = ["__version__"]
__all__ += list(_HOME)

# a host that sets no logging up is not to read our warnings on its standard error
logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
