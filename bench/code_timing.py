"""Whether the time of an answer tells an address on file from any other: `python -m bench.code_timing`.

Visitors speak over HTTP with the real gateway and the real case store, each in a process of its own. In place
of Rasa this process has the code sent, as the action does: what both do is the same for any address.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import aiohttp
import numpy as np
import typer

from bench.cost import machine
from bench.door import free_ports, gateway
from bench.table import Table
from casestore.context import open_context
from casestore.storage import schema
from casestore.verification import directory
from casestore.wire.staff import NewCustomer
from privacy.language import Language
from privacy.verification import digest, matches
from settings import Settings

WARM = 40  # chats before those that count
COMPARISONS = 2000
GROUPS = ("on file", "not on file", "not on file, others")
PARTS = ("address given", "wrong code typed")
PAIRS = (GROUPS[:2], GROUPS[1:])

Times = dict[tuple[str, str], list[float]]  # milliseconds, by part and group


async def take_times(visitor: aiohttp.ClientSession, addresses: Sequence[tuple[str, str]]) -> Times:
    """Have a chat for each of *addresses*, which are named by their groups."""
    times: Times = {}
    for group, address in addresses:
        async with visitor.post("/api/v1/conversations", json={"language": "de"}) as response:
            chat = await response.json()
        for part, text in zip(PARTS, (address, "no 000000"), strict=True):
            start = time.perf_counter()
            async with visitor.post(
                f"/api/v1/conversations/{chat['id']}/messages",
                json={"client_id": part, "text": text},
                headers={"Authorization": f"Bearer {chat['token']}"},
            ) as response:
                response.raise_for_status()
                await response.read()
            times.setdefault((part, group), []).append(1000 * (time.perf_counter() - start))
    return times


def compared(chance: random.Random) -> list[list[float]]:
    """Comparisons with codes that share five digits with the right one, or (in two groups) none."""
    times: list[list[float]] = [[], [], []]
    for which in chance.sample([0, 1, 2] * COMPARISONS, 3 * COMPARISONS):
        right = f"{chance.randrange(10**6):06d}"
        differs = [0 if place < 5 and not which else 1 for place in range(6)]  # noqa: PLR2004
        digits = zip(right, differs, strict=True)
        typed = "".join(str((int(digit) + differ * chance.randrange(1, 10)) % 10) for digit, differ in digits)
        kept = digest(right, key=b"key", bound_to="chat")
        start = time.perf_counter()
        matches(typed, kept, key=b"key", bound_to="chat")
        times[which].append(1000 * (time.perf_counter() - start))
    return times


def auc(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """How often *one* is greater than *other* (Mann-Whitney), and half its 95 % interval (DeLong 1988)."""
    greater = np.subtract.outer(np.asarray(one), np.asarray(other))
    wins = (np.sign(greater) + 1) / 2
    variance = wins.mean(axis=1).var(ddof=1) / len(one) + wins.mean(axis=0).var(ddof=1) / len(other)
    return float(wins.mean()), 1.96 * float(np.sqrt(variance))


def row(name: str, one: Sequence[float], other: Sequence[float]) -> tuple[str, ...]:
    """Sizes, medians and AUC of two groups."""
    area, half = auc(one, other)
    medians = [f"{np.median(times):.4f}" for times in (one, other)]
    return (
        name,
        f"{len(one)}, {len(other)}",
        *medians,
        f"{area:.3f}",
        f"{area - half:.3f} to {area + half:.3f}",
    )


async def _measured(settings: Settings, count: int, chance: random.Random) -> Times:
    groups = list(GROUPS) * count
    chance.shuffle(groups)
    addresses = [(group, f"person.{n:05d}@example.org") for n, group in enumerate(groups)]
    context = open_context(settings)
    people = [
        NewCustomer(number=f"K-{n}", name=f"Person {n}", email=address, language=Language.GERMAN)
        for n, (group, address) in enumerate(addresses)
        if group == GROUPS[0]
    ]
    await directory.load(context, people)
    await context.database.close()
    async with gateway(settings) as visitor:
        await take_times(visitor, [("warm", f"warm.{n}@example.org") for n in range(WARM)])
        return await take_times(visitor, addresses)


def main(
    count: Annotated[int, typer.Option(help="Addresses in each group.")] = 400,
    seed: Annotated[int, typer.Option(help="Of the order in which they come.")] = 1,
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Measure, next to a baseline of addresses that are all unknown."""
    chance = random.Random(seed)  # noqa: S311
    with TemporaryDirectory() as folder:
        settings = Settings.load(data=Path(folder), **free_ports("port", "casestore_port", "rasa_port"))
        schema.upgrade(settings)
        times = asyncio.run(_measured(settings, count, chance))
    rows = [
        row(f"{part}: {one} / {other}", times[part, one], times[part, other])
        for part in PARTS
        for one, other in PAIRS
    ]
    five, none, others = compared(chance)
    rows.append(row("codes compared: five digits right / none", five, none))
    rows.append(row("codes compared: none / none, others", none, others))
    head = ("", "n", "median, ms", "median, ms", "AUC", "95 % interval")
    print(f"{datetime.now(UTC).date()}, {machine()}\n")
    print(Table("does the time tell them apart? (AUC 0.5: no)", head, rows).shown(markdown=markdown))


if __name__ == "__main__":
    typer.run(main)
