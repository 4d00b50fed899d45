"""The mails we write, from `content/mail/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Self

import yaml
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from privacy.language import Language


class _Filled(NamedTuple):
    """A kind of mail in one language, filled in."""

    language: str
    subject: str
    text: str


@dataclass(frozen=True)
class Letters:
    """Subject and text of each kind of mail, in both languages, and the page the text is set into."""

    templates: dict[tuple[str, Language], tuple[Template, Template]]
    page: Template

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read every kind of mail; a missing language raises `KeyError`."""
        # Plain text: nothing is to be escaped.
        plain = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701
        pages = Environment(loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=True)
        templates = {}
        for path in sorted(folder.glob("*.yml")):
            entry = yaml.safe_load(path.read_text(encoding="utf-8"))
            for language in Language:
                subject, text = entry["subject"][language], entry["text"][language]
                templates[path.stem, language] = plain.from_string(subject), plain.from_string(text)
        return cls(templates, pages.get_template("page.html"))

    def write(self, kind: str, language: Language, to: str, **values: Any) -> dict[str, str]:
        """Return the mail as the outbox keeps it; dates are written out."""
        return self._mail(to, [self._filled(kind, language, values)])

    def write_in_both(self, kind: str, to: str, **values: Any) -> dict[str, str]:
        """Return a mail to who may read either language: German, then English."""
        return self._mail(to, [self._filled(kind, language, values) for language in Language])

    def _filled(self, kind: str, language: Language, values: dict[str, Any]) -> _Filled:
        written = {
            name: format_date(value, "long", locale=language.locale) if isinstance(value, date) else value
            for name, value in values.items()
        }
        subject, text = self.templates[kind, language]
        return _Filled(language.value, subject.render(written), text.render(written))

    def _mail(self, to: str, parts: Sequence[_Filled]) -> dict[str, str]:
        title = " / ".join(part.subject for part in parts)
        texts = [(part.language, part.text.strip().split("\n\n")) for part in parts]
        html = self.page.render(language=parts[0].language, title=title, texts=texts)
        return {"to": to, "subject": title, "text": "\n".join(part.text for part in parts), "html": html}
