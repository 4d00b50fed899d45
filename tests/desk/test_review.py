"""Feedback comes in where the answer stands, is reviewed, and goes out as training data."""

import yaml

TEXT = "Nutzt ihr meine <b>Fotos</b>? Ich bin erreichbar unter max@example.com"


async def gives(browser, **fields):
    await browser.open("/answers?language=en")
    given = {
        "text": TEXT,
        "language": "de",
        "verdict": "wrong",
        "topic": "retention",
        "right_topic": "ai_use",
    }
    return await browser.send("/answers/feedback", **{**given, **fields})


async def lead_of(browser, hire):
    lead = await browser()
    await lead.log_in(await hire("lead"))
    await lead.open("/answers/review?language=en")
    return lead


async def test_feedback_waits_for_review_without_what_identifies_anybody(anna, browser, hire):
    sent = await gives(anna)
    lead = await lead_of(browser, hire)

    seen = await lead.open("/answers/review")

    assert sent.leads_to == "/answers?done=feedback"
    assert "&lt;b&gt;Fotos" in seen.text
    assert "<b>Fotos" not in seen.text
    assert "max@example.com" not in seen.text
    assert "The answer did not fit" in seen.text
    assert "How long data are kept" in seen.text


async def test_while_answering_thanks_take_the_place_of_the_form(anna):
    await anna.open("/answers?language=de")
    fields = {"text": "Hm?", "language": "de", "verdict": "missing", "topic": "retention"}

    seen = await anna.call(
        "POST",
        "/answers/feedback",
        data={"csrf": anna.csrf, **fields},
        headers={**anna.from_here(), "HX-Request": "true"},
    )

    assert "Ihre Rückmeldung liegt zur Prüfung bereit." in seen.text
    assert "<html" not in seen.text


async def test_what_is_accepted_goes_out_as_training_data(anna, browser, hire):
    await gives(anna)
    lead = await lead_of(browser, hire)

    done = await lead.send("/answers/review/1", state="accepted")
    file = await lead.open("/answers/review/training.yml")

    assert done.leads_to == "/answers/review?done=accepted"
    assert "attachment" in file.headers["Content-Disposition"]
    [block] = yaml.safe_load(file.text)["nlu"]
    assert block["metadata"] == {"language": "de", "topic": "ai_use"}
    assert block["examples"].startswith("- Nutzt ihr meine <b>Fotos</b>?")


async def test_what_is_rejected_is_gone_and_cannot_be_accepted_afterwards(anna, browser, hire):
    await gives(anna)
    lead = await lead_of(browser, hire)

    await lead.send("/answers/review/1", state="rejected")
    again = await lead.send("/answers/review/1", state="accepted")

    assert again.status == 409
    seen = await lead.open("/answers/review?state=rejected")
    assert "deleted" in seen.text
    assert "Fotos" not in seen.text


async def test_what_is_no_feedback_is_refused(anna):
    for fields in (
        {"right_topic": "retention"},
        {"right_topic": ""},
        {"right_topic": "no_such_topic"},
        {"topic": "no_such_topic"},
        {"verdict": "perhaps"},
        {"language": "fr"},
        {"text": ""},
        {"text": "a" * 8001},
    ):
        assert (await gives(anna, **fields)).status == 422, fields


async def test_the_policys_owner_sees_what_it_does_not_say_as_a_page_and_as_a_table(anna, browser, hire):
    await gives(anna, verdict="missing", right_topic="")
    await gives(anna, verdict="missing", right_topic="ai_use")
    lead = await lead_of(browser, hire)

    page = await lead.open("/answers/silences?language=de")
    csv = await lead.open("/answers/silences.csv?language=de")

    assert "Künstliche Intelligenz" in page.text
    assert "Ohne Thema" in page.text
    assert "Künstliche Intelligenz,Deutsch,0,1" in csv.text
