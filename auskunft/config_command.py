"""The commands about the configuration."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from auskunft.options import Data
from auskunft.settings_reference import as_markdown, schema

config = typer.Typer(help="The configuration.", no_args_is_help=True)


@config.command("check")
def config_check(data: Data = None) -> None:
    """Check settings, keys, content, model, and that databases, Redis and mail server answer."""
    from auskunft.config_check import problems  # noqa: PLC0415  # keeps the other commands quick

    async def told() -> list[str]:
        return [problem async for problem in problems(data or Path("var"))]

    found = asyncio.run(told())
    for problem in found:
        typer.echo(f"auskunft: {problem}", err=True)
    if found:
        raise typer.Exit(1)
    typer.echo("Nothing stands in the way.")


@config.command("schema")
def config_schema(
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print docs/settings.md instead.")] = False,
) -> None:
    """Print a JSON schema of all settings."""
    typer.echo(as_markdown() if markdown else json.dumps(schema(), ensure_ascii=False, indent=2))
