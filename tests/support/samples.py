"""Recorded requests beside a connector, each with what it means: `<name>.http` word for word, and `<name>.json`."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from attrs import frozen

from tt_integrations.domain.model.delivery import Delivery


@frozen
class Sample:
    folder: Traversable
    provider: str
    name: str

    def delivery(self) -> Delivery:
        """One line end after the body is not part of it."""
        head, _, body = (self.folder / f"{self.name}.http").read_bytes().partition(b"\n\n")
        _request, *lines = head.decode().splitlines()
        pairs = [line.partition(": ") for line in lines]
        headers = {name.lower(): value for name, _, value in pairs}
        return Delivery(self.provider, headers, body.removesuffix(b"\n"))

    def expected(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.folder / f"{self.name}.json").read_text("utf-8"))
        return read


@frozen
class Samples:
    """Those of a provider, by its folder's name and its key."""

    provider: str
    key: str

    @property
    def folder(self) -> Traversable:
        return files(f"tt_integrations.adapters.providers.{self.provider}") / "samples"

    def names(self, ending: str) -> set[str]:
        found = (path.name for path in self.folder.iterdir())
        return {name.removesuffix(ending) for name in found if name.endswith(ending)}

    def all(self) -> list[Sample]:
        """In alphabetical order."""
        return [self.one(name) for name in sorted(self.names(".http"))]

    def one(self, name: str) -> Sample:
        return Sample(self.folder, self.key, name)
