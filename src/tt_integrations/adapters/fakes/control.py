"""The control surface of a fake, the same for every provider and from any language: `/_fake/...`.

GET  /_fake/state                      what it remembers
GET  /_fake/actions                    the names of its actions and faults
POST /_fake/clock    {"advance": 60}   or {"to": "2026-03-29T01:00:00Z"}
GET  /_fake/faults                     those still to come
POST /_fake/faults   {"operation": "chat.postMessage", "fault": "slow", "with": {"seconds": 1}, "times": 1}
POST /_fake/recover                    switch every fault off
POST /_fake/<action> {...}             what somebody does there, such as opening an issue
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tt_integrations.adapters.fakes.fake import FakeProvider
from tt_integrations.adapters.fakes.faults import GENERIC
from tt_integrations.adapters.fakes.http import Request, Response, json_response

PREFIX = "/_fake/"


def is_control(request: Request) -> bool:
    return request.path.startswith(PREFIX)


def control(fake: FakeProvider, request: Request) -> Response:
    """Answers `{"ok": true, ...}`, or 400 or 404 with `{"ok": false, "error": ...}`."""
    what = request.path.removeprefix(PREFIX)
    try:
        if request.method == "GET":
            return _look(fake, what)
        arguments = request.json() if request.body else {}
        if not isinstance(arguments, dict):
            return _refused("the body must be a JSON object")
        return json_response({"ok": True, "result": _act(fake, what, arguments)})
    except LookupError:
        return _refused(f"there is no {what!r}; GET {PREFIX}actions lists what there is", 404)
    except (TypeError, ValueError) as error:
        return _refused(str(error))


def _look(fake: FakeProvider, what: str) -> Response:
    match what:
        case "state":
            return json_response({"now": fake.clock.now().isoformat(), **fake.state()})
        case "faults":
            return json_response({"faults": fake.faults.armed()})
        case "actions":
            faults = sorted({**GENERIC, **fake.fault_kinds})
            return json_response({"actions": sorted(fake.actions), "faults": faults})
        case _:
            raise LookupError(what)


def _act(fake: FakeProvider, what: str, arguments: Mapping[str, Any]) -> Any:
    match what:
        case "clock":
            return _turn(fake, arguments)
        case "faults":
            return _arm(fake, **arguments)
        case "recover":
            fake.faults.recover()
            return None
        case _:
            return fake.actions[what](**arguments)


def _turn(fake: FakeProvider, arguments: Mapping[str, Any]) -> str:
    match arguments:
        case {"advance": int() | float() as seconds}:
            fake.clock.advance(seconds)
        case {"to": str() as moment}:
            fake.clock.turn_to(datetime.fromisoformat(moment))
        case _:
            raise ValueError('expected {"advance": <seconds>} or {"to": "<moment>"}')
    return fake.clock.now().isoformat()


def _arm(
    fake: FakeProvider, operation: str, fault: str, times: int | None = 1, **more: Any
) -> None:
    kinds = {**GENERIC, **fake.fault_kinds}
    if fault not in kinds:
        raise ValueError(f"no fault {fault!r}; there are {', '.join(sorted(kinds))}")
    fake.faults.fail_next(operation, kinds[fault](**more.get("with", {})), times)


def _refused(why: str, status: int = 400) -> Response:
    return json_response({"ok": False, "error": why}, status)
