"""Canned replies are found by their code, filled with what is known, and flagged when the policy changes."""

from dataclasses import replace

import pytest

from answers.corpus import load_corpus
from answers.replies import Replies
from desk.replies import REPLIES
from settings import content_folder

HTMX = {"HX-Request": "true"}


@pytest.fixture
def replies():
    return Replies.load(content_folder(), load_corpus(content_folder() / "policy"))


def with_other_words(replies, passage):
    """As if the policy's passage had been written anew."""
    passages = {
        key: replace(found, text=f"{found.text} Neu.") if found.id == passage else found
        for key, found in replies.corpus.passages.items()
    }
    return replace(replies, corpus=replace(replies.corpus, passages=passages))


@pytest.mark.parametrize(
    ("language", "word"), [("de", "Wie lange wir Daten behalten"), ("en", "How long we keep data")]
)
async def test_the_page_lists_every_reply_in_both_languages(anna, replies, language, word):
    seen = await anna.open(f"/replies?language={language}")

    assert word in seen.text
    assert all(f"<code>/{reply.code}</code>" in seen.text for reply in replies.replies)
    assert "Feste Fristen nennt unsere" in seen.text
    assert "Our privacy policy names no fixed periods" in seen.text


async def test_as_it_is_typed_a_code_offers_its_replies_filled_with_what_is_known(anna):
    seen = await anna.open("/replies?q=rec&spoken=de&reference=dsr-7k3m-q2xd&due_on=2026-12-28", **HTMX)

    assert "<html" not in seen.text
    assert "/receipt" in seen.text
    assert "28. Dezember 2026" in seen.text
    assert "/hello" not in seen.text


async def test_what_is_not_known_stays_a_gap(anna):
    gap = await anna.open("/replies?q=bye&spoken=en", **HTMX)

    assert "[name]" in gap.text


async def test_what_fits_nothing_offers_nothing(anna):
    seen = await anna.open("/replies?q=%3Cscript%3E&spoken=de", **HTMX)

    assert seen.text.strip() == ""
    assert "&lt;script&gt;" in (await anna.open("/replies?q=%3Cscript%3E")).text


async def test_a_reply_whose_passage_has_changed_is_flagged_and_no_other(anna, desk, replies):
    desk.app._state[REPLIES] = with_other_words(replies, "retention")  # noqa: SLF001  # frozen once it runs

    seen = await anna.open("/replies?language=de")

    assert seen.text.count("Erklärung geändert: bitte prüfen") == 1
    assert "1 Textbaustein beruht auf einer geänderten Stelle" in seen.text


async def test_the_replies_rest_on_the_policy_of_today(replies):
    assert [reply.code for reply in replies.replies if replies.outdated(reply)] == []
