"""Makes the service ready to be served, also in a process of its own: from the environment alone."""

from __future__ import annotations

import ctypes
import gc
import os

from tt_integrations.entrypoints.http.app import service
from tt_integrations.entrypoints.http.observed import Observed
from tt_integrations.entrypoints.observing.logs import LogForm, configure
from tt_integrations.entrypoints.settings import Settings, load

LOG = "TT_LOG"
"""Where the first of several processes tells the others the form of their logs."""


def create() -> Observed:
    """For a server of several workers. It has to send the events of a lifespan, which close what is made here."""
    configure(LogForm(os.environ.get(LOG, LogForm.JSON)))
    return settled(load())


def settled(settings: Settings) -> Observed:
    """The service, which has given back what its start took; what stays for good the collector leaves alone."""
    made = service(settings)
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # the GNU C library's alone
    if trim is not None:
        trim(0)
    return made
