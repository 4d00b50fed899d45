"""How a case store with many requests answers: `python -m bench.casestore --help`."""

import asyncio
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import numpy as np
import psycopg
import typer
from sqlalchemy import select

from bench import postgres
from bench.cost import machine
from bench.filling import fill
from bench.made_up import FORMER, FREQUENT
from bench.table import Table, number
from casestore.context import Context, open_context
from casestore.requests import calls
from casestore.requests.register import PAGE, Query, Register
from casestore.storage import schema
from casestore.storage.tables import Request
from casestore.wire.requests import RecordedRequest, Requester
from casestore.wire.staff import StaffMember
from privacy.request import Channel, State
from privacy.right import Right
from settings import Settings

WARM = 12  # calls before those that are counted; a prepared statement has its final plan by then
CALLS = 100
SECONDS = 4.0  # slow calls are not made more often than fits into this
STAFF = StaffMember(name="agent-1", role="privacy")
_POSTGRES = "-c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=30min"

Call = Callable[[], Awaitable[object]]
_CALL = calls.Call(STAFF, None, b"")


class Known(NamedTuple):
    """What is looked for: requests by staff of people with a last name of their own."""

    reference: str
    address: str
    name: str


@dataclass
class Store:
    """A filled store."""

    context: Context
    count: int
    known: list[Known]

    @classmethod
    async def open(cls, settings: Settings, count: int) -> "Store":
        """Open it, and read some of what is in it."""
        context = open_context(settings)
        store = cls(context, count, [])
        some = Random(1).sample(range(1, count + 1), min(count, 2000))  # noqa: S311
        async with context.database.reading() as session:
            for request in await session.scalars(select(Request).where(Request.id.in_(some))):
                address, name = request.person.get("address"), request.person.get("name")
                if name and address and int(address.split("@")[0].rpartition(".")[2]) % 5 == 0:
                    store.known.append(Known(request.reference, address, name))
        return store

    def calls(self) -> dict[str, Iterator[Call]]:
        """What is measured, each with ever other values."""
        register, today = Register(self.context), datetime.now(UTC).date()
        past = today - timedelta(days=500)

        def page(query: Query) -> Iterator[Call]:
            while True:
                yield lambda: register.page(query)

        def pages(query: Callable[[Known], Query]) -> Iterator[Call]:
            while True:
                for one in self.known:
                    yield lambda one=one: register.page(query(one))  # type: ignore[misc]

        def opened() -> Iterator[Call]:
            while True:
                for one in self.known:
                    yield lambda one=one: register.open(one.reference, STAFF)  # type: ignore[misc]

        middle = str(self.count // 2)
        return {
            "create, of somebody new": self._created(lambda n: f"new.{n}@example.org"),
            "create, of somebody known": self._created(lambda n: self.known[n % len(self.known)].address),
            "find by reference": pages(lambda one: Query(q=one.reference)),
            "open, with trail": opened(),
            "queue: newest": page(Query()),
            "queue: page in the middle": page(Query(cursor=middle)),
            "queue: state received": page(Query(state=State.RECEIVED)),
            "queue: state completed": page(Query(state=State.COMPLETED)),
            "queue: right erasure": page(Query(right=Right.ERASURE)),
            "queue: right restriction (2 in 100)": page(Query(right=Right.RESTRICTION)),
            "queue: in progress, erasure": page(Query(state=State.IN_PROGRESS, right=Right.ERASURE)),
            "queue: overdue": page(Query(due="overdue")),
            "queue: overdue, page in the middle": page(
                Query(due="overdue", cursor=f"{today - timedelta(days=500)}.{self.count // 2}")
            ),
            "queue: overdue, in progress": page(Query(state=State.IN_PROGRESS, due="overdue")),
            "queue: due soon": page(Query(due="soon")),
            "queue: due before next week": page(Query(due_before=today + timedelta(days=7))),
            "queue: due before next week, page in the middle": page(
                Query(due_before=today + timedelta(days=7), cursor=middle)
            ),
            "queue: due before a day 500 days ago": page(Query(due_before=past)),
            "queue: open, due before next week": page(
                Query(state=State.RECEIVED, due_before=today + timedelta(days=7))
            ),
            "queue: of one assignee": page(Query(assignee="agent-9")),
            "queue: of one who has left": page(Query(assignee=FORMER)),
            "queue: open, of one assignee": page(Query(due="open", assignee="agent-9")),
            "queue: open, of one who has left": page(Query(due="open", assignee=FORMER)),
            "queue: overdue, of one assignee": page(Query(due="overdue", assignee="agent-9")),
            "queue: in progress, of one assignee": page(Query(state=State.IN_PROGRESS, assignee="agent-9")),
            "queue: of nobody": page(Query(unassigned=True)),
            "queue: open, of nobody": page(Query(due="open", unassigned=True)),
            "queue: completed, of nobody": page(Query(state=State.COMPLETED, unassigned=True)),
            "search: address": pages(lambda one: Query(q=one.address)),
            "search: first and rare last name": pages(lambda one: Query(q=one.name)),
            "search: last and first name": pages(lambda one: Query(q=" ".join(reversed(one.name.split())))),
            "search: frequent last name": page(Query(q=FREQUENT)),
            "search: nobody's name": page(Query(q="Nobody Nowhere")),
        }

    def _created(self, address: Callable[[int], str]) -> Iterator[Call]:
        number = 0
        while True:
            number += 1
            who = Requester(name="Nora Neu", email=address(number))
            new = RecordedRequest(rights=[Right.ACCESS], channel=Channel.PHONE, requester=who)
            yield lambda new=new: calls.act(self.context, _CALL, lambda h, key: h.record(key, new))  # type: ignore[misc]


class Times(NamedTuple):
    """Milliseconds within which 10, 50 and 95 in 100 of the calls were answered."""

    p10: float
    p50: float
    p95: float


async def measured(stores: Sequence[Store]) -> dict[str, list[Times]]:
    """Every call on every store, in turn, so that what else the machine does slows all alike."""
    calls = [store.calls() for store in stores]
    found = {}
    for name in calls[0]:
        tell(name)
        sources = [of[name] for of in calls]
        for _ in range(WARM):
            for source in sources:
                await next(source)()
        found[name] = await _timed(sources)
    return found


async def _timed(sources: Sequence[Iterator[Call]]) -> list[Times]:
    took: list[list[float]] = [[] for _ in sources]
    end = time.perf_counter() + SECONDS
    while len(took[0]) < CALLS and time.perf_counter() < end:
        for source, times in zip(sources, took, strict=True):
            call = next(source)
            start = time.perf_counter()
            await call()
            times.append(1000 * (time.perf_counter() - start))
    return [Times(*np.percentile(times, (10, 50, 95))) for times in took]


def shown(database: str, sizes: Sequence[int], found: dict[str, list[Times]]) -> Table:
    """The times at each size, and how they grow from the first to the last.

    What else the machine does can only add to a time, and adds least to the quickest tenth.
    """
    head = (
        f"{database}, ms",
        *(f"{size:,} {p}" for size in sizes for p in ("p50", "p95")),
        "grows",
        "quickest tenth",
    )
    rows = [
        (
            name,
            *(number(ms) for one in times for ms in (one.p50, one.p95)),
            f"{times[-1].p50 / times[0].p50:.2f}",
            f"{times[-1].p10 / times[0].p10:.2f}",
        )
        for name, times in found.items()
    ]
    title = f"{database}: answers with pages of {PAGE}, and how their median and quickest tenth grow"
    return Table(title, head, rows)


async def _measure(settings: Sequence[Settings], sizes: Sequence[int]) -> dict[str, list[Times]]:
    async with AsyncExitStack() as stack:
        stores = []
        for one, size in zip(settings, sizes, strict=True):
            stores.append(await Store.open(one, size))
            stack.push_async_callback(stores[-1].context.database.close)
        return await measured(stores)


def tell(progress: str) -> None:
    """Say how far it is."""
    print(progress, file=sys.stderr, flush=True)


def prepared(folder: Path, database: str, size: int, server: str) -> Settings:
    """An empty store with the newest schema, and the keys of all."""
    data, url = folder / f"{database}-{size}", ""
    shutil.copytree(folder / "keys", data / "keys")
    if database == "postgresql":
        url = postgres.url(server, f"of_{size}")
        with psycopg.connect(postgres.url(server, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE of_{size}")
    settings = Settings.load(data=data, database=url)
    schema.upgrade(settings)
    return settings


def main(
    small: Annotated[int, typer.Option(help="Requests in the one store.")] = 10_000,
    large: Annotated[int, typer.Option(help="Requests in the other.")] = 1_000_000,
    databases: Annotated[str, typer.Option(help="With commas between.")] = "sqlite,postgresql",
    folder: Annotated[Path | None, typer.Option(help="Keep the stores of SQLite here.")] = None,
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Fill stores with made-up requests, and measure how they answer."""
    names, sizes = databases.split(","), (small, large)
    with ExitStack() as stack:
        within = folder or Path(stack.enter_context(TemporaryDirectory()))
        Settings.load(data=within)
        server = stack.enter_context(postgres.server(_POSTGRES)) if "postgresql" in names else ""
        stores = {name: [prepared(within, name, size, server) for size in sizes] for name in names}
        for index, size in enumerate(sizes):
            start = time.perf_counter()
            fill([of[index] for of in stores.values()], size)
            tell(f"filled with {size} in {time.perf_counter() - start:.0f} s")
        print(f"{datetime.now(UTC).date()}, {machine()}\n", flush=True)
        for name, settings in stores.items():
            found = asyncio.run(_measure(settings, sizes))
            print(shown(name, sizes, found).shown(markdown=markdown), flush=True)


if __name__ == "__main__":
    typer.run(main)
