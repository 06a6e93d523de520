"""How a person's connection stands, and what comes of saving, testing and syncing it, as programs read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from attrs import field, frozen

from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.runs import RunId, RunResult
from tt_integrations.entrypoints.http.shapes import Mark


@frozen
class Unconnected:
    """The person has no connection to the provider."""

    ok: Literal[True] = True
    connected: Literal[False] = False


@frozen
class Status:
    """The connection, and every setting that may be shown: of a secret only whether it is stored, as `has_...`."""

    connected: Annotated[bool, "Whether it works."]
    is_active: Annotated[bool, "The same, by its other name."]
    state: ConnectionState
    reason: Annotated[str | None, "Why it does not work, in a sentence."]
    webhook_url: Annotated[str, "Where the provider calls for this connection."]
    last_sync_at: datetime | None
    last_sync_result: RunResult | None
    settings: Annotated[
        Mapping[str, object], "The settings, and the keyless address.", Mark.SPREAD
    ] = field(repr=False)
    ok: Literal[True] = True


@frozen
class SettingsSaved:
    is_active: Annotated[bool, "Whether the connection works."]
    checked: Annotated[bool, "Whether the provider confirmed what it can confirm."]
    fresh_secret: Annotated[
        Mapping[str, str],
        "A secret that was made just now, by its name: take it to the provider, it is never told again.",
        Mark.SPREAD,
    ] = field(repr=False)
    ok: Literal[True] = True


@frozen
class Tried:
    """What came of trying, as a value: a provider that objects is no failure of ours."""

    ok: bool
    error: Annotated[str | None, "What is in the way, as a code."]
    message: Annotated[str, "A sentence."]


@frozen
class SyncDone:
    ok: bool
    synced: Annotated[int, "Items that were created, updated, moved or removed."]
    skipped: Annotated[int, "Items that stayed as they were."]
    errors: Annotated[Sequence[str], "Sentences."]
    run: Annotated[RunId, "Where each item has its reason."]
