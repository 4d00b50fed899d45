"""Turns of phrase that steer an intake: a change of mind, a request for somebody else, a tender age."""

import re
from functools import cache
from importlib.resources import files

import yaml

from privacy.language import Language

_INSTEAD = "instead"
_MINOR = "minor"


def changes_mind(text: str, language: Language) -> bool:
    """Whether what is wanted now replaces what was wanted before."""
    return bool(_patterns()[_INSTEAD][language].search(text.lower()))


def acts_for_another(text: str, language: Language) -> str | None:
    """In which role the writer speaks for somebody else: lawyer, parent …; `None` for themselves."""
    roles = (role for role in _patterns() if role not in {_INSTEAD, _MINOR})
    return next((role for role in roles if _patterns()[role][language].search(text.lower())), None)


def tells_of_a_minor(text: str, language: Language) -> bool:
    """Whether the writer, or the child they write about, is said to be under 18."""
    return bool(_patterns()[_MINOR][language].search(text.lower()))


@cache
def _patterns() -> dict[str, dict[Language, re.Pattern[str]]]:
    entries = yaml.safe_load(files("answers").joinpath("wording.yml").read_text(encoding="utf-8"))
    return {
        name: {
            Language(code): re.compile(rf"\b(?:{'|'.join(found)})\b") for code, found in by_language.items()
        }
        for name, by_language in entries.items()
    }
