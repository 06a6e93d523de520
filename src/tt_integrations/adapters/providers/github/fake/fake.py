"""GitHub, in memory: its REST API, its webhooks, and what people do there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import httpx

from tt_integrations.adapters.fakes.callback import Call, call_over_http
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import Fault, Faults, Proceed
from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.fakes.server import Served, served
from tt_integrations.adapters.fakes.shell import app_of
from tt_integrations.adapters.fakes.transport import transport_to
from tt_integrations.adapters.providers.github.fake import (
    act_apps,
    act_comments,
    act_hooks,
    act_installations,
    act_issues,
    act_marks,
    act_moves,
    act_people,
    act_pushes,
    act_repositories,
    delivery_log,
    faults,
    post,
    routes,
    telling,
)
from tt_integrations.adapters.providers.github.fake.bursts import Bursts
from tt_integrations.adapters.providers.github.fake.gate import Gate
from tt_integrations.adapters.providers.github.fake.limits import USUAL, Limits
from tt_integrations.adapters.providers.github.fake.links import Links
from tt_integrations.adapters.providers.github.fake.mail import Delivery, Logged
from tt_integrations.adapters.providers.github.fake.memory import FIRST_ID, Memory
from tt_integrations.adapters.providers.github.fake.refusals import Refused

P = ParamSpec("P")
T = TypeVar("T")


def act(
    does: Callable[Concatenate[Memory, P], T],
) -> Callable[Concatenate[FakeGitHub, P], T]:
    """Something that people do: under the lock; its webhooks are sent afterwards, before it returns."""

    @wraps(does)
    def doing(fake: FakeGitHub, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with fake._lock:  # noqa: SLF001 - the methods this makes are the fake's own
            done = does(fake._memory, *args, **kwargs)  # noqa: SLF001 - as above
        fake._post.flush()  # noqa: SLF001 - as above
        return done

    return doing


class FakeGitHub:
    """Seed it, drive it by any client (`transport` in process, `serve()` on loopback), and look at what it sent.

    `call` carries webhooks out; replace it to keep them in process. `answer_first`: send the webhooks of a
    request only after its answer, from another thread, as GitHub does; `settle()` waits for them. `strict`:
    refuse what tests often need, too: hooks to loopback addresses, and many requests within a minute. `first_id`: of
    whatever is made first; with another one nothing here is taken for something in a fake before it.
    """

    name = "github"

    def __init__(
        self,
        clock: ProviderClock | None = None,
        call: Call = call_over_http,
        *,
        answer_first: bool = False,
        strict: bool = False,
        first_id: int = FIRST_ID,
    ) -> None:
        self.clock = clock or ProviderClock()
        self.faults = Faults()
        self.answer_lost = self.faults.answer_lost
        self._lock = threading.RLock()
        self._memory = Memory(self.clock, strict, first_id)
        self._limits = Limits(self.clock)
        self._gate = Gate(self._memory, self._limits, Bursts(self.clock))
        self._post = post.Post(self._memory, self._lock, call, answer_first=answer_first)
        self._requests: list[Logged] = []

    add_user = act(act_people.add_user)
    add_organization = act(act_people.add_organization)
    add_token = act(act_people.add_token)
    revoke_token = act(act_people.revoke_token)
    expire_token = act(act_people.expire_token)
    add_repository = act(act_repositories.add_repository)
    rename_repository = act(act_repositories.rename_repository)
    transfer_repository = act(act_repositories.transfer_repository)
    archive_repository = act(act_repositories.archive_repository)
    unarchive_repository = act(act_repositories.unarchive_repository)
    make_private = act(act_repositories.make_private)
    make_public = act(act_repositories.make_public)
    disable_issues = act(act_repositories.disable_issues)
    enable_issues = act(act_repositories.enable_issues)
    delete_repository = act(act_repositories.delete_repository)
    push = act(act_pushes.push)
    send_event = act(act_pushes.send_event)
    open_issue = act(act_issues.open_issue)
    open_pull_request = act(act_issues.open_pull_request)
    edit_issue = act(act_issues.edit_issue)
    label = act(act_marks.label)
    unlabel = act(act_marks.unlabel)
    assign = act(act_marks.assign)
    unassign = act(act_marks.unassign)
    close_issue = act(act_issues.close_issue)
    reopen_issue = act(act_issues.reopen_issue)
    lock_issue = act(act_marks.lock_issue)
    unlock_issue = act(act_marks.unlock_issue)
    pin_issue = act(act_marks.pin_issue)
    unpin_issue = act(act_marks.unpin_issue)
    add_milestone = act(act_issues.add_milestone)
    issue = act(Memory.issue)
    issues = act(act_issues.issues)
    comments = act(act_comments.comments)
    transfer_issue = act(act_moves.transfer_issue)
    delete_issue = act(act_moves.delete_issue)
    comment = act(act_comments.comment)
    edit_comment = act(act_comments.edit_comment)
    delete_comment = act(act_comments.delete_comment)
    add_hook = act(act_hooks.add_hook)
    add_organization_hook = act(act_hooks.add_organization_hook)
    add_app = act(act_apps.add_app)
    install_app = act(act_installations.install_app)
    uninstall_app = act(act_installations.uninstall_app)
    suspend_installation = act(act_installations.suspend_installation)
    unsuspend_installation = act(act_installations.unsuspend_installation)
    add_to_installation = act(act_installations.add_to_installation)
    remove_from_installation = act(act_installations.remove_from_installation)
    redeliver = act(delivery_log.redeliver)

    def fail_next(self, operation: str, fault: Fault, times: int | None = 1) -> None:
        """`operation` as in GitHub's OpenAPI description, such as "issues/list-for-repo", or `*`."""
        self.faults.fail_next(operation, fault, times)

    def shifting_pages(self, repo: str, title: str = "Opened meanwhile") -> Fault:
        """For "issues/list-for-repo": after a page was read, somebody opens an issue, and the later pages shift."""

        def shift(proceed: Proceed) -> Response:
            page = proceed()
            self.open_issue(repo, title)
            return page

        return Fault("shifting_pages", shift)

    def set_rate_limit(self, who: str, remaining: int, limit: int = USUAL) -> None:
        """`who`: a login, "anonymous", or "installation:ID". The hour begins now."""
        with self._lock:
            self._limits.set(who, limit, remaining)

    def hold_deliveries(self) -> None:
        """Webhooks wait from now on, until they are released."""
        with self._lock:
            self._post.holding = True

    def release_deliveries(self, order: list[int] | None = None) -> None:
        """Send those at the positions `order` of the held ones, in that order; None: all, as they came."""
        self._post.release(order)

    def lose_deliveries(self, times: int = 1) -> None:
        """The next webhooks get lost on the way; no log knows of them."""
        with self._lock:
            self._post.lose = times

    def repeat_deliveries(self, times: int = 1) -> None:
        """The next webhooks are sent twice, under the same GUID."""
        with self._lock:
            self._post.repeat = times

    @property
    def held_deliveries(self) -> list[dict[str, Any]]:
        with self._lock:
            return [delivery_log.told(parcel) for parcel in self._post.held]

    @property
    def deliveries(self) -> list[Delivery]:
        """All webhooks that were ever sent, oldest first."""
        with self._lock:
            return list(self._memory.deliveries.values())

    @property
    def requests(self) -> list[Logged]:
        with self._lock:
            return list(self._requests)

    @property
    def actions(self) -> Mapping[str, Callable[..., Any]]:
        mine = [name for name, it in vars(FakeGitHub).items() if hasattr(it, "__wrapped__")]
        return telling.actions(self, mine)

    @property
    def fault_kinds(self) -> Mapping[str, Callable[..., Fault]]:
        return {**faults.KINDS, "shifting_pages": self.shifting_pages}

    @property
    def transport(self) -> httpx.MockTransport:
        return transport_to(self)

    @contextmanager
    def serve(self, port: int = 0) -> Iterator[Served]:
        """On loopback while the block runs; port 0 takes any free one."""
        with served(app_of(self), port) as where:
            with self._lock:
                self._memory.links = Links(where.url)
            yield where
            self.settle()

    def respond(self, request: Request) -> Response:
        """Carry a request out. Raises AnswerLost or Hanging where there is no answer."""
        match, answer = routes.find(request), None
        operation = match.route.operation if match else routes.UNKNOWN
        try:
            answer = self.faults.through(operation, lambda: self._carry_out(request, match))
        except Refused as error:
            with self._lock:
                answer = self._gate.refused(request, match, error)
        finally:
            with self._lock:
                self._requests.append(Logged(operation, request, answer))
            self._post.after_answer()
        return answer

    def settle(self, timeout: float = 10) -> None:
        """Wait until the webhooks that were to follow an answer are sent, at most `timeout` seconds for each."""
        self._post.settle(timeout)

    def state(self) -> Mapping[str, Any]:
        with self._lock:
            return telling.state(self._memory)

    def _carry_out(self, request: Request, match: routes.Match | None) -> Response:
        with self._lock:
            try:
                return self._gate.finish(request, match, self._gate.answer(request, match))
            except Refused as error:
                return self._gate.refused(request, match, error)
