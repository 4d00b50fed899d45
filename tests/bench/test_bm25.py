"""Plain full-text search over the policy."""

from answers.corpus import load_corpus
from answers.topic import Outcome
from bench.bm25 import Bm25
from bench.sets import Item
from privacy.language import Language
from settings import content_folder

ASKED = [
    Item("1", "How long are records retained?", Language.ENGLISH, Outcome.ANSWERED, frozenset({"retention"})),
    Item("2", "Tell me a joke about penguins", Language.ENGLISH, Outcome.NOT_IN_POLICY),
]


def test_it_finds_a_passage_by_its_words_and_is_silent_about_others() -> None:
    search = Bm25.fit(load_corpus(content_folder() / "policy"), ASKED)

    found, silent = search.say([item.text for item in ASKED])

    assert found.ranked[0] == {"retention"}
    assert silent.way.outcome is Outcome.NOT_IN_POLICY
