"""The commands about one person."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from auskunft.options import Data, settings_at

Address = Annotated[str, typer.Argument(help="The person's e-mail address.")]
Claimed = Annotated[
    bool, typer.Option("--claimed", help="Also where the address was typed and never proved: by anybody.")
]


def export_person(
    address: Address,
    data: Data = None,
    out: Annotated[Path | None, typer.Option(help="File to make; standard output when left out.")] = None,
    *,
    claimed: Claimed = False,
) -> None:
    """Print all that is held on a person as JSON, and on nobody else; the export is recorded."""
    from auskunft.person import export  # noqa: PLC0415  # keeps the other commands quick
    from auskunft.store import written_to  # noqa: PLC0415

    told = asyncio.run(export(settings_at(data), address, claimed=claimed))
    with written_to(out) as file:
        file.write(f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode())
    typer.echo(f"Exported {len(told['requests'])} requests and {len(told['chats'])} chats.", err=True)
    if only := sum(map(len, told["only_claimed"].values())) and not claimed:
        typer.echo(f"{only} more only name the address, and may be a stranger's: see --claimed.", err=True)


def erase_person(
    address: Address,
    data: Data = None,
    *,
    claimed: Claimed = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell.")] = False,
) -> None:
    """Erase a person's chats everywhere, and tell what stays until when and why; it is recorded."""
    from auskunft.person import erase  # noqa: PLC0415

    erased = asyncio.run(erase(settings_at(data), address, claimed=claimed, dry=dry_run))
    for kind, count in erased.counts.items():
        typer.echo(f"{count:>8}  {kind} {'would be' if dry_run else 'were'} erased")
    for what, until, why in erased.stays:
        typer.echo(f"   stays  {what}{f', until {until}' if until else ''}: {why}")
