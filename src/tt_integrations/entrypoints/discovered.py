"""What the use cases are given of the providers that are there, by the providers' keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tt_integrations.adapters.providers import Provider
from tt_integrations.ports.calendar import CalendarSettings
from tt_integrations.ports.issues import IssueSettings
from tt_integrations.ports.providers import Dialect


def dialects_of(found: Mapping[str, Provider]) -> Mapping[str, Dialect]:
    return {provider.key: provider.dialect for provider in found.values()}


def secrets_of(found: Mapping[str, Provider]) -> Mapping[str, Sequence[str]]:
    return {provider.key: provider.secrets for provider in found.values()}


def issue_settings_of(found: Mapping[str, Provider]) -> Mapping[str, IssueSettings]:
    return {p.key: p.issue_settings for p in found.values() if p.issue_settings}


def calendar_settings_of(found: Mapping[str, Provider]) -> Mapping[str, CalendarSettings]:
    return {p.key: p.calendar_settings for p in found.values() if p.calendar_settings}


def keys_of(found: Mapping[str, Provider]) -> frozenset[str]:
    return frozenset(provider.key for provider in found.values())
