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
        "tt_integrations.testing.strategies",
    ),
}
TRY = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tt-wheel-") as folder:
        wheel = _built(Path(folder))
        for extra, modules in LAYERS.items():
            python = _installed(Path(folder) / (extra or "core"), wheel, extra)
            subprocess.run([python, "-W", "error", "-c", TRY, *modules], check=True, cwd=folder)
            print(f"wheel[{extra or 'core'}]: {len(modules)} modules import")


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
