"""What docs/operating.md tells people to type works; what cannot be typed here has the right form."""

import asyncio
import re
import shlex
import shutil
import subprocess
from typing import Any

import pytest
import typer.main

from auskunft.command import app
from auskunft.model_pin import pin
from auskunft.training import model_path
from settings import Settings
from tests.auskunft.conftest import Used
from tests.casestore.inbox import Inbox
from tests.deploy.files import DEPLOY, ROOT, SETTINGS, variables

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^(?:<!-- not run: ([^\n]+) -->\n)?```(\w+)\n(.*?)^```$", PAGE)
RUN = [line for reason, _, body in BLOCKS if not reason for line in body.splitlines()]
NOT_RUN = [(reason, body) for reason, _, body in BLOCKS if reason]
PREFIX = "auskunft-as-service "
MOVED = ("/var/backups", "/mnt/elsewhere", "/srv/rehearsal")  # into a folder of the test
OURS = re.compile(
    r"(?m)(?:^auskunft-as-service|bin/auskunft|exec (?:-- )?auskunft|casestore auskunft|-- auskunft) (.+)"
)


@pytest.fixture
async def mail():
    inbox = Inbox()
    await inbox.open()
    yield inbox
    inbox.close()


@pytest.fixture
def installation(tmp_path, mail, monkeypatch):
    """Where nothing is yet, with the settings of the example and a mail server that answers."""
    given = variables(DEPLOY / "systemd" / "settings.env.example")
    here = {"SMTP_HOST": "localhost", "SMTP_PORT": str(mail.port), "SMTP_TLS": "false", "SMTP_USER": ""}
    for name, value in (given | {f"AUSKUNFT_{name}": value for name, value in here.items()}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AUSKUNFT_SMTP_PASSWORD")
    return Used(tmp_path / "data", "")


def train(used: Used) -> None:
    """Put a model where the command that is not run would have put it."""
    model = model_path(Settings.load(data=used.data))
    model.parent.mkdir()
    model.write_bytes(b"trained")
    pin(model)


async def test_the_commands_work_one_after_the_other(installation, tmp_path):
    assert RUN
    for number, line in enumerate(RUN):
        assert line.startswith(PREFIX), "a block of other commands says why it is not run"
        moved = line.removeprefix(PREFIX)
        for place in MOVED:
            moved = moved.replace(place, f"{tmp_path}{place}")

        ran = await asyncio.to_thread(installation.run, *shlex.split(moved))

        assert ran.returncode == 0, f"{line}\n{ran.stderr}"
        if number == 0:
            train(installation)
            shutil.copytree(installation.data / "keys", f"{tmp_path}/mnt/elsewhere/keys")


@pytest.mark.parametrize(("reason", "body"), NOT_RUN, ids=[body.splitlines()[0][:40] for _, body in NOT_RUN])
def test_what_is_not_run_has_a_reason_and_the_right_form(reason, body):
    parsed = subprocess.run(["/bin/bash", "-n"], input=body, capture_output=True, text=True, check=False)

    assert reason.split()[0] in {"wants", "trains"}
    assert parsed.returncode == 0, parsed.stderr
    for words in OURS.findall(body):
        assert_is_known(shlex.split(words))
    for unit in re.findall(r"auskunft[\w@-]*\.(?:service|timer)", body):
        file = re.sub(r"@\w+", "@", unit)
        assert (DEPLOY / "systemd" / file).exists(), unit
    assert set(re.findall(r"AUSKUNFT_\w+", body)) <= SETTINGS


@pytest.mark.parametrize(("reason", "body"), NOT_RUN, ids=[body.splitlines()[0][:40] for _, body in NOT_RUN])
def test_files_that_are_named_are_there(reason, body):  # noqa: ARG001  # as above
    folder = ROOT
    for line in body.splitlines():
        if line.startswith("cd "):
            folder = ROOT / line.removeprefix("cd ")
            assert folder.is_dir(), line
            continue
        for word in shlex.split(line):
            if word.startswith(("deploy/", "./")):
                assert list(folder.glob(word.removeprefix("./"))), line
            if word.endswith((".yml", ".example")) and "/" not in word:
                assert (folder / word).exists(), line


def test_every_setting_that_is_named_is_one():
    assert set(re.findall(r"AUSKUNFT_\w*[A-Z]", PAGE)) <= SETTINGS | {
        "AUSKUNFT_VERSION",
        "AUSKUNFT_OIDC",
        "AUSKUNFT_KEEP",
    }


def test_every_page_and_file_that_is_linked_is_there():
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


def assert_is_known(words: list[str]) -> None:
    """The command that *words* begin with, and its options, are ours."""
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, name
        command = command.commands[name]
    options = {option for each in command.params for option in each.opts}
    assert {word for word in words if word.startswith("--")} <= options
