"""Staff work a request from its receipt to its end, on pages, and see of it what their role may see."""

import pytest

from auskunft import store
from casestore.wire.requests import Remark, Transition
from tests.desk.request_work import NASTY, form_of, recorded, words_of
from tests.installation import ON_FILE
from tests.journeys.system import until


@pytest.fixture
async def privacy(hire):
    return await hire("privacy")


@pytest.fixture
async def paula(browser, privacy):
    """A browser in which the privacy team has logged in."""
    at_work = await browser()
    await at_work.log_in(privacy)
    return at_work


@pytest.fixture
async def token(running, privacy):
    return await store.staff_token(running.settings, privacy)


@pytest.fixture
async def page(running, paula, token):
    """Opens the page of a recorded request; its address and what stands there."""

    async def page(**fields):
        path = f"/requests/{await recorded(running, token, **fields)}"
        return path, await paula.open(path)

    return page


async def step(at_work, path, act, **fields):
    """Send the form of a step as the page shows it, and go where that leads."""
    form = form_of(await at_work.open(path))
    sent = await at_work.send(f"{path}/{act}", **form, **fields)
    assert sent.status == 303, words_of(sent)
    return words_of(await at_work.open(sent.leads_to))


async def test_a_request_is_worked_from_receipt_to_completion(paula, page, running):
    path, _ = await page()
    await running.inbox.next()

    assert "Zuständig: privacy" in await step(paula, path, "assignment", whom="me", assignee="")
    checked = await step(
        paula, path, "transitions", to="verified", method="call_back", reason="Stimme und Nummer passen."
    )
    await step(paula, path, "transitions", to="in_progress", reason="")
    await step(paula, path, "notes", text="Auszug bestellt.")
    ended = await step(paula, path, "transitions", to="completed", reason="Ihre Daten liegen bei.")

    assert "Identität geprüft: Rückruf unter der gespeicherten Nummer" in checked
    assert "Von uns geprüft" in checked
    assert "Die Anfrage ist erledigt." in ended
    assert "Diese Anfrage ist abgeschlossen." in ended
    assert "Abschluss" in ended
    assert "Ihre Daten liegen bei." in (await running.inbox.next()).get_body(("plain",)).get_content()


async def test_a_refusal_wants_a_reason_and_the_mail_names_the_remedies(paula, page, running):
    path, seen = await page()
    await running.inbox.next()
    assert "Aufsichtsbehörde beschweren (Art. 77) und vor Gericht gehen kann (Art. 79)" in words_of(seen)

    without = await paula.send(f"{path}/transitions", **form_of(seen), to="refused", reason=" ")
    await step(paula, path, "transitions", to="refused", reason="Wir müssen Rechnungen aufbewahren.")

    mail = (await running.inbox.next()).get_body(("plain",)).get_content()
    assert without.status == 422
    assert "Da fehlt noch etwas" in words_of(without)
    assert all(part in mail for part in ("Rechnungen aufbewahren", "Art. 77", "Art. 79"))


async def test_a_verification_wants_its_means_and_a_reason(paula, page):
    path, seen = await page()

    for fields in (
        {"reason": "Geprüft."},
        {"method": "call_back", "reason": ""},
        {"method": "id_copy", "reason": "x"},
    ):
        sent = await paula.send(f"{path}/transitions", **form_of(seen), to="verified", **fields)
        assert sent.status == 422

    assert "Nicht geprüft" in words_of(await paula.open(path))


async def test_an_extension_tells_the_new_day_and_is_offered_only_in_the_first_month(paula, page):
    path, seen = await page(days=3)
    assert "Frist verlängern" in words_of(seen)

    extended = await step(paula, path, "extension", reason="Sehr viele Akten.")
    _, late = await page(days=45)

    assert "Um zwei Monate verlängert" in extended
    assert "Frist verlängern" not in extended
    assert "überfällig" in words_of(late)
    assert "Frist verlängern" not in words_of(late)


async def test_a_period_stands_still_and_goes_on(paula, page):
    path, _ = await page()

    paused = await step(paula, path, "pause", text="Nach der Kundennummer gefragt.")
    resumed = await step(paula, path, "resumption", text="Sie hat sie genannt.")

    assert "Frist ruht" in paused
    assert "Die Frist läuft weiter." in resumed
    assert "Frist anhalten" in resumed


async def test_of_two_at_once_the_second_is_told_what_changed_and_loses_no_word(paula, page, browser, hire):
    path, _ = await page()
    lena = await browser()
    await lena.log_in(await hire("lead"))
    hers = form_of(await lena.open(path))
    await step(paula, path, "transitions", to="verified", method="in_person", reason="War hier.")

    late = await lena.send(f"{path}/transitions", **hers, to="in_progress", reason="Ich fange an & so weiter")

    told = words_of(late)
    assert late.status == 409
    assert "Neu seit Ihrem letzten Blick: Identität geprüft: Persönlich vor Ort · privacy" in told
    assert "Ihr Text steht noch im Formular." in told
    assert "Ich fange an &amp; so weiter</textarea>" in late.text
    again = await lena.send(f"{path}/transitions", **form_of(late), to="in_progress", reason="Nun doch.")
    assert again.status == 303


async def test_a_text_for_a_step_that_is_no_longer_possible_is_shown_to_be_kept(paula, page, running, token):
    path, seen = await page()
    await running.cases.act(path.split("/")[-1], Transition(to="cancelled"), token)

    late = await paula.send(f"{path}/extension", **form_of(seen), reason="Sehr viele Akten.")

    assert late.status == 409
    assert "Dieser Schritt ist nicht mehr möglich. Ihr Text: Sehr viele Akten." in words_of(late)


