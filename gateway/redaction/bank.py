"""Bank accounts: country and last four digits stay, enough to see which one is meant."""

import re
from collections.abc import Iterator

from stdnum import iban

from gateway.redaction.finding import NOTHING, Finding, Kind, is_called

_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}[ -]?\d{2}(?:[ .-]{0,2}[A-Z0-9]){11,30}", re.IGNORECASE)
_MISTYPED = re.compile(r"[A-Z]{2}[ -]?\d{2}(?: ?[A-Z]{4})?(?:[ .-]{0,2}\d){10,26}", re.IGNORECASE)
_CALLED_IBAN = re.compile(r"iban|konto|bankverbindung|account", re.IGNORECASE)
_SHORTEST = 15  # characters of an IBAN: Norway
_HEAD = 6  # digits that its country, two letters, and its check digits come to
_NUMBER = r"\d(?:[ /.-]?\d){3,11}"
_OLD_PAIR = re.compile(  # an account and its bank, in either order
    rf"(?:konto|kto|blz|bankleitzahl|sort\s?code|account\s(?:number|no))[^\d\n…]{{0,20}}({_NUMBER})"
    rf"[^\d\n…]{{0,30}}(?:konto|kto|blz|bankleitzahl|sort\s?code|account\s(?:number|no))[^\d\n…]{{0,20}}({_NUMBER})",
    re.IGNORECASE,
)
_A_BANK = re.compile(r"blz|bankleitzahl|sort\s?code", re.IGNORECASE)


def accounts_in(text: str) -> Iterator[Finding]:
    """IBANs whose check digits are right or that are called so, and accounts with a sort code."""
    place = 0
    while found := _IBAN.search(text, place):
        place = found.start() + 1  # what only looks like one may hide the beginning of another
        if end := _end_of_iban(text, found):
            number = iban.compact(text[found.start() : end])
            yield Finding(Kind.BANK, found.start(), end, f"[{number[:2].upper()}-…-{number[-4:]}]")
            place = end
    for pair in _OLD_PAIR.finditer(text):
        if _A_BANK.search(pair[0]):
            yield from (Finding(Kind.BANK, *pair.span(part), NOTHING) for part in (1, 2))


def _end_of_iban(text: str, found: re.Match[str]) -> int | None:
    """Where the IBAN ends that begins there: words may follow it with no more than a blank between."""
    ends = [found.start() + length for length in _right_lengths(found[0]) if length >= _SHORTEST]
    whole = (
        end
        for end in reversed(ends)
        if _may_end(text, end) and iban.is_valid(text[found.start() : end], check_country=False)
    )
    if end := next(whole, None):
        return end
    run = _MISTYPED.match(found[0])
    mistyped = run and is_called(_CALLED_IBAN, text, found.start(), found.start() + run.end())
    return found.start() + run.end() if run and mistyped else None


def _right_lengths(run: str) -> Iterator[int]:
    """After how many characters of *run* the check digits are right (ISO 13616): told in one pass."""
    head, rest = "", 0
    for length, character in enumerate(run, 1):
        if not character.isalnum():
            continue
        digits = str(int(character, 36)) if character.isascii() else ""
        if len(head) < _HEAD:
            head += digits
            continue
        rest = (rest * 10 ** len(digits) + int(digits or 0)) % 97
        if (rest * 10**_HEAD + int(head)) % 97 == 1:
            yield length


def _may_end(text: str, place: int) -> bool:
    return text[place - 1].isalnum() and not text[place : place + 1].isalnum()
