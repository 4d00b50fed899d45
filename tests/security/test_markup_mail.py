"""B4: what somebody typed is no element, attribute or link of a mail, and stands in no subject."""

import pytest
import yaml
from jinja2 import Environment, meta

from casestore.outgoing.letters import Letters
from settings import content_folder
from tests.security.elements import Elements
from tests.security.hostile import HOSTILE

MAIL = content_folder() / "mail"
LETTERS = Letters.load(MAIL)


def filled_in(kind, language, part):
    """The names of what a part of a letter is filled in with."""
    entry = yaml.safe_load((MAIL / f"{kind}.yml").read_text(encoding="utf-8"))
    return meta.find_undeclared_variables(Environment(autoescape=True).parse(entry[part][language]))


@pytest.mark.parametrize(("kind", "language"), sorted(LETTERS.templates))
def test_the_page_of_a_mail_has_no_element_of_what_was_typed(kind, language):
    names = filled_in(kind, language, "subject") | filled_in(kind, language, "text")

    def page(text):
        return Elements(LETTERS.write(kind, language, "a@example.com", **dict.fromkeys(names, text))["html"])

    plain = page("Kanarien\nvogel")
    for text in HOSTILE:
        written = page(text)
        assert written.kinds <= plain.kinds, text
        assert written.strange == plain.strange, text


@pytest.mark.parametrize(("kind", "language"), sorted(LETTERS.templates))
def test_the_subject_of_a_mail_has_nothing_that_somebody_typed(kind, language):
    assert filled_in(kind, language, "subject") <= {"reference", "minutes"}
