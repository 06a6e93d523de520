"""`python -m bench`: the whole report, or parts of it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.calendar import calendar
from bench.footprint import imports, memory
from bench.scale import scale
from bench.speed import speed

PARTS = ("speed", "scale", "import", "memory", "calendar")


def main() -> None:
    wanted = _options()
    parts = wanted.only or PARTS
    with tempfile.TemporaryDirectory(prefix="tt-bench-") as name:
        folder = Path(name)
        if "import" in parts:
            imports()
        if "memory" in parts:
            memory(folder)
        if "speed" in parts:
            speed(folder, wanted.seconds, wanted.rounds)
        if "scale" in parts:
            scale(folder, wanted.seconds, wanted.rounds)
        if "calendar" in parts:
            calendar(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each round")
    parser.add_argument("--rounds", type=int, default=9, help="of each comparison")
    parser.add_argument("--only", choices=PARTS, action="append", help="may be repeated")
    return parser.parse_args()


if __name__ == "__main__":
    main()
