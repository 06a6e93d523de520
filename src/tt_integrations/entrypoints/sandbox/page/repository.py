"""The repository of the fake GitHub: its issues, and what somebody does with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from tt_integrations.adapters.providers.github.fake import FakeGitHub
from tt_integrations.entrypoints.sandbox.github import LOGIN, REPOSITORY
from tt_integrations.entrypoints.sandbox.page.typed import Fields, optional, text_in, whole_in
from tt_integrations.entrypoints.web.notes import Note

SOME = 8
MOST = 10_000
"""Issues of a repository somebody plays with."""
LABELS: Mapping[str, str] = {
    "bug": "high priority",
    "enhancement": "medium priority",
    "documentation": "low priority",
}
"""Those that are offered, and what a task becomes by them."""


@frozen
class IssueShown:
    number: int
    title: str
    open: bool
    labels: Sequence[str]
    assignees: Sequence[str]

    @property
    def mine(self) -> bool:
        """Whether the repository's owner works on it."""
        return LOGIN in self.assignees


@frozen
class Repository:
    """Each action is done as the owner, and raises ValueError for what the form got wrong or is not there."""

    github: FakeGitHub
    name: str = REPOSITORY

    def issues(self) -> Sequence[IssueShown]:
        """The newest first."""
        found = self.github.issues(self.name)[-SOME:]
        return [
            IssueShown(
                issue.number,
                issue.title,
                issue.state == "open",
                [label.name for label in issue.labels],
                issue.assignees,
            )
            for issue in reversed(found)
        ]

    def open_issue(self, fields: Fields) -> Note:
        title, label = text_in(fields, "title", "The title"), optional(fields, "label")
        issue = self.github.open_issue(self.name, title, labels=[_known(label)] if label else [])
        return Note(
            f"Issue #{issue.number} is open. Where the repository is connected, a task follows."
        )

    def label(self, fields: Fields) -> Note:
        number, label = _number(fields), _known(text_in(fields, "label", "The label"))
        self.github.label(self.name, number, label)
        return Note(f"Issue #{number} is labelled {label}: {LABELS[label]}.")

    def assign(self, fields: Fields) -> Note:
        number = _number(fields)
        self.github.assign(self.name, number, LOGIN)
        return Note(f"Issue #{number} is Anna's now. Where her card says so, her timer starts.")

    def unassign(self, fields: Fields) -> Note:
        number = _number(fields)
        self.github.unassign(self.name, number, LOGIN)
        return Note(f"Issue #{number} is nobody's again.")

    def close(self, fields: Fields) -> Note:
        number = _number(fields)
        self.github.close_issue(self.name, number)
        return Note(f"Issue #{number} is closed. Its task is done.")

    def reopen(self, fields: Fields) -> Note:
        number = _number(fields)
        self.github.reopen_issue(self.name, number)
        return Note(f"Issue #{number} is open again, and so is its task.")


def _number(fields: Fields) -> int:
    return whole_in(fields, "number", "The issue", 1, MOST)


def _known(label: str) -> str:
    if label not in LABELS:
        raise ValueError(f"there is no label {label!r}; there are {', '.join(LABELS)}")
    return label
