"""Where logs find no room, the work goes on, and what ends is started again."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auskunft import supervisor
from auskunft.log_files import LogFiles
from auskunft.processes import Process
from auskunft.supervisor import Supervisor
from casestore.client import CaseStore
from casestore.storage import schema
from casestore.wire.requests import NewRequest
from privacy.language import Language
from privacy.right import Right
from settings import Settings
from tests.faults.processes import case_store, kept_running
from tests.installation import GUARD
from tests.journeys.system import free_ports

pytestmark = pytest.mark.faults

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NO_ROOM = Path("/dev/full")  # full(4)
SERVES_ONCE = """
import http.server, os, sys, time

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

port, starts, tended = sys.argv[1:]
with open(starts, "a") as file:
    file.write("started ")
if os.path.getsize(starts) > len("started "):
    while not os.path.exists(tended):
        time.sleep(0.01)
    os.kill(os.getppid(), 15)
http.server.HTTPServer(("127.0.0.1", int(port)), Answer).handle_request()
"""


async def test_a_case_store_whose_log_is_full_goes_on(tmp_path):
    port, nobody = free_ports(2)
    mail = {"smtp_host": "127.0.0.1", "smtp_port": nobody}  # whose refusals are logged
    settings = Settings.load(data=tmp_path, casestore_port=port, **mail)
    schema.upgrade(settings)
    (tmp_path / "casestore.log").symlink_to(NO_ROOM)
    store, cases = case_store(settings), CaseStore.at(settings)

    async with asyncio.timeout(GUARD), kept_running(store):
        await store.ready.wait()
        chat = await cases.open_conversation(Language.GERMAN)
        new = NewRequest(key="1", rights=[Right.ACCESS], language=Language.GERMAN)
        card = await cases.file_request(chat.id, new)
        sent = await cases.send_code(chat.id, "somebody@example.com")
        checked = await cases.check_code(chat.id, "no code")
        kept = await cases.own_requests(chat.id)
    await cases.close()

    assert (sent, checked, kept) == ("sent", "wrong", [card])


async def test_what_ends_while_nothing_can_be_logged_is_started_again_once_it_can(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "LOGS_PAUSE", 0.01)
    logs, gone, starts, tended = (tmp_path / name for name in ("logs", "gone", "starts", "logs/.rotated"))
    [port] = free_ports(1)
    served = [sys.executable, "-c", SERVES_ONCE, str(port), str(starts), str(tended)]
    ends = []

    def say(line):
        if "is ready" in line:
            logs.rename(gone)
            logs.touch()
            return
        ends.extend([line] * ("ended" in line))
        if len(ends) == 2:  # the first time it could not be started, for want of a log
            logs.unlink()
            (gone / ".rotated").unlink(missing_ok=True)
            gone.rename(logs)
            ends.append("and never again")
        NO_ROOM.write_text(line)

    process = Process("one", served, port, f"http://127.0.0.1:{port}/")
    keeper = Supervisor([process], environment=dict(os.environ), logs=LogFiles(logs, 14, 100), say=say)
    async with asyncio.timeout(GUARD):
        await keeper.run(lambda: None)

    assert starts.read_text() == "started started "


def test_what_was_kept_long_enough_goes_also_when_there_is_no_room_for_a_copy(tmp_path):
    logs = LogFiles(tmp_path, keep_days=14, max_bytes=100)
    (old := tmp_path / "gateway.log.20260101T000000").touch()
    os.utime(old, ((NOON - timedelta(days=15)).timestamp(),) * 2)
    logs.path("gateway").write_bytes(b"x" * 101)
    (tmp_path / f"gateway.log.{NOON:%Y%m%dT%H%M%S}").symlink_to(NO_ROOM)

    with pytest.raises(OSError, match="No space left"):
        logs.tend(NOON)

    assert [path.name for path in tmp_path.iterdir()] == ["gateway.log"]
