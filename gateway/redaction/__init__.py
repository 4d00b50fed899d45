"""What visitors tell of themselves that nobody here needs, taken out before it is kept anywhere."""

from dataclasses import dataclass

from gateway.redaction.bank import accounts_in
from gateway.redaction.cards import cards_in
from gateway.redaction.finding import Finding, Kind
from gateway.redaction.health import details_in
from gateway.redaction.papers import papers_in
from gateway.redaction.passwords import passwords_in

_FINDERS = (accounts_in, cards_in, papers_in, passwords_in, details_in)
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}  # one character each, so places stay


@dataclass(frozen=True)
class Redacted:
    """A message without it, and the kinds of what was there, each once."""

    text: str
    kinds: tuple[Kind, ...] = ()


def redact(text: str) -> Redacted:
    """Take out what nobody needs; customer numbers, references, telephone numbers and one-time codes stay."""
    kept: list[Finding] = []
    readable = text.translate(_FULL_WIDTH)
    for found in (found for find in _FINDERS for found in find(readable)):
        if not any(map(found.overlaps, kept)):
            kept.append(found)
    for found in sorted(kept, key=lambda found: -found.start):
        text = text[: found.start] + found.shown + text[found.end :]
    return Redacted(text, tuple(dict.fromkeys(found.kind for found in kept)))
