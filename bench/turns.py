"""What a turn costs, beside a usual Rasa assistant in the same run: `python -m bench.turns`."""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

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
        crowds = {a.name: {c: await _crowd(a, c, rounds) for c in CROWDS} for a in assistants}
        long = {a.name: await _long(a) for a in assistants}
        return {a.name: _of(a, s, turns, crowds, long, trained) for a, s in both}


def _of(  # noqa: PLR0913, PLR0917  # what was measured, by name
    assistant: Assistant,
    start: Start,
    turns: Mapping[str, Mapping[str, Seconds]],
    crowds: Mapping[str, Mapping[int, float]],
    long: Mapping[str, Seconds],
    trained: Mapping[str, float | None],
) -> Measured:
    name = assistant.name
    return Measured(turns[name], crowds[name], long[name], start.seconds, trained[name], start.megabytes())


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
        for _ in range(max(2, rounds // crowd)):
            await assistant.say(conversation, QUESTION)

    begun = time.perf_counter()
    await asyncio.gather(*map(ask, conversations))
    return crowd * max(2, rounds // crowd) / (time.perf_counter() - begun)


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
    memory = [(name, f"{size:.0f}") for name, size in us.megabytes.items()]
    return [
        Table("a turn, ours through the gateway, the usual one bare", ("", "ours", "stock", "ratio"), rows),
        Table("memory of ours, MB", ("process", "MB"), memory),
    ]


def _row(name: str, ours_: float, stock_: float) -> tuple[str, str, str, str]:
    return name, f"{ours_:.1f}", f"{stock_:.1f}", f"{ours_ / stock_:.2f}"


def _percentile(seconds: Seconds, percent: float) -> float:
    return float(np.percentile(seconds, percent))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--training", action="store_true", help="train ours anew, too")
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="auskunft-turns-") as folder:
        found = asyncio.run(measured(Path(folder), asked.rounds, training=asked.training))
    for table in tables(found):
        print(table.shown(markdown=asked.markdown))
    print(machine())


if __name__ == "__main__":
    main()
