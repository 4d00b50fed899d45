"""L1: every call has a number, which all processes bear in their logs, and one line that names no person."""

import json
import re

import pytest

from tests.gateway.visitor import ROOT

HEADER = "X-Request-Id"
GIVEN = "0123456789abcdef0123456789abcdef"
WORD = "Kanarienvogel"
NUMBER = re.compile(r"[0-9a-f]{32}")


def calls_in(written, response):
    """The lines of calls that belong to the one that *response* answers, oldest first."""
    lines = [json.loads(line) for line in written.splitlines()]
    of_calls = [line for line in lines if line["logger"] == "monitoring.calls"]
    return [line for line in of_calls if line["request_id"] == response.headers[HEADER]]


async def test_what_a_call_leads_to_bears_its_number_in_case_store_and_rasa(log, running, visitor):
    response = await visitor.post(text="Wie lange speichern Sie meine Daten?")

    routes = [line["route"] for line in calls_in(log(), response)]
    assert {"/conversations/{id}/turns", "/conversations/{id}/messages"} <= set(routes)
    assert routes[-1] == f"{ROOT}/{{id}}/messages"
    assert running.rasa.numbers[-1] == response.headers[HEADER]


async def test_every_call_has_a_number_of_its_own(gateway):
    numbers = {
        (await gateway.get(path)).headers[HEADER] for path in ("/healthz", "/", "/nowhere", "/assets/x")
    }

    assert len(numbers) == 4
    assert all(map(NUMBER.fullmatch, numbers))


async def test_a_stranger_cannot_choose_the_number_of_a_call(gateway):
    response = await gateway.get("/healthz", headers={HEADER: GIVEN})

    assert response.headers[HEADER] != GIVEN


@pytest.mark.parametrize("overrides", [{"proxies": "127.0.0.1"}])
@pytest.mark.parametrize(("sent", "taken"), [(GIVEN, True), (WORD, False), ("", False)])
async def test_a_proxy_of_ours_can_if_it_is_a_number(gateway, sent, taken):
    response = await gateway.get("/healthz", headers={HEADER: sent})

    assert (response.headers[HEADER] == sent) is taken


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/{WORD}?{WORD}={WORD}"),
        ("GET", f"/assets/{WORD}"),
        ("POST", f"{ROOT}/{WORD}/messages"),
        ("DELETE", f"/policy/{WORD}"),
        ("PROPFIND", f"/{WORD}"),
    ],
)
async def test_the_line_of_a_call_says_nothing_that_somebody_typed(log, gateway, method, path):
    response = await gateway.request(method, path, headers={"X-Word": WORD})

    [line] = calls_in(log(), response)
    assert line["status"] == response.status
    assert set(line) == {
        *("time", "level", "process", "logger", "event", "request_id"),
        *("method", "route", "status", "ms"),
    }
    assert line["method"] == (method if method != "PROPFIND" else "unknown")
    assert WORD not in log()


async def test_a_call_that_fails_has_a_line_with_what_its_caller_got(log, running, gateway):
    await running.stop_case_store()

    response = await gateway.post(ROOT, json={"language": "de"})

    [line] = calls_in(log(), response)
    assert (line["method"], line["route"], line["status"]) == ("POST", ROOT, 503)
    assert response.status == 503
