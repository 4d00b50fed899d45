"""German check digits that `stdnum` does not know."""

import re
from itertools import cycle

_PENSION_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def is_pension_number(number: str) -> bool:
    """Whether it is a Versicherungsnummer of the Rentenversicherung (VKVV § 2)."""
    if not re.fullmatch(r"\d{8}[A-Z]\d{3}", number) or not _is_birthday(number[2:6]):
        return False
    digits = f"{number[:8]}{ord(number[8]) - 64:02d}{number[9:11]}"
    weighted = (int(d) * w for d, w in zip(digits, _PENSION_WEIGHTS, strict=True))
    return sum(map(_digit_sum, weighted)) % 10 == int(number[11])


def is_health_insurance_number(number: str) -> bool:
    """Whether it is a Krankenversichertennummer (SGB V § 290): a letter, eight digits, a check digit."""
    if not re.fullmatch(r"[A-Z]\d{9}", number):
        return False
    digits = f"{ord(number[0]) - 64:02d}{number[1:9]}"
    weighted = (int(d) * w for d, w in zip(digits, cycle((1, 2)), strict=False))
    return sum(map(_digit_sum, weighted)) % 10 == int(number[9])


def is_identity_card_number(number: str) -> bool:
    """Whether it is the number of a German identity card or passport (ICAO Doc 9303-3, 4.9)."""
    if not re.fullmatch(r"[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\d]{8}\d?", number):
        return False
    weighted = (int(c, 36) * w for c, w in zip(number[:9], cycle((7, 3, 1)), strict=False))
    return len(number) == 9 or sum(weighted) % 10 == int(number[9])  # noqa: PLR2004  # without its check digit


def _is_birthday(day_and_month: str) -> bool:
    """Day and month; where a number was used up, 50 are added to the day."""
    day, month = int(day_and_month[:2]) % 50, int(day_and_month[2:])
    return 1 <= day <= 31 and 1 <= month <= 12  # noqa: PLR2004


def _digit_sum(number: int) -> int:
    return sum(map(int, str(number)))
