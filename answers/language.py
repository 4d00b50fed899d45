"""Tell German from English messages."""

import json
import re
from functools import cache
from importlib.resources import files

import yaml
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from langdetect.utils.lang_profile import LangProfile

from privacy.language import Language

NEIGHBOURS = ("cs", "da", "es", "fr", "hr", "hu", "it", "nl", "pl", "pt", "ro", "sv", "tr")
FOREIGN_WORDS = 5  # with at most one of them ours: "je" is a German word too
ENOUGH_WORDS = 3  # below, langdetect guesses: "Standortdaten" is English to it

_CODE = re.compile(r"[\d@/]")
_EITHER = re.compile(r"\bart\b\.?|\bok(ay)?\b|\b(dsgvo|gdpr|bdsg)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def identify(text: str) -> Language | None:
    """The language of *text*, or `None` when it is too short to tell.

    Codes, addresses, articles and "ok" say nothing about the language.
    """
    said = " ".join(part for part in text.split() if not _CODE.search(part))
    words = _WORD.findall(_EITHER.sub(" ", said).lower())
    hits = {language: sum(word in telling for word in words) for language, telling in _telling().items()}
    german, english = hits[Language.GERMAN], hits[Language.ENGLISH]
    if len(words) >= FOREIGN_WORDS and german + english <= 1 and _is_foreign(" ".join(words)):
        return None
    if german != english and min(german, english) * 2 <= max(german, english):
        return Language.GERMAN if german > english else Language.ENGLISH
    if len(words) < ENOUGH_WORDS:
        return None
    return _guess(" ".join(words))


def likeliest(text: str) -> Language:
    """The language of *text* where no conversation tells it: a guess when need be, German without letters."""
    return identify(text) or _guess(text) or Language.GERMAN


def _guess(text: str) -> Language | None:
    found = _detected(text, tuple(Language))
    return Language(found) if found else None


def _is_foreign(text: str) -> bool:
    """Whether *text*, which has hardly a word of ours, is in a language of our neighbours."""
    return _detected(text, (*Language, *NEIGHBOURS)) in NEIGHBOURS


def _detected(text: str, languages: tuple[str, ...]) -> str | None:
    detector = _factory(languages).create()
    detector.append(text)
    try:
        return str(detector.detect())
    except LangDetectException:
        return None


@cache
def _telling() -> dict[Language, frozenset[str]]:
    """Words that only one of the languages has."""
    entries = yaml.safe_load(files("answers").joinpath("telling_words.yml").read_text(encoding="utf-8"))
    return {Language(code): frozenset(words.split()) for code, words in entries.items()}


@cache
def _factory(languages: tuple[str, ...]) -> DetectorFactory:
    """A factory that knows these languages only, and answers the same every time."""
    factory = DetectorFactory()
    factory.seed = 0
    for index, language in enumerate(languages):
        profile = files("langdetect.profiles").joinpath(language).read_text(encoding="utf-8")
        factory.add_profile(LangProfile(**json.loads(profile)), index, len(languages))
    return factory
