"""The seven rights a data subject can exercise."""

from datetime import date
from enum import StrEnum

APPLY_FROM = date(2018, 5, 25)  # Art. 99(2)


class Right(StrEnum):
    """A right of the data subject, by its wire word."""

    ACCESS = "access"  # Art. 15
    RECTIFICATION = "rectification"  # Art. 16
    ERASURE = "erasure"  # Art. 17
    RESTRICTION = "restriction"  # Art. 18
    PORTABILITY = "portability"  # Art. 20
    OBJECTION = "objection"  # Art. 21
    WITHDRAW_CONSENT = "withdraw_consent"  # Art. 7(3)


_AT_ONCE = {Right.OBJECTION, Right.WITHDRAW_CONSENT}


def holds_at_once(rights: set[Right]) -> bool:
    """Whether *rights* need no proof: no personal data leaves, and nothing is lost (Art. 7(3), 21(3))."""
    return bool(rights) and rights <= _AT_ONCE
