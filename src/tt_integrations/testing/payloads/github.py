"""What GitHub sends. Source: docs.github.com, webhooks/webhook-events-and-payloads, and its OpenAPI description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tt_integrations.testing.payloads import ids, stamps, texts, words

Json = dict[str, Any]
Payloads = SearchStrategy[Json]
API = "https://api.github.com"
WEB = "https://github.com"
HEX = "0123456789abcdef"
NAME = words("abcdefghijkl-0123456789", 12).map(lambda name: f"o{name}x")
REASONS = ("completed", "not_planned", "duplicate", "reopened", None)
ASSOCIATIONS = ("OWNER", "MEMBER", "CONTRIBUTOR", "NONE")
LOCKS = (None, "resolved", "off-topic", "too heated", "spam")
ACTIONS = (
    *("opened", "edited", "deleted", "transferred", "pinned", "unpinned", "closed", "reopened"),
    *("assigned", "unassigned", "labeled", "unlabeled", "locked", "unlocked"),
    *("milestoned", "demilestoned", "typed", "untyped"),
)
"""All that may happen to an issue. More are to come, and must not be mistaken for one of these."""


def users() -> Payloads:
    """A person, as others see them."""
    return st.builds(_user, NAME, ids)


def labels() -> Payloads:
    return st.fixed_dictionaries(
        {
            "id": ids,
            "node_id": words(HEX, 16),
            "url": st.just(f"{API}/repos/o/r/labels/x"),
            "name": texts(20),
            "description": st.none() | texts(),
            "color": words(HEX, 6),
            "default": st.booleans(),
            "archived_at": st.none(),
            "archived_by": st.none(),
        }
    )


def milestones() -> Payloads:
    return st.builds(_milestone, st.integers(1, 99), texts(), users(), stamps())


def issues() -> Payloads:
    """An issue as REST and webhooks show it. A reopened one may keep its closed_at; only `state` tells."""
    return st.builds(
        _issue,
        st.integers(1, 99_999),
        users(),
        st.fixed_dictionaries(
            {
                "id": ids,
                "node_id": words(HEX, 16),
                "title": texts().filter(bool),
                "body": st.none() | texts(300),
                "state": st.sampled_from(["open", "closed"]),
                "state_reason": st.sampled_from(REASONS),
                "labels": st.lists(labels(), max_size=3),
                "assignees": st.lists(users(), max_size=2),
                "milestone": st.none() | milestones(),
                "locked": st.booleans(),
                "active_lock_reason": st.sampled_from(LOCKS),
                "comments": st.integers(0, 500),
                "created_at": stamps(),
                "updated_at": stamps(),
                "closed_at": st.none() | stamps(),
                "author_association": st.sampled_from(ASSOCIATIONS),
            }
        ),
    )


def pull_requests() -> Payloads:
    """As they stand among the issues of a repository: with the key `pull_request`."""
    address = f"{WEB}/o/r/pull/1"
    links = {"url": f"{API}/repos/o/r/pulls/1", "html_url": address}
    texts_of = {"diff_url": f"{address}.diff", "patch_url": f"{address}.patch", "merged_at": None}
    return issues().map(lambda issue: {**issue, "pull_request": {**links, **texts_of}})


def repositories() -> Payloads:
    """Only what tells one repository from another; GitHub sends many more links."""
    return st.builds(_repository, NAME, users(), ids, st.booleans())


def issue_events(action: str | None = None) -> Payloads:
    """The payload of the event `issues`. `action`: one of ACTIONS; None: any. Raises ValueError for another."""
    if action is None:
        return st.one_of(*map(issue_events, ACTIONS))
    if action not in ACTIONS:
        raise ValueError(f"nothing is {action} in the event issues")
    around = {"issue": issues(), "repository": repositories(), "sender": users()}
    optional = {"installation": st.fixed_dictionaries({"id": ids, "node_id": words(HEX, 12)})}
    always = {"action": st.just(action), **around, **_extra(action)}
    return st.fixed_dictionaries(always, optional=optional)


def pings() -> Payloads:
    """The first event of a repository's hook; it has no action."""
    return st.builds(
        lambda zen, number, repository, sender: {
            "zen": zen,
            "hook_id": number,
            "hook": _hook(number),
            "repository": repository,
            "sender": sender,
        },
        *(texts(), ids, repositories(), users()),
    )


def pushes() -> Payloads:
    """Commits that arrived; of a deleted branch there are none, and `after` is all zeros."""
    return st.builds(
        _push, repositories(), users(), st.lists(_commits(), max_size=3), words(HEX, 40)
    )


