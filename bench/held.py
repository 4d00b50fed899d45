"""What processes hold: memory and open files, and how both grow."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.table import Table

_PAGE = os.sysconf("SC_PAGE_SIZE")
HEAD = ("process", "MB at start", "MB at end", "kB a 1,000 chats", "files at start", "files at end")


class Held(NamedTuple):
    """What one process holds, resident memory in bytes."""

    memory: int
    files: int


Look = tuple[int, Mapping[str, Held]]  # after how many chats; what each process held


def held_by(pid: int) -> Held:
    """What the process holds at this moment."""
    process = Path(f"/proc/{pid}")
    pages = int((process / "statm").read_text(encoding="ascii").split()[1])
    return Held(pages * _PAGE, len(list((process / "fd").iterdir())))


def children(pid: int) -> dict[str, int]:
    """The processes that *pid* has started as `python -m name …`, by name."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_text().split("\0") for child in listed}
    return {command[command.index("-m") + 1]: child for child, command in commands.items()}


def growth(looks: Sequence[Look]) -> Table:
    """Start, end and slope of all that was looked at, a row a process."""
    rows = [_row(name, [(chats, held[name]) for chats, held in looks]) for name in looks[0][1]]
    title = f"Held from chat {looks[0][0]:,} to chat {looks[-1][0]:,}, looked at {len(looks)} times"
    return Table(title, HEAD, rows)


def _row(name: str, looks: Sequence[tuple[int, Held]]) -> tuple[str, ...]:
    (_, first), (_, last) = looks[0], looks[-1]
    slope = np.polyfit([chats for chats, _ in looks], [held.memory for _, held in looks], 1)[0]
    memory = (f"{held.memory / 2**20:.1f}" for held in (first, last))
    return name, *memory, f"{slope * 1000 / 2**10:+,.0f}", str(first.files), str(last.files)
