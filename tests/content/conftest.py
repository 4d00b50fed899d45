"""The content and training files as they stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from answers.topic import Topic, load_topics

ROOT = Path(__file__).parents[2]


class Phrase(NamedTuple):
    file: str
    intent: str
    topic: str | None
    language: str
    text: str

    @property
    def label(self) -> str:
        return f"{self.intent}/{self.topic}" if self.topic else self.intent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    return _read(ROOT / "domain.yml")


@pytest.fixture(scope="session")
def topics() -> dict[str, Topic]:
    return load_topics(ROOT / "content" / "answers")


@pytest.fixture(scope="session")
def responses() -> list[tuple[str, list[dict[str, Any]]]]:
    files = sorted((ROOT / "data" / "responses").glob("*.yml"))
    return [item for file in files for item in _read(file)["responses"].items()]


@pytest.fixture(scope="session")
def phrases() -> list[Phrase]:
    return list(_phrases())


@pytest.fixture(scope="session")
def dialogue() -> list[dict[str, Any]]:
    files = [*(ROOT / "data" / "rules").glob("*.yml"), *(ROOT / "data" / "stories").glob("*.yml")]
    entries = [_read(file) for file in sorted(files)]
    return [told for entry in entries for told in [*entry.get("rules", []), *entry.get("stories", [])]]


def _phrases() -> Iterator[Phrase]:
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        file = str(path.relative_to(ROOT))
        for block in _read(path)["nlu"]:
            about = block["metadata"]
            for line in filter(None, map(str.strip, block["examples"].splitlines())):
                text = line.removeprefix("- ")
                yield Phrase(file, block["intent"], about.get("topic"), about["language"], text)


def _read(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
