"""`auskunft ask`: answers on the terminal, no server needed."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from answers.answer import Answer, Answers
from auskunft.failure import OperatorError
from auskunft.understanding import load_reader, read
from privacy.language import Language
from settings import content_folder


class Asker:
    """Answers questions with the trained model and the content at hand."""

    def __init__(self, model: Path) -> None:
        self._reader = load_reader(model)
        self._answers = Answers.load(content_folder())

    def ask(self, text: str, language: Language | None = None, number: str | None = None) -> Answer:
        """Answer one question."""
        return self._answers.compose(text, read(self._reader, text, language), number)

    def ask_lines(self, lines: Iterable[str]) -> Iterator[str]:
        """Answer one JSON object a line, in order; raises `OperatorError` with the line's number."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                asked = json.loads(line)
                language = Language(asked["language"]) if asked.get("language") else None
                answer = self.ask(str(asked["text"]), language, str(asked.get("id", number)))
            except (ValueError, KeyError, AttributeError, TypeError) as error:
                message = (
                    f'Line {number} is not of the form {{"id": "1", "text": "…", "language": "de"}}: {error}'
                )
                raise OperatorError(message) from error
            yield json.dumps(answer.as_dict(), ensure_ascii=False)


def shown(answer: Answer) -> str:
    """The answer as a person reads it on the terminal."""
    parts = [answer.answer]
    for citation in answer.citations:
        source = f"{citation.section}. {citation.heading}" if citation.section else citation.heading
        parts.append(f"  „{citation.quote}“\n  — {source} [{citation.passage}]")
        if answer.language is not Language.GERMAN:
            parts.append(f"  (de) „{citation.original}“")
    parts += [f"  {note['article']}: {note['note']}" for note in answer.law]
    rights = f" ({', '.join(answer.rights)})" if answer.rights else ""
    parts.append(f"  [{answer.outcome}{rights}, {answer.topic}, {answer.confidence:.2f}]")
    return "\n".join(parts)


def standard_input() -> Iterator[str]:
    """The lines of standard input, as UTF-8 whatever the locale."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text file at the terminal
    yield from sys.stdin
