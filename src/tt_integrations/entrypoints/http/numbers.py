"""Numbers in a query or a path."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tt_integrations.domain.errors import MalformedPayload

_NUMBER = re.compile("0|[1-9][0-9]{0,17}")


def number_in(given: Mapping[str, str], name: str) -> int | None:
    """The number of that name, 0 or more, None where nothing is said. Raises MalformedPayload for anything else."""
    text = given.get(name)
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise MalformedPayload(name, "expected a number")
    return int(text)
