"""What the desk says, from `content/desk/*.yml`: a file's name is the first part of its sentences' names."""

from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.numbers import format_decimal

from privacy.language import Language


class Wording:
    """Sentences by name and language."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self._entries = entries

    @classmethod
    def load(cls, content: Path) -> "Wording":
        """Read every file of `desk/` in the folder of texts."""
        files = sorted((content / "desk").glob("*.yml"))
        return cls({file.stem: _read(file) for file in files})

    def say(self, name: str, language: Language, /, **values: object) -> str:
        """The sentence `area.name`, filled with *values*; one with `one` and `other` goes by *count*.

        Raises `KeyError` for a name or a value that is missing.
        """
        entry = reduce(getitem, name.split("."), self._entries)
        if language not in entry:
            entry = entry[Locale.parse(language.locale).plural_form(values["count"])]
        return str(entry[language]).format(**{key: _shown(value, language) for key, value in values.items()})


def _read(file: Path) -> Any:
    """Everything as it is written: a sentence named `on` is no truth value."""
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # makes strings only


def _shown(value: object, language: Language) -> object:
    return format_decimal(value, locale=language.locale) if isinstance(value, int) else value
