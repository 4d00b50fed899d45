"""What is answered wrong, on the sets that may be tuned on: `python -m bench.errors --help`."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from answers.answer import Answers
from answers.phrases import FOLDER, load_phrases
from answers.topic import Outcome
from bench.ours import Ours
from bench.said import Way
from bench.scores import Scored, right
from bench.sets import FROZEN, TUNED_ON, load_set, unseen
from bench.table import Table
from privacy.language import Language
from settings import content_folder


def main(
    sets: Annotated[str, typer.Option(help="Sets in tests/nlu/, with commas between.")] = ",".join(TUNED_ON),
    folder: Annotated[Path | None, typer.Option(help="Where bench.answers kept what it learnt.")] = None,
) -> None:
    """Print every message that is answered wrong, and how many of each outcome."""
    names = sets.split(",")
    if FROZEN in names:
        raise typer.BadParameter("nobody reads the frozen set")
    phrases, answers = load_phrases(FOLDER), Answers.load(content_folder())
    ours = Ours.load(folder / "ours", answers) if folder else Ours.fit(phrases, answers)
    items = unseen([item for name in names for of in Language for item in load_set(name, of)], phrases)
    scored = list(zip(items, ours.say([item.text for item in items]), strict=True))
    for item, said in scored:
        if not right(item, said):
            wanted = Way(item.outcome, item.passages, item.rights)
            print(f"{item.id}: {item.text}\n  wanted {_shown(wanted)}\n  said   {_shown(said.way)}")
    print(f"\n{by_outcome(scored).shown(markdown=False)}")


def by_outcome(scored: Scored) -> Table:
    """How many of each outcome are wrong, and what was said instead."""
    asked = Counter(item.outcome for item, _ in scored)
    wrong = Counter((item.outcome, said.way.outcome) for item, said in scored if not right(item, said))
    rows = [
        (
            outcome.value,
            str(asked[outcome]),
            str(sum(count for (wanted, _), count in wrong.items() if wanted is outcome)),
            ", ".join(
                f"{said} {count}" for (wanted, said), count in wrong.most_common() if wanted is outcome
            ),
        )
        for outcome in Outcome
        if asked[outcome]
    ]
    return Table("what is hard", ("outcome", "messages", "wrong", "said instead"), rows)


def _shown(way: Way) -> str:
    return " ".join([way.outcome, *sorted(way.rights), *sorted(way.passages)])


if __name__ == "__main__":
    typer.run(main)
