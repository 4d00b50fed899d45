"""Logs: one line an event, never with what a person wrote."""

import logging
import sys


def configure_logs() -> None:
    """Write warnings and what our own processes say to standard error."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
