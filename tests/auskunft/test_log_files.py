"""G2: log files are rotated every day or when they are large, and go after some days."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from auskunft.log_files import LogFiles

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def logs(tmp_path):
    return LogFiles(tmp_path, keep_days=14, max_bytes=100)


def copies(logs):
    return sorted(logs.path("gateway").parent.glob("gateway.log.*"))


def test_who_writes_goes_on_writing_while_the_file_is_rotated(logs):
    with logs.open("gateway") as log:
        log.write(b"x" * 101 + b"\n")
        log.flush()
        logs.tend(NOON)
        log.write(b"later\n")

    (copy,) = copies(logs)
    assert copy.read_bytes() == b"x" * 101 + b"\n"
    assert logs.path("gateway").read_bytes() == b"later\n"


def test_a_small_file_is_rotated_once_the_day_is_over_also_when_nobody_ran_at_midnight(logs):
    with logs.open("gateway") as log:
        log.write(b"today\n")
    logs.tend(NOON)
    same_day = copies(logs)
    LogFiles(logs.path("gateway").parent, 14, 100).tend(NOON + timedelta(days=3))

    assert same_day == []
    assert [copy.read_bytes() for copy in copies(logs)] == [b"today\n"]


def rotated(logs, day):
    with logs.open("gateway") as log:
        log.write(f"{day}\n".encode())
    now = NOON + timedelta(days=day)
    logs.tend(now)
    for copy in copies(logs):
        if copy.name.endswith(f"{now:%Y%m%dT%H%M%S}"):
            os.utime(copy, (now.timestamp(), now.timestamp()))


def test_copies_go_after_their_days(logs):
    for day in range(30):
        rotated(logs, day)

    assert [int(copy.read_text().split()[0]) for copy in copies(logs)] == list(range(15, 30))


def test_kept_for_ever_they_are_still_not_more_than_twenty(tmp_path):
    logs = LogFiles(tmp_path, keep_days=0, max_bytes=100)
    for day in range(30):
        rotated(logs, day)

    assert len(copies(logs)) == 20
