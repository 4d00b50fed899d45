"""How long the numbers take with the facts of many chats: `python -m bench.numbers --help`."""

import asyncio
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import typer
from sqlalchemy import create_engine, insert

from bench import postgres
from bench.casestore import prepared, tell
from bench.cost import machine
from bench.filling import fill
from bench.table import Row, Table, number
from casestore.context import open_context
from casestore.reports.numbers import WEEKS, Numbers
from casestore.storage.tables import Fact
from settings import Settings

WARM = 3
_BATCH = 20_000
_TOPICS = [f"topic_{number}" for number in range(60)]


def facts(chats: int, today: date) -> list[dict[str, Any]]:
    """What *chats* of the weeks that are counted leave: answers, and one in six comes to a person."""
    random, monday = Random(1), today - timedelta(days=today.weekday())  # noqa: S311
    made = []
    for _ in range(chats):
        week = monday - timedelta(weeks=random.randrange(WEEKS))
        about: dict[str, Any] = {
            "week": week,
            "language": random.choice(("de", "de", "en")),
            "topic": "",
            "seconds": None,
        }
        made.append({**about, "kind": "chat"})
        for _ in range(random.randrange(6)):
            kind = random.choice(("answered", "answered", "not_in_policy"))
            made.append({**about, "kind": kind, "topic": random.choice(_TOPICS)})
        if random.randrange(6) == 0:
            made.append({**about, "kind": "person"})
            made.append({**about, "kind": "claimed", "seconds": random.randrange(900)})
    return made


def fill_facts(settings: Settings, chats: int) -> int:
    """Insert them, in the order in which a store has them; returns how many they are."""
    made = sorted(facts(chats, datetime.now(UTC).date()), key=lambda fact: fact["week"])
    engine = create_engine(settings.database_url.replace("+here", ""))
    with engine.begin() as connection:
        for start in range(0, len(made), _BATCH):
            connection.execute(insert(Fact), made[start : start + _BATCH])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE")
    engine.dispose()
    return len(made)


async def measured(settings: Settings, calls: int) -> dict[str, list[float]]:
    """Milliseconds of each call, by what is shown."""
    context = open_context(settings)
    numbers = Numbers(context)
    took: dict[str, list[float]] = {"all numbers": [], "what the policy does not say": []}
    for call in range(WARM + calls):
        for show, of_show in zip((numbers.view, numbers.silences), took.values(), strict=True):
            start = time.perf_counter()
            await show()
            if call >= WARM:
                of_show.append(1000 * (time.perf_counter() - start))
    await context.database.close()
    return took


def main(
    chats: Annotated[int, typer.Option(help="Chats of the last twelve weeks.")] = 100_000,
    requests: Annotated[int, typer.Option(help="Requests of three years.")] = 100_000,
    calls: Annotated[int, typer.Option(help="Calls that are counted.")] = 20,
    databases: Annotated[str, typer.Option(help="With commas between.")] = "sqlite,postgresql",
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Fill stores, and measure what the case store counts for the page of numbers."""
    rows: list[Row] = []
    with ExitStack() as stack:
        within = Path(stack.enter_context(TemporaryDirectory()))
        Settings.load(data=within)
        server = stack.enter_context(postgres.server("")) if "postgresql" in databases else ""
        stores = {name: prepared(within, name, requests, server) for name in databases.split(",")}
        fill(list(stores.values()), requests)
        for name, settings in stores.items():
            tell(f"{name}: {fill_facts(settings, chats)} facts")
            for shown, times in asyncio.run(measured(settings, calls)).items():
                rows.append((f"{name}, {shown}", *map(number, np.percentile(times, (50, 95)))))
    print(f"{datetime.now(UTC).date()}, {machine()}\n")
    title = f"{chats:,} chats in twelve weeks, {requests:,} requests in three years"
    print(Table(title, ("milliseconds", "p50", "p95"), rows).shown(markdown=markdown))


if __name__ == "__main__":
    typer.run(main)
