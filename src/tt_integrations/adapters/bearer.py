"""How a token is shown to a provider, whichever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tt_integrations.domain.errors import ProviderRefused
from tt_integrations.domain.model.chat import Access

_PRINTABLE = re.compile(r"[\x21-\x7e]+")


def bearer(token: str) -> dict[str, str]:
    """The header that shows it. Raises ProviderRefused for a text that cannot be one."""
    if not _PRINTABLE.fullmatch(token):  # httpx would repeat it in its complaint
        raise ProviderRefused("the token has characters that no token has")
    return {"authorization": f"Bearer {token}"}


@contextmanager
def showing(access: Access) -> Iterator[dict[str, str]]:
    """The header that shows its token. A refusal that is raised inside says that it was that one."""
    try:
        yield bearer(access.token)
    except ProviderRefused as refusal:
        raise ProviderRefused(str(refusal), access.sealed) from None
