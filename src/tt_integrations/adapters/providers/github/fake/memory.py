"""The one mutable thing of the fake: all it remembers, with the look-ups everything else is written in."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime

from attrs import define, field

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.fake.links import Links
from tt_integrations.adapters.providers.github.fake.mail import Delivery, Parcel
from tt_integrations.adapters.providers.github.fake.nouns import (
    App,
    Comment,
    Hook,
    Installation,
    Issue,
    Label,
    Milestone,
    Place,
    Repository,
    Token,
    User,
)

FIRST_ID = 1001


@define
class Memory:
    """Guarded by the fake's lock. `names` knows the former names of repositories, too. `first_id`: ids are counted
    from there."""

    clock: ProviderClock
    strict: bool = False
    first_id: int = FIRST_ID
    links: Links = field(factory=Links)
    users: dict[str, User] = field(factory=dict)
    members: dict[str, set[str]] = field(factory=dict)
    repositories: dict[int, Repository] = field(factory=dict)
    names: dict[str, int] = field(factory=dict)
    issues: dict[Place, Issue] = field(factory=dict)
    moved: dict[Place, Place] = field(factory=dict)
    deleted: set[Place] = field(factory=set)
    comments: dict[int, Comment] = field(factory=dict)
    labels: dict[tuple[int, str], Label] = field(factory=dict)
    milestones: dict[Place, Milestone] = field(factory=dict)
    hooks: dict[int, Hook] = field(factory=dict)
    tokens: dict[str, Token] = field(factory=dict)
    apps: dict[int, App] = field(factory=dict)
    installations: dict[int, Installation] = field(factory=dict)
    outbox: list[Parcel] = field(factory=list)
    deliveries: dict[int, Delivery] = field(factory=dict)
    _last_numbers: dict[int, int] = field(factory=dict)
    _ids: Iterator[int] = field(init=False)

    @_ids.default
    def _counted(self) -> Iterator[int]:
        return itertools.count(self.first_id)

    def new_id(self) -> int:
        return next(self._ids)

    def new_number(self, repository_id: int) -> int:
        """Issues and pull requests of a repository share one row of numbers, and none is used twice."""
        self._last_numbers[repository_id] = self._last_numbers.get(repository_id, 0) + 1
        return self._last_numbers[repository_id]

    def now(self) -> datetime:
        """In whole seconds, as GitHub tells moments."""
        return self.clock.now().replace(microsecond=0)

    def user(self, login: str) -> User:
        """Raises ValueError for a stranger."""
        found = self.users.get(login.lower())
        if found is None:
            raise ValueError(f"there is no user {login!r}")
        return found

    def repository(self, full_name: str) -> Repository:
        """By its present or a former name. Raises ValueError."""
        found = self.repositories.get(self.names.get(full_name.lower(), 0))
        if found is None:
            raise ValueError(f"there is no repository {full_name!r}")
        return found

    def issue(self, full_name: str, number: int) -> Issue:
        """Raises ValueError where none is, or none is any more."""
        found = self.issues.get((self.repository(full_name).id, number))
        if found is None:
            raise ValueError(f"there is no issue {full_name}#{number}")
        return found

    def label(self, repository_id: int, name: str) -> Label:
        """Labels come into being when first used; their names do not depend on upper and lower case."""
        key = (repository_id, name.lower())
        if key not in self.labels:
            self.labels[key] = Label(self.new_id(), name)
        return self.labels[key]

    def comments_on(self, place: Place) -> list[Comment]:
        return [comment for comment in self.comments.values() if comment.place == place]

    def issues_in(self, repository_id: int) -> list[Issue]:
        return [issue for issue in self.issues.values() if issue.repository_id == repository_id]

    def owned_by(self, login: str) -> list[Repository]:
        return [r for r in self.repositories.values() if r.owner.lower() == login.lower()]

    def installed_on(self, installation: Installation) -> list[Repository]:
        """The repositories an installation may use."""
        chosen = installation.repositories
        return [r for r in self.owned_by(installation.account) if chosen is None or r.id in chosen]
