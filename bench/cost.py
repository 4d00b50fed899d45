"""What an approach costs: time to learn, memory, time to answer."""

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.said import Said

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Cost:
    """Seconds to learn and megabytes added by loading what was learnt; without the imports."""

    seconds: float
    megabytes: float


def resident_megabytes() -> float:
    """The memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def megabytes_added(module: str, *arguments: str) -> float:
    """What *module*, run as a program in a fresh process, prints as the memory it added."""
    command = [sys.executable, "-m", module, *arguments]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603  # ours
    return float(ran.stdout)


def percentile(said: Sequence[Said], percent: float) -> float:
    """The milliseconds within which *percent* of the answers were given."""
    return float(np.percentile([one.milliseconds for one in said], percent))


def machine() -> str:
    """What was measured on."""
    return f"{len(os.sched_getaffinity(0))} cores {platform.machine()}, Python {platform.python_version()}"
