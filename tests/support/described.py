"""The API's document, from the application itself."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.vault import AesGcmVault
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import WebApp, web_app
from tt_integrations.testing.memory import MemoryStore

DOCUMENT = "/api/openapi.json"


def described_app(public_address: str = "https://tt.example") -> WebApp:
    """The whole application, over a store of no people."""
    parts = Parts(MemoryStore().unit_of_work, AesGcmVault({"k": bytes(32)}), SystemClock())
    return web_app(build(parts), public_address=public_address)


def document_of(app: WebApp) -> dict[str, Any]:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://tt") as client:
            return await client.get(DOCUMENT)

    got = asyncio.run(asked())
    assert got.status_code == 200
    document: dict[str, Any] = got.json()
    return document
