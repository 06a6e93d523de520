"""The pages of docs/ that are written by what they describe, so that they cannot be out of date."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import attrs
import cyclopts

from markdown_pages import ROOT, Page, read
from rest_api_page import rest_api
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.entrypoints import settings
from tt_integrations.entrypoints.cli import app
from tt_integrations.entrypoints.http.errors import STATUS

WRITTEN = "<!-- Written by `make reference`: change what it describes, not this page. -->\n"
DOCS = ROOT / "docs"
NOT_RAISED = {
    "unauthenticated": (401, "Nobody is known to be asking: show a token, or sign in."),
    "not_found": (404, "There is no such address."),
    "method_not_allowed": (405, "The address does not take this method; `Allow` says which."),
    "too_large": (413, "The body is longer than it may be."),
    "internal_error": (500, "A mistake of ours; the log says more, under the request's id."),
}
FOLDERS = {
    "connectors": "Connectors",
    "howto": "How to",
    "reference": "Reference",
    "explanation": "Explanation",
    "decisions": "Decisions",
}


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    cells = [[_cell(text) for text in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _cell(text: str) -> str:
    """Whatever looks like HTML is text; in code it is already."""
    shown = text.replace("|", "\\|").replace("\n", " ")
    return shown if shown.startswith("`") else shown.replace("<", "&lt;")


def settings_page() -> str:
    rows = []
    for each in attrs.fields(settings._complete()):
        secret = callable(each.repr)
        default = "(secret)" if secret and each.default else f"`{each.default}`"
        rows.append(
            (
                f"`{each.name}`",
                f"`{settings.PREFIX}{each.name.upper()}`",
                default if each.default not in ("", None) else "",
                settings.allowed(each.name) + (" (secret)" if secret else ""),
            )
        )
    return (
        "# Settings\n\nThe environment counts before a TOML file, and that before the defaults. The file is "
        f"`{settings.DEFAULT_FILE}` in the working directory, what `{settings.CONFIG}` names, or what `--config` "
        "names; its keys are those of the first column, at its top. A wrong value keeps the service from "
        "starting, with one line that names the key.\n\n"
        + table(("key", "environment", "default", "what it may be"), rows)
    )


def command_line_page() -> str:
    about = "# The command line\n\nEvery command says the same with `--help`. Whatever goes wrong on purpose is one line on standard error, and another exit status than 0.\n"
    return about + "".join(_commands(app, "tt-integrations"))


def _commands(of: cyclopts.App, path: str) -> Iterator[str]:
    for name in sorted(of):
        command = of[name]
        if name.startswith("-"):
            continue
        inner = [each for each in command if not each.startswith("-")]
        if inner:
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"\n## `{path} {name}`\n\n{command.help}\n"
            yield from _options(command)


def _options(command: cyclopts.App) -> Iterator[str]:
    rows = []
    for each in command.assemble_argument_collection():
        name = each.names[0]
        if each.index is not None:
            name = f"<{name.removeprefix('--').lower()}>"
        rows.append((f"`{name}`", _default(each), each.parameter.help or _choices(each.hint)))
    if rows:
        yield "\n" + table(("", "default", "meaning"), rows)


def _default(argument: Any) -> str:
    default = argument.field_info.default
    if default in (inspect.Parameter.empty, None, "", False):
        return "" if not argument.required else "(required)"
    return f"`{default.value if isinstance(default, Enum) else default}`"


def _choices(hint: Any) -> str:
    kinds = [each for each in get_args(hint) or (hint,) if each is not type(None)]
    return "A number." if int in kinds else "A text."


def error_codes_page() -> str:
    raised = {kind.code: (status, _meaning(kind)) for kind, (status, _) in STATUS.items()}
    rows = [
        (f"`{code}`", str(status), meaning)
        for code, (status, meaning) in sorted({**raised, **NOT_RAISED}.items())
    ]
    return (
        "# Error codes\n\nA code is stable: programs go by it, and not by the sentence beside it. On the paths of "
        '[the API](rest-api.md) that the reference system has, an error is `{"ok": false, "error", "code"}`; on all '
        "others it is a problem document (RFC 9457) whose `type` is `urn:tt-integrations:error:` and the code. A host "
        "that embeds the library catches `tt_integrations.domain.errors`, whose classes have the same codes.\n\n"
        + table(("code", "status", "meaning"), rows)
    )


def _meaning(kind: type[IntegrationError]) -> str:
    return " ".join(inspect.cleandoc(kind.__doc__ or "").split())


def index_page() -> str:
    parts = [
        "# Documentation\n\nBegin with the [README](../README.md): what it does, and how to try it.\n"
    ]
    for folder, title in FOLDERS.items():
        pages = [_of(file) for file in _files(folder)]
        lines = [f"- [{page.title}]({folder}/{page.file.name})\n" for page in pages]
        parts.append(f"\n## {title}\n\n{''.join(lines)}")
    return "".join(parts)


def _files(folder: str) -> list[Path]:
    there = {*DOCS.glob(f"{folder}/*.md")}
    if folder == "reference":
        there |= {DOCS / name for name in REFERENCE}
    return sorted(there)


def _of(file: Path) -> Page:
    name = str(file.relative_to(DOCS))
    return Page(file, REFERENCE[name]()) if name in REFERENCE else read(file)


REFERENCE: Mapping[str, Callable[[], str]] = {
    "reference/command-line.md": command_line_page,
    "reference/error-codes.md": error_codes_page,
    "reference/rest-api.md": rest_api,
    "reference/settings.md": settings_page,
}


def written() -> Mapping[Path, str]:
    """The text of each page that is not written by hand."""
    made = {**REFERENCE, "index.md": index_page}
    return {DOCS / name: WRITTEN + text() for name, text in made.items()}
