"""How urgent it is that a person takes over a chat."""

from enum import StrEnum


class Priority(StrEnum):
    """Who is served first; the values sort in that order."""

    HIGH = "high"  # something may happen to somebody, or a term of law may run
    NORMAL = "normal"
