"""What stands in the way of running, found out without changing anything."""

import os
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import yaml
from pydantic import SecretStr, ValidationError

from answers.answer import Answers
from answers.corpus import PolicyError
from answers.passage import MisquoteError
from answers.topic import ContentError
from auskunft.combinations import dangerous_combinations, public_address
from auskunft.failure import OperatorError
from auskunft.key import WITHOUT
from auskunft.reachable import unreachable
from auskunft.store import misfitting_keys
from auskunft.training import refuse_unfit_model
from casestore.app import create_app as create_casestore
from casestore.storage.encryption import Vault
from desk.app import create_app as create_desk
from doors.replicas import Replicas
from gateway.app import create_app as create_gateway
from settings import PREFIX, Settings, content_folder
from settings.keys import MADE, new_key

_UNREADABLE = (PolicyError, MisquoteError, ContentError, OSError, ValueError, KeyError, yaml.YAMLError)


async def problems(data: Path) -> AsyncIterator[str]:
    """A line for each; the system may run meanwhile."""
    missing = _missing(data)
    for problem in [*_lacking(missing), *_readable_by_others(data / "keys")]:
        yield problem
    try:
        settings = _settings(data, missing)
    except ValidationError as error:
        for wrong in error.errors():
            yield f"{PREFIX}{'.'.join(map(str, wrong['loc'])).upper()}: {wrong['msg']}."
        return
    replicas = len(await Replicas(settings.rasa_urls).all())
    unfit = list(_unfit_keys(settings))
    content = [] if unfit else list(_content(settings))
    dangerous = dangerous_combinations(settings, replicas, public_address())
    for problem in [*dangerous, *unfit, *content, *_model(settings)]:
        yield problem
    out_of_reach = [problem async for problem in unreachable(settings)]
    for problem in out_of_reach:
        yield problem
    if not (missing or unfit or content or out_of_reach):
        for name in await misfitting_keys(settings):
            yield f"{name} is not the one that the database was written with. {WITHOUT[name]}"


def _missing(data: Path) -> list[str]:
    there = {path.name.removeprefix(PREFIX.lower()) for path in (data / "keys").glob(f"{PREFIX.lower()}*")}
    return [name for name in MADE if name not in there and f"{PREFIX}{name.upper()}" not in os.environ]


def _lacking(missing: list[str]) -> Iterator[str]:
    if missing:
        yield (
            f"Keys are missing: {', '.join(missing)}. On a new installation `auskunft db upgrade` makes "
            "them; on one that was used put them back."
        )


def _readable_by_others(folder: Path) -> Iterator[str]:
    for path, right in [(folder, 0o700), *((path, 0o600) for path in sorted(folder.glob("auskunft_*")))]:
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{path}: others may read it: chmod {right:o} {path}"


def _settings(data: Path, missing: list[str]) -> Settings:
    """The settings as the processes will have them, with something in place of what is missing."""
    folder = data / "keys" if (data / "keys").is_dir() else None
    made = {name: new_key(name) for name in missing}
    return Settings(_secrets_dir=folder, data=data, **made)  # type: ignore[call-arg, arg-type]


def _unfit_keys(settings: Settings) -> Iterator[str]:
    try:
        Vault(settings.data_key.get_secret_value(), settings.index_key.get_secret_value())
    except ValueError:
        yield f"{PREFIX}DATA_KEY is no key: 32 random bytes in URL-safe base 64."


def _content(settings: Settings) -> Iterator[str]:
    """Assemble what the processes assemble before they serve; nothing is opened, Redis is another matter."""
    alone = settings.model_copy(update={"redis": SecretStr("")})
    try:
        Answers.load(content_folder())
        for create_app in (create_gateway, create_desk, create_casestore):
            create_app(alone)
    except _UNREADABLE as error:
        yield f"The content in {content_folder()} cannot be used: {' '.join(str(error).split())}"


def _model(settings: Settings) -> Iterator[str]:
    try:
        refuse_unfit_model(settings)
    except OperatorError as error:
        yield str(error)
