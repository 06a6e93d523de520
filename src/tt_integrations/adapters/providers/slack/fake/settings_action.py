"""Changing the app's settings by their names."""

from __future__ import annotations

from typing import Any

from attrs import fields_dict, frozen

from tt_integrations.adapters.providers.slack.fake.memory import Memory


@frozen
class Settings:
    memory: Memory

    def configure(
        self, *, request_url: str | None = None, base: str | None = None, **settings: Any
    ) -> None:
        """Set fields of `App`; `request_url` is all three addresses, `base` where the fake itself is reached.

        Raises ValueError for a field there is none of.
        """
        unknown = settings.keys() - fields_dict(type(self.memory.app)).keys()
        if unknown:
            raise ValueError(f"no setting {', '.join(sorted(unknown))}")
        with self.memory.lock:
            if request_url is not None:
                self.memory.app.call_at(request_url)
            self.memory.base = base or self.memory.base
            for name, value in settings.items():
                setattr(self.memory.app, name, value)
