from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from workshop import Workshop

from patience import LONG
from tt_integrations.adapters.jobs.worker import Worker


@pytest.fixture
def shop() -> Workshop:
    return Workshop()


@pytest.fixture
def worker(shop: Workshop) -> Iterator[Worker]:
    worker = shop.worker()
    yield worker
    worker.close(LONG)


@pytest.fixture
def let_go() -> Iterator[threading.Event]:
    """What hangs in a test waits for it."""
    event = threading.Event()
    yield event
    event.set()
