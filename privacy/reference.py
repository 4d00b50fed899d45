"""References of requests: DSR-7K3M-Q2XD, not guessable, easy to read aloud."""

import re
import secrets
import unicodedata

# Crockford's base 32: no I, L, O, U, so that nothing is misread or offends.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
_GAP = r"[\s\u2010-\u2015-]*"
_SHAPE = re.compile(rf"(?<![0-9A-Z])DSR{_GAP}([0-9A-Z]{{4}}){_GAP}([0-9A-Z]{{4}})(?![0-9A-Z])")


def new_reference() -> str:
    """Draw a reference of 35 random bits and its check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return _written(body + _check_character(body))


def reference_in(text: str) -> str | None:
    """The first well-formed reference in *text*, as we write it; `None` without one."""
    for found in _SHAPE.finditer(unicodedata.normalize("NFKC", text).upper()):
        characters = "".join(found.groups()).translate(_MISREAD)
        if "U" not in characters and characters[-1] == _check_character(characters[:-1]):
            return _written(characters)
    return None


def _check_character(body: str) -> str:
    """Luhn's algorithm modulo 32: finds every single wrong character."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += sum(divmod(value, 32))
    return ALPHABET[-total % 32]


def _written(characters: str) -> str:
    return f"DSR-{characters[:4]}-{characters[4:]}"
