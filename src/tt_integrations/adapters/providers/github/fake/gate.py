"""What every request passes before it is answered, in GitHub's order, and what every answer carries."""

from __future__ import annotations

from attrs import evolve, frozen

from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.providers.github.fake.access import Caller, caller_of, role
from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.bursts import Bursts
from tt_integrations.adapters.providers.github.fake.envelope import (
    UNCOUNTED,
    VERSIONS,
    conditional,
    counts,
    token_headers,
    usual_headers,
)
from tt_integrations.adapters.providers.github.fake.issue_paths import redirect
from tt_integrations.adapters.providers.github.fake.limits import Limits
from tt_integrations.adapters.providers.github.fake.links import Links
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Repository
from tt_integrations.adapters.providers.github.fake.permits import check
from tt_integrations.adapters.providers.github.fake.refusals import (
    Refused,
    bad_request,
    not_found,
    wrong,
)
from tt_integrations.adapters.providers.github.fake.routes import Match

NO_AGENT = (
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent header"
    " (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required)."
)


@frozen
class Gate:
    memory: Memory
    limits: Limits
    bursts: Bursts

    def answer(self, request: Request, match: Match | None) -> Response:
        """Raises Refused."""
        self.memory.links = Links(request.base)
        _check_agent(request)
        _check_version(request)
        caller = caller_of(self.memory, request.headers)
        if match is None:
            raise not_found()
        if match.route.operation != UNCOUNTED:
            self.limits.check(caller)
        if request.query and not match.route.takes_query:
            raise wrong(match.route.operation, request.query[0][0])
        if self.memory.strict:
            self.bursts.check(caller, match.route)
        ask = Ask(self.memory, self.limits, request, caller, match.params, match.rest)
        if match.route.need:
            ask = evolve(ask, inside=self._enter(ask, match))
        return conditional(request, match.route.answer(ask))

    def finish(self, request: Request, match: Match | None, answer: Response) -> Response:
        """Count the request, and add the headers all answers have."""
        caller = self._whose(request)
        window = self.limits.window(caller)
        window.used += int(counts(caller, match, answer) and window.remaining > 0)
        standing = {**window.headers(), **usual_headers(request), **token_headers(caller)}
        request_id = {"x-github-request-id": f"FA4E:{self.memory.new_id():X}"}
        return evolve(answer, headers={**standing, **request_id, **answer.headers})

    def refused(self, request: Request, match: Match | None, error: Refused) -> Response:
        answer = error.response
        if error.reset_in is not None:
            reset = int(self.memory.clock.timestamp() + error.reset_in)
            answer = answer.with_headers(x_ratelimit_reset=str(reset))
        return self.finish(request, match, answer)

    def _enter(self, ask: Ask, match: Match) -> Repository:
        """The repository of the path, if the caller may do there what it wants to."""
        params, memory = ask.params, self.memory
        by_id = "id" in params
        name = "" if by_id else f"{params['owner']}/{params['name']}".lower()
        number = int(params["id"]) if by_id else memory.names.get(name, 0)
        repo = memory.repositories.get(number)
        if repo is None:
            raise not_found()
        if not by_id and repo.full_name.lower() != name and role(memory, ask.caller, repo):
            raise redirect(ask, f"/repositories/{repo.id}{ask.rest}")
        if match.route.need:
            check(memory, ask.caller, repo, match.route.need)
        return repo

    def _whose(self, request: Request) -> Caller:
        """Bad credentials are counted as anonymous."""
        try:
            return caller_of(self.memory, request.headers)
        except Refused:
            return Caller()


def _check_agent(request: Request) -> None:
    if not request.headers.get("user-agent", "").strip():
        raise Refused(Response(403, {"content-type": "text/html"}, NO_AGENT.encode()))


def _check_version(request: Request) -> None:
    asked = request.headers.get("x-github-api-version", VERSIONS[0])
    if asked not in VERSIONS:
        raise bad_request(f'"{asked}" is not a supported version of this API.')
