"""Cut text into sentences; every piece stands in it character for character.

Written by hand because spaCy's rule-based sentenciser ends a sentence at
“Art. 15”, “Dr. Falk” and “3. Februar”, of which letters are full.
"""

import re

_END = re.compile(r"(?<=[.!?])[\"“”')]*\s+|\n+")
_LOOKED_BACK = 16  # characters; no abbreviation is longer
_GOES_ON = re.compile(
    r"(?:(?:^|[\s(\[„“\"/])(?:\d{1,2}|[A-ZÄÖÜa-zäöü]|Art|Artt|Abs|Ziff|Nr|Nrn|No|lit|bzw|ca|vgl|Vgl|gem|Gem|ggf|evtl|usw|inkl|insb|"
    r"sog|Tel|Fax|Dr|Prof|Dipl|med|dent|jur|phil|Ing|Inc|Ltd|Co|Mr|Mrs|Ms|St|Str|geb|Kd|Az|Ref|Kto|betr|Betr|"
    r"bspw|Bsp|zzgl|abzgl|Hr|Fr|Frl|ggü|vs|approx|incl|para|paras|sec|Sec|Reg|Dec|Feb|Jan|Aug|Sept|Oct|Okt|Nov|Dez)"
    r"|str|Kd\.-Nr|i\.\s?V\.\s?m)\.$",
)


def cut(text: str) -> list[str]:
    """The sentences of *text*, in order, without the blanks between them."""
    pieces, start = [], 0
    for found in _END.finditer(text):
        piece = text[start : found.start()]
        if "\n" in found.group() or not _GOES_ON.search(piece[-_LOOKED_BACK:]):
            pieces.append(piece)
            start = found.end()
    return [piece for piece in [*pieces, text[start:]] if piece.strip()]
