"""What can be wrong with our Markdown: links that lead nowhere, code that is not marked or not Python."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parent.parent.parent
MARKS = {"python", "console", "text", "toml", "json", "http", "sql"}
_FENCE = re.compile(r"^( *)```(\S*)[^\n]*\n(.*?)^\1```[ ]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.+?) *#* *$", re.MULTILINE)
_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?([^)\s>]+)>?\)")
_CODE = re.compile(r"(`+)[^`].*?\1", re.DOTALL)
_INDENTED = re.compile(r"^(?: {4}|\t).*$", re.MULTILINE)
_ELSEWHERE = ("http://", "https://", "mailto:")


@frozen
class Page:
    file: Path
    text: str

    @property
    def name(self) -> str:
        return str(self.file.relative_to(ROOT) if self.file.is_relative_to(ROOT) else self.file)

    @property
    def prose(self) -> str:
        """Without code in fences."""
        return _FENCE.sub("", self.text)

    @property
    def title(self) -> str:
        found = _HEADING.search(self.prose)
        return found[1] if found else self.file.stem

    def anchors(self) -> set[str]:
        """Of its headings, as forges name them."""
        seen: dict[str, int] = {}
        made = set()
        for heading in _HEADING.findall(self.prose):
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
            slug = re.sub(r"[^\w\- ]", "", text).strip().replace(" ", "-")
            again = seen.get(slug, 0)
            made.add(f"{slug}-{again}" if again else slug)
            seen[slug] = again + 1
        return made

    def links(self) -> list[str]:
        return _LINK.findall(_CODE.sub("", _INDENTED.sub("", self.prose)))

    def fences(self) -> Iterator[tuple[str, str]]:
        """The mark of each, and the code in it."""
        for _, mark, code in _FENCE.findall(self.text):
            yield mark, textwrap.dedent(code)


def read(file: Path) -> Page:
    return Page(file, file.read_text("utf-8"))


def pages(root: Path = ROOT) -> list[Page]:
    """Every page for people that is part of the project."""
    return [read(file) for file in sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])]


def troubles(page: Page) -> Iterator[str]:
    """A sentence for each thing that is wrong with it."""
    for link in page.links():
        if not link.startswith(_ELSEWHERE) and not _leads(page, link):
            yield f"{page.name}: the link {link} leads nowhere"
    if "```" in _FENCE.sub("", page.text):
        yield f"{page.name}: code begins that never ends"
    for mark, code in page.fences():
        if mark not in MARKS:
            yield f"{page.name}: code is marked {mark!r}, and should be one of {sorted(MARKS)}"
        elif mark == "python" and (reason := _not_python(code)):
            yield f"{page.name}: code that is not Python: {reason}"


def _leads(page: Page, link: str) -> bool:
    path, _, anchor = link.partition("#")
    if not path:
        return anchor in page.anchors()
    file = (page.file.parent / path).resolve()
    if not file.exists():
        return False
    return not anchor or (file.suffix == ".md" and anchor in read(file).anchors())


def _not_python(code: str) -> str | None:
    try:
        compile(code, "<page>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        return str(error)
    return None
