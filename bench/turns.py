"""What a turn costs, beside a usual Rasa assistant in the same run: `python -m bench.turns`."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import numpy as np
import typer

from bench.assistants import Assistant, Start, bring_model, ours, stock, train_ours, train_stock
from bench.cost import ROOT, machine
from bench.table import Table

SMALL_TALK = "Guten Tag"
QUESTION = "Wie lange speichern Sie meine Daten?"
REQUEST = "Bitte löschen Sie alle meine Daten."
STEP = "erika.mustermann@example.com"
TURNS = {"small talk": SMALL_TALK, "an answer": QUESTION, "a request": REQUEST}
CROWDS = (1, 8, 64)
LONG = 200  # messages of a long conversation
_NEAR = 5  # messages at either end of it that are compared

Seconds = list[float]


@dataclass(frozen=True)
class Measured:
    """What was measured of one assistant."""

    turns: Mapping[str, Seconds]
    a_second: Mapping[int, float]
    costs: Mapping[str, float]  # milliseconds of a processor for a turn, by process
    long: Seconds
    start: float
    training: float | None
    megabytes: Mapping[str, float]


async def measured(folder: Path, rounds: int, *, training: bool) -> dict[str, Measured]:
    """Measure both, turn by turn in alternation."""
    mine, usual = folder / "ours", folder / "stock"
    for one in (mine, usual):
        one.mkdir()
    trained = {"stock": train_stock(usual), "ours": train_ours(mine) if training else None}
    if not training:
        bring_model(mine, ROOT / "var" / "models")
    async with AsyncExitStack() as running:
        both: list[tuple[Assistant, Start]] = [
            await running.enter_async_context(stock(usual)),
            await running.enter_async_context(ours(mine)),
        ]
        assistants = [assistant for assistant, _ in both]
        await _warm_up(assistants)
        turns = await _turns(assistants, rounds)
        return {a.name: await _of(a, s, turns[a.name], rounds, trained[a.name]) for a, s in both}


async def _of(
    assistant: Assistant, start: Start, turns: Mapping[str, Seconds], rounds: int, trained: float | None
) -> Measured:
    """What was measured, and what is measured of one after the other."""
    before = start.milliseconds()
    crowds = {crowd: await _crowd(assistant, crowd, rounds) for crowd in CROWDS}
    asked = sum(crowd * _each(crowd, rounds) for crowd in CROWDS)
    costs = {name: (used - before[name]) / asked for name, used in start.milliseconds().items()}
    long = await _long(assistant)
    return Measured(turns, crowds, costs, long, start.seconds, trained, start.megabytes())


async def _warm_up(assistants: Sequence[Assistant]) -> None:
    for assistant in assistants:
        for _ in range(3):
            await _dialogue(assistant, lambda _name, said: said)


async def _turns(assistants: Sequence[Assistant], rounds: int) -> dict[str, dict[str, Seconds]]:
    found: dict[str, dict[str, Seconds]] = {a.name: {} for a in assistants}
    for _ in range(rounds):
        for assistant in assistants:
            kept = found[assistant.name]

            async def timed(name: str, said: Awaitable[None], kept: dict[str, Seconds] = kept) -> None:
                begun = time.perf_counter()
                await said
                kept.setdefault(name, []).append(time.perf_counter() - begun)

            await _dialogue(assistant, timed)
    return found


async def _dialogue(assistant: Assistant, timed: Callable[[str, Awaitable[None]], Awaitable[None]]) -> None:
    conversation = await assistant.open()
    for name, text in TURNS.items():
        await timed(name, assistant.say(conversation, text))
    await timed("a step of the form", assistant.say(conversation, STEP))


async def _crowd(assistant: Assistant, crowd: int, rounds: int) -> float:
    """Turns a second when so many ask at once."""
    conversations = [await assistant.open() for _ in range(crowd)]

    async def ask(conversation: str) -> None:
        for _ in range(_each(crowd, rounds)):
            await assistant.say(conversation, QUESTION)

    begun = time.perf_counter()
    await asyncio.gather(*map(ask, conversations))
    return crowd * _each(crowd, rounds) / (time.perf_counter() - begun)


def _each(crowd: int, rounds: int) -> int:
    """How often each of a crowd asks."""
    return max(4, rounds // crowd)


async def _long(assistant: Assistant) -> Seconds:
    """The seconds of each message of a long conversation."""
    conversation, seconds = await assistant.open(), []
    for number in range(LONG):
        begun = time.perf_counter()
        await assistant.say(conversation, (QUESTION, SMALL_TALK)[number % 2])
        seconds.append(time.perf_counter() - begun)
    return seconds


def tables(found: Mapping[str, Measured]) -> list[Table]:
    """Both assistants and the ratio of ours to the usual one."""
    us, them = found["ours"], found["stock"]
    rows = [
        _row(f"{name}, ms, p{percent}", *(1000 * _percentile(one.turns[name], percent) for one in (us, them)))
        for name in us.turns
        for percent in (50, 95)
    ]
    rows += [_row(f"turns a second, {c} at once", us.a_second[c], them.a_second[c]) for c in CROWDS]
    rows.append(_row("ready, s", us.start, them.start))
    if us.training and them.training:
        rows.append(_row("training, s", us.training, them.training))
    rows.append(_row("memory, MB", sum(us.megabytes.values()), sum(them.megabytes.values())))
    ends = [(median(one.long[1 : 1 + _NEAR]), median(one.long[-_NEAR:])) for one in (us, them)]
    rows.append(_row(f"message {LONG} : message 2", *(last / first for first, last in ends)))
    cost = [(name, f"{size:.0f}", f"{us.costs[name]:.1f}") for name, size in us.megabytes.items()]
    cost.append(("all", f"{sum(us.megabytes.values()):.0f}", f"{sum(us.costs.values()):.1f}"))
    return [
        Table("a turn, ours through the gateway, the usual one bare", ("", "ours", "stock", "ratio"), rows),
        Table("what an answer costs, by process", ("process", "memory, MB", "processor, ms"), cost),
    ]


def _row(name: str, ours_: float, stock_: float) -> tuple[str, str, str, str]:
    return name, f"{ours_:.1f}", f"{stock_:.1f}", f"{ours_ / stock_:.2f}"


def _percentile(seconds: Seconds, percent: float) -> float:
    return float(np.percentile(seconds, percent))


def compared(rounds: int, *, training: bool) -> dict[str, Measured]:
    """Start both in a folder of their own, and measure them."""
    with tempfile.TemporaryDirectory(prefix="auskunft-turns-") as folder:
        return asyncio.run(measured(Path(folder), rounds, training=training))


def main(
    *,
    rounds: int = 100,
    training: Annotated[bool, typer.Option("--training", help="Train ours anew, too.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown")] = False,
) -> None:
    """Measure, and print."""
    for table in tables(compared(rounds, training=training)):
        print(table.shown(markdown=markdown))
    print(machine())


if __name__ == "__main__":
    typer.run(main)
