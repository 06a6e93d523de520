"""Slack, GitHub and Google Calendar for time trackers.

The public names are loaded when first asked for, so that importing the package costs next to nothing and pulls
no framework into a host app.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tt_integrations._version import __version__

if TYPE_CHECKING:
    from tt_integrations.adapters.sql.moments import StorageZone
    from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork
    from tt_integrations.adapters.vault import AesGcmVault
    from tt_integrations.domain.errors import IntegrationError
    from tt_integrations.entrypoints.embedded import Integrations, embed

__all__ = [
    "AesGcmVault",
    "IntegrationError",
    "Integrations",
    "JoinedUnitOfWork",
    "SqlUnitOfWork",
    "StorageZone",
    "__version__",
    "embed",
]

_HOMES = {
    "AesGcmVault": "adapters.vault",
    "IntegrationError": "domain.errors",
    "Integrations": "entrypoints.embedded",
    "JoinedUnitOfWork": "adapters.sql.unit_of_work",
    "SqlUnitOfWork": "adapters.sql.unit_of_work",
    "StorageZone": "adapters.sql.moments",
    "embed": "entrypoints.embedded",
}

# a host that sets no logging up is not to read our warnings on its standard error
logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
