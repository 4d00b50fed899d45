"""The system is started, broken and stopped as operators and accidents do it."""

import csv
import json
import os
import shutil
import signal
import socket
import sqlite3

import aiohttp
import pytest

from casestore.context import open_context
from casestore.requests.calls import Call, act
from casestore.wire.requests import RecordedRequest, Requester
from casestore.wire.staff import StaffMember
from doors.rasa import CALL_SECONDS
from privacy.right import Right
from settings import Settings
from tests.journeys.chat import Chat
from tests.journeys.system import ROOT, System, bring_model, until

pytestmark = pytest.mark.journey


@pytest.fixture
async def own_system(tmp_path) -> System:
    system = System(tmp_path / "data")
    system.data.mkdir()
    await system.start()
    yield system
    if system.process.poll() is None:
        system.stop()


async def test_a_chat_survives_the_death_of_rasa_and_stopping_ends_every_process(own_system) -> None:
    sooner_than_a_call_is_given_up = aiohttp.ClientTimeout(total=CALL_SECONDS - 3)
    async with aiohttp.ClientSession(own_system.gateway, timeout=sooner_than_a_call_is_given_up) as visitor:
        chat = await Chat.open(visitor, "en")
        await chat.say("I want access to my personal data")
        os.kill(own_system.pid_of("rasa"), signal.SIGKILL)

        [notice] = await chat.say("john.example@example.com")
        await until(lambda: own_system.said().count("rasa ended") == 1)
        kept_waiting_for = notice["expects"]

    async with aiohttp.ClientSession(own_system.gateway) as visitor:
        await until_readiness_is(503, visitor)
        await until_readiness_is(200, visitor)
        chat.session = visitor
        await chat.prove(own_system, "john.example@example.com")

    assert (notice["sender"], notice["language"], kept_waiting_for) == ("system", "en", "email")
    assert chat.last[-1]["request"]["state"] == "verified"
    assert own_system.stop() == 0
    for port in own_system.ports.values():
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


async def until_readiness_is(wanted: int, visitor: aiohttp.ClientSession) -> None:
    """It is looked up once a second."""
    status = 0
    while status != wanted:
        async with visitor.get("/readyz") as response:
            status = response.status


def test_a_port_in_use_is_one_clear_line(tmp_path) -> None:
    system = System(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", system.ports["PORT"]))
        taken.listen()

        started = system.run("up")

    assert started.returncode == 1
    assert started.stderr.count("\n") == 1
    assert f"Port {system.ports['PORT']}" in started.stderr


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path) -> None:
    (tmp_path / "file").write_text("")

    started = System(tmp_path).run("up", "--data", str(tmp_path / "file" / "data"))

    assert (started.returncode, started.stderr.count("\n")) == (1, 1)


def test_a_policy_file_that_cannot_be_read_is_one_clear_line(tmp_path) -> None:
    system = System(tmp_path / "data")
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "content" / "policy" / "customers.en.md").unlink()
    system.environment["AUSKUNFT_CONTENT"] = str(tmp_path / "content")

    started, checked = system.run("up"), system.run("policy", "check")

    for failed in (started, checked):
        assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
        assert "customers.en.md" in failed.stderr


def test_a_staff_account_that_exists_is_one_clear_line(tmp_path) -> None:
    system = System(tmp_path)
    system.run("db", "upgrade")

    first = system.run("staff", "add", "anna", "--role", "agent")
    again = system.run("staff", "add", "anna", "--role", "agent")

    assert (first.returncode, again.returncode) == (0, 1)
    assert again.stderr == "auskunft: There is a staff account anna already.\n"


def test_a_token_stands_alone_on_standard_output(tmp_path) -> None:
    system = System(tmp_path)
    system.run("db", "upgrade")
    system.run("staff", "add", "anna", "--role", "agent", "--password-stdin", stdin="correct horse\n")

    token = system.run("staff", "token", "anna")

    assert len(token.stdout.strip()) >= 43
    assert token.stdout.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["requests", "list"],
        ["staff", "token", "anna"],
        ["requests", "show", "DSR-1"],
        ["requests", "export", "--format", "csv"],
        ["audit", "verify"],
    ],
)
def test_a_database_that_was_never_made_is_one_clear_line(tmp_path, arguments) -> None:
    failed = System(tmp_path).run(*arguments)

    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "auskunft db upgrade" in failed.stderr


@pytest.fixture
async def filed(tmp_path) -> tuple[System, list[str]]:
    """A data folder with two requests, by phone, and their references."""
    system = System(tmp_path / "data")
    system.run("db", "upgrade")
    context = open_context(Settings.load(data=system.data))
    lead = StaffMember(name="anna", role="lead")
    references = []
    for number in ("K-1", "=1+1"):
        new = RecordedRequest(
            rights=[Right.ACCESS], requester=Requester(name="Größe", customer_number=number)
        )
        view = await act(
            context, Call(lead, None, b""), lambda handling, key, new=new: handling.record(key, new)
        )
        references.append(view.reference)
    await context.database.close()
    return system, references


