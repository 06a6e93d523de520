"""What every page looks like, and what it is made of."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import httpx
import jinja2
import pytest
from attrs import frozen
from starlette.applications import Starlette

from tt_integrations.adapters.fakes.server import served
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.entrypoints.web.pages import HEADERS, Pages
from tt_integrations.entrypoints.web.statics import FOLDER, TYPES, address_of, static_route

ANNA = Person(PersonId(1), "Anna <Alder>", ZoneInfo("UTC"))
STYLE = (FOLDER / "style.css").read_text("utf-8")
SCHEMES = ("light", "dark")
ON = {
    "--text": ("--page", "--surface", "--sunken"),
    "--muted": ("--page", "--surface", "--sunken"),
    "--accent": ("--page", "--surface"),
    "--accent-strong": ("--page", "--surface", "--sunken"),
    "--on-accent": ("--accent", "--accent-strong"),
    "--good": ("--good-wash", "--surface"),
    "--warn": ("--warn-wash", "--surface"),
    "--bad": ("--bad-wash", "--surface"),
}
"""Which colour of text stands on which surfaces."""


@frozen
class Asking:
    person: Person = ANNA
    csrf: str = "a proof"


def page(asking: Asking | None = None, here: str = "", **options: object) -> str:
    pages = Pages(**options)  # type: ignore[arg-type]
    values = {"title": "Oops", "sentence": "Nothing was changed.", "asking": asking, "here": here}
    return bytes(pages.render("problem.html", **values).body).decode()


def test_a_page_greets_whoever_is_signed_in_and_lets_them_out() -> None:
    text = page(Asking(), "/integrations")
    assert "Anna &lt;Alder&gt;" in text
    assert '<form method="post" action="/sign-out">' in text
    assert '<input type="hidden" name="csrf_token" value="a proof">' in text
    [current] = re.findall(r'<a href="([^"]*)" aria-current="page">', text)
    assert current == "/integrations"


def test_whoever_has_no_session_is_offered_no_way_out_of_it() -> None:
    assert "sign-out" not in page(Asking(csrf=""))
    for part in ("sign-out", "<nav", "Anna"):
        assert part not in page(None)


def test_the_header_shows_the_links_that_the_pages_were_given() -> None:
    text = page(
        Asking(), links=(("/sandbox", "Sandbox"),), public_address="https://tt.example/sub/"
    )
    assert '<a href="/sub/sandbox">Sandbox</a>' in text
    assert "Activity" not in text


def test_a_value_that_is_missing_is_a_mistake_and_not_an_empty_place() -> None:
    with pytest.raises(jinja2.UndefinedError):
        Pages().render("problem.html", title="Oops")


def test_every_page_has_the_headers_of_a_page() -> None:
    answer = Pages().render("problem.html", 418, title="", sentence="")
    assert answer.status_code == 418
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_frame_of_a_page_is_reachable_and_labelled() -> None:
    text = page(Asking())
    assert '<html lang="en">' in text
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert text.index('href="#content"') < text.index("<header")
    assert '<main id="content"' in text
    assert '<nav aria-label="Pages">' in text
    assert "Oops · Integrations</title>" in text


def test_the_sign_in_form_labels_its_fields_and_tells_its_trouble() -> None:
    values = {"proof": "p", "next": "/", "problem": "It is wrong.", "username": "anna"}
    text = bytes(Pages().render("sign_in.html", **values).body).decode()
    for field in ("username", "password"):
        assert f'<label for="{field}">' in text
        assert f'<input id="{field}"' in text
    assert '<p class="notice bad" role="alert" id="problem">It is wrong.</p>' in text
    assert text.count('aria-describedby="problem"') == 2
    assert 'autocomplete="current-password"' in text


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_stands_out_from_what_it_stands_on(scheme: str) -> None:
    colours = palette(scheme)
    weak = {
        (text, surface): ratio
        for text, surfaces in ON.items()
        for surface in surfaces
        if (ratio := contrast(colours[text], colours[surface])) < 4.5
    }
    assert weak == {}
    assert contrast(colours["--edge"], colours["--surface"]) >= 3  # of fields, WCAG 1.4.11


def palette(scheme: str) -> dict[str, str]:
    light, dark = STYLE.split("@media (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", dark))
    return colours


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 has it: from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_stylesheet_asks_nobody_else_for_anything() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert STYLE.count("{") == STYLE.count("}")


@pytest.fixture(scope="module")
def files() -> httpx.Client:
    with (
        served(Starlette(routes=[static_route()])) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_every_static_file_is_served_for_good_under_its_own_address(
    files: httpx.Client, name: str
) -> None:
    got = files.get(address_of(name))
    assert got.content == (FOLDER / name).read_bytes()
    assert got.headers["content-type"] == TYPES[name.rpartition(".")[2]]
    assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert got.headers["x-content-type-options"] == "nosniff"


def test_without_its_version_a_file_is_asked_for_again(files: httpx.Client) -> None:
    got = files.get("/static/style.css")
    assert (got.status_code, got.headers["cache-control"]) == (200, "no-cache")
    again = files.get("/static/style.css", headers={"if-none-match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = files.get("/static/style.css?v=another", headers={"if-none-match": '"another"'})
    assert (other.status_code, other.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "name",
    [
        "nothing.css",
        "__init__.py",
        "..%2fpages.py",
        "%2e%2e/pages.py",
        "style.css%00",
        "STYLE.CSS",
        "",
    ],
)
def test_nothing_else_is_served(files: httpx.Client, name: str) -> None:
    assert files.get(f"/static/{name}").status_code == 404


def test_a_file_that_is_not_there_has_no_address() -> None:
    with pytest.raises(LookupError, match="no static file"):
        address_of("nothing.css")
