"""The wheel, built and installed alone: each layer imports with the dependencies its extra promises, and no more.

Run by `make wheel`; not a pytest module, because it needs the installer.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
UV = os.environ.get("UV", "uv")

CORE = (
    "tt_integrations",
    "tt_integrations.domain.usecases.receive_delivery",
    "tt_integrations.domain.usecases.connect_provider",
    "tt_integrations.ports.unit_of_work",
    "tt_integrations.adapters.wire",
    "tt_integrations.adapters.providers.github.provider",
    "tt_integrations.adapters.providers.slack.provider",
)
LAYERS = {
    "": CORE,
    "sql": (
        *CORE,
        "tt_integrations.adapters.sql.unit_of_work",
        "tt_integrations.adapters.sql.migrations.versions.0001_foundation",
        "tt_integrations.adapters.vault",
        "tt_integrations.entrypoints.embedded",
    ),
    "service": ("tt_integrations.entrypoints.cli",),
    "testing": (
        "tt_integrations.testing.plugin",
        "tt_integrations.testing.contracts",
        "tt_integrations.testing.memory",
        "tt_integrations.testing.payloads",
        "tt_integrations.testing.strategies",
    ),
}
WITH_FIXTURES = """
def test_the_fixtures_are_there(fake_slack, fake_github, fake_google, provider_clock):
    assert {fake.clock for fake in (fake_slack, fake_github, fake_google)} == {provider_clock}
"""
TRY = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tt-wheel-") as folder:
        wheel = _built(Path(folder))
        for extra, modules in LAYERS.items():
            python = _installed(Path(folder) / (extra or "core"), wheel, extra)
            subprocess.run([python, "-W", "error", "-c", TRY, *modules], check=True, cwd=folder)
            print(f"wheel[{extra or 'core'}]: {len(modules)} modules import")
        _try_fixtures(Path(folder))


def _try_fixtures(folder: Path) -> None:
    """A test of somebody who installed the `testing` extra and configured nothing."""
    (folder / "test_fixtures.py").write_text(WITH_FIXTURES)
    python = folder / "testing" / "bin" / "python"
    subprocess.run([python, "-m", "pytest", "-q", "test_fixtures.py"], check=True, cwd=folder)


def _built(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    [wheel] = folder.glob("*.whl")
    return wheel


def _installed(environment: Path, wheel: Path, extra: str) -> Path:
    """A virtual environment with the wheel, one extra, and the versions of our lock."""
    subprocess.run([UV, "venv", "-q", "--python", sys.executable, environment], check=True)
    python = environment / "bin" / "python"
    wanted = f"{wheel}[{extra}]" if extra else str(wheel)
    install = [UV, "pip", "install", "-q", "--python", python, "-c", ROOT / "dev.lock", wanted]
    subprocess.run(install, check=True)
    return python


if __name__ == "__main__":
    main()
