"""Logs: one line an event, never with what a person wrote."""

import logging
import sys

from settings.log_records import keep_values_out


def configure_logs(level: str = "info") -> None:
    """Write what is at least *level* to standard error; read the settings before: what they lack is shown."""
    keep_values_out()
    logging.basicConfig(
        stream=sys.stderr,
        level=level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
