"""The Python code of a page for people, to be compiled and run."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

BLOCK = re.compile(
    r"(?:<!-- not run: (?P<why>.+?) -->\s*)?^```python\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@frozen
class Block:
    """`why_not`: the reason the page gives for not running it."""

    line: int
    code: str
    why_not: str | None


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text()
    return [
        Block(text[: found.start("code")].count("\n"), found["code"], found["why"])
        for found in BLOCK.finditer(text)
    ]


def as_one_file(page: Path) -> str:
    """The blocks that run, each on the lines it has on the page."""
    lines: list[str] = []
    for block in blocks_of(page):
        if block.why_not is None:
            lines += [""] * (block.line - len(lines)) + block.code.splitlines()
    return "\n".join(lines) + "\n"
