"""How well messages are answered, by three approaches: `python -m bench.answers --help`."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from answers.answer import Answers
from answers.phrases import FOLDER, Phrases, load_phrases
from bench import bm25, ours
from bench.cost import Cost, machine, megabytes_added
from bench.curve import counted, curve, sample
from bench.said import Approach, Said
from bench.sets import FROZEN, TUNED_ON, Item, load_set, unseen
from bench.stock import training as stock
from bench.table import Table, number, of_costs, of_scores
from privacy.language import Language
from settings import content_folder

Learnt = dict[str, tuple[Approach, Cost]]


@dataclass(frozen=True)
class Bench:
    """What everything is measured with."""

    phrases: Phrases
    answers: Answers
    folder: Path

    def learnt(self, stock_part: float) -> Learnt:
        """Every approach, having learnt; Rasa's pipeline from *stock_part* of the phrases."""
        start = time.perf_counter()
        search = bm25.Bm25.fit(self.answers.corpus, self.items(TUNED_ON))
        seconds = time.perf_counter() - start
        learnt: Learnt = {"BM25": (search, Cost(seconds, megabytes_added("bench.bm25")))}
        if stock_part:
            part, share = sample(self.phrases, stock_part), f"{stock_part:.0%}"
            _tell(f"Rasa's pipeline learns; {self.folder / 'stock' / 'log.txt'} tells how far it is.")
            learnt[f"stock, {share}"] = stock.train(part, self.answers, self.folder / "stock")
            _tell("Ours learns from the same part.")
            learnt[f"ours, {share}"] = ours.train(part, self.answers, self.folder / "part")
        _tell("Ours learns.")
        learnt["ours"] = ours.train(self.phrases, self.answers, self.folder / "ours")
        return learnt

    def items(self, sets: Sequence[str], *languages: Language) -> list[Item]:
        """The messages of *sets* that are not training phrases."""
        loaded = [item for name in sets for of in languages or Language for item in load_set(name, of)]
        return unseen(loaded, self.phrases)

    def tables(self, sets: Sequence[str], learnt: Learnt) -> Iterator[Table]:
        """A table for every set and language, then the costs."""
        said: dict[str, list[Said]] = {name: [] for name in learnt}
        for name in sets:
            for language in Language:
                items = self.items([name], language)
                told = {of: approach.say([i.text for i in items]) for of, (approach, _) in learnt.items()}
                for of, one in told.items():
                    said[of] += one
                left_out = len(load_set(name, language)) - len(items)
                title = f"{name}, {language}: {len(items)} messages; left out as training phrases: {left_out}"
                yield of_scores(title, {of: list(zip(items, one, strict=True)) for of, one in told.items()})
        yield of_costs({name: cost for name, (_, cost) in learnt.items()}, said)

    def curve(self) -> Table:
        """What learning from a part of the phrases comes to."""
        points = curve(self.phrases, self.answers, self.items(TUNED_ON))
        rows = [
            (
                f"{100 * point.part:g} %",
                *(str(point.phrases[of]) for of in Language),
                *(number(point.right[of].percent) for of in Language),
            )
            for point in points
        ]
        head = (
            "part of the phrases",
            *(f"phrases {of}" for of in Language),
            *(f"right {of}" for of in Language),
        )
        return Table(f"learning curve, {' and '.join(TUNED_ON)}, right at once, per cent", head, rows)


def main(
    sets: Annotated[str, typer.Option(help="Sets in tests/nlu/, with commas between.")] = FROZEN,
    folder: Annotated[Path | None, typer.Option(help="Keep what was learnt here.")] = None,
    stock_part: Annotated[
        float, typer.Option(help="Part of the phrases for Rasa's pipeline; 0: none.")
    ] = 0.05,
    *,
    with_curve: Annotated[bool, typer.Option("--curve", help="Print the learning curve.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Measure how well messages are answered, and what that costs."""
    phrases = load_phrases(FOLDER)
    with TemporaryDirectory() as passing:
        bench = Bench(phrases, Answers.load(content_folder()), (folder or Path(passing)).resolve())
        number_of = ", ".join(f"{count} {language}" for language, count in counted(phrases).items())
        print(f"{datetime.now(UTC).date()}, {machine()}, phrases: {number_of}\n", flush=True)
        for table in bench.tables(sets.split(","), bench.learnt(stock_part)):
            print(table.shown(markdown=markdown), flush=True)
        if with_curve:
            _tell("The learning curve is drawn.")
            print(bench.curve().shown(markdown=markdown), flush=True)


def _tell(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    typer.run(main)