async def test_a_cancellation_wants_a_cause_that_stands_in_the_history(paula, page):
    path, seen = await page()

    without = await paula.send(f"{path}/transitions", **form_of(seen), to="cancelled", reason="Hat gegrüßt.")
    cancelled = await step(paula, path, "transitions", to="cancelled", cause="not_a_request")

    assert without.status == 422
    assert "Hat gegrüßt.</textarea>" in without.text
    assert "Abgebrochen: War kein Antrag" in cancelled


async def test_a_form_that_is_sent_twice_acts_once(paula, page):
    path, seen = await page()

    first = await paula.send(f"{path}/notes", **form_of(seen), text="Einmal.")
    second = await paula.send(f"{path}/notes", **form_of(seen), text="Einmal.")

    assert (first.status, second.status) == (303, 303)
    assert words_of(await paula.open(path)).count("Einmal.") == 1


async def test_an_agent_sees_no_person_whole_and_decides_nothing(page, anna):
    path, _ = await page(requester={"customer_number": "K-100001"})

    seen = words_of(await anna.open(path))
    tried = await anna.send(f"{path}/transitions", to="completed", version="1", key="1")

    assert "a…@….com" in seen
    assert not [word for word in ("ada@example.com", "Ada Byron", "K-100001") if word in seen]
    assert "Über die Anfrage entscheiden Leitung und Datenschutz-Team." in seen
    assert not [word for word in ("Ablehnen", "Frist verlängern", "Erledigen") if word in seen]
    assert "Notiz schreiben" in seen
    assert tried.status == 403


async def test_an_auditor_only_reads(page, browser, hire):
    path, _ = await page()
    otto = await browser()
    await otto.log_in(await hire("auditor"))

    seen = await otto.open(path)

    assert "Ihre Rolle liest nur." in words_of(seen)
    assert f'action="{path}' not in seen.text
    assert (await otto.send(f"{path}/notes", text="x", key="1")).status == 403


async def test_opening_and_printing_stand_in_the_audit_trail(page, running, paula):
    path, _ = await page()
    await paula.open(f"{path}/print")

    opened = "SELECT actor, object FROM audit_events WHERE action = 'opened'"
    assert running.execute(opened) == [("privacy", path.split("/")[-1])] * 2


async def test_what_strangers_wrote_is_text_and_nothing_else(page, paula, running, token):
    behalf = {"role": NASTY, "name": NASTY}
    path, _ = await page(details=NASTY, requester={"name": NASTY}, on_behalf_of=behalf, review="minor")
    await running.cases.act(path.split("/")[-1], Remark(text=NASTY), token)

    for shown in (await paula.open(path), await paula.open(f"{path}/print")):
        assert "<script>alert" not in shown.text
        assert "{{ 7 * 7 }}" in shown.text
        assert "Vollmacht fehlt" in shown.text
        assert "minderjährigen Person: bitte prüfen" in shown.text


async def test_the_mails_are_listed_with_what_became_of_them(page, running, paula):
    path, _ = await page()
    await until(lambda: running.execute("SELECT state FROM outbox") == [("sent",)])
    await running.change("UPDATE outbox SET state = 'dead', problem = 'SMTPRecipientsRefused 550'")
    dead = words_of(await paula.open(path))
    _, nameless = await page(requester={"email": None})

    assert "Eingangsbestätigung Nicht zugestellt" in dead
    assert "SMTPRecipientsRefused 550" in dead
    assert "Es ist keine E-Mail-Adresse bekannt" in words_of(nameless)


async def test_the_printed_file_proves_the_trail_and_says_when_it_was_changed(page, running, paula):
    path, _ = await page()
    whole = words_of(await paula.open(f"{path}/print"))
    [(seal,)] = running.execute("SELECT trail_seal FROM requests")

    await running.change("UPDATE request_events SET actor = 'somebody'")
    changed = words_of(await paula.open(f"{path}/print"))

    assert "Der Verlauf ist vollständig und unverändert: 1 Ereignis" in whole
    assert f"Siegel des letzten Ereignisses: {seal}" in whole
    assert "Der Verlauf wurde verändert: ab Ereignis 1" in changed


async def test_a_request_of_a_chat_says_what_its_proof_shows_and_leads_to_the_chat(paula, verified, running):
    seen = await paula.open(f"/requests/{verified.lower().replace('-', '')}")

    [(chat,)] = running.execute("SELECT conversation FROM requests")
    assert "Bekanntes Postfach bestätigt" in words_of(seen)
    assert "Erika Mustermann" in words_of(seen)
    assert ON_FILE in words_of(seen)
    assert f'href="/chats/{chat}"' in seen.text


async def test_the_pages_speak_english(paula, page):
    path, _ = await page()

    seen = words_of(await paula.open(f"{path}?language=en"))

    assert "Next steps" in seen
    assert "Request received" in seen
    assert "in 3" in seen
    assert "Complete and unchanged" not in seen
    assert "history is complete and unchanged: 1 event" in words_of(await paula.open(f"{path}/print"))


async def test_a_request_that_is_not_there_is_not_found(paula):
    for path in ("/requests/DSR-0000-0000", "/requests/x/print"):
        assert (await paula.open(path)).status == 404
