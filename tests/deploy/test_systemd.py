"""A machine with systemd runs everything as a user who may nothing but write its own folder."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from auskunft.run import Name
from tests.deploy.files import DEPLOY, SETTINGS, unit, variables

ANALYZE = shutil.which("systemd-analyze") or ""
FOLDER = DEPLOY / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
COMMAND = "/opt/auskunft/current/.venv/bin/auskunft"
EXPOSURE = "14"  # of 100, as `systemd-analyze security` counts


@pytest.fixture
def here(tmp_path):
    """The units with the command that is installed here."""
    for file in [*SERVICES, *FOLDER.glob("*.timer")]:
        text = file.read_text(encoding="utf-8")
        installed = str(Path(sys.executable).with_name("auskunft"))
        (tmp_path / file.name).write_text(text.replace(COMMAND, installed), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_a_service_is_no_root_and_writes_its_own_folder_only(file):
    service = unit(file)["Service"]

    assert service["User"] == service["Group"] == "auskunft"
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert (service["StateDirectory"], service["StateDirectoryMode"], service["UMask"]) == (
        "auskunft",
        "0700",
        "0077",
    )
    assert service["CapabilityBoundingSet"] == ""  # the empty set, which must be said
    set_here = {each.partition("=")[0] for each in service["Environment"].split()}
    assert {name for name in set_here if name.startswith("AUSKUNFT_")} <= SETTINGS


def test_what_is_run_is_what_the_command_knows():
    started = {file.name: unit(file)["Service"]["ExecStart"] for file in SERVICES}

    assert started["auskunft.service"] == f"{COMMAND} up"
    assert started["auskunft@.service"] == f"{COMMAND} run %i"
    assert started["auskunft-rasa@.service"] == f"{COMMAND} run {Name.RASA}"
    assert f"{COMMAND} backup" in started["auskunft-backup.service"]
    named = FOLDER.joinpath("auskunft@.service").read_text(encoding="utf-8").splitlines()[0]
    assert all(f"@{name}" in named for name in set(Name) - {Name.RASA})


def test_every_variable_is_a_setting_and_a_shell_reads_the_same_as_systemd():
    given = variables(FOLDER / "settings.env.example")
    read = "set -a; . ./settings.env.example; env -0"
    told = subprocess.run(
        ["/bin/sh", "-c", read], cwd=FOLDER, env={}, capture_output=True, text=True, check=True
    )

    assert given.keys() <= SETTINGS
    assert {f"{name}={value}" for name, value in given.items()} <= set(told.stdout.split("\0"))


def test_the_command_as_the_service_has_the_folders_of_the_service():
    script = (FOLDER / "auskunft-as-service").read_text(encoding="utf-8")
    service = unit(FOLDER / "auskunft.service")["Service"]

    assert f". {service['EnvironmentFile']}\n" in script
    assert "AUSKUNFT_DATA=/var/lib/auskunft\n" in script
    assert "AUSKUNFT_DATA=/var/lib/auskunft" in service["Environment"].split()
    assert f"cd {service['WorkingDirectory']}\n" in script
    assert "--reuid=auskunft --regid=auskunft --init-groups" in script


@pytest.mark.skipif(not ANALYZE, reason="systemd is not installed")
def test_systemd_takes_the_units(here):
    units = ["auskunft.service", "auskunft@gateway.service", "auskunft-rasa@5006.service"]
    units += ["auskunft-backup.service", "auskunft-backup.timer"]

    verified = subprocess.run(
        [ANALYZE, "verify", "--man=no", *(here / name for name in units)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (verified.returncode, [line for line in verified.stderr.splitlines() if "auskunft" in line]) == (
        0,
        [],
    )


@pytest.mark.skipif(not ANALYZE, reason="systemd is not installed")
@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_systemd_finds_little_exposed(file):
    found = subprocess.run(
        [ANALYZE, "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", file],
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout[-300:]
