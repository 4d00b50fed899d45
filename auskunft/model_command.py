"""The commands about the model."""

from datetime import datetime
from pathlib import Path

import typer

from auskunft.model_pin import is_untouched
from auskunft.options import Data, settings_at
from auskunft.training import model_path, refuse_unfit_model

model = typer.Typer(help="The trained model.", no_args_is_help=True)


@model.command("list")
def model_list(data: Data = None) -> None:
    """List the models there are, newest first; the one that these sources use has a star."""
    settings = settings_at(data)
    used = model_path(settings)
    for path in sorted(used.parent.glob("*.tar.gz"), key=_changed, reverse=True):
        made = datetime.fromtimestamp(_changed(path), settings.zone)
        state = "as trained" if is_untouched(path) else "not as it was trained here: never loaded"
        star = "*" if path == used else " "
        typer.echo(f"{star} {_name(path)}  {made:%Y-%m-%d %H:%M}  {path.stat().st_size:>11,} bytes  {state}")
    if not used.exists():
        typer.echo(f"  {_name(used)}  is what these sources want: `auskunft train` makes it.")


@model.command("check")
def model_check(data: Data = None) -> None:
    """Check that the model of these sources is there, as it was trained."""
    used = refuse_unfit_model(settings_at(data))
    typer.echo(f"{_name(used)} is of these sources, and as it was trained.")


def _changed(path: Path) -> float:
    return path.stat().st_mtime


def _name(path: Path) -> str:
    return path.name.removesuffix(".tar.gz")
