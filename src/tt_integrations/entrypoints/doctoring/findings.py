"""What the doctor says."""

from __future__ import annotations

from attrs import frozen


@frozen
class Finding:
    """`code` is stable; `remedy` says what to do, "" where there is nothing. `wrong`: the service, or a part of it, does
    not work like this; otherwise it is good to know."""

    code: str
    sentence: str
    remedy: str = ""
    wrong: bool = True

    def __str__(self) -> str:
        mark = "WRONG" if self.wrong else "ok"
        remedy = f"\n      {self.remedy}" if self.remedy else ""
        return f"{mark:5} {self.code}: {self.sentence}{remedy}"
