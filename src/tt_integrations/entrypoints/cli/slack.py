"""What the command line knows of Slack."""

from __future__ import annotations

import json

from tt_integrations.adapters.providers.slack.manifest import manifest as manifest_of
from tt_integrations.entrypoints.cli.serving import Config
from tt_integrations.entrypoints.settings import WrongSettings, load


def manifest(*, config: Config = None) -> None:
    """Print the manifest of a Slack app for this service, to be pasted where Slack makes one."""
    settings = load(config)
    if not settings.base_url.startswith("https://"):
        raise WrongSettings("TT_BASE_URL (base_url): Slack calls https addresses only; set yours")
    print(json.dumps(manifest_of(settings.public_address), indent=2))
