"""The service as a program: it ends when asked to, having answered, and several of its processes share the work."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from house import ANNA, FORM, House, signature
from served_program import Program, program
from write_lock import locked

from patience import soon
from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.own_tables import outbox
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import NewJob, TellOwner

KEYED = "/webhooks/slack/key-of-1-T1-U1"


def types(served: Program, house: House, text: str) -> httpx.Response:
    body, stamp = house.command(text), str(int(time.time()))
    headers = {
        "content-type": FORM,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature(body, stamp),
    }
    return served.http.post(KEYED, content=body, headers=headers)


def queued(house: House, connection: ConnectionId, many: int) -> None:
    """Jobs that say something once each, due now."""
    now = SystemClock().now() - timedelta(seconds=1)
    with SqlUnitOfWork(house.engine)() as tx:
        for number in range(many):
            tx.jobs.enqueue(NewJob(connection, TellOwner(f"sentence {number}."), f"k{number}", now))
        tx.commit()


def left(house: House) -> int:
    with house.engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(outbox)) or 0)


@pytest.mark.parametrize("words", [(), ("--workers", "2")], ids=["one", "two"])
def test_a_delivery_under_way_is_answered_before_the_program_ends_well(
    house: House, database: str, words: tuple[str, ...]
) -> None:
    house.connect(ANNA, "U1")
    with program(database, *words) as served, ThreadPoolExecutor(1) as aside:
        with locked(house.engine) as lock:
            answer = aside.submit(types, served, house, "start web")
            time.sleep(0.5)
            assert not answer.done()
            served.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            lock.release()
            got = answer.result(30)
        code = served.ended()
    assert (got.status_code, code) == (200, 0), served.log
    assert "Timer started for *Web*" in got.json()["text"]
    assert house.timers() == [(ANNA, 1)]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.http.base_url}/healthz", trust_env=False)


@pytest.mark.parametrize("words", [(), ("--workers", "2")], ids=["one", "two"])
def test_what_is_to_be_done_is_done_once_however_many_processes_there_are(
    house: House, database: str, words: tuple[str, ...]
) -> None:
    connection = house.connect(ANNA, "U1")
    with program(database, *words) as served:
        queued(house, connection.id, 40)
        assert soon(lambda: left(house) == 0), f"{left(house)} left"
        assert 'tt_job_seconds_count{result="done",work="tell_owner"} 40' in served.metrics()
        assert served.stop() == 0
    said = [line for line in served.log.splitlines() if "sentence " in line]
    assert sorted(json.loads(line)["message"].rpartition(": ")[2] for line in said) == sorted(
        f"sentence {number}." for number in range(40)
    )


def test_whichever_process_is_asked_tells_what_all_of_them_counted(
    house: House, database: str
) -> None:
    house.connect(ANNA, "U1")
    with program(database, "--workers", "2") as served:
        for _ in range(12):
            with httpx.Client(base_url=served.http.base_url, trust_env=False) as apart:
                assert apart.get("/healthz").status_code == 200
        counted = 'tt_http_requests_total{method="GET",route="/healthz",status="200"} 12.0'
        for _ in range(4):
            assert counted in served.metrics()
        assert served.stop() == 0


def test_a_process_that_dies_is_replaced(house: House, database: str) -> None:
    with program(database, "--workers", "2") as served:
        children = _children(served.process.pid)
        assert len(children) == 2
        os.kill(children[0], signal.SIGKILL)
        assert soon(lambda: len(set(_children(served.process.pid)) - set(children)) == 1)
        assert served.stop() == 0


def _children(parent: int) -> list[int]:
    """The workers that the program started, without what looks after their resources."""
    with open(f"/proc/{parent}/task/{parent}/children") as file:  # noqa: PTH123 - no file on a disk
        numbers = [int(each) for each in file.read().split()]
    return [each for each in numbers if b"spawn_main" in _command(each)]


def _command(process: int) -> bytes:
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return b""


def test_the_log_is_json_unless_words_are_asked_for(house: House, database: str) -> None:
    with program(database) as served:
        assert served.stop() == 0
    levels = {json.loads(line)["level"] for line in served.log.splitlines()}
    assert levels == {"info"}
    with program(database, "--log", "text") as served:
        assert served.stop() == 0
    assert "INFO uvicorn.error" in served.log.splitlines()[0]
