"""The three fake providers side by side on loopback, for programs in any language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.fake import FakeGitHub
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.slack.fake import FakeSlack


@contextmanager
def served_fakes(
    slack_port: int, github_port: int, google_port: int
) -> Iterator[Mapping[str, str]]:
    """Serve while the block runs; the address of each by name. Ports 0 take any free one.

    They share one clock, which goes with the real one until it is turned on any of the three.
    """
    clock = ProviderClock()
    with (
        FakeSlack(clock=clock).serve(slack_port) as slack,
        FakeGitHub(clock=clock).serve(github_port) as github,
        FakeGoogle(clock=clock).serve(google_port) as google,
    ):
        yield {"slack": slack.url, "github": github.url, "google": google.url}
