"""One-time codes that prove control of a mailbox, and nothing more (NIST SP 800-63A-4, 5.1.6)."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

DIGITS = 6  # 20 bits (OWASP ASVS 6.5.4)
LIFETIME = timedelta(minutes=10)  # OWASP ASVS 6.5.5
TRIES = 3
MASK = "•" * DIGITS
HOLDS = timedelta(minutes=30)  # how long an entered code holds for its conversation
SKEW = timedelta(minutes=5)  # by which the clocks of our machines may differ

_SIGN = r".,_·\-‐-―−"
_GAP = rf"[\s{_SIGN}]*"
_PIECE = re.compile(rf"[^\s{_SIGN}](?:\S*[^\s{_SIGN}])?")
_RUN = re.compile(rf"(?<![\w@/€-])[0-9O](?:{_GAP}[0-9]|O)*(?![\w@/])(?!\s*(?:€|euro\b|eur\b))", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2}|\d{4})")
_FEWEST_DIGITS = 3  # the others may be the letter O


class Level(StrEnum):
    """What a verification showed."""

    NONE = "none"
    MAILBOX = "mailbox"  # the requester reads this mailbox; we do not know it
    ON_FILE = "on_file"  # the mailbox is the one we already hold for a customer
    SIGNED_IN = "signed_in"  # the host page vouches for a customer who is logged in there
    STAFF = "staff"  # a person made sure


class Method(StrEnum):
    """How a person made sure who somebody is: by what we have already, never by a copy of an ID first."""

    CALL_BACK = "call_back"  # called the number on file
    MAIL_ON_FILE = "mail_on_file"  # answered from, or to, the e-mail address on file
    LETTER_ON_FILE = "letter_on_file"  # answered to a letter to the address on file
    ACCOUNT = "account"  # confirmed from the customer account
    QUESTIONS = "questions"  # knew what only the customer and we know
    IN_PERSON = "in_person"
    OTHER = "other"  # as the reason says


def lasts(since: datetime, span: timedelta, now: datetime) -> bool:
    """Whether *span* has begun and is not over: a clock that was set back makes nothing good again."""
    return -SKEW <= now - since < span


def new_code() -> str:
    """Draw a code; leading zeros are as likely as any other digit."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def code_in(text: str) -> str | None:
    """The code in *text*, as people type it: spaced, dashed, full-width, O for 0."""
    return next((_digits(found) for found in _codes_in(text)), None)


def masked(text: str, hides: Callable[[str], bool] = lambda _: True) -> str:
    """Return *text* with every code in it made unreadable, or those of which *hides* says so."""
    shown = unicodedata.normalize("NFKC", text)
    found = [typed for typed in _codes_in(text) if hides(_digits(typed))]
    for code in found:
        shown = shown.replace(code, MASK)
    return shown if found else text


def _codes_in(text: str) -> list[str]:
    """Six digits as they were typed: in one piece, else spread over a whole run of digits."""
    runs = _RUN.findall(unicodedata.normalize("NFKC", text))
    return [code for run in runs for code in _codes_of(run)]


def _codes_of(run: str) -> Iterator[str]:
    """The codes in *run*, one after the other; a number before one makes it a telephone's."""
    after = 0
    for piece in _PIECE.finditer(run):
        if _is_code(piece[0]):
            yield piece[0]
            after = piece.end()
        elif piece[0].isdigit():
            break
    rest = re.sub(rf"^{_GAP}", "", run[after:])
    if _is_code(rest):
        yield rest


def _is_code(typed: str) -> bool:
    digits = sum(character.isdigit() for character in typed)
    return len(_digits(typed)) == DIGITS and digits >= _FEWEST_DIGITS and not _DATE.fullmatch(typed)


def _digits(typed: str) -> str:
    return re.sub(_GAP, "", typed).upper().replace("O", "0")


def digest(code: str, *, key: bytes, bound_to: str) -> str:
    """HMAC-SHA256 of *code*, useless without *key* and for anything but *bound_to*."""
    return hmac.new(key, f"{bound_to}\n{code}".encode(), hashlib.sha256).hexdigest()


def matches(code: str, expected: str, *, key: bytes, bound_to: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(digest(code, key=key, bound_to=bound_to), expected)
