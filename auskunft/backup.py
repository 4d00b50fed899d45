"""`auskunft backup`: everything that cannot be made again, copied while the system runs."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from auskunft.failure import OperatorError
from auskunft.manifest import NAME, Manifest, files_in
from casestore.storage import schema
from casestore.storage.copying import CopyError, copy_database, copy_file
from settings import Settings

TRACKER = "tracker.db"
POLICY = "policy"  # versions of the text before this one, for `auskunft policy check`


def back_up(settings: Settings, folder: Path, keys: Path | None) -> list[str]:
    """Write a backup into *folder* and the keys into *keys*, both new or empty; returns what to say."""
    if keys and _is_within(keys, folder):
        raise OperatorError("The keys do not belong into the backup: give them a folder elsewhere.")
    for new in filter(None, (folder, keys)):
        _make_empty(new)
    try:
        copy_database(settings, folder)
        if (settings.data / TRACKER).exists():
            copy_file(settings.data / TRACKER, folder / TRACKER)
    except CopyError as error:
        raise OperatorError(f"No backup was made. {error}") from error
    if (settings.data / POLICY).is_dir():
        shutil.copytree(settings.data / POLICY, folder / POLICY)
    manifest = Manifest(
        made_at=datetime.now(UTC),
        database="postgresql" if settings.database.get_secret_value() else "sqlite",
        schema_revision=schema.revision(settings),
        files=files_in(folder),
    )
    (folder / NAME).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    size = sum(file.bytes for file in manifest.files.values())
    return [f"{len(manifest.files)} files, {size:,} bytes, are in {folder}.", *_with_keys(settings, keys)]


def _with_keys(settings: Settings, to: Path | None) -> list[str]:
    if to is None:
        return ["The keys are not in it, and without them it cannot be read: keep a copy of them elsewhere."]
    for path in (settings.data / "keys").glob("auskunft_*"):
        shutil.copy2(path, to)
    return [
        f"The keys are in {to}. Whoever has both reads everything: take them to another place now.",
        "Keys that are set as AUSKUNFT_* variables are not among them.",
    ]


def _make_empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if any(folder.iterdir()):
        raise OperatorError(f"{folder} is not empty.")


def _is_within(one: Path, other: Path) -> bool:
    """Whether one of them lies in the other."""
    one, other = one.resolve(), other.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)
