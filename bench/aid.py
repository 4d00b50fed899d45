"""How long the answer aid reads, together and one by one: `python -m bench.aid --help`."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from answers.aid import aid, parts_of
from answers.answer import Answers
from answers.language import identify, likeliest
from answers.reader import Heard, Reader
from answers.reading import Reading
from auskunft.training import ensure_model
from auskunft.understanding import load_reader
from bench.cost import machine
from bench.sets import load_set
from bench.table import Row, Table, number
from privacy.hygiene import MAX_CHARACTERS
from privacy.language import Language
from settings import Settings, content_folder

QUESTIONS = {
    Language.GERMAN: "Wie lange speichern Sie meine Daten?",
    Language.ENGLISH: "How long do you keep my data?",
}
MAIL = 600  # characters

Read = Callable[[Reader, list[Heard]], list[Reading]]


def together(reader: Reader, heard: list[Heard]) -> list[Reading]:
    """As the desk has it read."""
    return reader.read_all(heard)


def one_by_one(reader: Reader, heard: list[Heard]) -> list[Reading]:
    """The baseline: the text, then each of its sentences, as a message of its own."""
    return [reader.read(text, language) for text, language, _ in heard]


def texts() -> Iterator[tuple[str, str]]:
    """What is read, with its name; the letters are those of the test set, one after the other."""
    for language in Language:
        letters = "\n\n".join(item.text for item in load_set("letters", language))
        yield f"question, {language}", QUESTIONS[language]
        yield f"e-mail of {MAIL} characters, {language}", letters[:MAIL]
        yield f"letter of {MAX_CHARACTERS} characters, {language}", letters[:MAX_CHARACTERS]


def heard(text: str) -> list[Heard]:
    """The text and its sentences, each in its language."""
    language = likeliest(text)
    return [Heard(part, identify(part) or language) for part in (text, *parts_of(text))]


def times(reader: Reader, answers: Answers, text: str, calls: int) -> list[list[float]]:
    """Milliseconds of each call, by the way of reading; in turn, so that what else runs slows both alike."""
    took: list[list[float]] = [[], []]
    for _ in range(calls):
        for read, of_read in zip((together, one_by_one), took, strict=True):
            start = time.perf_counter()
            first, *others = read(reader, heard(text))
            aid(answers, text, first, zip(parts_of(text), others, strict=True))
            of_read.append(1000 * (time.perf_counter() - start))
    return took


def main(
    calls: Annotated[int, typer.Option(help="Calls that are counted.")] = 40,
    model: Annotated[Path | None, typer.Option(help="A packed model; today's when left out.")] = None,
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Measure with the trained model, without a server."""
    reader = load_reader(model or ensure_model(Settings.load(), Console(stderr=True)))
    answers = Answers.load(content_folder())
    rows: list[Row] = []
    for name, text in texts():
        times(reader, answers, text, 2)  # words are remembered by then
        percentiles = [np.percentile(of_read, (50, 95)) for of_read in times(reader, answers, text, calls)]
        rows.append((name, str(1 + len(parts_of(text))), *map(number, chain(*percentiles))))
    ways = (f"{way}, {p}" for way in ("together", "one by one") for p in ("p50", "p95"))
    print(f"{datetime.now(UTC).date()}, {machine()}\n")
    print(Table("the answer aid", ("milliseconds", "texts", *ways), rows).shown(markdown=markdown))


if __name__ == "__main__":
    typer.run(main)
