"""How single fields of a GitHub connection's card are read. Each raises InvalidSettings with the field's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from tt_integrations.adapters.entered import blank, formed, formed_or_none, parts_of
from tt_integrations.adapters.providers.github.addresses import PERSON, id_in, name_in
from tt_integrations.adapters.providers.github.app_keys import NoKey, private_key_in
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.tasks import TAGS_LENGTH, Priority

MOST_ENTRIES, MOST_LABEL, MOST_KEY = 200, 100, 20_000
_SECRET = re.compile("[!-~]{1,1024}")
_PHRASE = re.compile("[ -~]{1,1024}")
_PART = re.compile("[A-Za-z0-9_.-]{1,100}")
_NUMBER = re.compile("[1-9][0-9]{0,17}")
_APP = re.compile("[A-Za-z0-9._-]{1,100}")

T = TypeVar("T")
U = TypeVar("U")


def read_or(default: U, read: Callable[[str, object], T], value: object) -> T | U:
    """What is read of a value that was saved; the default for one that could not be entered."""
    try:
        return read("", value)
    except InvalidSettings:
        return default


def secret(name: str, value: object) -> str:
    """No other check: GitHub's tokens have had many lengths and forms."""
    return formed(name, value, _SECRET, "expected the text as GitHub shows it, without spaces")


def phrase(name: str, value: object) -> str:
    """A webhook's secret: people choose it, and GitHub's own example has spaces."""
    return formed(
        name, value, _PHRASE, "expected the webhook's secret, without letters beyond ASCII"
    )


def private_key(name: str, value: object) -> str:
    """The PEM text of an App's key."""
    text = value if isinstance(value, str) and len(value) <= MOST_KEY else ""
    pem = text.strip().replace("\r\n", "\n")
    try:
        private_key_in(pem)
    except NoKey as error:
        raise InvalidSettings(name, str(error)) from None
    return pem


def owner(name: str, value: object) -> str | None:
    return _part(name, value, "expected the login of a person or an organisation")


def repository(name: str, value: object) -> str | None:
    return _part(name, value, "expected the name of a repository, without its owner")


def label(name: str, value: object) -> str | None:
    if blank(value):
        return None
    return _label(name, value)


def project(name: str, value: object) -> int | None:
    """The number of a project; whether there is one of that number is not looked up."""
    if blank(value):
        return None
    text = str(value).strip() if type(value) in (int, str) else ""
    if not _NUMBER.fullmatch(text):
        raise InvalidSettings(name, "expected the number of a project")
    return int(text)


def login(name: str, value: object) -> str | None:
    return formed_or_none(name, value, PERSON, "expected the login of a person, such as ada")


def app(name: str, value: object) -> str | None:
    text = str(value) if type(value) is int else value
    return formed_or_none(name, text, _APP, "expected the App's id, or its client id")


def installation(name: str, value: object) -> int | None:
    if blank(value):
        return None
    number = id_in(value.strip() if isinstance(value, str) else value)
    if number is None:
        raise InvalidSettings(name, "expected the number of an installation, or nothing")
    return number


def repositories(name: str, value: object) -> list[Mapping[str, object]]:
    """Each as its name and project. What else an entry has is dropped: ids are learnt, never entered."""
    given = parts_of(value)
    if not isinstance(given, list) or len(given) > MOST_ENTRIES:
        raise InvalidSettings(name, f"expected a list of at most {MOST_ENTRIES} repositories")
    read = [entry(name, each) for each in given]
    if len({str(each["name"]).lower() for each in read}) < len(read):
        raise InvalidSettings(name, "a repository is given twice")
    return read


def entry(name: str, value: object) -> Mapping[str, object]:
    """One repository of those."""
    given = value if isinstance(value, dict) else {}
    typed = given.get("name")
    full_name = name_in(typed.strip()) if isinstance(typed, str) else None
    if full_name is None:
        raise InvalidSettings(name, "expected each repository's name as owner/name")
    return {"name": full_name, "project": project(name, given.get("project"))}


def priorities(name: str, value: object) -> Mapping[str, str]:
    allowed = [priority.value for priority in Priority]
    by_label = _by_label(name, value)
    if any(priority not in allowed for priority in by_label.values()):
        raise InvalidSettings(name, f"expected each label with one of {', '.join(allowed)}")
    return by_label


def tags(name: str, value: object) -> Mapping[str, str]:
    by_label = _by_label(name, value)
    if any("," in tag or not 0 < len(tag) <= TAGS_LENGTH for tag in by_label.values()):
        raise InvalidSettings(name, "expected each label with a tag, which has no comma")
    return by_label


def _by_label(name: str, value: object) -> dict[str, str]:
    given = parts_of(value)
    if not isinstance(given, dict) or len(given) > MOST_ENTRIES:
        raise InvalidSettings(name, f"expected at most {MOST_ENTRIES} labels, each with its value")
    read = {_label(name, key).lower(): _text(name, text) for key, text in given.items()}
    if len(read) < len(given):
        raise InvalidSettings(name, "a label is given twice")
    return read


def _label(name: str, value: object) -> str:
    text = _text(name, value)
    if not 0 < len(text) <= MOST_LABEL:
        raise InvalidSettings(name, f"expected a label of {MOST_LABEL} characters at most")
    return text


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip().isprintable():
        raise InvalidSettings(name, "expected a text in one line")
    return value.strip()


def _part(name: str, value: object, allowed: str) -> str | None:
    if blank(value):
        return None
    text = value.strip() if isinstance(value, str) else ""
    if not _PART.fullmatch(text) or not text.strip("."):
        raise InvalidSettings(name, allowed)
    return text
