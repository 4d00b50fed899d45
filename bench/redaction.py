"""How fast unneeded details go, and of how many of our own messages: `python -m bench.redaction`."""

import json
import time
from collections import Counter
from pathlib import Path

import typer

from answers.phrases import FOLDER, load_phrases
from bench.table import Table
from gateway.redaction import redact

MESSAGES = Path(__file__).resolve().parents[1] / "tests" / "nlu"
_QUANTILES = (0.5, 0.95, 0.99)


def main() -> None:
    """Print the times in milliseconds, and how many messages of each kind lost something."""
    redact("")
    rows = [_row(name, texts) for name, texts in _texts().items()]
    print(
        Table(
            "Unneeded details taken out",
            ("", "n", *(f"p{q * 100:.0f}, ms" for q in _QUANTILES), "lost"),
            rows,
        ).shown(markdown=False)
    )


def _texts() -> dict[str, list[str]]:
    """The phrases of training, and the messages that understanding is measured with."""
    lines = [line for path in sorted(MESSAGES.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return {
        "phrases": [
            text for said in load_phrases(FOLDER).values() for texts in said.values() for text in texts
        ],
        "messages": [json.loads(line)["text"] for line in lines],
    }


def _row(name: str, texts: list[str]) -> tuple[str, ...]:
    times: list[float] = []
    lost: Counter[str] = Counter()
    for text in texts:
        start = time.perf_counter()
        kinds = redact(text).kinds
        times.append((time.perf_counter() - start) * 1000)
        lost.update(kinds)
    times.sort()
    shown = [f"{times[int(len(times) * q)]:.2f}" for q in _QUANTILES]
    return (name, str(len(texts)), *shown, ", ".join(f"{kind} {count}" for kind, count in lost.items()))


if __name__ == "__main__":
    typer.run(main)
