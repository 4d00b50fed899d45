"""Something in a message that nobody here needs, and what is read in its place."""

import re
from dataclasses import dataclass
from enum import StrEnum

NOTHING = "[…]"  # says nothing in any language, so that a message is understood as before
MARK = re.compile(r"\[(?:[A-Z]{2}-)?…(?:-\w{4})?\]")  # where something was taken out before
_FARTHEST = 60  # characters before or after a number where the word may stand that tells what it is
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BETWEEN = 25  # characters between the two
_ENDS = re.compile(rf"[\d\n;]|{MARK.pattern}")  # behind it, a name is no longer the next number's
_ORDINARY = re.compile(
    r"(?:kund|bestell|auftrag|rechnung|sendung|paket|vertrag|ticket|artikel|vorgang|akten|antrag|referenz|zähler"
    r"|serien|(?<!ab)buchung|mitglied|telefon|handy|mobil|fax|imei|customer|client|order|invoice|shipment|parcel|tracking"
    r"|contract|article|item|case|reference|serial|booking|member|meter|phone|mobile|\btel\b|ref\b)[^\d\n]{0,25}$",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What it is; each has a sentence in `content/redaction.yml`."""

    BANK = "bank"
    CARD = "card"
    IDENTITY = "identity"
    PASSWORD = "password"  # noqa: S105  # the kind
    HEALTH = "health"


@dataclass(frozen=True)
class Finding:
    """Where it stands in the message, and what is *shown* there instead."""

    kind: Kind
    start: int
    end: int
    shown: str = NOTHING

    def overlaps(self, other: "Finding") -> bool:
        """Whether both take out a part of the same."""
        return self.start < other.end and other.start < self.end


def is_called(name: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether what stands from *start* to *end* is called *name* just before, or just after ("… is my …")."""
    before, after = text[max(0, start - _FARTHEST) : start], text[end : end + _FARTHEST]
    return bool(
        _ends_with(name, before) or (_AFTER.match(after) and name.match(_AFTER.sub("", after, count=1)))
    )


def is_ordinary(text: str, start: int) -> bool:
    """Whether the words before say that it is the number of an order, a customer or a telephone."""
    return _ORDINARY.search(text[max(0, start - _FARTHEST) : start]) is not None


_AFTER = re.compile(
    r"[\s,(]*(?:(?:ist|is|war|was|=)\s+)?(?:(?:meine?|my|die|the|unsere?|our)\s+)?", re.IGNORECASE
)


def _ends_with(name: re.Pattern[str], before: str) -> bool:
    """Whether the last number's name in *before* is *name*, with no other digits since."""
    last = max(name.finditer(before), key=lambda found: found.end(), default=None)
    between = before[last.end() :] if last else ""
    return last is not None and len(between) <= _BETWEEN and not _ENDS.search(_YEAR.sub("", between))
