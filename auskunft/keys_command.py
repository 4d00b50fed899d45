"""The commands about keys."""

import asyncio
import os
from datetime import datetime
from typing import Annotated

import typer

from auskunft import store
from auskunft.failure import OperatorError
from auskunft.key import WITHOUT
from auskunft.options import Data, settings_at
from auskunft.rotation import rotate
from settings import PREFIX, Settings
from settings.keys import MADE

keys = typer.Typer(help="The keys.", no_args_is_help=True)

_GIVEN = ("database", "smtp_password", "oidc_client_secret", "host_key", "webhook_secret")


@keys.command("list")
def keys_list(data: Data = None) -> None:
    """List the keys, and where each comes from; never what they are."""
    settings = settings_at(data)
    for name in (*MADE, *_GIVEN):
        about = Settings.model_fields[name].description
        typer.echo(f"{name:<20} {_source(settings, name):<24} {about}")


@keys.command("check")
def keys_check(data: Data = None) -> None:
    """Check that the keys are those that the database was written with."""
    refuse_other_keys(settings_at(data))
    typer.echo("The keys fit what is stored.")


@keys.command("rotate")
def keys_rotate(
    name: Annotated[str, typer.Argument(help="As `auskunft keys list` names it.")], data: Data = None
) -> None:
    """Make a new key, and have everything that is stored use it; the system must be stopped."""
    for line in rotate(data, name):
        typer.echo(line)


def refuse_other_keys(settings: Settings) -> None:
    """Raise `OperatorError` when a key is not the one that the database was written with."""
    if wrong := asyncio.run(store.misfitting_keys(settings)):
        raise OperatorError(" ".join(f"{name} does not fit. {WITHOUT[name]}" for name in wrong))


def _source(settings: Settings, name: str) -> str:
    if f"{PREFIX}{name.upper()}" in os.environ:
        return "environment"
    file = settings.data / "keys" / f"{PREFIX.lower()}{name}"
    if not file.exists():
        return "not set"
    return f"file of {datetime.fromtimestamp(file.stat().st_mtime, settings.zone):%Y-%m-%d}"
