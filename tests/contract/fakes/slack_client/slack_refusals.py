"""Why slack_sdk's client was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


def error(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    code: str = refused.value.response["error"]
    return code
