"""What a process of ours would write to its log."""

import io
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from settings.logs import configure_logs


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """What the desk writes, at the level that tells most."""
    written = io.StringIO()
    for hook in ("excepthook", "unraisablehook", "stderr"):
        monkeypatch.setattr(sys, hook, written if hook == "stderr" else getattr(sys, hook))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(logging, "lastResort", logging.lastResort)
    root, factory = logging.getLogger(), logging.getLogRecordFactory()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    configure_logs("desk", "debug")
    yield written.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.setLogRecordFactory(factory)
    logging.captureWarnings(capture=False)
