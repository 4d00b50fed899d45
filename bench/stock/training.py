"""Train Rasa's pipeline, one model for both languages, and ask it."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answers.answer import Answers
from answers.language import likeliest
from answers.phrases import Phrases
from answers.pieces import FORM_ONLY
from answers.reading import EXERCISE, Candidate, Reading
from auskunft.training import rasa_environment
from bench.cost import ROOT, Cost
from bench.said import Said, said
from privacy.hygiene import plain_text
from settings import Settings

PIPELINE = Path(__file__).with_name("pipeline.yml")
_SLASH = "__"  # Rasa takes "/" in an intent for something else


@dataclass(frozen=True)
class Stock:
    """A model that Rasa packed in *folder*, asked in a process of its own."""

    folder: Path
    answers: Answers

    def say(self, texts: list[str]) -> list[Said]:
        """Answer each of *texts*."""
        found = self._parsed(texts)["messages"]
        return [self._say(text, **one) for text, one in zip(texts, found, strict=True)]

    def megabytes(self) -> float:
        """The memory added by loading the model."""
        return float(self._parsed([])["megabytes"])

    def _say(self, text: str, ranking: list[tuple[str, float]], milliseconds: float) -> Said:
        start = time.perf_counter()
        reading = _reading(text, [Candidate(label.replace(_SLASH, "/"), score) for label, score in ranking])
        answer = self.answers.compose(text, reading)
        return said(answer, reading, self.answers, milliseconds + (time.perf_counter() - start) * 1000)

    def _parsed(self, texts: list[str]) -> dict[str, Any]:
        asked, told = self.folder / "asked.json", self.folder / "told.json"
        asked.write_text(json.dumps([plain_text(text) for text in texts]), encoding="utf-8")
        _run(self.folder, "bench.stock.parsing", str(_model(self.folder)), str(asked), str(told))
        return dict(json.loads(told.read_text(encoding="utf-8")))


def train(phrases: Phrases, answers: Answers, folder: Path) -> tuple[Stock, Cost]:
    """Learn, leave the model in *folder*, and say what it cost."""
    folder.mkdir(parents=True, exist_ok=True)
    examples = [
        {"text": text, "intent": label.replace("/", _SLASH), "entities": []}
        for labels in phrases.values()
        for label, texts in labels.items()
        for text in texts
    ]
    nlu = folder / "nlu.json"
    nlu.write_text(json.dumps({"rasa_nlu_data": {"common_examples": examples}}), encoding="utf-8")
    start = time.perf_counter()
    place = ["--out", str(folder), "--fixed-model-name", _model(folder).name]
    _run(folder, "rasa", "train", "nlu", "--config", str(PIPELINE), "--nlu", str(nlu), *place)
    seconds = time.perf_counter() - start
    stock = Stock(folder, answers)
    return stock, Cost(seconds, stock.megabytes())


def _reading(text: str, ranking: list[Candidate]) -> Reading:
    """The ranking as a reading, spared what only answers a question of ours, as ours is."""
    candidates = tuple(candidate for candidate in ranking if candidate.label not in FORM_ONLY)
    rights = (candidates[0].topic,) if candidates[0].intent == EXERCISE else ()
    return Reading(likeliest(plain_text(text)), candidates, rights)


def _model(folder: Path) -> Path:
    return folder / "stock.tar.gz"


def _run(folder: Path, *command: str) -> None:
    """Run a module with Rasa's environment; what it prints goes to a log."""
    with (folder / "log.txt").open("ab") as log:
        subprocess.run(  # noqa: S603  # our own command
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=rasa_environment(Settings.load(data=folder)),
            check=True,
            stdout=log,
            stderr=log,
        )