def _extra(action: str) -> Mapping[str, SearchStrategy[Any]]:
    match action:
        case "assigned" | "unassigned":
            return {"assignee": users()}
        case "labeled" | "unlabeled":
            return {"label": labels()}
        case "milestoned" | "demilestoned":
            return {"milestone": milestones()}
        case "typed" | "untyped":
            return {"type": st.fixed_dictionaries({"id": ids, "name": texts(20)})}
        case "edited":
            return {"changes": _edits()}
        case "transferred":
            moved = {"new_issue": issues(), "new_repository": repositories()}
            return {"changes": st.fixed_dictionaries(moved)}
        case _:
            return {}


def _edits() -> Payloads:
    before = st.fixed_dictionaries({"from": texts()})
    return st.fixed_dictionaries({}, optional={"title": before, "body": before})


def _commits() -> Payloads:
    return st.fixed_dictionaries(
        {
            "id": words(HEX, 40),
            "message": texts(200),
            "timestamp": stamps(),
            "author": st.fixed_dictionaries({"name": texts(20), "email": st.just("a@example.com")}),
            "added": st.lists(texts(20), max_size=2),
            "removed": st.just([]),
            "modified": st.just([]),
        }
    )


def _user(login: str, number: int) -> Json:
    url = f"{API}/users/{login}"
    lists = ("followers", "subscriptions", "repos", "received_events")
    return {
        "login": login,
        "id": number,
        "node_id": f"U_{number}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{number}?v=4",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{WEB}/{login}",
        **{f"{name}_url": f"{url}/{name}" for name in lists},
        "organizations_url": f"{url}/orgs",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "events_url": f"{url}/events{{/privacy}}",
        "type": "User",
        "site_admin": False,
    }


def _milestone(number: int, title: str, creator: Json, at: str) -> Json:
    url = f"{API}/repos/o/r/milestones/{number}"
    counts = {"id": number, "number": number, "open_issues": 1, "closed_issues": 0}
    links = {"url": url, "html_url": f"{WEB}/o/r/milestone/{number}", "labels_url": f"{url}/labels"}
    times = {"created_at": at, "updated_at": at, "closed_at": None, "due_on": None}
    about = {"node_id": f"MI_{number}", "state": "open", "title": title, "description": None}
    return {**counts, **links, **times, **about, "creator": creator}


def _issue(number: int, author: Json, fields: Json) -> Json:
    repository = f"{API}/repos/o/r"
    url = f"{repository}/issues/{number}"
    first = fields["assignees"][0] if fields["assignees"] else None
    return {
        **fields,
        "number": number,
        "url": url,
        "html_url": f"{WEB}/o/r/issues/{number}",
        "repository_url": repository,
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "user": author,
        "assignee": first,
    }


def _repository(name: str, owner: Json, number: int, private: bool) -> Json:  # noqa: FBT001 - built by Hypothesis
    full_name = f"{owner['login']}/{name}"
    return {
        "id": number,
        "node_id": f"R_{number}",
        "name": name,
        "full_name": full_name,
        "private": private,
        "owner": owner,
        "url": f"{API}/repos/{full_name}",
        "html_url": f"{WEB}/{full_name}",
        "default_branch": "main",
    }


def _hook(number: int) -> Json:
    url = f"{API}/repos/o/r/hooks/{number}"
    config = {"content_type": "json", "insecure_ssl": "0", "url": "https://tt.example/hook"}
    at = {"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}
    links = {"url": url, "ping_url": f"{url}/pings", "test_url": f"{url}/test"}
    last = {"last_response": {"code": None, "status": "unused", "message": None}}
    about = {"type": "Repository", "id": number, "name": "web", "active": True, "events": ["*"]}
    return {**about, **links, **at, **last, "config": config}


def _push(repository: Json, pusher: Json, commits: list[Json], before: str) -> Json:
    after = commits[-1]["id"] if commits else "0" * 40
    person = {"name": pusher["login"], "email": "a@example.com"}
    flags = {"created": False, "deleted": not commits, "forced": False}
    ends = {"ref": "refs/heads/main", "before": before, "after": after}
    compare = f"{repository['html_url']}/compare/{before[:12]}...{after[:12]}"
    last = commits[-1] if commits else None
    who = {"repository": repository, "pusher": person, "sender": pusher, "base_ref": None}
    return {**ends, **flags, **who, "compare": compare, "commits": commits, "head_commit": last}
