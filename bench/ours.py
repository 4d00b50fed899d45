"""Our own reader; run as a program with its folder, it prints the memory it takes."""

import sys
import time
from pathlib import Path
from typing import Self

from answers.answer import Answers
from answers.phrases import Phrases
from answers.reader import Reader
from answers.topic import kinds_of, load_topics
from auskunft.understanding import read
from bench.cost import Cost, megabytes_added, resident_megabytes
from bench.said import Said, said
from settings import content_folder


class Ours:
    """A reader and the topics it leads to."""

    def __init__(self, reader: Reader, answers: Answers) -> None:
        self.reader = reader
        self._answers = answers

    @classmethod
    def fit(cls, phrases: Phrases, answers: Answers) -> Self:
        """Learn from *phrases*."""
        pairs = {
            language: [(text, label) for label, texts in labels.items() for text in texts]
            for language, labels in phrases.items()
        }
        return cls(Reader.fit(pairs, kinds_of(answers.topics)), answers)

    @classmethod
    def load(cls, folder: Path, answers: Answers) -> Self:
        """Read what `train` left in *folder*."""
        return cls(Reader.load(folder, kinds_of(answers.topics)), answers)

    def say(self, texts: list[str]) -> list[Said]:
        """Answer each of *texts*."""
        return [self._say(text) for text in texts]

    def _say(self, text: str) -> Said:
        start = time.perf_counter()
        reading = read(self.reader, text, None)
        answer = self._answers.compose(text, reading)
        return said(answer, reading, self._answers, (time.perf_counter() - start) * 1000)


def train(phrases: Phrases, answers: Answers, folder: Path) -> tuple[Ours, Cost]:
    """Learn, leave the reader in *folder*, and say what it cost."""
    start = time.perf_counter()
    Ours.fit(phrases, answers).reader.save(folder)
    seconds = time.perf_counter() - start
    return Ours.load(folder, answers), Cost(seconds, megabytes_added("bench.ours", str(folder)))


if __name__ == "__main__":
    kinds = kinds_of(load_topics(content_folder() / "answers"))
    before = resident_megabytes()
    loaded = Reader.load(Path(sys.argv[1]), kinds)
    for word in ("Auskunft", "access"):
        read(loaded, word, None)
    print(resident_megabytes() - before)
