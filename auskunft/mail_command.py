"""The commands about mail."""

import asyncio

import typer

from auskunft.options import Data, settings_at

mail = typer.Typer(help="Mail on its way out.", no_args_is_help=True)


@mail.command("retry")
def mail_retry(data: Data = None) -> None:
    """Try again what was given up, but codes: the mail server was away for more than four days."""
    from auskunft.store import retry_mails  # noqa: PLC0415  # keeps the other commands quick

    count = asyncio.run(retry_mails(settings_at(data)))
    typer.echo(f"Tried again: {count}." if count else "No mail was given up.")
