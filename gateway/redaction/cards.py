"""Payment cards: the last four digits stay (PCI DSS 4.0, 3.4.1)."""

import re
from collections.abc import Iterator

from stdnum import luhn

from gateway.redaction.finding import Finding, Kind, is_called, is_ordinary

_NUMBER = re.compile(r"(?<![\w+/.-])\d(?:[ -]?\d){11,18}(?![\w/-])")
_ISSUED = re.compile(  # length and first digits by network
    r"4\d{12}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}"
)
_CALLED_CARD = re.compile(
    r"(?:kredit|debit|giro|bank|ec-?\s?)karten?(?:-?n(?:umme)?r\b\.?)?|(?:credit|debit|bank)\s?card(?:\s(?:number|no\b))?"
    r"|visa|master\s?card|amex|american express|maestro",
    re.IGNORECASE,
)
_CHECK_VALUE = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn|kartenprüf(?:nummer|ziffer))\b[^\d\n…]{0,15}(\d{3,4})(?!\d)", re.IGNORECASE
)


def cards_in(text: str) -> Iterator[Finding]:
    """Card numbers that were issued with their check digit or are called so, and security codes."""
    for found in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        called = is_called(_CALLED_CARD, text, *found.span())
        if called or (_is_issued(digits) and not is_ordinary(text, found.start())):
            yield Finding(Kind.CARD, *found.span(), f"[…-{digits[-4:]}]")
    for found in _CHECK_VALUE.finditer(text):
        yield Finding(Kind.CARD, *found.span(1))


def _is_issued(digits: str) -> bool:
    return _ISSUED.fullmatch(digits) is not None and luhn.is_valid(digits)
