"""Checks all Markdown: links, marks of code, and that the pages are up to date which are not written by hand.

Run by `make docs`; `make reference` (`--write`) writes those anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))

from markdown_pages import ROOT, pages, troubles
from reference_pages import written


def main(*, write: bool) -> int:
    if write:
        for file, text in written().items():
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
    found = [
        f"{file.relative_to(ROOT)}: out of date; run `make reference`"
        for file, text in written().items()
        if not file.exists() or file.read_text("utf-8") != text
    ]
    found += [trouble for page in pages() for trouble in troubles(page)]
    print("\n".join(found) or f"{len(pages())} pages are as they should be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(write="--write" in sys.argv[1:]))
