"""What somebody tells of an illness or a medicine of their own, or of their family's.

Only the illness goes, the sentence stays. What is said to stand in a record of ours is left alone: whoever
wants that record corrected or erased has to say what it is (Art. 16, 17).
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from gateway.redaction.finding import Finding, Kind

_IS_DE = (
    r"(?:habe?|haben|hat|hatten?|leiden?|leidet|litt|bin|ist|war|bekam|bekommen?|erkrankten?|nehme?|nimmt|nahm"
    r"|brauche?|wurden?|kämpfe?|lebe)"
)
_IS_EN = (
    r"(?:'ve|’ve|'m|’m|\s+(?:have|has|had|am|is|was|gets?|got|takes?|took|suffer(?:s|ed)?|lives?|need|developed"
    r"|caught))"
)
_GAP = r"(?:[^\s.,;:!?]+\s+){0,4}?"  # up to four words
_TOLD = rf"""
    \b(?:ich|wir|ihm|ihr|mir|(?:mein|unser)\w*\s+\w+)\s+(?:\w+\s+)?{_IS_DE}\s+{_GAP}
  | \b(?:habe?|hatte|leide|nehme|brauche|weil|da|dass)\s+(?:ich|wir|(?:mein|unser)\w*\s+\w+)\s+{_GAP}
  | (?:^|[,;]|\bund\b|\baber\b)\s*(?:bin|habe?|hatte|leide|nehme)\s+(?!ich\b){_GAP}
  | \bich\s+{_GAP}(?=\S+\s+(?:habe?|hatte|bin|leide|nehme|erkrankt)\b)
  | \b(?:diagnos(?:e|is|ed)|diagnostiziert|erkrankt|behandelt|treated|suffer\w*|leide\w*)\b[\s:]+
    (?:(?:is|ist|lautet|with|for|from|an|unter|wegen)\s+){_GAP}
  | \bdiagnos(?:e|is)\s*:\s*
  | \b(?:i|we|(?:my|our)\s+\w+)(?:\s+(?:also|just|now|still|currently|\w+ly))?{_IS_EN}\s+{_GAP}
  | \b(?:meine?[rnsm]?|unsere?[rnsm]?|my|our)\s+(?:\w+(?:e|en|er|es|ic|al|ous|nt|re|ed)\s+)?
  | \bwegen\s+(?:einer?|eines|der|des)\s+(?:\w+(?:en|er|es)\s+)?
  | \b(?:since|after|during|seit|nach|während)\s+(?:my|our|the|meine[rnsm]?|unsere[rnsm]?|de[rm])\s+
    (?:\w+(?:en|er)\s+)?
  | \b(?:treatment|therapy|therapie|behandlung)\s+(?:for|gegen|wegen|of)\s+{_GAP}
"""
_OURS = re.compile(
    r"\b(?:steht|stehen|stand|vermerk\w*|notiz\w*|notiert\w*|eintr[aä]g\w*|eingetragen\w*|gespeichert\w*"
    r"|hinterlegt\w*|erfasst\w*|datei|akten?|\w*bogen|kartei|profil|falsch|says?|said|record|recorded|entry"
    r"|entries|sheet|notes?|noted|stored|listed|profile|files?|form|down|lists?|wrong|incorrect)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:kein\w*|nicht|nie|no|not|never|don['’]t|didn['’]t)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NOT_TOLD = re.compile(  # a profession, a cause, a zodiac sign, what somebody supposes
    r"\b(?:forsch|spende|interessier|interest|informier|arbeite|beruf|work|research|donat|sternzeichen|zodiac|infer"
    r"|think|thought|glaub|vermut|guess)",
    re.IGNORECASE,
)
_OF_SOMETHING = (  # it is an advertisement, a charity, a ward, and nobody's illness
    r"-(?!erkrank|patient|diagnos)\w|\s+(?:ad|app|research|charit|ward|awareness|group|societ|support|werbung|forum)"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*")


def details_in(text: str) -> Iterator[Finding]:
    """The names of illnesses and medicines in what is told of somebody."""
    told, names = _patterns()
    if not names.search(text):
        return
    for sentence in _SENTENCE.finditer(text):
        if _OURS.search(sentence[0]) or _NOT_TOLD.search(sentence[0]):
            continue
        start = sentence.start()
        for found in told.finditer(sentence[0]):
            if not _DENIED.search(sentence[0][: found.start("name")]):
                yield from (
                    Finding(Kind.HEALTH, start + name.start(), start + name.end())
                    for name in names.finditer(sentence[0], found.start())
                )
                break


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """An illness or a medicine as somebody tells of it, and any of them."""
    lists = yaml.safe_load(files(__package__).joinpath("health.yml").read_text(encoding="utf-8"))
    names = " ".join([*lists["illnesses"].values(), lists["medicines"]]).split()
    any_name = "|".join(_as_pattern(name) for name in sorted(set(names), key=lambda name: -len(name)))
    whole = rf"(?<![\w-])(?:{any_name})(?:['’]s)?(?!\w|{_OF_SOMETHING})"
    told = rf"(?:{_TOLD})(?P<name>{whole})"
    return re.compile(told, re.IGNORECASE | re.VERBOSE), re.compile(whole, re.IGNORECASE)


def _as_pattern(name: str) -> str:
    return re.escape(name).replace(r"\*", r"\w*").replace("_", r"\s+")
