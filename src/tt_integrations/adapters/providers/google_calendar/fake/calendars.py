"""A calendar, its events, and every version they ever had: sync tokens compare the past with the present."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from attrs import define, field, frozen

Resource = dict[str, Any]
"""An event as it is kept, in Google's field names; times always with an offset."""
ROLES = ("freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner")


@frozen
class Version:
    revision: int
    resource: Resource


@define
class Calendar:
    """`roles`: access role by account; `listed`: the revision at which an account's list last changed."""

    id: str
    summary: str
    time_zone: str
    owner: str
    description: str = ""
    made_by_app: bool = False
    public: bool = False
    roles: dict[str, str] = field(factory=dict)
    revision: int = 0
    updated: str = ""
    versions: dict[str, list[Version]] = field(factory=dict)

    def event(self, event_id: str) -> Resource | None:
        """A copy: what is kept changes only through `keep`."""
        versions = self.versions.get(event_id)
        return deepcopy(versions[-1].resource) if versions else None

    def keep(self, resource: Resource) -> None:
        self.revision += 1
        copy = deepcopy(resource)
        self.versions.setdefault(resource["id"], []).append(Version(self.revision, copy))
        self.updated = resource["updated"]

    def at(self, revision: int | None = None) -> dict[str, Resource]:
        """All events by id as they were at a revision, or as they are. Not to be changed."""
        found = {}
        for event_id, versions in self.versions.items():
            past = [v for v in versions if revision is None or v.revision <= revision]
            if past:
                found[event_id] = past[-1].resource
        return found

    def changed_since(self, revision: int) -> dict[str, list[Resource]]:
        """The events that changed after a revision, each with all its versions from then to now."""
        changed = {}
        for event_id, versions in self.versions.items():
            later = [v.resource for v in versions if v.revision > revision]
            if later:
                before = [v.resource for v in versions if v.revision <= revision]
                changed[event_id] = before[-1:] + later
        return changed

    def role_of(self, email: str) -> str | None:
        return self.roles.get(email)

    def exceptions_of(self, master_id: str) -> list[Resource]:
        return [
            deepcopy(one) for one in self.at().values() if one.get("recurringEventId") == master_id
        ]


def at_least(role: str, wanted: str) -> bool:
    return ROLES.index(role) >= ROLES.index(wanted)
