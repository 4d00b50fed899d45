"""Phrases to learn from, written as `data/nlu` has them: one block a language and topic."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import yaml

from answers.phrases import load_phrases
from privacy.language import Language

Said = tuple[str, Language, str]  # topic, language, what was said


class _Literal(str):
    """A text that is written as a block of lines."""

    __slots__ = ()


def training_data(said: Iterable[Said], folder: Path) -> str:
    """YAML for a file of `data/nlu`, the phrases of *folder*: what stands there already is left out.

    Topics that *folder* has no phrases of are named in a comment: they have no intent yet.
    """
    known = load_phrases(folder)
    labels = {label.rpartition("/")[2]: label for by_label in known.values() for label in by_label}
    new: dict[tuple[str, Language], dict[str, None]] = defaultdict(dict)
    unknown: dict[str, None] = {}
    for topic, language, text in said:
        phrase = " ".join(text.split())
        if topic not in labels:
            unknown[topic] = None
        elif phrase not in known[language].get(labels[topic], []):
            new[labels[topic], language][phrase] = None
    blocks = [_block(label, language, list(phrases)) for (label, language), phrases in sorted(new.items())]
    comments = [f"# no intent yet: {topic}\n" for topic in unknown]
    return "".join(comments) + yaml.dump(
        {"version": "3.1", "nlu": blocks}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def _block(label: str, language: Language, phrases: list[str]) -> dict[str, object]:
    intent, _, topic = label.partition("/")
    about = {"language": language.value, **({"topic": topic} if topic else {})}
    return {"intent": intent, "metadata": about, "examples": _Literal("".join(f"- {p}\n" for p in phrases))}


class _Dumper(yaml.SafeDumper):
    """Writes the examples as a block."""


_Dumper.add_representer(
    _Literal, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)
