"""The system is started, broken and stopped as operators and accidents do it."""

import json
import os
import shutil
import signal
import socket

import aiohttp
import pytest

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
    async with aiohttp.ClientSession(own_system.gateway, timeout=aiohttp.ClientTimeout(total=3)) as visitor:
        chat = await Chat.open(visitor, "en")
        await chat.say("I want access to my personal data")
        os.kill(own_system.pid_of("rasa"), signal.SIGKILL)

        [notice] = await chat.say("john.example@example.com")
        await until(lambda: own_system.said().count("rasa ended") == 1)
        kept_waiting_for = notice["expects"]

    async with aiohttp.ClientSession(own_system.gateway) as visitor:
        await until_ready(visitor)
        chat.session = visitor
        await chat.prove(own_system, "john.example@example.com")

    assert (notice["sender"], notice["language"], kept_waiting_for) == ("system", "en", "email")
    assert chat.last[-1]["request"]["state"] == "verified"
    assert own_system.stop() == 0
    for port in own_system.ports.values():
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


async def until_ready(visitor: aiohttp.ClientSession) -> None:
    ready = False
    while not ready:
        async with visitor.get("/readyz") as response:
            ready = response.status == 200


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
    "arguments", [["requests", "list"], ["staff", "token", "anna"], ["requests", "show", "DSR-1"]]
)
def test_a_database_that_was_never_made_is_one_clear_line(tmp_path, arguments) -> None:
    failed = System(tmp_path).run(*arguments)

    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "auskunft db upgrade" in failed.stderr


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
