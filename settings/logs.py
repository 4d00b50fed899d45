"""Logs: one JSON object a line and an event, never with what a person wrote."""

import logging
import sys
from datetime import UTC, datetime

from structlog.processors import JSONRenderer

from settings.log_records import is_ours, keep_values_out
from settings.request_id import NAME, current

FIELDS = "fields"  # what our own code adds to a line: logger.info("…", extra={FIELDS: {…}})

_render = JSONRenderer(ensure_ascii=False)


def configure_logs(process: str, level: str = "info") -> None:
    """Write what is at least *level* to standard error; read the settings before: what they lack is shown."""
    keep_values_out()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(process))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.lastResort = handler  # for loggers that pass nothing on, as Rasa makes Sanic's


class _Lines(logging.Formatter):
    """Renders what `log_records` has let through; the lines of an error stand in a list."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """Render *record*; of what else was attached to it, only what our own code did."""
        number, error = current(), record.exc_text
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            **({NAME: number} if number else {}),
            "event": record.getMessage(),
            **(vars(record).get(FIELDS, {}) if is_ours(record.name) else {}),
            **({"error": error.splitlines()} if error else {}),
        }
        return str(_render(None, record.levelname, told))
