"""Requests in other languages: a right does not depend on the languages we speak."""

import re
from functools import cache
from importlib.resources import files

import yaml

FOREIGN = "foreign_language"  # the topic of messages in neither German nor English

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def foreign_rights(text: str) -> tuple[str, ...]:
    """The rights whose words stand in *text*, in the order of mention; empty when none does."""
    found = []
    for word in _WORD.findall(text.lower()):
        found += [right for right, stems in _stems().items() if word.startswith(stems)]
    return tuple(dict.fromkeys(found))


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    entries = yaml.safe_load(files("answers").joinpath("foreign_requests.yml").read_text(encoding="utf-8"))
    return {right: tuple(stems.split()) for right, stems in entries.items()}
