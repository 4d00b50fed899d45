"""What an answer costs with a longer policy text: `python -m bench.policy_size`."""

import shutil
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from answers.answer import Answers
from auskunft.training import ensure_model
from auskunft.understanding import load_reader, read
from bench.cost import machine
from bench.sets import load_set
from bench.table import Row, Table
from privacy.language import Language
from settings import Settings, content_folder

SIZES = (20, 200, 2000)  # passages; ours has 19
_WORDS = 60  # of an added passage
_SEED = 8


def lengthened(folder: Path, passages: int) -> Path:
    """Copy the content to *folder*, with a policy of so many *passages*: ours, then our words at random."""
    shutil.copytree(content_folder(), folder)
    for language in Language:
        path = folder / "policy" / f"customers.{language}.md"
        text = path.read_text(encoding="utf-8")
        dice, words = Random(_SEED), text.split()  # noqa: S311  # no secret
        added = range(passages - text.count("{#"))
        more = [f"\n\n{{#more/p{n}}}\n{' '.join(dice.choices(words, k=_WORDS))}." for n in added]
        plain = "".join(more).replace("{#", "\0").replace("#", "").replace("\0", "{#")
        path.write_text(f"{text.rstrip()}\n\n## 99. Mehr{plain}\n", encoding="utf-8")
    return folder


def row(name: str, content: Path, model: Path) -> tuple[Row, float, float]:
    """Seconds to load and milliseconds of an answer, as a row and as p50 and p95."""
    reader = load_reader(model)
    begun = time.perf_counter()
    answers = Answers.load(content)
    loading = time.perf_counter() - begun
    milliseconds = []
    for language in Language:
        for item in load_set("development", language):
            begun = time.perf_counter()
            answers.compose(item.text, read(reader, item.text, None))
            milliseconds.append(1000 * (time.perf_counter() - begun))
    p50, p95 = (float(np.percentile(milliseconds, percent)) for percent in (50, 95))
    return (name, f"{loading:.2f}", f"{p50:.1f}", f"{p95:.1f}"), p50, p95


def table() -> Table:
    """What the development set costs with each length, and the ratio of the longest to the shortest."""
    model = ensure_model(Settings.load(), Console(stderr=True))
    found = []
    with TemporaryDirectory(prefix="auskunft-policy-") as folder:
        for size in SIZES:
            content = lengthened(Path(folder) / str(size), size)
            found.append(row(f"{size:,} passages", content, model))
    ratio = ("longest : shortest", "", *(f"{found[-1][n] / found[0][n]:.2f}" for n in (1, 2)))  # type: ignore[operator]
    head = ("", "loading, s", "an answer, ms, p50", "p95")
    return Table("policy texts of different length", head, [*(one for one, *_ in found), ratio])


def main(*, markdown: Annotated[bool, typer.Option("--markdown")] = False) -> None:
    """Measure, and print."""
    print(table().shown(markdown=markdown))
    print(machine())


if __name__ == "__main__":
    typer.run(main)
