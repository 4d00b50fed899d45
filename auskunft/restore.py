"""`auskunft restore`: an installation made of a backup, where there is none."""

import asyncio
import os
import shutil
from pathlib import Path

from auskunft.backup import POLICY, TRACKER
from auskunft.failure import OperatorError
from auskunft.key import WITHOUT
from auskunft.manifest import Manifest
from auskunft.options import settings_at
from auskunft.store import misfitting_keys
from casestore.storage import schema
from casestore.storage.copying import CopyError, copy_file, is_empty, put_back
from settings import PREFIX, Settings
from settings.keys import STORED_WITH


def restore(data: Path, folder: Path, keys: Path | None) -> list[str]:
    """Make the installation in *data* of the backup in *folder*; returns what is to be said."""
    manifest = Manifest.of(folder)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if keys:
        _bring_keys(keys, data / "keys")
    settings = Settings.keyless(data)
    _refuse_unfit(settings, manifest)
    try:
        put_back(settings, folder)
    except CopyError as error:
        raise OperatorError(f"Nothing was restored. {error}") from error
    if TRACKER in manifest.files:
        copy_file(folder / TRACKER, data / TRACKER)
    if (folder / POLICY).is_dir():
        shutil.copytree(folder / POLICY, data / POLICY, dirs_exist_ok=True)
    made_at = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
    said = f"The installation of {made_at} is in {data}; what was deleted since is back."
    return [said, *_what_cannot_be_read(settings)]


def _bring_keys(keys: Path, to: Path) -> None:
    to.mkdir(exist_ok=True, mode=0o700)
    brought = sorted(keys.glob("auskunft_*"))
    if not brought:
        raise OperatorError(f"There are no keys in {keys}.")
    for path in brought:
        there = to / path.name
        if there.exists() and there.read_bytes() != path.read_bytes():
            raise OperatorError(f"{there} is another key than the one in {keys}: nothing is overwritten.")
        shutil.copyfile(path, there)
        there.chmod(0o600)


def _refuse_unfit(settings: Settings, manifest: Manifest) -> None:
    """Raise `OperatorError` when something would be overwritten, or nothing could be done with it."""
    if (manifest.database == "postgresql") != bool(settings.database.get_secret_value()):
        wanted = f"{PREFIX}DATABASE" if manifest.database == "postgresql" else f"no {PREFIX}DATABASE"
        raise OperatorError(f"This backup is of {manifest.database}: it wants {wanted}.")
    if not is_empty(settings) or (settings.data / TRACKER).exists():
        raise OperatorError("There is an installation already: nothing is overwritten.")
    if not schema.knows(settings, manifest.schema_revision):
        raise OperatorError("This backup was made by a newer version: install that one first.")


def _what_cannot_be_read(settings: Settings) -> list[str]:
    folder = settings.data / "keys"
    missing = [name for name in STORED_WITH if not _is_given(folder, name)]
    if missing:
        told = [WITHOUT[name] for name in missing]
        return [*told, f"Put them into {folder} before you start anything: {', '.join(missing)}."]
    if schema.revision(settings) != schema.newest(settings):
        return ["The schema is an older one: run `auskunft db upgrade`, then `auskunft keys check`."]
    wrong = asyncio.run(misfitting_keys(settings_at(settings.data)))
    if wrong:
        return [f"{name} is not the one it was written with. {WITHOUT[name]}" for name in wrong]
    return ["The keys fit. Run `auskunft audit verify`, and `auskunft retention run` once the system is up."]


def _is_given(folder: Path, name: str) -> bool:
    return f"{PREFIX}{name.upper()}" in os.environ or (folder / f"{PREFIX.lower()}{name}").exists()
