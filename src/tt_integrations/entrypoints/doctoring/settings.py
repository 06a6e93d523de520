"""The settings: can providers and browsers reach the service by the address it believes it has?"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from tt_integrations.adapters.providers import Provider, discover
from tt_integrations.entrypoints.doctoring.findings import Finding
from tt_integrations.entrypoints.settings import Settings

SET, SET_THEN = "Set TT_BASE_URL", "set TT_BASE_URL"
OURS = ("/api", "/webhooks", "/integrations")
"""How the paths begin that we put after the base address ourselves."""
CLIENT = "client_id"
"""The option of a provider that connects by consent; empty until an app of it is set up."""


def of_address(settings: Settings) -> Iterator[Finding]:
    """What is wrong with the base address; that it is fine where nothing is."""
    wrong = list(_trouble(settings))
    yield from wrong
    if not wrong:
        shown = settings.public_address
        yield Finding("base_address", f"providers and browsers are sent to {shown}", wrong=False)


def of_redirects(settings: Settings) -> Iterator[Finding]:
    """Where each provider that is set up has to send browsers back to."""
    for provider in discover().values():
        if settings.options(provider).get(CLIENT):
            yield _redirect(provider, settings.public_address)


def _trouble(settings: Settings) -> Iterator[Finding]:
    if not settings.base_url:
        yield Finding(
            "base_address_missing",
            f"the service believes that it is at {settings.public_address}, where no provider can reach it.",
            f"{SET} to the https address under which the internet reaches this service.",
        )
        return
    parts = urlsplit(settings.base_url)
    if parts.scheme != "https":
        yield Finding(
            "base_address_not_https",
            f"{settings.base_url} is not https: providers refuse it, and cookies would travel in the open.",
            f"Put a proxy with a certificate before the service, and {SET_THEN} to its https address.",
        )
    if _is_local(parts.hostname or ""):
        yield Finding(
            "base_address_not_public",
            f"no provider can reach {parts.hostname}: it is a name or an address of this network alone.",
            f"{SET} to a name that the internet knows.",
        )
    if "//" in parts.path or parts.path.startswith(OURS):
        yield Finding(
            "base_address_path",
            f"the path {parts.path} is put before our own, such as /webhooks/..., and does not fit there.",
            f"{SET} to what stands before /webhooks in the address of a webhook, without that.",
        )


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan"))


def _redirect(provider: Provider, public: str) -> Finding:
    address = f"{public}/integrations/{provider.name}/callback"
    if not public.startswith("https:"):
        return Finding(
            "redirect_not_https",
            f"{provider.title} does not send browsers back to {address}, which is not https.",
            f"{SET} to an https address.",
        )
    return Finding(
        "redirect_address",
        f"{provider.title} must know {address}",
        f"It stands among the redirect addresses of the {provider.title} app, letter by letter.",
        wrong=False,
    )
