"""The mails we write, from `content/mail/`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import yaml
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from privacy.language import Language


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
        subject, text = self.templates[kind, language]
        for name, value in values.items():
            if isinstance(value, date):
                values[name] = format_date(value, "long", locale=language.locale)
        title, body = subject.render(values), text.render(values)
        html = self.page.render(language=language.value, title=title, paragraphs=body.strip().split("\n\n"))
        return {"to": to, "subject": title, "text": body, "html": html}
