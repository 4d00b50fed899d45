"""A model is code: none is loaded but the one that was trained here, as it was then."""

import hashlib
from pathlib import Path

from auskunft.failure import OperatorError


def pin(model: Path) -> None:
    """Note the hash of *model* beside it, as `sha256sum` does."""
    _note(model).write_text(f"{_hash(model)}  {model.name}\n", encoding="utf-8")


def is_pinned(model: Path) -> bool:
    """Whether *model* is there and was trained here."""
    return model.exists() and _note(model).exists()


def is_untouched(model: Path) -> bool:
    """Whether *model* is, to the byte, what was trained."""
    try:
        return _note(model).read_text(encoding="utf-8").split()[:1] == [_hash(model)]
    except (FileNotFoundError, UnicodeDecodeError):
        return False


def refuse_another(model: Path) -> None:
    """Raise `OperatorError` unless *model* is, to the byte, what was trained."""
    if not is_untouched(model):
        changed = f"{model} is not the model that was trained here"
        message = f"{changed}: find out who changed it, then delete it to have it trained again."
        raise OperatorError(message)


def _hash(model: Path) -> str:
    with model.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note(model: Path) -> Path:
    return model.with_name(f"{model.name}.sha256")
