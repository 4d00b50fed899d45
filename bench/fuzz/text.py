"""What must hold of any text, whatever stands in it.

Each function tells what does not hold, or returns `None`. `bench.fuzz.guided` searches for texts that break
one; the tests ask the same of random texts.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from actions.address import address_in
from answers.folding import fold
from answers.identifiers import identifiers_in, without_identifiers
from answers.language import identify, likeliest
from answers.letter import is_letter
from answers.segments import clauses, segments, sentences
from answers.sentences import cut
from gateway import form_entries
from gateway.redaction import Redacted, redact
from gateway.redaction.finding import MARK, NOTHING, Kind
from privacy.hygiene import plain_text
from privacy.language import Language
from privacy.reference import reference_in
from privacy.spreadsheet import shown_as_text
from privacy.verification import DIGITS, MASK, code_in, masked

_CLOSING = "\"“”')"  # goes with the end of a sentence
_REFERENCE = re.compile(r"DSR-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_SLASHES = ("/", "\u2044", "\u2215", "\uff0f")


def hygiene(text: str) -> str | None:
    """What is cleaned stays as it is, begins no payload, and can be written down."""
    clean = plain_text(text)
    clean.encode()
    if clean.startswith(_SLASHES):
        return "a slash leads"
    return None if plain_text(clean) == clean else "cleaned twice is something else"


def redaction(text: str) -> str | None:
    """Only what is marked goes, and nothing goes the second time."""
    before = plain_text(text)
    redacted = redact(before)
    if len(redacted.text) > len(before) + len(NOTHING) * redacted.text.count("…"):
        return "longer by more than its marks"
    if not _in_order(MARK.split(redacted.text), before):
        return "words that nobody wrote"
    if not set(redacted.kinds) <= set(Kind) or (redacted.text != before and not redacted.kinds):
        return "something went that is of no kind"
    return None if _is_final(redacted) else "redacted twice is something else"


def _is_final(redacted: Redacted) -> bool:
    """Whether nothing more goes; an illness may, which words tell of that are nearer without a number."""
    shown = MARK.sub(r"x\g<0>x", redacted.text)  # or words that were one with a number would begin anew
    again = redact(shown)
    return again.text == shown or (again.kinds == (Kind.HEALTH,) and set(redacted.kinds) != {Kind.HEALTH})


def codes(text: str) -> str | None:
    """A code has six digits, and none is left to read once they are masked."""
    code = code_in(text)
    if code is not None and not (code.isascii() and code.isdecimal() and len(code) == DIGITS):
        return "a code of another form"
    found: list[str] = []

    def hides(digits: str) -> bool:
        found.append(digits)
        return True

    shown = masked(text, hides)
    if (code is None) != (shown == text) or (code and code not in found):
        return "masked without a code, or a code not masked"
    in_longer_numbers = shown.count(MASK) - text.count(MASK) > len(found)  # their other digits stay
    return None if in_longer_numbers or code_in(shown) is None else "a code is left to read"


def letters(text: str) -> str | None:
    """Sentences and clauses have the characters of the letter, each once, in its order."""
    if _letters("".join(cut(text)), _CLOSING) != _letters(text, _CLOSING):
        return "cut away more than what closes a sentence"
    parts = sentences(text)
    if not _in_order(_letters("".join(parts)), _letters(text)):
        return "sentences that nobody wrote"
    if any(not _in_order(_letters("".join(clauses(part))), _letters(part)) for part in parts):
        return "clauses that nobody wrote"
    if any([s.text for s in segments(text, code) if not s.is_clause] != parts for code in Language):
        return "segments are not the sentences"
    return None if is_letter(text) in {True, False} else "neither a letter nor none"


def language(text: str) -> str | None:
    """A language is one of ours, or not told; and the same each time."""
    told, guessed = identify(text), likeliest(text)
    if told not in {None, *Language} or guessed not in set(Language):
        return "no language of ours"
    return None if (identify(text), likeliest(text)) == (told, guessed) else "another one the second time"


def addresses(text: str) -> str | None:
    """An address is one word with one sign, and reads as itself."""
    for read in (address_in, form_entries.address_in):
        if (found := read(text)) is None:
            continue
        if found.count("@") != 1 or found.split() != [found] or not found.isprintable():
            return "an address of another form"
        if read(found) != found:
            return "an address that is read as another"
    return None


def identifiers(text: str) -> str | None:
    """What identifies somebody can be read back masked, and taken out."""
    found, kept = identifiers_in(text), without_identifiers(text)
    if any(one.value in one.masked for one in found if one.kind != "reference"):
        return "shown whole where it should be masked"
    if any(one.value in kept for one in found if one.value in text):
        return "an identifier is kept"
    reference = reference_in(text)
    return None if reference is None or _REFERENCE.fullmatch(reference) else "a reference of another form"


def words(text: str) -> str | None:
    """What is folded stays as it is, but for stacked marks, and no cell begins a formula."""
    if shown_as_text(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "a formula"
    folded = fold("".join(c for c in unicodedata.normalize("NFC", text) if not unicodedata.combining(c)))
    return None if fold(folded) == folded else "folded twice is something else"


PROPERTIES: dict[str, Callable[[str], str | None]] = {
    told.__name__: told
    for told in (hygiene, redaction, codes, letters, language, addresses, identifiers, words)
}


def complaint(name: str, text: str) -> str | None:
    """What does not hold of *text*; an exception is told by its name."""
    try:
        return PROPERTIES[name](text)
    except Exception as error:  # noqa: BLE001  # whatever is raised is what we search for
        return f"raises {type(error).__name__}"


def _letters(text: str, without: str = "") -> str:
    return "".join(character for character in text if not character.isspace() and character not in without)


def _in_order(parts: Iterable[str], whole: str) -> bool:
    """Whether the characters of *parts* stand in *whole* in that order."""
    left = iter(whole)
    return all(character in left for part in parts for character in part)
