"""Slack's markup, taken apart for a template to draw: nothing else in a message can become a tag.

Source: docs.slack.dev, messaging/formatting-message-text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

SIGNS: Mapping[str, str] = {
    "arrow_forward": "\u25b6",
    "arrows_counterclockwise": "\u21c4",
    "bar_chart": "\u25a4",
    "double_vertical_bar": "\u2759\u2759",
    "hourglass": "\u25d4",
    "hourglass_flowing_sand": "\u25d4",
    "leftwards_arrow_with_hook": "\u21a9",
    "link": "\u2197",
    "memo": "\u270e",
    "pencil": "\u270e",
    "stopwatch": "\u25f7",
    "warning": "\u26a0",
    "wave": "\u263a",
    "white_check_mark": "\u2714",
}
"""Plain ones, which every computer has a font for. A name that is not among them stands as it was written."""
_PART = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<address>https?://[^|<>\s]+)(?:\|(?P<words>[^<>]*))?>"
    r"|\*(?P<bold>[^*\n]+)\*"
    r"|:(?P<sign>[a-z_]+):"
    r"|(?P<end>\n)"
)
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@frozen
class Part:
    """`kind`: text, code, bold, link (to `address`, which is http or https) or end, of a line."""

    kind: str
    text: str = ""
    address: str = ""


def parts_of(text: str) -> Sequence[Part]:
    return [part for part in _parts(text) if part.text or part.kind == "end"]


def _parts(text: str) -> Iterator[Part]:
    at = 0
    for found in _PART.finditer(text):
        yield Part("text", _meant(text[at : found.start()]))
        yield _part(found)
        at = found.end()
    yield Part("text", _meant(text[at:]))


def _part(found: re.Match[str]) -> Part:
    if address := found["address"]:
        return Part("link", _meant(found["words"] or address), _meant(address))
    if sign := found["sign"]:
        return Part("text", SIGNS.get(sign, found[0]))
    for kind in ("code", "bold"):
        if inside := found[kind]:
            return Part(kind, _meant(inside))
    return Part("end")


def _meant(text: str) -> str:
    for escaped, meant in _ESCAPES:
        text = text.replace(escaped, meant)
    return text
