"""How fast it is, all in one: `python -m bench`; each part by itself: `python -m bench.turns`, and so on."""

from pathlib import Path
from typing import Annotated

import typer

from bench import crowd, policy_size, turns
from bench.charts import draw
from bench.cost import ROOT, machine


def main(
    *,
    rounds: Annotated[int, typer.Option(help="How often each turn is taken.")] = 100,
    training: Annotated[bool, typer.Option("--training", help="Train ours anew, too.")] = False,
    charts: Annotated[Path, typer.Option(help="Where the charts are written.")] = ROOT / "docs" / "pictures",
    markdown: Annotated[bool, typer.Option("--markdown")] = False,
) -> None:
    """Measure turns, crowds and policy texts; print the tables and draw the charts."""
    found = turns.compared(rounds, training=training)
    for table in (*turns.tables(found), *crowd.tables(rounds), policy_size.table()):
        print(table.shown(markdown=markdown))
    print(machine())
    for path in draw(found, charts):
        print(f"Drew {path}.")


if __name__ == "__main__":
    typer.run(main)
