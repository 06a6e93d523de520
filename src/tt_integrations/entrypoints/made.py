"""How one part of the container is made of the others: by the names of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from dependency_injector import providers

Scope = Mapping[str, Any]


def made(scope: Scope, kind: type, **given: Any) -> providers.Provider[Any]:
    """One of that attrs class, each field filled by what is `given` under its name, else by what has that name in the
    container's `scope`. Raises TypeError for one that nothing fills."""
    filled = dict(given)
    for each in attrs.fields(kind):
        if each.init and each.name not in given:
            if each.name in scope:
                filled[each.name] = scope[each.name]
            elif each.default is attrs.NOTHING:
                raise TypeError(f"nothing in the container is called {each.name}: {kind.__name__}")
    return providers.Singleton(kind, **filled)
