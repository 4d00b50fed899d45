"""E-mail addresses in what people type."""

import re

from email_validator import EmailNotValidError, validate_email

_AROUND = "<>()[]{}\"'„“”‚‘’,;:!?."
_CANDIDATE = re.compile(r"\S+@\S+")


def address_in(text: str) -> str | None:
    """The only valid address in *text*, normalised; `None` for none or for several."""
    found = {address for word in _CANDIDATE.findall(text) if (address := _valid(word))}
    return found.pop() if len(found) == 1 else None


def _valid(word: str) -> str | None:
    stripped = word.removeprefix("mailto:").strip(_AROUND)
    try:
        return validate_email(stripped, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
