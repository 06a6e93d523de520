"""The log of a program: JSON for machines, one line an event, or plain lines for people. On standard error.

The library itself only ever speaks to loggers of the standard library, as any host may have set them up.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from tt_integrations.entrypoints.observing.request_ids import REQUEST_ID
from tt_integrations.entrypoints.observing.scrubbing import Scrubbing

CHATTY = ("httpx", "alembic", "typed_settings")
"""Of the first, every line holds a whole address."""
Event = MutableMapping[str, Any]


class LogForm(StrEnum):
    JSON = "json"
    TEXT = "text"


def configure(form: LogForm) -> None:
    """Have what is logged from now on come in that form. Handlers that others installed are left alone."""
    formatter = made(form)
    ours = [h for h in logging.getLogger().handlers if isinstance(h.formatter, Scrubbing)]
    for handler in ours:
        handler.setFormatter(formatter)
    if not ours:
        handler = logging.StreamHandler()
        handler.setFormatter(formatter)
        logging.basicConfig(level=logging.INFO, handlers=[handler])
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)


def made(form: LogForm) -> logging.Formatter:
    """What puts records into that form, scrubbed."""
    return Scrubbing(_json() if form is LogForm.JSON else _text())


def _text() -> logging.Formatter:
    return logging.Formatter("%(levelname)s %(name)s %(message)s")


def _json() -> logging.Formatter:
    import structlog  # noqa: PLC0415 - takes long, and only the service speaks JSON

    first: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.EventRenamer("message"),
    ]
    formatter = structlog.stdlib.ProcessorFormatter
    structlog.configure(  # for those who log by structlog itself, such as another package's provider
        processors=[*first, formatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    return formatter(
        foreign_pre_chain=first,
        processors=[
            formatter.remove_processors_meta,
            _with_request,
            _with_error,
            structlog.processors.JSONRenderer(),
        ],
    )


def _with_request(_logger: object, _method: str, event: Event) -> Event:
    if request := REQUEST_ID.get():
        event["request_id"] = request.decode()
    return event


def _with_error(_logger: object, _method: str, event: Event) -> Event:
    """An exception's kind and where it came from, without its text: that may repeat a payload."""
    told = event.pop("exc_info", None)
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["error"] = _kinds(error)
        event["where"] = [
            f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def _kinds(error: BaseException) -> str:
    """`KeyError from ValueError`, as far as its causes go."""
    kinds: list[str] = []
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        kinds.append(type(following).__name__)
        hidden = following.__suppress_context__
        following = following.__cause__ or (None if hidden else following.__context__)
    return " from ".join(kinds)
