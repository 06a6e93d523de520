"""What can go wrong on a provider's side, to be switched on by one line for the next calls of an operation."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from attrs import define, frozen

from tt_integrations.adapters.fakes.http import AnswerLost, Hanging, Response

Proceed = Callable[[], Response]
Effect = Callable[[Proceed], Response]
ANY = "*"
"""The operation name that every operation matches."""


@frozen
class Fault:
    """`effect` gets what would carry the request out, and may call it or not."""

    name: str
    effect: Effect


def answers(response: Response, name: str = "answers") -> Fault:
    """Answer this, and do nothing."""
    return Fault(name, lambda _proceed: response)


def server_error(status: int = 502) -> Fault:
    """A page of HTML from a proxy in front of the provider; nothing was done."""
    page = f"<html><head><title>{status}</title></head><body>Server Error</body></html>".encode()
    return answers(Response(status, {"content-type": "text/html"}, page), "server_error")


def malformed_json() -> Fault:
    """The request is carried out; its answer is cut off in the middle."""

    def cut(proceed: Proceed) -> Response:
        whole = proceed()
        return Response(whole.status, whole.headers, whole.body[: len(whole.body) // 2] or b"{")

    return Fault("malformed_json", cut)


def answer_lost() -> Fault:
    """The request is carried out, and the connection dies before the answer."""

    def lose(proceed: Proceed) -> Response:
        proceed()
        raise AnswerLost

    return Fault("answer_lost", lose)


def hanging(seconds: float = 30) -> Fault:
    """Nothing is done and nothing is answered."""

    def hang(_proceed: Proceed) -> Response:
        raise Hanging(seconds)

    return Fault("hanging", hang)


def slow(seconds: float) -> Fault:
    """The request is carried out after `seconds` of real time."""

    def wait(proceed: Proceed) -> Response:
        time.sleep(seconds)
        return proceed()

    return Fault("slow", wait)


GENERIC: dict[str, Callable[..., Fault]] = {
    "server_error": server_error,
    "malformed_json": malformed_json,
    "answer_lost": answer_lost,
    "hanging": hanging,
    "slow": slow,
}


@define
class _Armed:
    operation: str
    fault: Fault
    left: int | None


class Faults:
    """The faults that are switched on, in the order they were. Safe to use from several threads."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []
        self._lock = threading.Lock()

    def fail_next(self, operation: str, fault: Fault, times: int | None = 1) -> None:
        """Let the next `times` calls of `operation` (or of any, for `*`) meet `fault`; None: until `recover`."""
        with self._lock:
            self._armed.append(_Armed(operation, fault, times))

    def answer_lost(self, operation: str = ANY) -> None:
        """Let the next call (of `operation`, or of any) be carried out, and its answer be lost."""
        self.fail_next(operation, answer_lost())

    def recover(self) -> None:
        """Switch every fault off."""
        with self._lock:
            self._armed.clear()

    def armed(self) -> list[dict[str, Any]]:
        """The faults still to come, for a page or a program to show."""
        with self._lock:
            return [
                {"operation": a.operation, "fault": a.fault.name, "left": a.left}
                for a in self._armed
            ]

    def through(self, operation: str, proceed: Proceed) -> Response:
        """Carry a call out, by way of the first fault that waits for it."""
        fault = self._take(operation)
        return fault.effect(proceed) if fault else proceed()

    def _take(self, operation: str) -> Fault | None:
        with self._lock:
            for armed in self._armed:
                if armed.operation in (operation, ANY):
                    if armed.left is not None:
                        armed.left -= 1
                        if armed.left == 0:
                            self._armed.remove(armed)
                    return armed.fault
        return None
