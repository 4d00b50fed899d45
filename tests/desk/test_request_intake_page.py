"""Staff record what reached them by phone, letter or e-mail, and see until when it must be answered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.desk.request_work import KEY, NASTY, recorded, words_of

NEW = "/requests/new"
TOMORROW = datetime.now(UTC).date() + timedelta(days=2)  # wherever it is today


@pytest.fixture
async def form(anna):
    """Sends the form of the page."""

    async def form(**fields):
        key = KEY.search((await anna.open(NEW)).text)[1]
        filled = {"act": "record", "key": key, "channel": "letter", "rights": "access", "language": "en"}
        return await anna.send(NEW, **(filled | fields))

    return form


async def test_a_letter_is_recorded_with_its_day_of_receipt(form, anna, running, staff):
    sent = await form(
        received_on="2026-11-02",
        name="Ada Byron",
        email="ada@example.com",
        details="Bitte per Post.",
        for_another="yes",
        role="lawyer",
        represented="Annabella",
        minor="yes",
    )

    reference = sent.leads_to.removeprefix("/requests/").removesuffix("?done=recorded")
    view = await running.cases.open_request(reference, staff["Authorization"].removeprefix("Bearer "))
    seen = words_of(await anna.open(sent.leads_to))
    assert (view.due_on, view.channel, view.language) == (date(2026, 12, 2), "letter", "en")
    assert view.on_behalf_of == {"role": "lawyer", "name": "Annabella", "authority_seen": False}
    assert (view.details, view.review) == (["Bitte per Post."], "minor")
    assert "Die Anfrage ist aufgenommen, die Frist läuft." in seen
    assert "2. Dezember 2026" in seen


async def test_the_last_day_is_told_before_anything_is_recorded(form, anna, running):
    part = words_of(await anna.open(f"{NEW}/due?received_on=2026-11-02"))
    page = await form(act="due", received_on="2026-10-31", details="Noch nicht fertig", name="Ada")

    assert "Antwort bis 2. Dezember 2026" in part
    assert "Antwort bis 30. November 2026" in words_of(page)
    assert "Noch nicht fertig</textarea>" in page.text
    assert 'value="Ada"' in page.text
    assert running.execute("SELECT * FROM requests") == []


async def test_what_the_answer_aid_found_is_filled_in_and_nothing_is_recorded(anna, running):
    await anna.open(NEW)

    seen = await anna.send(NEW, prefilled="yes", rights="erasure", email="ada@example.com", details=NASTY)

    assert seen.status == 200
    assert 'value="erasure" checked' in seen.text
    assert 'value="ada@example.com"' in seen.text
    assert "<script>alert" not in seen.text
    assert running.execute("SELECT * FROM requests") == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"rights": ""}, "Kreuzen Sie bitte mindestens ein Anliegen an."),
        ({"rights": "forgetting"}, "Kreuzen Sie bitte mindestens ein Anliegen an."),
        (
            {"received_on": TOMORROW.isoformat()},
            "zwischen dem 25. Mai 2018 und heute",
        ),
        ({"received_on": "2018-05-24"}, "zwischen dem 25. Mai 2018 und heute"),
        ({"received_on": "gestern"}, "zwischen dem 25. Mai 2018 und heute"),
        ({"email": "ada at example.com"}, "Diese E-Mail-Adresse ist nicht vollständig."),
        ({"name": "x" * 201}, "Der Name hat höchstens 200 Zeichen."),
        ({"details": "x" * 8001}, "Der Text ist zu lang"),
        ({"language": "fr"}, "Wählen Sie bitte eine Sprache."),
        ({"name": "a\x00b"}, "Der Name hat höchstens 200 Zeichen."),
    ],
)
async def test_what_does_not_fit_is_named_and_what_was_typed_stays(form, running, wrong, told):
    seen = await form(**{"customer_number": "K-7", **wrong})

    assert seen.status == 422
    assert told in words_of(seen)
    assert 'value="K-7"' in seen.text
    assert running.execute("SELECT * FROM requests") == []


async def test_a_form_that_is_sent_twice_records_once_and_a_changed_one_says_so(form, running):
    same = {"key": "k1", "details": "Einmal."}

    first, second = await form(**same), await form(**same)
    changed = await form(key="k1", details="Noch etwas.")

    assert first.leads_to == second.leads_to
    assert changed.status == 422
    assert "Diese Anfrage ist schon aufgenommen." in words_of(changed)
    assert len(running.execute("SELECT * FROM requests")) == 1


async def test_an_earlier_request_of_the_same_person_is_pointed_to(form, anna, running, staff):
    earlier = await recorded(running, staff["Authorization"].removeprefix("Bearer "))

    sent = await form(email="ADA@example.com")

    assert f"Dieselbe Person hat schon einmal angefragt: {earlier}" in words_of(
        await anna.open(sent.leads_to)
    )


async def test_the_form_speaks_english(anna):
    seen = words_of(await anna.open(f"{NEW}?language=en"))

    assert "How did the request reach us?" in seen
    assert "Answer by" in seen
