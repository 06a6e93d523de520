"""One folder a provider. All that the rest of the program knows of one is the `Provider` record in its
`provider.py`; its fake stands beside the connector and shares no code with it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec

from attrs import frozen

from tt_integrations.domain.model.delivery import Answer
from tt_integrations.domain.usecases.receive_delivery import Reply
from tt_integrations.ports.providers import Dialect

GROUP = "tt_integrations.providers"
"""The entry point group by which another package adds a provider: each names a `Provider`."""


@frozen
class Provider:
    """What a provider's folder brings.

    `name` stands in addresses (`/webhooks/{name}/...`), `key` in the host's table `integrations`, `door` is the
    last word of the keyless address that the reference system gave to it, `body_limit` is in bytes.
    `describe` turns saved settings into what may be shown: no secret, every default filled in.
    """

    name: str
    key: str
    title: str
    door: str
    body_limit: int
    dialect: Dialect
    write: Callable[[Reply], Answer]
    describe: Callable[[Mapping[str, object]], Mapping[str, object]]


@cache
def discover() -> Mapping[str, Provider]:
    """Every provider by its name: our folders in alphabetical order, then those of other packages.

    Raises ValueError when two claim the same name or key: one would silently get the other's deliveries.
    """
    folders = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    modules = [f"{__name__}.{folder}.provider" for folder in folders]
    ours = [import_module(module).PROVIDER for module in modules if find_spec(module)]
    theirs = [found.load() for found in sorted(entry_points(group=GROUP), key=lambda e: e.name)]
    providers: dict[str, Provider] = {}
    for provider in [*ours, *theirs]:
        if provider.name in providers or provider.key in {p.key for p in providers.values()}:
            raise ValueError(f"two providers call themselves {provider.name} ({provider.key})")
        providers[provider.name] = provider
    return providers
