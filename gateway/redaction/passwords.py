"""Passwords, told by their name and by looking like no word."""

import re
from collections.abc import Iterator

from gateway.redaction.finding import MARK, Finding, Kind
from privacy.verification import code_in

_NAME = r"(?:\w*pass[wW]ort|\w*kennwort|\w*passwd|\w*password|pwd|pw|passphrase)"
_IS = r"\s*(?:[:=]|\b(?:ist|is|lautet|war|was|hei(?:ß|ss)t)\b\s*[:=]?)\s*"
_QUOTED = r"[\"'„“»«‚‘”](?P<quoted>[^\s\"'„“»«‚‘”]{4,64})[\"'„“»«‚‘’”]"
_GIVEN = re.compile(rf"\b{_NAME}(?:{_IS}|\s+)(?:{_QUOTED}|(?P<bare>\S{{4,64}}))", re.IGNORECASE)
_TURNED = re.compile(
    rf"(?<!\S)(?P<bare>\S{{4,64}})\s+(?:ist|is|war|was)\s+(?:mein|my|das|the)\s+{_NAME}\b", re.IGNORECASE
)
_PIN = re.compile(
    r"\b(?:\w*-)?pin(?:-?(?:nummer|code|nr\b\.?)|\s(?:number|code))?(?:\s*[:=]|\s+(?:ist|is|lautet|war|was)\b)?\s*(?P<bare>\d{4,8})(?![\w-])",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(
    r"\d+[-\s]?(?:stellig|zeichen|character|digit)|(?:md5|sha|aes|bcrypt|argon|base64|utf|2fa|otp|wpa|https?:)",
    re.IGNORECASE,
)
_ENDS = ".,;:!?)"


def passwords_in(text: str) -> Iterator[Finding]:
    """Passwords and PINs; what may be a one-time code is none, nor what was taken out before."""
    for pattern in (_GIVEN, _TURNED, _PIN):
        for found in pattern.finditer(text):
            group = "bare" if found["bare"] else "quoted"
            start, end = found.span(group)
            if group == "bare" and pattern is not _TURNED:
                end = start + len(_without_ends(found[group]))
            value = text[start:end]
            if code_in(value) is not None or MARK.search(value):
                continue
            if group == "quoted" or pattern is _PIN or _looks_made_up(value):
                yield Finding(Kind.PASSWORD, start, end)


def _without_ends(value: str) -> str:
    """An exclamation mark after a digit is part of it: `Sommer24!`."""
    cut = value.rstrip(_ENDS)
    return value[: len(cut) + 1] if value[len(cut) : len(cut) + 1] == "!" and cut[-1:].isdigit() else cut


def _looks_made_up(value: str) -> bool:
    """Letters and digits mixed, or a sign inside that no word has."""
    if _TECHNICAL.match(value) or "://" in value:
        return False
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return mixed or bool(re.search(r"\w[!§$%&#*+~^@=?_]+\w|[$#%*^~]", value))
