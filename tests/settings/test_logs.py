"""Every line of a log is one JSON object, and tells which call it belongs to."""

import asyncio
import json
import logging
from datetime import datetime

import pytest

from settings import request_id
from settings.logs import FIELDS

CANARY = "Kanarienvogel"
NUMBER = "0123456789abcdef0123456789abcdef"


def lines_in(written: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.splitlines()]


def test_a_line_tells_when_how_bad_where_and_what(log):
    logging.getLogger("gateway.turns").warning("„Rasa“ does not answer")

    [line] = lines_in(log())
    assert datetime.fromisoformat(line.pop("time")).utcoffset().total_seconds() == 0
    assert line == {
        "level": "warning",
        "process": "desk",
        "logger": "gateway.turns",
        "event": "„Rasa“ does not answer",
    }


async def test_lines_of_calls_that_run_at_once_bear_the_number_of_their_own(log):
    async def answer(number: str) -> None:
        with request_id.answering(number):
            await asyncio.sleep(0)
            logging.getLogger("other.code").info("it is answered")

    numbers = [request_id.drawn() for _ in range(5)]
    await asyncio.gather(*map(answer, numbers))
    logging.getLogger("gateway").info("nobody called")

    *of_calls, of_none = [line for line in lines_in(log()) if line["logger"] != "asyncio"]
    assert [line["request_id"] for line in of_calls] == numbers
    assert "request_id" not in of_none


def test_fields_are_those_that_our_own_code_adds(log):
    logging.getLogger("monitoring.calls").info("call", extra={FIELDS: {"route": "/healthz"}})
    logging.getLogger("other.code").info("call", extra={FIELDS: {"text": CANARY}, "text": CANARY})

    ours, other = lines_in(log())
    assert ours["route"] == "/healthz"
    assert CANARY not in str(other)


def test_a_logger_that_passes_nothing_on_writes_such_lines_too(log):
    alone = logging.getLogger("other.alone")
    alone.propagate = False

    alone.error("it failed")

    assert [line["event"] for line in lines_in(log())] == ["it failed"]


def test_an_error_with_its_places_is_one_line(log):
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("gateway").exception("it failed")

    [line] = lines_in(log())
    assert line["error"][-1] == "builtins.ValueError"
    assert "test_logs.py:" in line["error"][0]
    assert CANARY not in log()


@pytest.mark.parametrize("given", [NUMBER, "01234567-89ab-cdef-0123-456789abcdef"])
def test_numbers_as_proxies_write_them_are_taken(given):
    assert request_id.in_form(given) == given


@pytest.mark.parametrize(
    "given", [None, "", "1", NUMBER[:-1], f"{NUMBER}0", NUMBER.upper(), f"{NUMBER}\n", CANARY, 5, [NUMBER]]
)
def test_what_may_be_anything_is_no_number(given):
    assert request_id.in_form(given) == ""
