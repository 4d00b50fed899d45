"""The log files of all processes: copied and emptied when they are a day old or too large, then deleted.

A process goes on writing to the file it was started with, so that the file itself stays; a line written
between the copy and the emptying is lost.
"""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

_COPIES = 20  # of one file, at most


class LogFiles:
    """The files in *folder*, whose copies are kept for some days; 0 keeps them."""

    def __init__(self, folder: Path, keep_days: int, max_bytes: int) -> None:
        self._folder = folder
        self._keep_days = keep_days
        self._max_bytes = max_bytes

    def path(self, process: str) -> Path:
        """Where *process* logs to."""
        return self._folder / f"{process}.log"

    def open(self, process: str) -> BinaryIO:
        """Where *process* goes on writing, whatever is emptied."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self.path(process).open("ab")

    def tend(self, now: datetime) -> None:
        """Rotate what is from a day before or too large, and delete the copies that are over.

        Raises `OSError` when the disk has no room for a copy; even then, what is over is deleted.
        """
        try:
            self._rotate_due(now)
        finally:
            for copy in self.over(now):
                copy.unlink()

    def _rotate_due(self, now: datetime) -> None:
        day = self._folder / ".rotated"
        is_new_day = day.exists() and day.read_text() < f"{now:%F}"
        for log in self._folder.glob("*.log"):
            if (size := log.stat().st_size) and (is_new_day or size > self._max_bytes):
                self._rotate(log, now)
        day.write_text(f"{now:%F}")

    def over(self, at: datetime) -> list[Path]:
        """The copies that were kept long enough, or that are too many."""
        found: list[Path] = []
        for log in self._folder.glob("*.log"):
            copies = sorted(self._folder.glob(f"{log.name}.*"), reverse=True)
            found += [c for n, c in enumerate(copies) if n >= _COPIES or self._is_old(c, at)]
        return found

    def _is_old(self, copy: Path, at: datetime) -> bool:
        age = at - datetime.fromtimestamp(copy.stat().st_mtime, at.tzinfo)
        return bool(self._keep_days) and age > timedelta(days=self._keep_days)

    def _rotate(self, log: Path, now: datetime) -> None:
        copy = log.with_name(f"{log.name}.{now:%Y%m%dT%H%M%S}")
        try:
            shutil.copyfile(log, copy)
        except OSError:
            copy.unlink(missing_ok=True)  # half a copy
            raise
        os.truncate(log, 0)
