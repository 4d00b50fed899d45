"""The policy text, read from its files and cut into passages."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from answers.passage import Citation, Passage
from privacy.language import Language

BINDING = Language.GERMAN

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_ANCHOR = re.compile(r"^\{#([\w/-]+)\}$")
_HEADING = re.compile(r"^#+ (?:(\d+(?:\.\d+)*)\. )?(.+)$")


class PolicyError(Exception):
    """The policy text cannot be read or its two languages do not fit together."""


@dataclass(frozen=True)
class Corpus:
    """The policy text in both languages.

    Attributes:
        version: First 12 hexadecimal digits of the SHA-256 of the binding words.

    """

    passages: dict[tuple[str, Language], Passage]
    version: str

    def passage(self, name: str, language: Language) -> Passage:
        """Return a passage; raises `PolicyError` when the policy has none of that name."""
        try:
            return self.passages[name, language]
        except KeyError as error:
            message = f"the policy text has no passage {name!r} in {language!r}"
            raise PolicyError(message) from error

    def names(self) -> list[str]:
        """The names of the passages, in order."""
        return list(dict.fromkeys(name for name, _ in self.passages))

    def place_of(self, words: dict[Language, str]) -> str | None:
        """The passage in which *words* stand in both languages; `None` where they stand in none."""
        for name in self.names():
            if all(words[language] in self.passage(name, language).text for language in Language):
                return name
        return None

    def cite(self, name: str, words: dict[Language, str], language: Language, score: float) -> Citation:
        """Cite *words*, which must stand in the passage in *language* and in the binding one."""
        shown = self.passage(name, language)
        shown.find(words[language])
        binding = self.passage(name, BINDING)
        start, end = binding.find(words[BINDING])
        return Citation(
            passage=name,
            section=shown.section,
            heading=shown.heading,
            quote=words[language],
            original=binding.text[start:end],
            start=start,
            end=end,
            policy_version=self.version,
            score=round(score, 3),
        )


def load_corpus(folder: Path, audience: str = "customers") -> Corpus:
    """Read `<audience>.<language>.md` for both languages.

    Raises `PolicyError` with one sentence that says what to mend.
    """
    texts = {language: _read(folder / f"{audience}.{language}.md") for language in Language}
    binding = cut(texts[BINDING], BINDING)
    names = [passage.id for passage in binding]
    others = [cut(text, language, names) for language, text in texts.items() if language != BINDING]
    passages: dict[tuple[str, Language], Passage] = {}
    for passage in [*binding, *(passage for cut_text in others for passage in cut_text)]:
        if (passage.id, passage.language) in passages:
            raise PolicyError(f"{folder}: passage {passage.id} stands twice in {passage.language.value}")
        passages[passage.id, passage.language] = passage
    for name, language in passages:
        if (name, _other(language)) not in passages:
            raise PolicyError(f"{folder}: passage {name} stands in {language.value} only")
    version = hashlib.sha256(words_of(texts[BINDING]).encode()).hexdigest()[:12]
    return Corpus(passages, version)


def words_of(text: str) -> str:
    """The policy's own words: without front matter, anchors, heading marks and empty lines."""
    lines = (
        re.sub(r"^#+ ", "", line)
        for line in _FRONT_MATTER.sub("", text).splitlines()
        if line and not _ANCHOR.match(line)
    )
    return "\n".join(lines)


def cut(text: str, language: Language, names: list[str] | None = None) -> list[Passage]:
    """Cut a policy file into its passages, in order.

    A passage reaches from its anchor to the next anchor or heading. A paragraph
    that has none is named after its heading, or, where the binding text was cut
    before, by the *names* of its passages in their order.
    """
    passages: list[Passage] = []
    section = heading = anchor = ""
    words: list[str] = []

    def close() -> None:
        block = "\n".join(words).strip("\n")
        words.clear()
        if block:
            place = names[len(passages)] if names and len(passages) < len(names) else ""
            name = anchor or place or _unused(_slug(heading), passages)
            passages.append(Passage(name, language, section, heading, block))

    for line in [*_FRONT_MATTER.sub("", text).splitlines(), ""]:
        if found := _HEADING.match(line):
            close()
            section, heading, anchor = found.group(1) or _kept(section, line), found.group(2), ""
        elif found := _ANCHOR.match(line):
            close()
            anchor = found.group(1)
        elif line or anchor:
            words.append(line)
        else:
            close()
    close()
    return passages


def _kept(section: str, heading_line: str) -> str:
    """A heading below the second level stays in its section."""
    return section if heading_line.startswith("###") else ""


def _slug(heading: str) -> str:
    return re.sub(r"\W+", "-", heading.lower()).strip("-") or "text"


def _unused(name: str, passages: list[Passage]) -> str:
    taken = {passage.id for passage in passages}
    if name not in taken:
        return name
    number = next(n for n in range(2, len(passages) + 3) if f"{name}-{n}" not in taken)
    return f"{name}-{number}"


def _other(language: Language) -> Language:
    return Language.ENGLISH if language is Language.GERMAN else Language.GERMAN


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read the policy text {path}: {error}"
        raise PolicyError(message) from error
