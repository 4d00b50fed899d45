"""Why a person takes over a chat, and how urgent it is."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a person is needed, where no topic that somebody asked about says so."""

    ADDRESS_CHANGE = "address_change"  # a new address would let its owner in, so staff change it


class Priority(StrEnum):
    """Who is served first; the values sort in that order."""

    HIGH = "high"  # something may happen to somebody, or a term of law may run
    NORMAL = "normal"
