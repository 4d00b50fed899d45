"""S5. Nothing in here tells on which machine it was made, or from which server its packages came."""

import os
import re
import subprocess
import sys
from pathlib import Path

from supply.requirements import ROOT

NOT_OURS = {"node_modules", "var", "models", "results", "__pycache__"}
SOMEBODYS_FOLDER = re.compile(rb"(?<![\w.:/-])/(?:home|root|work|Users)/[\w.-]")
HOST = re.compile(r"https?://(?:[^/@\s'\"]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)")


def texts() -> dict[str, bytes]:
    """Every file that is ours, by its path from the root."""
    found = {}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and name[0] != "."]
        for name in files:
            path = Path(folder, name)
            found[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    return found


def hosts_of_this_machine() -> set[str]:
    """Where the package clients of this machine are told to look."""
    told = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    variables = [value for name, value in os.environ.items() if re.search(r"(?i)index|registry", name)]
    return set(HOST.findall("\n".join([told.stdout, *variables])))


def test_no_file_names_a_folder_of_somebodys_machine():
    assert len(texts()) > 500
    assert [name for name, text in texts().items() if SOMEBODYS_FOLDER.search(text)] == []


def test_no_file_names_the_server_that_this_machine_gets_packages_from():
    hosts = [host.encode() for host in hosts_of_this_machine()]

    assert [name for name, text in texts().items() for host in hosts if host in text] == []


def test_such_a_folder_would_be_found():
    for path in ("home", "root", "Users"):
        assert SOMEBODYS_FOLDER.search(f"see /{path}/anna/auskunft".encode())
    assert not SOMEBODYS_FOLDER.search(b"https://example.com/home/anna")
