"""Find what identifies a person in a letter, to read it back masked."""

import re
from dataclasses import dataclass

from privacy.reference import reference_in

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_CUSTOMER_NUMBER = re.compile(
    r"(?:kund(?:en|innen)?[-\s]?(?:nummer|nr)\b|customer\s*(?:number|no|id)\b|account\s*(?:number|no)\b|client\s*(?:number|no)\b)"
    r"[.:\s]*(?:is|ist|lautet)?[:\s#]*([A-Z]{0,3}[-\s]?\d[\d-]{2,})",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"\bK-\d{6}\b")
_BIRTH_DATE = re.compile(
    r"(?:geb(?:oren|\.)?(?:\s+am)?|geburtsdatum|born(?:\s+on)?|date of birth|dob)[:\s]*"
    r"(\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}\.?\s+\w+\s+\d{4})",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w-])(?:\+|00|0)\d[\d\s/()-]{6,}\d")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}\s?[A-Z0-9]{0,3}\b")
_SHOWN = 2  # characters of a value that stay readable


@dataclass(frozen=True)
class Identifier:
    """One thing that identifies a person.

    Attributes:
        kind: `email`, `customer_number`, `reference`, `birth_date`, `phone` or `iban`.
        value: As it was written.

    """

    kind: str
    value: str

    @property
    def masked(self) -> str:
        """Enough to recognise one's own, too little to use: `er…@example.com`, `K-…01`."""
        if self.kind == "reference":
            return self.value
        name, at, domain = self.value.partition("@")
        shown = min(_SHOWN, len(name) // 3)
        return f"{name[:shown]}…@{domain}" if at else f"{name[:shown]}…{name[len(name) - shown :]}"


def identifiers_in(text: str) -> list[Identifier]:
    """What identifies a person in *text*, each value once."""
    found = [Identifier("email", value) for value in _EMAIL.findall(text)]
    numbers = [value.strip() for value in [*_CUSTOMER_NUMBER.findall(text), *_OWN_NUMBER.findall(text)]]
    found += [Identifier("customer_number", value) for value in numbers]
    if reference := reference_in(text):
        found.append(Identifier("reference", reference))
    found += [Identifier("birth_date", value) for value in _BIRTH_DATE.findall(text)]
    ibans = _IBAN.findall(text)
    found += [Identifier("iban", value) for value in ibans]
    rest = _BIRTH_DATE.sub(" ", _IBAN.sub(" ", text))
    found += [Identifier("phone", value) for value in _PHONE.findall(rest)]
    return list(dict.fromkeys(found))


def without_identifiers(text: str) -> str:
    """*text* with an ellipsis in place of each identifier, to be kept without knowing whose it was."""
    for identifier in sorted(identifiers_in(text), key=lambda found: -len(found.value)):
        text = text.replace(identifier.value, "…")
    return text
