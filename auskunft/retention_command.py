"""The commands about what is kept how long."""

import asyncio
from datetime import datetime
from typing import Annotated

import typer

from auskunft.options import Data, settings_at
from privacy.reference import reference_in

retention = typer.Typer(help="What is kept how long.", no_args_is_help=True)

Reason = Annotated[str, typer.Option(help="Why; it stands in the trail of the request.")]


@retention.command("run")
def run(
    data: Data = None,
    at: Annotated[datetime | None, typer.Option(help="as if it were then: 2027-01-31")] = None,
    dry_run: Annotated[bool, typer.Option(help="only count")] = False,  # noqa: FBT002  # an option
) -> None:
    """Delete what was kept long enough, everywhere, and count it by kind. The system does so every hour."""
    from auskunft.retention import sweep  # noqa: PLC0415  # keeps the other commands quick

    settings = settings_at(data)
    moment = at.replace(tzinfo=settings.zone) if at else datetime.now(settings.zone)
    for kind, count in asyncio.run(sweep(settings, moment, dry=dry_run)).items():
        typer.echo(f"{count:>8}  {kind}")
    typer.echo("Nothing was deleted: these are over then." if dry_run else "Deleted; requests were shredded.")


@retention.command("hold")
def hold(reference: str, reason: Reason, data: Data = None) -> None:
    """Keep a request beyond its time: it is disputed, or a court or an authority asks for it."""
    _set_held(reference, reason, data, held=True)


@retention.command("release")
def release(reference: str, reason: Reason, data: Data = None) -> None:
    """Let a request that was held go when its time is over."""
    _set_held(reference, reason, data, held=False)


def _set_held(reference: str, reason: str, data: Data, *, held: bool) -> None:
    from auskunft.retention import set_held  # noqa: PLC0415

    wanted = reference_in(reference) or reference
    asyncio.run(set_held(settings_at(data), wanted, reason, held=held))
    typer.echo(f"{wanted} is {'held' if held else 'not held any more'}.")
