"""What a stranger typed, made safe to pass on without changing what it says."""

import re
import unicodedata

MAX_CHARACTERS = 8000
_KEPT_CONTROLS = {"\n", "\t"}
_PAYLOAD_START = re.compile(r"^[\s/\u2044\u2215\uff0f]+")


def plain_text(text: str) -> str:
    """Return *text* without control and formatting characters and surrounding blanks.

    Bidirectional marks and zero-width characters go (category Cf), and so do
    lone surrogates and a leading slash, which Rasa would take for a payload.
    """
    visible = (c for c in "\n".join(text.splitlines()) if _is_visible(c))
    return _PAYLOAD_START.sub("", unicodedata.normalize("NFC", "".join(visible))).strip()


def _is_visible(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
