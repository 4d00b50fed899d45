"""Options that several commands have."""

from pathlib import Path
from typing import Annotated, Any

import typer

from settings import Settings

Data = Annotated[
    Path | None, typer.Option(help="Folder of everything that is written.", envvar="AUSKUNFT_DATA")
]


def settings_at(data: Path | None, **overrides: Any) -> Settings:
    """The settings of the data folder named, or of the default one."""
    return Settings.load(**({"data": data} if data else {}), **overrides)
