"""Templates made into answers that are for nobody else, and run nothing that is not ours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

import jinja2
from attrs import frozen
from starlette.responses import HTMLResponse

from tt_integrations.entrypoints.web.statics import address_of

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    # not `no-referrer`, with which a browser would hide from us that a form was our own page's
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
LINKS = (("/integrations", "Connections"), ("/integrations/activity", "Activity"))


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("tt_integrations.entrypoints.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@frozen
class Pages:
    """`public_address` as the service's; `links` are the pages in the header: each its path and its name."""

    public_address: str = ""
    links: tuple[tuple[str, str], ...] = LINKS

    @property
    def root(self) -> str:
        """What stands before every path of ours: the path of the public address, "" for most."""
        return urlsplit(self.public_address).path.rstrip("/")

    def render(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """The template of that file name as an answer. Whatever it names must be among `values`.

        Templates extend `base.html`, which asks for: `asking` (the `Asked` whose page it is, or None), and
        `here`, the path of the link that the page belongs to.
        """
        given = {"asking": None, "here": "", **values}
        text = (
            _environment()
            .get_template(template)
            .render(**given, root=self.root, links=self.links, static=self.static)
        )
        return HTMLResponse(text, status, HEADERS)

    def static(self, name: str) -> str:
        """The path of a static file, by which browsers may keep it for good."""
        return f"{self.root}{address_of(name)}"
