"""What a backup holds, and whether it is whole."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ValidationError

from auskunft.failure import OperatorError

NAME = "manifest.json"


class File(BaseModel):
    """One file of a backup."""

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """Written last: a folder without it is no whole backup."""

    format: Literal[1] = 1
    auskunft: str = version("auskunft")
    made_at: AwareDatetime
    database: Literal["sqlite", "postgresql"]
    schema_revision: str
    files: dict[str, File]

    @classmethod
    def of(cls, folder: Path) -> "Manifest":
        """The manifest of the backup in *folder*, every file of which is as it was written."""
        try:
            manifest = cls.model_validate_json((folder / NAME).read_bytes())
        except FileNotFoundError as error:
            raise OperatorError(f"{folder} is no backup, or not a whole one: it has no {NAME}.") from error
        except ValidationError as error:
            raise OperatorError(
                f"{folder / NAME} cannot be read: was it written by a newer version?"
            ) from error
        if manifest.files != files_in(folder):
            raise OperatorError(
                f"The backup in {folder} is damaged: {_first_difference(manifest.files, folder)}."
            )
        return manifest


def files_in(folder: Path) -> dict[str, File]:
    """Every file in *folder* but the manifest, by its path from there."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return {path.relative_to(folder).as_posix(): _file(path) for path in paths}


def _file(path: Path) -> File:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(bytes=path.stat().st_size, sha256=digest)


def _first_difference(wanted: dict[str, File], folder: Path) -> str:
    found = files_in(folder)
    name = min(name for name in wanted.keys() | found if wanted.get(name) != found.get(name))
    what = "is missing" if name not in found else "was added" if name not in wanted else "was changed"
    return f"{name} {what}"
