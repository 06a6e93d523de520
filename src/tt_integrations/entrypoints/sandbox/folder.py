"""What a sandbox keeps between two runs: its database, and the secrets it made for itself."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path

import cattrs
from attrs import asdict, frozen

from tt_integrations.adapters.identity import new_token
from tt_integrations.adapters.vault import new_key

SECRETS = "secrets.json"
RUNNING = "running.json"
ONLY_MINE = 0o600


@frozen
class SandboxSecrets:
    """`key`: the vault's, as in the setting `keys`; `tokens`: bearer tokens by username."""

    key: str
    signing_secret: str
    tokens: dict[str, str]
    passwords: dict[str, str]
    github_token: str


@frozen
class Folder:
    path: Path

    @property
    def database(self) -> str:
        return f"sqlite:///{self.path.resolve() / 'sandbox.db'}"

    def secrets(self, usernames: list[str]) -> SandboxSecrets:
        """Those of the last run, or fresh ones. Only the owner of the folder can read them."""
        file = self.path / SECRETS
        stored = json.loads(file.read_text()) if file.exists() else {}
        made = SandboxSecrets(
            key=f"sandbox:{base64.b64encode(new_key()).decode()}",
            signing_secret=secrets.token_hex(16),
            tokens={name: new_token() for name in usernames},
            passwords={name: f"{name}-{secrets.token_hex(6)}" for name in usernames},
            github_token=f"ghp_{secrets.token_hex(18)}",
        )
        # an older version may have stored less
        known = cattrs.structure({**asdict(made), **stored}, SandboxSecrets)
        self.keep(SECRETS, json.dumps(asdict(known)))
        return known

    def keep(self, name: str, text: str) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        file = self.path / name
        file.touch(ONLY_MINE)
        file.chmod(ONLY_MINE)
        file.write_text(text)
