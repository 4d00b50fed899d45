"""What is installed where nothing is developed: `python -m supply.image` prints that part of the lock."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from supply.requirements import ROOT, requirements, shipped

_PINNED = re.compile(r"([a-z0-9][a-z0-9.-]*)(?:\[[a-z0-9,-]+\])?==")


def shipped_lines(file: Path = ROOT / "requirements.txt") -> Iterator[str]:
    """The lines of *file* about what the product itself wants, with their hashes."""
    ours, keeps = shipped(requirements(file)), False
    for line in file.read_text(encoding="utf-8").splitlines():
        if pinned := _PINNED.match(line):
            keeps = pinned[1] in ours
        if keeps and not line.lstrip().startswith("#"):
            yield line


if __name__ == "__main__":
    sys.stdout.write("\n".join(shipped_lines()) + "\n")
