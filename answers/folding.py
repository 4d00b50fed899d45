"""Write words alike that people type in different ways."""

import unicodedata

_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "’": "'"})


def fold(text: str) -> str:
    """Write *text* so that Löschung, Loeschung and Loschung come out alike; folding twice changes nothing."""
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    for pair, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        while pair in folded:
            folded = folded.replace(pair, letter)
    return folded
