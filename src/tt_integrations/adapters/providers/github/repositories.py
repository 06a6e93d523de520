"""The repositories of a connection: what its owner entered of each, and apart from it what was learnt.

What is learnt stands in a setting of its own, by the name that the owner gave: no save of a form undoes it.
Everything here is total: what is malformed is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import asdict, frozen

from tt_integrations.adapters.providers.github.addresses import id_in, name_in
from tt_integrations.adapters.providers.github.entries import entry, project, read_or

ENTRIES, PAIR, KNOWN = "repositories", ("repo_owner", "repo_name"), "known_repositories"


@frozen
class Entered:
    """`name` in the owner's spelling. `project`: where its issues become tasks, None: they do not. `field` of the
    card is where it was entered."""

    name: str
    project: int | None
    field: str

    @property
    def key(self) -> str:
        return self.name.lower()


@frozen
class Known:
    """`name`: as the owner called it, in lower case; `called`: as it is called now. `hook` is the id of its webhook
    that calls us, `hook_missing` why there is none."""

    name: str
    id: int | None = None
    called: str | None = None
    hook: int | None = None
    hook_missing: str | None = None


def entered_in(settings: Mapping[str, object]) -> list[Entered]:
    """Each once: the entries, then the reference system's pair. Without a project it is the default one's."""
    default = read_or(None, project, settings.get("default_project_id"))
    by_key: dict[str, Entered] = {}
    for each in entries_in(settings):
        into = each["project"]
        entered = Entered(str(each["name"]), into if isinstance(into, int) else default, ENTRIES)
        by_key.setdefault(entered.key, entered)
    if pair := pair_in(settings):
        by_key.setdefault(pair.lower(), Entered(pair, default, PAIR[1]))
    return list(by_key.values())


def entries_in(settings: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Each as its `name` and `project`, as it was entered. One whose project was spoiled has none."""
    read = [_entry(each) for each in _listed(settings, ENTRIES) if isinstance(each, dict)]
    return [each for each in read if each]


def pair_in(settings: Mapping[str, object]) -> str | None:
    """The repository of the reference system's two keys."""
    match [settings.get(part) for part in PAIR]:
        case [str() as owner, str() as name]:
            return name_in(f"{owner}/{name}")
        case _:
            return None


def known_in(settings: Mapping[str, object]) -> dict[str, Known]:
    """By the name that the owner gave, in lower case."""
    read = [_known(each) for each in _listed(settings, KNOWN) if isinstance(each, dict)]
    return {each.name: each for each in read if each}


def saved_as(known: Iterable[Known]) -> Mapping[str, object]:
    """The setting that says so."""
    return {KNOWN: [asdict(each) for each in known]}


def _listed(settings: Mapping[str, object], name: str) -> list[object]:
    saved = settings.get(name)
    return saved if isinstance(saved, list) else []


def _entry(saved: Mapping[str, object]) -> Mapping[str, object] | None:
    into = read_or(None, project, saved.get("project"))
    return read_or(None, entry, {"name": saved.get("name"), "project": into})


def _known(saved: Mapping[str, object]) -> Known | None:
    name, why = name_in(saved.get("name")), saved.get("hook_missing")
    if name is None:
        return None
    return Known(
        name=name.lower(),
        id=id_in(saved.get("id")),
        called=name_in(saved.get("called")),
        hook=id_in(saved.get("hook")),
        hook_missing=why if isinstance(why, str) and why else None,
    )