def change(system: System, sql: str) -> None:
    with sqlite3.connect(system.data / "casestore.db") as connection:
        assert connection.execute(sql).rowcount > 0
    connection.close()


def test_an_export_is_alone_on_standard_output_or_in_a_file_for_its_owner_only(filed) -> None:
    system, references = filed
    file = system.data / "requests.csv"

    shown = system.run("requests", "export", "--format", "json")
    kept = system.run("requests", "export", "--format", "csv", "--out", str(file))

    told = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [request["reference"] for request in told] == references
    assert told[0]["requester"]["name"] == "Größe"
    assert (shown.stderr, kept.stdout) == ("Exported 2 requests.\n", "")
    assert kept.stderr == f"Exported 2 requests to {file}.\n"
    assert file.stat().st_mode & 0o777 == 0o600
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["reference"] for row in rows] == references
    assert [row["customer_number"] for row in rows] == ["K-1", "'=1+1"]


def test_an_export_of_those_in_one_state_has_only_them(filed) -> None:
    system, references = filed

    received = system.run("requests", "export", "--format", "opendsr", "--state", "received")
    refused = system.run("requests", "export", "--format", "opendsr", "--state", "refused")

    told = [json.loads(line) for line in received.stdout.splitlines()]
    assert [request["subject_request_id"] for request in told] == references
    assert (refused.returncode, refused.stdout) == (0, "")


def test_an_export_into_a_file_that_is_there_is_one_clear_line(filed) -> None:
    system, _ = filed
    file = system.data / "requests.csv"
    file.write_text("of last month")

    failed = system.run("requests", "export", "--format", "csv", "--out", str(file))

    assert (failed.returncode, failed.stderr) == (1, f"auskunft: {file}: File exists\n")
    assert file.read_text() == "of last month"


def test_an_export_that_fails_is_one_clear_line_and_leaves_no_file(filed) -> None:
    system, _ = filed
    file = system.data / "requests.csv"
    change(system, "UPDATE requests SET person = (SELECT person FROM requests WHERE id = 1) WHERE id = 2")

    failed = system.run("requests", "export", "--format", "csv", "--out", str(file))

    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "requests.person:" in failed.stderr
    assert not file.exists()


def test_trails_that_hold_are_counted_and_one_that_does_not_is_one_clear_line(filed) -> None:
    system, references = filed
    whole = system.run("audit", "verify")
    change(system, "UPDATE request_events SET actor = 'nobody' WHERE request = 2")

    broken = system.run("audit", "verify")

    assert (whole.returncode, whole.stdout, whole.stderr) == (0, "2 trails hold.\n", "")
    assert (broken.returncode, broken.stdout) == (1, "")
    assert broken.stderr == f"auskunft: {references[1]} event 1 was changed\n"


def test_a_value_with_a_changed_byte_is_one_clear_line(filed) -> None:
    system, _ = filed
    change(system, "UPDATE requests SET person = 'gAAAAA' WHERE id = 2")

    for command in (["audit", "verify"], ["requests", "export", "--format", "json"]):
        failed = system.run(*command)
        assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
        assert "was changed" in failed.stderr


def test_another_organisations_policy_is_answered_from_without_code(tmp_path) -> None:
    system = System(tmp_path / "data")
    bring_model(system.data)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for policy in (ROOT / "tests" / "policies" / "library").glob("customers.*.md"):
        shutil.copy(policy, tmp_path / "content" / "policy")
    system.environment["AUSKUNFT_CONTENT"] = str(tmp_path / "content")
    asked = [
        {"id": "1", "text": "Wer ist euer Datenschutzbeauftragter?", "language": "de"},
        {"id": "2", "text": "Do you do penetration testing?", "language": "en"},
    ]

    told = system.run("ask", "--jsonl", stdin="\n".join(map(json.dumps, asked)) + "\n")
    checked = system.run("policy", "check")

    officer, tests = map(json.loads, told.stdout.splitlines())
    assert officer["outcome"] == "answered"
    assert (
        "datenschutz@" in officer["citations"][0]["quote"]
        or "Datenschutz" in officer["citations"][0]["quote"]
    )
    assert (tests["outcome"], tests["citations"]) == ("not_in_policy", [])
    assert checked.returncode == 0
    assert "  dpo: perhaps wer-verantwortlich-ist-und-welche-fassung-gilt-2" in checked.stdout


async def test_the_operator_sees_what_would_be_deleted_by_kind(system, visitor) -> None:
    await Chat.open(visitor, "de")

    now = system.run("retention", "run", "--dry-run")
    later = system.run("retention", "run", "--dry-run", "--at", "2100-01-01")

    first, *_, last = now.stdout.splitlines()
    assert (now.returncode, first.split()) == (0, ["0", "chats"])
    assert last == "Nothing was deleted: these are over then."
    assert int(later.stdout.split()[0]) >= 1
