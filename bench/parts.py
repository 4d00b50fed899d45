"""What each threshold comes to on the sets that may be tuned on: `python -m bench.parts --help`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from answers import classifier, parts, reader
from answers.answer import Answers
from answers.phrases import FOLDER, load_phrases
from bench.ours import Ours
from bench.scores import share
from bench.sets import FROZEN, SEVERAL, TUNED_ON, Item, load_set, unseen
from bench.table import Table, number
from privacy.language import Language
from settings import content_folder

SETS = (*TUNED_ON, SEVERAL, "letters")
TRIED: dict[tuple[ModuleType, str], tuple[float, ...]] = {
    (parts, "SURE_RIGHT"): (0.9, 0.95, 0.98, 0.99, 0.995),
    (parts, "SURE_CLAUSE"): (0.98, 0.99, 0.995, 0.999),
    (parts, "SURE_REQUEST"): (0.6, 0.7, 0.8, 0.9, 0.95),
    (parts, "SURE_QUESTION"): (0.5, 0.65, 0.75, 0.85, 0.95),
    (reader, "UNCLEAR"): (0.0, 0.05, 0.1, 0.2, 0.3),
    (reader, "FIRST_SENTENCE"): (0.2, 0.4, 0.7, 1.0),
    (classifier, "TEMPERATURE"): (6.0, 8.0, 10.0, 12.0, 16.0),
}


def main(
    sets: Annotated[str, typer.Option(help="Sets in tests/nlu/, with commas between.")] = ",".join(SETS),
    folder: Annotated[Path | None, typer.Option(help="Where bench.answers kept what it learnt.")] = None,
) -> None:
    """Try other values of each threshold, one at a time; * marks the value in use."""
    if FROZEN in sets:
        raise typer.BadParameter("nothing is tuned on the frozen set")
    phrases, answers = load_phrases(FOLDER), Answers.load(content_folder())
    ours = Ours.load(folder / "ours", answers) if folder else Ours.fit(phrases, answers)
    columns = {
        f"{name} {language}": unseen(load_set(name, language), phrases)
        for name in sets.split(",")
        for language in Language
    }
    for (module, name), values in TRIED.items():
        rows = []
        for value in values:
            with _set_to(module, name, value) as usual:
                rows.append((f"{value:g}{' *' if value == usual else ''}", *_right(ours, columns.values())))
        print(Table(name, ("per cent right", *columns), rows).shown(markdown=False), flush=True)


@contextmanager
def _set_to(module: ModuleType, name: str, value: float) -> Iterator[float]:
    """Give a constant another value for a while; yields its usual one."""
    usual = getattr(module, name)
    setattr(module, name, value)
    try:
        yield usual
    finally:
        setattr(module, name, usual)


def _right(ours: Ours, columns: Iterable[list[Item]]) -> Iterator[str]:
    for items in columns:
        said = ours.say([item.text for item in items])
        yield number(share(list(zip(items, said, strict=True))).percent)


if __name__ == "__main__":
    typer.run(main)
