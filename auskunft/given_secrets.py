"""Secrets that a platform gives as files, as containers and systemd do."""

import os
from pathlib import Path

from settings import PREFIX

FOLDER = f"{PREFIX}SECRETS"


def take_given_secrets() -> None:
    """Set a variable for each file `auskunft_*` in the folder that `AUSKUNFT_SECRETS` names, if any.

    Every process started from here then has them, and no command takes such a key for one of its own
    to change. Variables that are set already stay. Raises `OSError` when the folder cannot be read.
    """
    if not (folder := os.environ.get(FOLDER)):
        return
    for file in sorted(Path(folder).iterdir()):
        if file.name.startswith(PREFIX.lower()):
            os.environ.setdefault(file.name.upper(), file.read_text(encoding="utf-8").strip())
