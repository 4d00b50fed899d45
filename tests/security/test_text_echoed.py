"""R7: what somebody writes into a field is shown as it was written, and nothing in it is filled in or run."""

import re
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment, meta

from answers.identifiers import identifiers_in
from casestore.outgoing.letters import Letters
from privacy.language import Language
from settings import content_folder
from tests.gateway.applicant import FILLED, Applicant, stored

HOSTILE = [
    "{verified}",
    "{reference}",
    "{__class__}",
    "{0.__class__.__mro__}",
    "{0[reference]}",
    "{{7*7}}",
    "{% raw %}",
    "${7*7}",
    "[[click]](javascript:alert(1))",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "%(reference)s",
    "!!python/object/apply:os.system [id]",
]
RESPONSES = Path(__file__).parents[2] / "data" / "responses"


@pytest.mark.parametrize("text", HOSTILE)
async def test_the_form_keeps_and_shows_it_as_it_was_typed(running, gateway, text):
    applicant = await Applicant.at(gateway, "en")
    again = await applicant.sends(rights="access", details=text, name=text)  # without an address
    receipt = await applicant.sends(**FILLED, details=text, name=text)

    assert again.typed["details"] == text
    assert again.typed["name"] == text
    assert not again.of("img", src="x")
    assert not receipt.of("script")
    [request] = await stored(running)
    assert request.details == [text]
    assert request.asked == {"name": text}


async def test_an_address_with_a_placeholder_in_it_is_shown_as_it_was_typed(gateway):
    applicant = await Applicant.at(gateway, "en")

    receipt = await applicant.sends(rights="access", email="{reference}@example.com")

    assert "to {reference}@example.com" in receipt.words


@pytest.mark.parametrize("text", HOSTILE)
def test_a_mail_shows_it_as_it_was_written_and_its_page_runs_nothing(text):
    letters = Letters.load(content_folder() / "mail")
    for (kind, language), templates in letters.templates.items():
        names = {name for template in templates for name in _names_in(kind, language)}
        mail = letters.write(kind, language, "erika@example.com", **dict.fromkeys(names, text))

        assert all(text in mail["text"] for _ in names), kind
        assert "<script" not in mail["html"]
        assert "<img src=x" not in mail["html"]


def _names_in(kind: str, language: Language) -> set[str]:
    entry = yaml.safe_load((content_folder() / "mail" / f"{kind}.yml").read_text(encoding="utf-8"))
    return meta.find_undeclared_variables(Environment(autoescape=True).parse(entry["text"][language]))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_letter_is_read_back_as_has_nothing_to_fill_in(text):
    said = f"Kundennummer: {text} K-100001, E-Mail: {text}@example.com, geboren am {text}"

    shown = " ".join(identifier.masked for identifier in identifiers_in(said))

    assert not re.search(r"[{}<>\[\]()]", shown)


@pytest.mark.rasa
@pytest.mark.parametrize("text", HOSTILE)
def test_a_response_is_filled_in_once(text):
    from rasa.core.nlg.interpolator import interpolate_text  # noqa: PLC0415  # ten seconds

    said = "Ihr Antrag {reference}: {rights}."

    assert interpolate_text(said, {"reference": "DSR-1", "rights": text}) == (
        f"Ihr Antrag DSR-1: {text}." if "0[" not in text else said
    )


def test_every_placeholder_of_a_response_is_one_of_ours():
    texts = "".join(path.read_text(encoding="utf-8") for path in RESPONSES.glob("*.yml"))

    assert set(re.findall(r"\{(\w+)\}", texts)) <= {"reference", "rights", "due_on", "identifiers", "address"}
