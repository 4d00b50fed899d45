"""Tell German from English messages."""

import json
import re
from functools import cache
from importlib.resources import files

from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from langdetect.utils.lang_profile import LangProfile

from privacy.language import Language

ENOUGH_LETTERS = 12  # below, langdetect guesses: "Storno" is English to it

_IDENTIFIER = re.compile(r"\S*[\d@/]\S*|\bart\b\.?|\bok(ay)?\b|\b(dsgvo|gdpr|bdsg)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Words of one language only; they settle what is too short for statistics.
_TELLING = {
    Language.GERMAN: frozenset(
        ["ich", "du", "er", "sie", "wir", "ihr", "mich", "dich", "mir", "dir", "euch", "ihnen", "mein", "meine", "meinen", "meiner", "dein", "deine", "eure", "euer", "ihre", "ihren", "der", "das", "den", "dem", "ein", "eine", "einen", "und", "oder", "aber", "nicht", "kein", "keine", "ja", "nein", "bitte", "danke", "hallo", "moin", "servus", "tschüss", "guten", "tag", "wie", "wer", "wo", "was", "wann", "warum", "wieso", "weshalb", "welche", "welcher", "ist", "sind", "seid", "habt", "haben", "hat", "wird", "werden", "kann", "können", "möchte", "will", "wollen", "mit", "von", "für", "auf", "aus", "bei", "nach", "über", "zu", "zum", "zur", "daten", "löschen", "speichert", "storno", "auskunft", "löschung", "berichtigung", "widerspruch", "sperrung", "einschränkung", "mensch", "mitarbeiter", "datenschutz", "doch", "noch", "auch", "nur", "schon", "mal", "es", "im", "am", "vom", "beim", "alle", "alles", "gibt", "stimmt", "richtig", "falsch", "passt", "genau", "weiter", "zurück"]
    ),
    Language.ENGLISH: frozenset(
        ["i", "you", "he", "she", "we", "they", "me", "him", "them", "us", "my", "your", "his", "our", "their", "the", "a", "an", "and", "or", "but", "not", "no", "yes", "please", "thanks", "thank", "hello", "hi", "hey", "bye", "goodbye", "good", "morning", "how", "who", "where", "what", "when", "why", "which", "is", "are", "do", "does", "did", "have", "has", "had", "will", "would", "can", "could", "should", "want", "need", "with", "from", "for", "on", "at", "by", "about", "of", "to", "in", "it", "this", "that", "these", "those", "there", "data", "delete", "erase", "remove", "keep", "store", "access", "rectify", "correction", "objection", "restriction", "human", "person", "agent", "privacy", "cancel", "stop", "again", "more", "right", "wrong", "correct", "sure", "nope", "yep", "yeah", "back"]
    ),
}


def identify(text: str) -> Language | None:
    """The language of *text*, or `None` when it is too short to tell.

    Codes, addresses, articles and "ok" say nothing about the language.
    """
    words = _WORD.findall(_IDENTIFIER.sub(" ", text).lower())
    hits = {language: sum(word in telling for word in words) for language, telling in _TELLING.items()}
    german, english = hits[Language.GERMAN], hits[Language.ENGLISH]
    if german != english and min(german, english) * 2 <= max(german, english):
        return Language.GERMAN if german > english else Language.ENGLISH
    if sum(map(len, words)) < ENOUGH_LETTERS:
        return None
    return _guess(" ".join(words))


def _guess(text: str) -> Language | None:
    detector = _factory().create()
    detector.append(text)
    try:
        return Language(detector.detect())
    except LangDetectException:
        return None


@cache
def _factory() -> DetectorFactory:
    """A factory that knows German and English only, and answers the same every time."""
    factory = DetectorFactory()
    factory.seed = 0
    for index, language in enumerate(Language):
        profile = files("langdetect.profiles").joinpath(language).read_text(encoding="utf-8")
        factory.add_profile(LangProfile(**json.loads(profile)), index, len(Language))
    return factory
