"""No log line holds what a person wrote, whoever logs it and whatever happens."""

import asyncio
import gc
import json
import logging
import threading
import warnings

import pytest
from pydantic import TypeAdapter

CANARY = "Kanarienvogel"


def test_what_our_code_says_is_written_with_its_values(log):
    logging.getLogger("gateway.turns").info("%d chats were deleted", 3)

    assert '"logger": "gateway.turns", "event": "3 chats were deleted"' in log()


@pytest.mark.parametrize("level", [logging.DEBUG, logging.ERROR])
def test_of_other_code_only_its_own_words_are_written(log, level):
    other = logging.getLogger("other.code")
    other.log(level, "Received %s from %s", CANARY, CANARY)
    other.log(level, f"Received user message {CANARY}")  # as Rasa does
    other.log(level, {"text": CANARY})

    assert "Received %s from %s" in log()
    assert log().count("(not told)") == 2
    assert CANARY not in log()


def test_of_rasa_the_name_of_the_event_is_written(log):
    told = {"event": "rest.message.received.failure", "text": CANARY, "exception": [{"exc_value": CANARY}]}
    logging.getLogger("rasa.core.channels.rest").error(json.dumps(told))

    assert '"logger": "rasa.core.channels.rest", "event": "rest.message.received.failure"' in log()
    assert CANARY not in log()


def test_of_an_error_types_and_places_are_written(log):
    try:
        try:
            int(CANARY)
        except ValueError as cause:
            raise KeyError(CANARY) from cause
    except KeyError:
        logging.getLogger("gateway").exception("it failed")

    assert "builtins.ValueError" in log()
    assert "builtins.KeyError" in log()
    assert "test_log_records.py:" in log()
    assert CANARY not in log()


def test_an_error_of_reading_does_not_show_what_was_read(log):
    try:
        TypeAdapter(int).validate_python(CANARY)
    except ValueError:
        logging.getLogger("casestore").exception("it could not be read")

    assert "ValidationError" in log()
    assert CANARY not in log()


async def test_a_task_that_nobody_waited_for_does_not_show_its_error(log):
    async def fails() -> None:
        raise ValueError(CANARY)

    asyncio.create_task(fails())  # noqa: RUF006  # that is the point
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(int, CANARY)
    await asyncio.sleep(0)
    gc.collect()

    assert log().count("builtins.ValueError") == 2
    assert CANARY not in log()


def test_a_thread_that_fails_does_not_show_its_error(log):
    failing = threading.Thread(target=int, args=(CANARY,))
    failing.start()
    failing.join()

    assert "nobody caught ValueError" in log()
    assert CANARY not in log()


def test_a_warning_does_not_show_what_it_warns_of(log):
    warnings.showwarning(CANARY, UserWarning, __file__, 1)

    assert "py.warnings" in log()
    assert CANARY not in log()


def test_an_event_is_one_line(log):
    logging.getLogger("desk").warning("the provider said: %s", "no\n2026-01-01 INFO desk all is well\x1b[2J")

    assert log().count("\n") == 1
    assert "\x1b" not in log()
