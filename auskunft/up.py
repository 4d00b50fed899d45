"""`auskunft up`: the whole system on one machine, from one command."""

import asyncio
from functools import partial

from rich.console import Console

from answers.answer import Answers
from auskunft.demo import load_demo
from auskunft.keys_command import refuse_other_keys
from auskunft.processes import environment, processes, refuse_taken_ports
from auskunft.retention import log_files
from auskunft.supervisor import Supervisor
from auskunft.training import ensure_model, model_path
from casestore.storage import schema
from settings import Settings, content_folder


def up(settings: Settings, *, demo: bool) -> None:
    """Bring database and model up to date, then run until stopped."""
    console = Console(highlight=False, soft_wrap=True)
    Answers.load(content_folder())  # an unreadable policy is said before anything is started
    refuse_taken_ports(settings, processes(settings, model_path(settings)))
    schema.upgrade(settings)
    refuse_other_keys(settings)
    log_in = asyncio.run(load_demo(settings)) if demo else None
    model = ensure_model(settings, console)
    supervisor = partial(
        Supervisor,
        processes(settings, model),
        environment=environment(settings),
        logs=log_files(settings),
        say=console.print,
    )
    asyncio.run(_run(supervisor, settings, console, log_in))
    console.print("Stopped.")


async def _run(
    supervisor: partial[Supervisor], settings: Settings, console: Console, log_in: str | None
) -> None:
    def announce() -> None:
        host = "localhost" if settings.host in {"0.0.0.0", "127.0.0.1"} else settings.host  # noqa: S104
        console.print(f"Chat:   http://{host}:{settings.port}/")
        console.print(f"Policy: http://{host}:{settings.port}/policy/de")
        console.print(f"Desk:   http://{host}:{settings.desk_port}/")
        if not settings.smtp_host:
            console.print(f"Mail:   {settings.data.resolve() / 'outbox'}")
        if log_in:
            console.print(log_in)
        console.print("Ready. Stop with Ctrl+C.")

    await supervisor().run(announce)
