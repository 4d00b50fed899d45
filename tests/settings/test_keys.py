"""Secrets are made once, for their owner only, and all processes hold the same."""

import os
import stat
import subprocess
import sys

import pytest
from pydantic import ValidationError

from casestore.storage.encryption import Vault
from settings import Settings
from settings.keys import ensure_keys, replace_key

NAMES = {
    "auskunft_service_token",
    "auskunft_rasa_token",
    "auskunft_actions_token",
    "auskunft_data_key",
    "auskunft_index_key",
    "auskunft_audit_key",
}
STARTS = """
import sys
from pathlib import Path
from settings import Settings
for data in sys.stdin:
    loaded = Settings.load(data=Path(data.strip()))
    print([value.get_secret_value() for value in (
        loaded.service_token, loaded.rasa_token, loaded.actions_token, loaded.data_key, loaded.index_key,
        loaded.audit_key,
    )], flush=True)
"""


def contents(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_keys_are_made_readable_by_their_owner_only(tmp_path):
    ensure_keys(tmp_path / "keys")

    assert {path.name: mode(path) for path in (tmp_path / "keys").iterdir()} == dict.fromkeys(NAMES, 0o600)
    assert mode(tmp_path / "keys") == 0o700


def test_keys_are_made_once(tmp_path):
    ensure_keys(tmp_path)
    made = contents(tmp_path)

    ensure_keys(tmp_path)

    assert contents(tmp_path) == made


def test_only_the_missing_key_is_made(tmp_path):
    ensure_keys(tmp_path)
    made = contents(tmp_path)
    (tmp_path / "auskunft_rasa_token").unlink()

    ensure_keys(tmp_path)

    again = contents(tmp_path)
    assert {name for name in NAMES if again[name] != made[name]} == {"auskunft_rasa_token"}


def test_no_key_is_like_another(tmp_path):
    for folder in ("one", "other"):
        ensure_keys(tmp_path / folder)

    secrets = [secret for folder in ("one", "other") for secret in contents(tmp_path / folder).values()]
    assert len(set(secrets)) == 2 * len(NAMES)
    assert min(map(len, secrets)) >= 43  # 256 bits in base 64


def test_a_key_from_the_environment_is_not_written_down(tmp_path, monkeypatch):
    monkeypatch.setenv("AUSKUNFT_DATA_KEY", "given")

    ensure_keys(tmp_path)

    assert set(contents(tmp_path)) == NAMES - {"auskunft_data_key"}


def test_the_keys_made_encrypt_and_decrypt(tmp_path):
    settings = Settings.load(data=tmp_path)

    vault = Vault(settings.data_key.get_secret_value(), settings.index_key.get_secret_value())

    assert vault.decrypt(vault.encrypt("Guten Tag")) == "Guten Tag"


def test_processes_that_start_at_once_agree(tmp_path):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", STARTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]

    for start in range(25):
        for process in processes:
            process.stdin.write(f"{tmp_path / str(start)}\n")
        for process in processes:
            process.stdin.flush()
        held = [process.stdout.readline() for process in processes]
        assert held[0].strip()
        assert set(held) == {held[0]}
        assert {path.name for path in (tmp_path / str(start) / "keys").iterdir()} == NAMES

    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0] * len(processes)


@pytest.mark.parametrize("right", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused_and_named(tmp_path, right):
    ensure_keys(tmp_path / "keys")
    key = tmp_path / "keys" / "auskunft_data_key"
    key.chmod(right)

    with pytest.raises(PermissionError, match=f"chmod 600 {key}"):
        ensure_keys(tmp_path / "keys")


def test_a_secret_that_the_operator_laid_among_the_keys_is_guarded_like_them(tmp_path):
    ensure_keys(tmp_path / "keys")
    secret = tmp_path / "keys" / "auskunft_smtp_password"
    secret.write_text("hush")
    secret.chmod(0o644)

    with pytest.raises(PermissionError, match=str(secret)):
        ensure_keys(tmp_path / "keys")


def test_a_folder_of_keys_that_others_can_change_is_refused(tmp_path):
    ensure_keys(tmp_path / "keys")
    (tmp_path / "keys").chmod(0o770)

    with pytest.raises(PermissionError, match="chmod 700"):
        ensure_keys(tmp_path / "keys")


@pytest.mark.parametrize("lost", ["data_key", "index_key", "audit_key"])
def test_a_lost_key_is_not_quietly_replaced_where_a_database_was_written_with_it(tmp_path, lost):
    ensure_keys(tmp_path / "keys")
    (tmp_path / "casestore.db").touch()
    (tmp_path / "keys" / f"auskunft_{lost}").unlink()

    with pytest.raises(FileNotFoundError, match="put it back"):
        ensure_keys(tmp_path / "keys")

    assert not (tmp_path / "keys" / f"auskunft_{lost}").exists()


def test_a_key_is_replaced_in_one_step_and_stays_private(tmp_path):
    ensure_keys(tmp_path)
    key = tmp_path / "auskunft_rasa_token"

    replace_key(key, "another secret")

    assert (key.read_text(), mode(key)) == ("another secret", 0o600)
    assert {path.name for path in tmp_path.iterdir()} == NAMES


@pytest.mark.parametrize("name", ["index_key", "audit_key"])
def test_nothing_starts_while_the_change_of_a_key_is_not_finished(tmp_path, name):
    ensure_keys(tmp_path / "keys")
    (tmp_path / "keys" / f"auskunft_{name}").write_text("the newer one,the older one")

    with pytest.raises(ValidationError, match=f"auskunft keys rotate {name}"):
        Settings.load(data=tmp_path)
