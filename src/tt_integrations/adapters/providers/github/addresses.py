"""Where GitHub's deliveries come from, as addresses: a hook, a repository by its id or by its name; and people."""

from __future__ import annotations

import re

from tt_integrations.domain.model.connection import Address

_LOGIN = "login:"
_ID = re.compile("[1-9][0-9]{0,18}")
_NAME = re.compile("[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")
_DOTS = re.compile(r"(^|/)\.{1,2}(/|$)")
PERSON = re.compile(r"[A-Za-z0-9_-]{1,60}(\[bot\])?")


def id_in(value: object) -> int | None:
    """`value` if it may be an id of GitHub's: a number, or a text that is one."""
    text = str(value) if type(value) in (int, str) else ""
    return int(text) if _ID.fullmatch(text) else None


def name_in(value: object) -> str | None:
    """`value` if it may be the full name of a repository, `owner/name`; as a path it leads nowhere else."""
    if not isinstance(value, str) or not _NAME.fullmatch(value) or _DOTS.search(value):
        return None
    return value


def login_in(value: object) -> str | None:
    """`value` if it may be the login of somebody."""
    return value if isinstance(value, str) and PERSON.fullmatch(value) else None


def of_hook(hook: int) -> Address:
    return Address(f"hook:{hook}")


def of_repository(repository: int) -> Address:
    return Address(f"repo:{repository}")


def of_name(name: str) -> Address:
    """GitHub does not tell upper from lower case in names."""
    return Address(f"name:{name.lower()}")


def of_person(login: str) -> Address:
    return Address(f"{_LOGIN}{login.casefold()}")


def login_of(address: Address) -> str:
    return address.removeprefix(_LOGIN)
