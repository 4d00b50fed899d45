"""Have the trained model read what nobody would write: `python -m bench.fuzz.nlu --count 100000`."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from answers.answer import Answer
from answers.topic import Outcome
from auskunft.ask import Asker
from auskunft.training import ensure_model
from bench.cost import machine
from bench.fuzz.messages import Maker
from bench.table import Table
from privacy.hygiene import plain_text
from privacy.language import Language
from settings import Settings

_QUANTILES = (0.5, 0.95, 0.99, 1)
Read = Callable[[str], str]


@dataclass
class Run:
    """What messages came to, how long each took in seconds, and those that something is wrong with."""

    comes_to: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        """The figures."""
        times = sorted(self.seconds)
        shown = [f"{1000 * times[min(int(len(times) * q), len(times) - 1)]:.1f}" for q in _QUANTILES]
        return (str(len(times)), *shown, f"{sum(times):.0f}", str(len(self.wrong)))


def run(read: Read, messages: Iterable[str]) -> Run:
    """Have all *messages* read; what is raised is noted, and the next one is read."""
    done = Run()
    for message in messages:
        start = time.perf_counter()
        try:
            done.comes_to[read(message)] += 1
        except Exception as error:  # noqa: BLE001  # whatever is raised is what we search for
            done.wrong.append((f"{type(error).__name__}: {error}", message))
        done.seconds.append(time.perf_counter() - start)
    return done


def by_reader(model: Path) -> Read:
    """Reads and answers as `auskunft ask` does; raises `ValueError` where an answer is none."""
    asker = Asker(model)

    def read(message: str) -> str:
        answer = asker.ask(message)
        if not _is_sound(answer):
            raise ValueError(answer)
        json.dumps(answer.as_dict()).encode()
        return answer.outcome

    return read


def by_rasa(model: Path) -> Read:
    """Reads as the running bot does, which hears what the gateway cleaned: our components in Rasa's graph."""
    from rasa.core.agent import Agent  # noqa: PLC0415  # 10 s

    agent, loop = Agent.load(str(model)), asyncio.new_event_loop()

    def read(message: str) -> str:
        parsed = loop.run_until_complete(agent.parse_message(plain_text(message)))
        return str(parsed["intent"]["name"])

    return read


def _is_sound(answer: Answer) -> bool:
    return (
        answer.outcome in set(Outcome)
        and answer.language in set(Language)
        and 0 <= answer.confidence <= 1
        and bool(answer.answer)
    )


def main(
    count: Annotated[int, typer.Option(help="Messages.")] = 2000,
    seed: Annotated[int, typer.Option(help="Of the messages.")] = 1,
    model: Annotated[Path | None, typer.Option(help="A packed model; today's when left out.")] = None,
    *,
    rasa: Annotated[bool, typer.Option("--rasa", help="Let Rasa read.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Have messages read, without a server; ends with 1 when something is wrong with any."""
    model = model or ensure_model(Settings.load(), Console(stderr=True))
    done = run((by_rasa if rasa else by_reader)(model), Maker(seed).messages(count))
    head = ("messages", *(f"p{q * 100:.0f}, ms" for q in _QUANTILES), "s", "wrong")
    print(f"{datetime.now(UTC).date()}, {machine()}\n")
    print(Table("messages that nobody would write", head, [done.row()]).shown(markdown=markdown))
    print(", ".join(f"{name} {number}" for name, number in done.comes_to.most_common(12)))
    for said, message in done.wrong[:20]:
        print(f"{said}: {message[:200]!a}")
    raise typer.Exit(code=bool(done.wrong))


if __name__ == "__main__":
    typer.run(main)
