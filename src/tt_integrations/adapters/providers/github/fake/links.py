"""Every address in an answer is built from the host it was asked at: official clients insist on it."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from attrs import frozen

PUBLIC = "https://api.github.com"


@frozen
class Links:
    """`api` is scheme and host of the REST API. On any host but the public one, pages are on the same host."""

    api: str = PUBLIC

    @property
    def web(self) -> str:
        return "https://github.com" if self.api == PUBLIC else self.api

    @property
    def host(self) -> str:
        return urlsplit(self.web).netloc

    def user(self, login: str) -> str:
        return f"{self.api}/users/{login}"

    def repository(self, full_name: str) -> str:
        return f"{self.api}/repos/{full_name}"

    def issue(self, full_name: str, number: int) -> str:
        return f"{self.repository(full_name)}/issues/{number}"

    def issue_page(self, full_name: str, number: int, *, pull: bool = False) -> str:
        return f"{self.web}/{full_name}/{'pull' if pull else 'issues'}/{number}"


def with_query(url: str, query: list[tuple[str, str]]) -> str:
    return f"{url}?{urlencode(query)}" if query else url
