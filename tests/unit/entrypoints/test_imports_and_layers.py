"""What an import costs a host, and what may be known where."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tt_integrations
from tt_integrations.adapters.providers import discover

SOURCE = Path(tt_integrations.__file__).parent
FRAMEWORKS = (
    "sqlalchemy",
    "httpx",
    "starlette",
    "apscheduler",
    "cryptography",
    "dependency_injector",
)
UNBRANDED = ("domain", "ports", "adapters/sql", "adapters/jobs", "testing/contracts")
BRANDS = {"slack", "github", "google", *discover()}
CLOCK = SOURCE / "adapters" / "clock.py"


def modules(folder: str = ".") -> Iterator[Path]:
    return (SOURCE / folder).rglob("*.py")


def loaded_by(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint(*sys.modules, sep='\\n')"
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_no_framework() -> None:
    loaded = loaded_by("import tt_integrations")
    assert "tt_integrations" in loaded
    assert loaded.isdisjoint(FRAMEWORKS)


def test_what_a_host_names_of_the_domain_loads_no_framework() -> None:
    loaded = loaded_by(
        "from tt_integrations import Timer, TimerStarted, Untrusted, Working, status_of"
    )
    assert loaded.isdisjoint(FRAMEWORKS)


def test_importing_the_domain_and_the_ports_loads_no_framework() -> None:
    loaded = loaded_by("import tt_integrations.domain.usecases.receive_delivery")
    assert "tt_integrations.ports.unit_of_work" in loaded
    assert loaded.isdisjoint({*FRAMEWORKS, "cattrs", "alembic", "anyio", "uvicorn", "psycopg"})


def test_every_public_name_is_there() -> None:
    for name in tt_integrations.__all__:
        assert getattr(tt_integrations, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        tt_integrations.nothing  # noqa: B018 - asked for to fail
    assert set(dir(tt_integrations)) == set(tt_integrations.__all__)


def test_who_reads_types_sees_the_public_names_where_they_are() -> None:
    tree = ast.parse((SOURCE / "__init__.py").read_text("utf-8"))
    [typed] = [node for node in tree.body if isinstance(node, ast.If)]
    told = {
        (f"{source.module}", name.name)
        for source in typed.body
        if isinstance(source, ast.ImportFrom)
        for name in source.names
    }
    homes = tt_integrations._HOME
    assert told == {(f"tt_integrations.{homes[name]}", name) for name in homes}


@pytest.mark.parametrize("brand", sorted(BRANDS))
def test_no_provider_is_named_outside_its_folder(brand: str) -> None:
    naming = {
        str(module.relative_to(SOURCE))
        for folder in UNBRANDED
        for module in modules(folder)
        if brand in module.read_text("utf-8").lower()
    }
    assert naming <= KNOWN_NAMING
    assert any(modules("domain"))


# the host's own columns are called so: users.github_username, users.slack_user_id
KNOWN_NAMING = {"adapters/sql/host_tables.py"}


def test_only_the_clock_reads_the_time_of_day() -> None:
    readers = {
        module
        for module in modules()
        if any(
            call in module.read_text("utf-8")
            for call in ("datetime.now(", "utcnow(", "date.today(")
        )
    }
    assert readers == {CLOCK}


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "helpers", "common", "base", "core", "services", "managers", "dto", "misc"}
    assert {module.stem for module in modules()}.isdisjoint(vague)
