"""The lines of the log: JSON for machines, words for people, secrets for nobody."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
import structlog
from watched import lines, logged

from tt_integrations.entrypoints.observing.logs import LogForm
from tt_integrations.entrypoints.observing.scrubbing import scrub

log = logging.getLogger("tt_integrations.somewhere")
REST = "aB3_-xyz0123456789aB3xyz0123456789aB3_-xyz012"
SECRETS = {
    f"xoxb-123-{REST}": "xoxb-***",
    f"xoxe.xoxp-1-{REST}": "xoxe.***",
    f"xapp-1-{REST}": "xapp-***",
    f"ghp_{REST}": "ghp_***",
    f"ghs_12345_eyJhbGciOi.{REST}.sig-nature_": "ghs_***",
    f"github_pat_11A_{REST}": "github_pat_***",
    f"ya29.a0Af{REST}": "ya29.***",
    f"1//0g{REST}": "1//***",
    f"4/0Ab{REST}": "4/0***",
    f"GOCSPX-{REST}": "GOCSPX-***",
    f"tt_{REST[:43]}": "tt_***",
    f"eyJhbGciOi.eyJzdWIi.{REST}": "eyJ***",
    f"Bearer {REST}": "Bearer ***",
    f"authorization: basic {REST}==": "authorization: basic ***",
    "v0=" + "0f" * 32: "v0=***",
    "sha256=" + "0f" * 32: "sha256=***",
    f"/link/{REST} was opened": "/link/*** was opened",
    f"https://hooks.slack.com/actions/T1/2/{REST}": "https://hooks.slack.com/***",
    "GET /callback?state=s3cr3t&code=c0d3&scope=email": "GET /callback?state=***&code=***&scope=email",
    "postgresql://tt:pa55word@db/tt": "postgresql://tt:***@db/tt",
}
HARMLESS = (
    "tt_integrations.entrypoints.http.webhooks",
    "tt_deliveries_total",
    "job 17 (AnnounceStart) failed at try 3: the status code=7 was not taken",
    "https://tt.example/integrations/slack/connect",
    "1/2 of the work; 10:00/11:00",
)


@pytest.mark.parametrize(("secret", "left"), SECRETS.items())
def test_a_secret_is_cut_down_to_its_kind(secret: str, left: str) -> None:
    assert scrub(f"before {secret}, after") == f"before {left}, after"
    told = json.loads(scrub(json.dumps({"message": f'"{secret}"\nafter'})))
    assert told == {"message": f'"{left}"\nafter'}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    assert scrub(text) == text


def test_an_event_is_one_line_with_its_time_in_utc() -> None:
    with logged() as written:
        log.warning("two\nlines of %s", "somebody")
    [line] = lines(written)
    moment = datetime.fromisoformat(line.pop("time"))
    assert moment.utcoffset() == timedelta(0)
    assert line == {
        "level": "warning",
        "logger": "tt_integrations.somewhere",
        "message": "two\nlines of somebody",
    }


def test_an_exception_is_its_kind_and_where_it_came_from() -> None:
    def breaking() -> None:
        try:
            {}["a title"]
        except KeyError as error:
            raise RuntimeError("somebody's note") from error

    with logged() as written:
        try:
            breaking()
        except RuntimeError:
            log.exception("it broke")
    [line] = lines(written)
    assert (line["message"], line["error"]) == ("it broke", "RuntimeError from KeyError")
    assert line["where"][-1].startswith("test_logs.py:")
    assert line["where"][-1].endswith(" in breaking")
    assert "somebody's note" not in written.getvalue()
    assert "a title" not in written.getvalue()


def test_a_cause_that_goes_in_circles_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    with logged() as written:
        log.error("it broke", exc_info=first)
    assert lines(written)[0]["error"] == "ValueError from KeyError"


def test_who_logs_by_structlog_is_heard_too() -> None:
    with logged() as written:
        structlog.get_logger("another.package").info("as usual", provider="fourth")
    [line] = lines(written)
    assert (line["logger"], line["message"], line["provider"]) == (
        "another.package",
        "as usual",
        "fourth",
    )


@pytest.mark.parametrize("form", LogForm)
def test_either_form_is_scrubbed_exceptions_included(form: LogForm) -> None:
    with logged(form) as written:
        try:
            int(f"ghp_{REST}")
        except ValueError:
            log.exception("with xoxb-%s", REST)
    assert REST not in written.getvalue()
    assert "with xoxb-***" in written.getvalue()


def test_for_people_a_line_is_as_it_always_was() -> None:
    with logged(LogForm.TEXT) as written:
        log.info("served")
    assert written.getvalue() == "INFO tt_integrations.somewhere served\n"


def heard_from(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return done.stderr


def test_the_library_says_nothing_where_a_host_set_no_logging_up() -> None:
    warn = "import logging; logging.getLogger('{}').warning('x')"
    assert heard_from(f"import tt_integrations; {warn.format('tt_integrations.a')}") == ""
    assert "x" in heard_from(warn.format("another"))


def test_configuring_twice_speaks_once_in_the_last_form() -> None:
    program = (
        "import logging\n"
        "from tt_integrations.entrypoints.observing.logs import LogForm, configure\n"
        "configure(LogForm.TEXT); configure(LogForm.JSON)\n"
        "logging.getLogger('a').info('once'); logging.getLogger('httpx').info('https://x/?code=1')"
    )
    [line] = heard_from(program).splitlines()
    assert json.loads(line)["message"] == "once"
