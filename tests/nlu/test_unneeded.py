"""What is taken out of a message changes no more about how it is read than another number would."""

import pytest

from answers.answer import Answers
from auskunft.understanding import load_reader
from gateway.redaction import redact
from privacy.language import Language
from settings import content_folder
from tests.gateway.redaction.marked import marked
from tests.journeys.system import MODELS, bring_model

SAME_RIGHTS = 0.93  # 154 of 160 numbers and passwords; 150 of 155 with other digits in their place

pytestmark = pytest.mark.journey

ACCOUNTS = {
    Language.GERMAN: "Meine IBAN bei Ihnen ist falsch, bitte ändern Sie sie in DE50 5260 1815 9083 0166 13.",
    Language.ENGLISH: "The IBAN you have is wrong, please change it to DE50 5260 1815 9083 0166 13.",
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    bring_model(tmp_path_factory.mktemp("unneeded"))
    return load_reader(max(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime_ns))


@pytest.mark.parametrize("language", Language)
def test_the_same_rights_are_read(reader, language):
    texts = [m.text for name in ("worked_on", "frozen") for m in marked(name, language) if m.kind != "-"]

    same = [reader.read(t, language).rights == reader.read(redact(t).text, language).rights for t in texts]

    assert sum(same) / len(same) >= SAME_RIGHTS


@pytest.mark.parametrize("language", Language)
def test_who_wants_an_account_corrected_asks_for_that(reader, language):
    text = redact(ACCOUNTS[language]).text

    assert "DE50" not in text
    assert reader.read(text, language).rights == ("rectification",)


@pytest.mark.parametrize("language", Language)
def test_the_word_for_what_was_taken_out_is_no_question_of_its_own(reader, language):
    answers = Answers.load(content_folder())

    assert answers.compose("[…]", reader.read("[…]", language)).outcome in {"unclear", "out_of_scope"}
