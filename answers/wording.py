"""Turns of phrase that steer an intake: a change of mind, a request for somebody else."""

import re
from functools import cache
from importlib.resources import files

import yaml

from privacy.language import Language

_INSTEAD = "instead"


def changes_mind(text: str, language: Language) -> bool:
    """Whether what is wanted now replaces what was wanted before."""
    return bool(_patterns()[_INSTEAD][language].search(text.lower()))


def acts_for_another(text: str, language: Language) -> str | None:
    """In which role the writer speaks for somebody else: lawyer, parent …; `None` for themselves."""
    roles = (role for role in _patterns() if role != _INSTEAD)
    return next((role for role in roles if _patterns()[role][language].search(text.lower())), None)


@cache
def _patterns() -> dict[str, dict[Language, re.Pattern[str]]]:
    entries = yaml.safe_load(files("answers").joinpath("wording.yml").read_text(encoding="utf-8"))
    return {
        name: {
            Language(code): re.compile(rf"\b(?:{'|'.join(found)})\b") for code, found in by_language.items()
        }
        for name, by_language in entries.items()
    }
