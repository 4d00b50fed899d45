"""Failures that an operator can mend, as one clear line."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class OperatorError(Exception):
    """Something stands in the way; the message says what to do about it."""
