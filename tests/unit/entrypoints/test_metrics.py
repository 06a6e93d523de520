"""`/metrics`: who may read it, and that it counts what happens."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from house import ANNA, KEYLESS, Front, House, keyed
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from watched import TOKEN, serving
from write_lock import locked

from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.work import NewJob, TellOwner
from tt_integrations.entrypoints.observing.meters import Meters
from tt_integrations.entrypoints.observing.outbox import Outbox


@pytest.mark.parametrize("shown", [None, "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_without_the_token_nothing_is_told(
    house: House, front: Front, database: str, shown: str | None
) -> None:
    with serving(house, front, database) as service:
        headers = {"authorization": shown} if shown else {}
        got = service.http.get("/metrics", headers=headers)
    assert (got.status_code, got.json()["code"]) == (401, "unauthenticated")
    assert "tt_" not in got.text


def test_where_no_token_is_set_there_are_no_metrics(
    house: House, front: Front, database: str
) -> None:
    with serving(house, front, database, metrics_token="") as service:
        assert service.http.get("/metrics").status_code == 404


def test_it_is_in_the_format_that_prometheus_reads(
    house: House, front: Front, database: str
) -> None:
    with serving(house, front, database) as service:
        families = {f.name for f in text_string_to_metric_families(service.metrics())}
    assert {"tt_deliveries", "tt_decisions", "tt_outbox_due", "tt_database_up"} <= families


def test_deliveries_are_counted_by_what_became_of_them(
    house: House, front: Front, database: str
) -> None:
    connection = house.connect(ANNA, "U1")
    with serving(house, front, database) as service:
        house.says("start web")
        house.says("status", to=keyed(connection))
        assert house.send(house.command("stop"), secret="wrong").status_code == 401
        counted = {
            result: service.counted("tt_deliveries_total", provider="slack", result=result)
            for result in ("spoken", "untrusted", "internal_error")
        }
    assert counted == {"spoken": 2, "untrusted": 1, "internal_error": 0}


def test_requests_are_counted_by_their_routes_whatever_their_addresses(
    house: House, front: Front, database: str
) -> None:
    connection = house.connect(ANNA, "U1")
    with serving(house, front, database) as service:
        house.says("status")
        house.says("status", to=keyed(connection))
        service.http.get("/healthz")
        service.http.get("/no/such/page")
        service.http.request("PROPFIND", "/healthz")
        service.http.post("/healthz")
        service.http.get("/api/integrations/runs/7")
        routes = [
            (KEYLESS, "POST", "200", 1),
            ("/webhooks/slack/{connection}", "POST", "200", 1),
            ("/healthz", "GET", "200", 1),
            ("/healthz", "POST", "405", 1),
            ("/healthz", "other", "405", 1),
            ("other", "GET", "404", 1),
            ("/api/integrations/runs/{run}", "GET", "401", 1),
        ]
        counted = [
            (r, m, s, service.counted("tt_http_requests_total", route=r, method=m, status=s))
            for r, m, s, _ in routes
        ]
        assert counted == routes
        assert str(connection.key) not in service.metrics()


def test_waiting_jobs_are_told_with_the_age_of_the_oldest(
    house: House, front: Front, database: str
) -> None:
    connection = house.connect(ANNA, "U1")
    with serving(house, front, database) as service:
        service.web.web.resources.close()  # nobody does them now
    with SqlUnitOfWork(house.engine)() as tx:
        for ago in (5, 90, -60):
            due = house.clock.now() - timedelta(seconds=ago)
            tx.jobs.enqueue(NewJob(connection.id, TellOwner("it"), f"k{ago}", due))
        tx.commit()
    waiting = CollectorRegistry()
    waiting.register(Outbox(SqlUnitOfWork(house.engine), house.clock))
    assert waiting.get_sample_value("tt_outbox_due") == 2
    assert waiting.get_sample_value("tt_outbox_oldest_seconds") == 90
    assert waiting.get_sample_value("tt_database_up") == 1


def test_a_database_that_is_away_is_told_as_such_and_the_rest_is_told_all_the_same(
    house: House, tmp_path: Path
) -> None:
    with opened(f"sqlite:///{tmp_path}/no/folder.db") as engine:
        waiting = CollectorRegistry()
        waiting.register(Outbox(SqlUnitOfWork(engine), house.clock))
        assert waiting.get_sample_value("tt_database_up") == 0
        assert waiting.get_sample_value("tt_outbox_due") is None


def test_a_writer_elsewhere_does_not_keep_the_metrics_waiting(
    house: House, front: Front, database: str
) -> None:
    with serving(house, front, database) as service, locked(house.engine):
        assert service.counted("tt_database_up") == 1


def test_two_services_of_one_process_count_apart() -> None:
    one, other = Meters(), Meters()
    one.busy.labels("slack").inc()
    labels = {"provider": "slack"}
    assert one.registry.get_sample_value("tt_deliveries_busy_total", labels) == 1
    assert other.registry.get_sample_value("tt_deliveries_busy_total", labels) is None
