"""Issues that leave: transferred to another repository, or deleted."""

from __future__ import annotations

from attrs import evolve

from tt_integrations.adapters.providers.github.fake.issue_changes import tell
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Issue
from tt_integrations.adapters.providers.github.fake.show_issues import issue as shown_issue
from tt_integrations.adapters.providers.github.fake.show_repositories import repository


def transfer_issue(memory: Memory, repo: str, number: int, to: str, by: str | None = None) -> Issue:
    """The same work gets a new id and a new number in `to`; its comments go with it, its milestone does not.

    The old repository's hooks get `transferred`, the new one's `opened`; each payload shows the other side.
    """
    old, target = memory.issue(repo, number), memory.repository(to)
    if target.id == old.repository_id:
        raise ValueError("it is there already")
    who = by or memory.repositories[old.repository_id].owner
    labels = tuple(memory.label(target.id, label.name) for label in old.labels)
    now = memory.now()
    new = evolve(
        old,
        id=memory.new_id(),
        labels=labels,
        milestone=None,
        pinned=False,
        updated_at=now,
        repository_id=target.id,
        number=memory.new_number(target.id),
    )
    memory.issues[new.place] = new
    _tell_both(memory, old, new, who)
    for comment in memory.comments_on(old.place):
        memory.comments[comment.id] = evolve(comment, place=new.place)
    del memory.issues[old.place]
    memory.moved[old.place] = new.place
    return new


def delete_issue(memory: Memory, repo: str, number: int, by: str | None = None) -> None:
    """The hooks see it for the last time, as it was; reading it is answered by 410 from now on."""
    issue = memory.issue(repo, number)
    tell(memory, "deleted", issue, by or memory.repositories[issue.repository_id].owner)
    for comment in memory.comments_on(issue.place):
        del memory.comments[comment.id]
    del memory.issues[issue.place]
    memory.deleted.add(issue.place)


def _tell_both(memory: Memory, old: Issue, new: Issue, by: str) -> None:
    before, after = (
        (shown_issue(it, memory), repository(memory.repositories[it.repository_id], memory))
        for it in (old, new)
    )
    forward = {"new_issue": after[0], "new_repository": after[1]}
    tell(memory, "transferred", old, by, changes=forward)
    tell(memory, "opened", new, by, changes={"old_issue": before[0], "old_repository": before[1]})
