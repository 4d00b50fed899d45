"""The answer aid reads what a caller says, tells staff what to say and do, and keeps nothing."""

import aiohttp
import pytest

TEXT = "Wie lange speichert ihr meine Daten?"
SCRIPT = '<script>alert("x")</script>'


async def reads(browser, text=TEXT, **fields):
    await browser.open("/answers?language=en")
    return await browser.send("/answers", text=text, **fields)


@pytest.mark.parametrize(
    ("language", "verdict", "label"),
    [
        ("de", "Die Erklärung sagt es", "Was sagt oder schreibt die Person?"),
        ("en", "The policy says so", "What does the person say or write?"),
    ],
)
async def test_the_page_answers_in_the_language_of_who_works_there(anna, language, verdict, label):
    await anna.open(f"/answers?language={language}")

    seen = await anna.send("/answers", text=TEXT)

    assert seen.status == 200
    assert f'<html lang="{language}">' in seen.text
    assert verdict in seen.text
    assert label in seen.text
    assert TEXT in seen.text


async def test_while_typing_only_the_part_that_answers_is_sent(anna):
    await anna.open("/answers?language=en")

    seen = await anna.call(
        "POST",
        "/answers",
        data={"csrf": anna.csrf, "text": TEXT},
        headers={**anna.from_here(), "HX-Request": "true"},
    )

    assert seen.status == 200
    assert "<html" not in seen.text
    assert 'id="said-de"' in seen.text
    assert 'id="said-en"' in seen.text


async def test_the_language_and_the_topic_chosen_go_to_rasa_and_made_up_ones_do_not(running, anna):
    await reads(anna, language="en", topic="retention")
    await reads(anna, language="fr", topic="no_such_topic")

    assert running.rasa.heard == [
        {"text": TEXT, "language": "en", "topic": "retention"},
        {"text": TEXT, "language": None, "topic": None},
    ]


async def test_a_request_shows_its_rights_what_to_do_and_a_way_to_take_it_down(running, anna):
    running.rasa.reads = {"outcome": "request", "rights": ["erasure"], "topic": "erasure"}

    seen = await reads(anna, "Löscht alles. K-100001, erika.mustermann@example.com", language="de")

    assert "This is a request" in seen.text
    assert "Do not ask for a copy of an ID." in seen.text
    assert "I will gladly take down your request (Erasing my data)." in seen.text
    assert "Gern nehme ich Ihren Antrag auf (Meine Daten löschen)." in seen.text
    assert "Ask whether the person would like a copy first" in seen.text
    assert 'name="rights" value="erasure"' in seen.text
    assert 'name="email" value="erika.mustermann@example.com"' in seen.text
    assert 'name="customer_number" value="K-100001"' in seen.text


async def test_an_auditor_reads_and_is_offered_nothing_to_change(browser, hire):
    auditor = await browser()
    await auditor.log_in(await hire("auditor"))

    seen = await reads(auditor)

    assert 'id="said-de"' in seen.text
    assert "/requests/new" not in seen.text
    assert "/answers/feedback" not in seen.text


async def test_each_sentence_of_a_letter_is_listed_with_what_it_comes_to(running, anna):
    title = {"de": "Speicherdauer", "en": "How long data are kept"}
    running.rasa.parts = [
        {"text": SCRIPT, "outcome": "answered", "rights": [], "topic": "retention", "title": title},
        {
            "text": "Löscht das.",
            "outcome": "request",
            "rights": ["erasure"],
            "topic": "erasure",
            "title": title,
        },
    ]

    seen = await reads(anna, f"{SCRIPT}. Löscht das. Und noch etwas.")

    assert "How long data are kept" in seen.text
    assert "One further sentence was not read by itself." in seen.text
    assert 'name="rights" value="erasure"' in seen.text
    assert SCRIPT not in seen.text


async def test_what_a_caller_wrote_is_shown_and_not_run(anna):
    seen = await reads(anna, SCRIPT)

    assert "&lt;script&gt;" in seen.text
    assert SCRIPT not in seen.text


@pytest.mark.parametrize("letter", ["ü", "🙂"])
async def test_eight_thousand_characters_are_read_and_one_more_is_told_to_be_too_long(running, anna, letter):
    async def send(text):
        form = aiohttp.FormData({"csrf": anna.csrf, "text": text}, default_to_multipart=True)
        return await anna.call("POST", "/answers", data=form, headers=anna.from_here())

    await anna.open("/answers?language=en")
    taken = await send(letter * 8000)
    heard = len(running.rasa.heard)
    refused = await send(letter * 8001)

    assert (taken.status, heard) == (200, 1)
    assert "longer than 8,000 characters" in refused.text
    assert len(running.rasa.heard) == 1


async def test_while_nobody_answers_the_page_says_so_and_keeps_the_text(running, anna):
    running.rasa.fails = True

    seen = await reads(anna)

    assert seen.status == 503
    assert "not available at the moment" in seen.text
    assert TEXT in seen.text


async def test_nothing_typed_is_kept_or_logged(running, anna, caplog):
    caplog.set_level("DEBUG")

    await reads(anna, "Ich heiße Zacharias Unverwechselbar und wohne im Pfauenweg.")

    database = b"".join(path.read_bytes() for path in running.settings.data.rglob("casestore.db*"))
    assert b"Unverwechselbar" not in database
    assert "Unverwechselbar" not in caplog.text


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Unsere allgemeine Regel ist"), ("en", "Our general rule is")]
)
async def test_every_quotation_leads_to_its_passage_in_the_policy(anna, language, words):
    seen = await anna.open(f"/policy/{language}")

    assert 'id="retention"' in seen.text
    assert 'id="security-data-centre"' in seen.text
    assert words in seen.text
