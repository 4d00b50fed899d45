"""Numbers that a state or an insurer gave a person: tax, social security, identity papers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.at import vnr
from stdnum.ch import ssn as ahv
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.us import ssn

from gateway.redaction.check_digits import (
    is_health_insurance_number,
    is_identity_card_number,
    is_pension_number,
)
from gateway.redaction.finding import Finding, Kind, is_called, is_ordinary

_NR = r"(?:[\s-]?(?:nummer|n[ro]\b\.?|number|card|identifikationsnummer|id\b))*"


def _name(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b{_NR}", re.IGNORECASE)


@dataclass(frozen=True)
class Paper:
    """A kind of number.

    Attributes:
        shape: What it looks like.
        called: What people call it; then a shape is enough, and without *alone* it is needed.
        alone: Tells from the number itself, as it was written, that it can be nothing else.
        valid: Needed even where it is called so.

    """

    shape: re.Pattern[str]
    called: re.Pattern[str]
    alone: Callable[[str], bool] = lambda _: False
    valid: Callable[[str], bool] = lambda _: True


def _compact(number: str) -> str:
    return re.sub(r"[\s./-]", "", number).upper()


_IN_GROUPS = re.compile(r"[1-9]\d \d{3} \d{3} \d{3}")
_FEWEST_DIGITS = 4  # of a paper whose form we do not know
_NINO_IN_PAIRS = re.compile(
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] \d{2} \d{2} \d{2} [A-D]"
)

PAPERS = [
    Paper(  # Germany, tax
        re.compile(r"(?<![\w+/-])[1-9]\d\s?\d{3}\s?\d{3}\s?\d{3}(?![\w-])"),
        _name(r"steuer[\s-]?id\w*|steuer\w*identifikation\w*|steuerliche id\w*|idnr|tax id\w*|tin"),
        alone=lambda number: bool(_IN_GROUPS.fullmatch(number)) and idnr.is_valid(number),
    ),
    Paper(
        re.compile(r"(?<![\w/])\d{2,3}[/ ]\d{3,4}[/ ]\d{4,5}(?![\w/])|(?<!\w)\d{10,13}(?!\w)"),
        _name(r"steuer[\s-]?(?:nummer|nr)|st\.?-?nr|tax (?:number|no)|tax reference|utr"),
    ),
    Paper(  # Germany, pension
        re.compile(r"(?<!\w)\d{2}\s?\d{6}\s?[A-Z]\s?\d{2}\s?\d(?!\w)", re.IGNORECASE),
        _name(r"rentenversicherung\w*|sozialversicherung\w*|sv|rv|rvnr|social (?:security|insurance)"),
        alone=lambda number: is_pension_number(_compact(number)),
    ),
    Paper(  # Germany, health insurance
        re.compile(r"(?<!\w)[A-Z]\s?\d{3}\s?\d{3}\s?\d{3}(?!\w)", re.IGNORECASE),
        _name(r"kranken\w*|versicherten\w*|kvnr|gesundheitskarte|health (?:insurance|card)"),
        valid=lambda number: is_health_insurance_number(_compact(number)),
    ),
    Paper(  # Germany, a badge of ours is called Ausweis too
        re.compile(r"(?<!\w)[CFGHJKLMNPRTVWXYZ][A-Z\d]{8}\d?(?!\w)", re.IGNORECASE),
        _name(r"ausweis\w*|personalausweis\w*|reisepass\w*|pass\w*|id card|identity card"),
        valid=lambda number: is_identity_card_number(number.upper()) and any(map(str.isdigit, number)),
    ),
    Paper(
        re.compile(r"(?<!\w)(?:[A-Z]{0,5}\d[A-Z\d]{5,14}|\d{3} \d{3} \d{3})(?!\w)", re.IGNORECASE),
        _name(
            r"personalausweis\w*|perso(?:nummer)?|reisepass\w*|pass(?:nummer|nr)|passport|führerschein\w*"
            r"|driving licen[cs]e|driver'?s licen[cs]e|id card|identity card"
        ),
        valid=lambda number: sum(map(str.isdigit, number)) >= _FEWEST_DIGITS,
    ),
    Paper(  # Austria
        re.compile(r"(?<![\w/-])[1-9]\d{3}\s?\d{6}(?![\w/-])"),
        _name(r"sozialversicherung\w*|sv|svnr|versicherungsn\w+|e-?card|social (?:security|insurance)"),
        valid=vnr.is_valid,
    ),
    Paper(  # Switzerland
        re.compile(r"(?<!\w)756[.\s]?\d{4}[.\s]?\d{4}[.\s]?\d{2}(?!\w)"), _name(r"ahv"), alone=ahv.is_valid
    ),
    Paper(  # United Kingdom
        re.compile(
            r"(?<!\w)[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?!\w)",
            re.IGNORECASE,
        ),
        _name(r"national insurance|ni|nino"),
        alone=lambda number: bool(_NINO_IN_PAIRS.fullmatch(number)),
    ),
    Paper(  # United States
        re.compile(r"(?<![\w-])\d{3}[- ]?\d{2}[- ]?\d{4}(?![\w-])"),
        _name(r"social security|ssn"),
        valid=lambda number: ssn.is_valid(_compact(number)),
    ),
    Paper(  # United Kingdom, health service
        re.compile(r"(?<!\w)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w)"), _name(r"nhs")
    ),
    Paper(re.compile(r"(?<!\w)[XYZ]\d{7}[A-Z](?!\w)"), _name(r"nie"), alone=nie.is_valid),  # Spain
    Paper(re.compile(r"(?<!\w)\d{8}-?[A-Z](?!\w)"), _name(r"dni"), valid=dni.is_valid),
    Paper(  # Italy
        re.compile(r"(?<!\w)[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z](?!\w)"),
        _name(r"codice fiscale"),
        alone=codicefiscale.is_valid,
    ),
    Paper(
        re.compile(r"(?<!\w)\d{9}(?!\w)"), _name(r"bsn|burgerservice\w*"), valid=bsn.is_valid
    ),  # Netherlands
    Paper(re.compile(r"(?<!\w)\d{11}(?!\w)"), _name(r"pesel"), valid=pesel.is_valid),  # Poland
]


def papers_in(text: str) -> Iterator[Finding]:
    """Numbers whose name stands beside them, or which can be nothing else."""
    for paper in PAPERS:
        for found in paper.shape.finditer(text):
            called = is_called(paper.called, text, *found.span()) and paper.valid(found[0])
            if called or (paper.alone(found[0]) and not is_ordinary(text, found.start())):
                yield Finding(Kind.IDENTITY, *found.span())
