"""Somebody on the sandbox's page, in a browser without scripts: they read it, and press what is on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from attrs import frozen
from parlour import form_of, forms_in, words_of

from patience import soon
from tt_integrations.entrypoints.sandbox.running import Options, Sandbox, sandbox

PAGE = "/sandbox"


@frozen
class Playmate:
    box: Sandbox
    http: httpx.Client

    def sees(self, path: str = PAGE) -> str:
        got = self.http.get(path)
        assert got.status_code == 200, words_of(got.text)
        return got.text

    def reads(self, part: str = "") -> str:
        """The words of the page, or of the part of it with that id."""
        page = self.sees()
        return words_of(section(page, part) if part else page)

    def posts(self, deed: str, **fields: object) -> httpx.Response:
        """As a form of the page would; whatever comes back."""
        token = form_of(self.sees(), f"{PAGE}/say").fields["csrf_token"]
        return self.http.post(f"{PAGE}/{deed}", data={"csrf_token": token, **fields})

    def does(self, deed: str, **fields: object) -> str:
        """What is told on the page that follows; "" for nothing."""
        got = self.posts(deed, **fields)
        assert got.status_code == 303, words_of(got.text)
        return told(self.sees(got.headers["location"].partition("#")[0]))

    def presses(self, label: str) -> str:
        """Press the last button of that name in the channel; what is told of it."""
        forms = [each for each in forms_in(self.sees()) if each.action.endswith("/press")]
        fields = [each.fields for each in forms if each.fields["label"] == label][-1]
        return self.does("press", **{k: v for k, v in fields.items() if k != "csrf_token"})

    def soon_reads(self, part: str, *words: str) -> bool:
        return soon(lambda: all(each in self.reads(part) for each in words))

    def until(self, fine: Callable[[str], bool], part: str) -> bool:
        return soon(lambda: fine(self.reads(part)))


@contextmanager
def playing(folder: Path, who: str = "Anna") -> Iterator[Playmate]:
    """A sandbox with somebody in it who came in by the button that says so; "": nobody yet."""
    ports = {"port": 0, "slack_port": 0, "github_port": 0, "google_port": 0}
    with (
        sandbox(Options(folder, **ports)) as box,
        httpx.Client(base_url=box.url, trust_env=False, timeout=20) as http,
    ):
        mate = Playmate(box, http)
        if who:
            assert comes_in(mate, who).headers["location"] == PAGE
        yield mate


def comes_in(mate: Playmate, who: str) -> httpx.Response:
    page = mate.sees()
    for form in forms_in(page):
        if form.fields.get("username") == who.lower():
            return mate.http.post(form.action, data=dict(form.fields))
    raise AssertionError(f"there is no way to be {who}")


def told(page: str) -> str:
    [inside] = re.findall(r"<div [^>]*data-told[^>]*>(.*?)</div>", page, re.DOTALL)
    return words_of(inside)


def section(page: str, name: str) -> str:
    [found] = re.findall(rf'<section [^>]*id="{name}".*?</section>', page, re.DOTALL)
    return str(found)
