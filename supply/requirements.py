"""`requirements.txt` as `make lock` writes it."""

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_PINNED = re.compile(r"([a-z0-9][a-z0-9.-]*)(?:\[[a-z0-9,-]+\])?==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"#(?: via)? +([a-z0-9].*)")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass
class Requirement:
    """One locked package, and what wants it."""

    name: str
    version: str
    hashes: list[str] = field(default_factory=list)
    wanted_by: list[str] = field(default_factory=list)


def requirements(file: Path = ROOT / "requirements.txt") -> list[Requirement]:
    """Every package in *file*."""
    found: list[Requirement] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if pinned := _PINNED.match(line):
            found.append(Requirement(pinned[1], pinned[2]))
        elif found and (digest := _HASH.search(line)):
            found[-1].hashes.append(digest[1])
        elif found and (via := _VIA.search(line)):
            found[-1].wanted_by.append(via[1])
    return found


def declared(*groups: str) -> set[str]:
    """The names that `pyproject.toml` gives for the product, or for the optional *groups*."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    lists = [optional[group] for group in groups] or [project["dependencies"]]
    return {canonical(found[0]) for each in lists for wanted in each if (found := _NAME.match(wanted))}


def shipped(locked: list[Requirement]) -> set[str]:
    """The names of those that the product itself wants, at whatever remove."""
    wants: dict[str, set[str]] = defaultdict(set)
    for one in locked:
        for by in one.wanted_by:
            wants[by].add(one.name)
    reached, waiting = set[str](), declared()
    while waiting:
        reached |= waiting
        waiting = set[str]().union(*(wants[name] for name in waiting)) - reached
    return reached


def canonical(name: str) -> str:
    """As lock files write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
