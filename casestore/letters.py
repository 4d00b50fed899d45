"""The mails we write, from `content/mail/`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import yaml
from babel.dates import format_date
from jinja2 import Environment, StrictUndefined, Template

from privacy.language import Language


@dataclass(frozen=True)
class Letters:
    """Subject and text of each kind of mail, in both languages."""

    templates: dict[tuple[str, Language], tuple[Template, Template]]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read every kind of mail; a missing language raises `KeyError`."""
        # Plain text: nothing is to be escaped.
        environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701
        templates = {}
        for path in sorted(folder.glob("*.yml")):
            entry = yaml.safe_load(path.read_text(encoding="utf-8"))
            for language in Language:
                subject, text = entry["subject"][language], entry["text"][language]
                parts = environment.from_string(subject), environment.from_string(text)
                templates[path.stem, language] = parts
        return cls(templates)

    def write(self, kind: str, language: Language, to: str, **values: Any) -> dict[str, str]:
        """Return the mail as the outbox keeps it; dates are written out."""
        subject, text = self.templates[kind, language]
        for name, value in values.items():
            if isinstance(value, date):
                values[name] = format_date(value, "long", locale=language.locale)
        return {"to": to, "subject": subject.render(values), "text": text.render(values)}
