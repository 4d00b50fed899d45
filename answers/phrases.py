"""The training phrases, by language and topic."""

from collections import defaultdict
from pathlib import Path

import yaml

from privacy.language import Language

FOLDER = Path(__file__).resolve().parent.parent / "data" / "nlu"

Phrases = dict[Language, dict[str, list[str]]]  # by language, by label: intent/topic


def load_phrases(folder: Path) -> Phrases:
    """Read every file of `data/nlu/`."""
    found: Phrases = {language: defaultdict(list) for language in Language}
    for path in sorted(folder.rglob("*.yml")):
        for block in yaml.load(path.read_bytes(), yaml.CSafeLoader)["nlu"]:  # a safe loader
            about = block["metadata"]
            label = "/".join(filter(None, (block["intent"], about.get("topic"))))
            lines = map(str.strip, block["examples"].splitlines())
            found[Language(about["language"])][label] += [line.removeprefix("- ") for line in lines if line]
    return found
