"""The sets, and what is left out of them."""

from answers.topic import Outcome
from bench.curve import sample
from bench.sets import Item, load_set, unseen
from privacy.language import Language


def test_what_was_learnt_word_for_word_is_left_out() -> None:
    items = [Item(text, text, Language.GERMAN, Outcome.HANDOFF) for text in ("Hol  mal WEN", "Wen holst du?")]

    assert unseen(items, {Language.GERMAN: {"handoff": ["hol mal wen"]}}) == items[1:]


def test_only_the_set_of_several_wants_everything() -> None:
    assert all(item.every for item in load_set("several", Language.ENGLISH))
    assert not any(item.every for item in load_set("development", Language.ENGLISH))


def test_a_larger_sample_holds_the_smaller() -> None:
    phrases = {Language.GERMAN: {"a": [str(n) for n in range(80)], "b": ["1", "2", "3", "4", "5"]}}
    small, large = (sample(phrases, part)[Language.GERMAN] for part in (0.125, 0.5))

    assert (len(small["a"]), len(small["b"])) == (10, 4)
    assert all(set(small[label]) <= set(large[label]) for label in small)
