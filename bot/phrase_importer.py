"""Read the training phrases quickly.

Rasa reads every training file three times and builds its schema anew for each; with
our phrases that takes most of a training. This importer reads them once, with the
C parser, into the same messages. Everything else is left to Rasa's own importer.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_ITEM = "- "


class PhraseFileError(RasaException):
    """A phrase file is not of the form that `CONTRIBUTING.md` describes."""


class Phrase(Message):
    """A training phrase; setting what it has already does not make it another one.

    Rasa copies all phrases to the depth and sets every intent anew each time it
    merges training data, and then hashes them again, some fifteen times in a training.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Phrase:
        """Copy what components may change; text and metadata are never changed."""
        copied = copy(self)
        copied.data, copied.features = dict(self.data), list(self.features)
        copied.output_properties = set(self.output_properties)
        return copied

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:  # noqa: FBT001, FBT002  # Rasa's signature
        """Set a property, unless it has that value."""
        if add_to_output or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)


class PhraseImporter(RasaFileImporter):
    """Reads `nlu:` files itself, and all others as Rasa does."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        """Sort the training files by what they hold."""
        super().__init__(config_file, domain_path, [])
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths
        found = {path for folder in paths or [] for path in _yaml_files(Path(folder))}
        self._phrase_files = [path for path in found if "nlu" in _entries(path)]
        super().__init__(config_file, domain_path, [str(path) for path in found - set(self._phrase_files)])

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return phrases and responses."""
        phrases = TrainingData(_phrases(tuple(sorted(self._phrase_files))))
        return phrases.merge(training_data_from_paths(self._nlu_files, language))


def _yaml_files(folder: Path) -> list[Path]:
    return [folder] if folder.is_file() else [*folder.rglob("*.yml"), *folder.rglob("*.yaml")]


@cache
def _entries(path: Path) -> dict[str, list[dict[str, object]]]:
    try:
        return dict(yaml.load(path.read_bytes(), yaml.CSafeLoader) or {})
    except (OSError, ValueError, yaml.YAMLError) as error:
        message = f"{path} cannot be read: {error}"
        raise PhraseFileError(message) from error


@cache
def _phrases(files: tuple[Path, ...]) -> list[Message]:
    return [
        message for path in files for block in _entries(path)["nlu"] for message in _messages(path, block)
    ]


def _messages(path: Path, block: dict[str, object]) -> list[Message]:
    try:
        intent, about, lines = block["intent"], block["metadata"], str(block["examples"]).splitlines()
    except (KeyError, TypeError) as error:
        message = f"{path}: a block of phrases wants intent, metadata and examples: {error}"
        raise PhraseFileError(message) from error
    if odd := next((line for line in lines if line.strip() and not line.startswith(_ITEM)), None):
        message = f"{path}: a phrase must begin with {_ITEM!r}: {odd!r}"
        raise PhraseFileError(message)
    return [Phrase.build(line[len(_ITEM) :].strip(), intent, None, about) for line in lines if line.strip()]
