"""A request without JavaScript is filed with the facts that the chat records."""

import asyncio
import re

import pytest

from casestore.wire.requests import NewRequest
from privacy.reference import reference_in
from privacy.right import Right
from tests.gateway.applicant import FILLED, Applicant, page_of, stored
from tests.installation import NOT_ON_FILE, ON_FILE

RECEIVED = {"de": "Ihr Antrag ist eingegangen", "en": "Your request has been received"}
SENT = {"de": "sechsstelligen Code an erika.mustermann", "en": "six-digit code to erika.mustermann"}
TITLES = {"de": "Auskunft über meine Daten", "en": "Access to my data"}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(params=["de", "en"])
async def applicant(gateway, request):
    return await Applicant.at(gateway, request.param)


async def test_the_form_offers_each_right_in_its_language_with_an_explanation(applicant):
    page = applicant.page

    boxes = page.of("input", type="checkbox", name="rights")
    explained = {box["aria-describedby"] for box in boxes}
    assert [box["value"] for box in boxes] == list(Right)
    assert {found.get("id") for found in page.of("p")} >= explained
    assert page.of("html", lang=applicant.language)
    assert TITLES[applicant.language] in page.words
    assert page.ticked == ["self"]


async def test_the_form_needs_no_script_no_cookie_and_is_kept_nowhere(gateway):
    response = await gateway.get("/form/de")

    page = await page_of(response)
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    assert not page.of("script")
    assert not [found for _, found in page.elements if "style" in found or "onclick" in found]
    assert not [
        value
        for _, found in page.elements
        for name, value in found.items()
        if name in {"href", "action"} and page.hidden["token"] in (value or "")
    ]


async def test_what_is_sent_is_filed_with_all_that_was_said(running, applicant):
    receipt = await applicant.sends(
        rights=["rectification", "objection"],
        marketing_only="yes",
        details="Mein Name ist\r\nfalsch geschrieben: »Muster«.",
        name="Erika  Mustermann",
        email=" Erika.Mustermann@Example.com ",
        customer_number="K-100001",
    )

    [request] = await stored(running)
    assert receipt.status == 200
    assert (request.channel, request.language, request.state) == ("form", applicant.language, "received")
    assert request.rights == ["rectification", "objection"]
    assert request.details == ["Mein Name ist\nfalsch geschrieben: »Muster«."]
    assert request.asked == {
        "name": "Erika Mustermann",
        "customer_number": "K-100001",
        "objection": "marketing",
    }
    assert request.on_behalf_of is None
    assert request.verification.level == "none"
    assert request.requester["email"] == "Erika.Mustermann@example.com"


async def test_the_receipt_shows_reference_rights_and_both_dates_in_words(running, applicant):
    receipt = await applicant.sends(**FILLED)

    [request] = await stored(running)
    assert RECEIVED[applicant.language] in receipt.words
    assert SENT[applicant.language] in receipt.words
    assert TITLES[applicant.language] in receipt.words
    assert request.reference in receipt.words
    assert re.search(rf"\b{request.due_on.day}\.? \w+ {request.due_on.year}", receipt.words)
    assert receipt.of("input", name="code", inputmode="numeric", autocomplete="one-time-code")


async def test_a_request_for_another_person_names_the_person_and_the_role(running, applicant):
    receipt = await applicant.sends(**FILLED, acting="other", subject="Max Mustermann", role="parent")

    [request] = await stored(running)
    assert request.on_behalf_of == {"role": "parent", "name": "Max Mustermann", "authority_seen": False}
    assert {"de": "Vollmacht", "en": "authority"}[applicant.language] in receipt.words


async def test_who_was_named_and_then_not_meant_is_not_recorded(running, applicant):
    await applicant.sends(**FILLED, acting="self", subject="Max Mustermann", role="parent")

    assert (await stored(running))[0].on_behalf_of is None


async def test_advertising_only_says_nothing_of_other_rights(running, applicant):
    await applicant.sends(**FILLED, marketing_only="yes")

    assert (await stored(running))[0].asked == {}


@pytest.mark.parametrize("rights", [["objection"], ["withdraw_consent"], ["objection", "withdraw_consent"]])
async def test_an_objection_or_a_withdrawal_holds_at_once_and_the_code_is_optional(applicant, rights):
    receipt = await applicant.sends(rights=rights, email=ON_FILE)

    assert {"de": "gilt ab sofort", "en": "holds from now on"}[applicant.language] in receipt.words
    assert {"de": "Der Code ist freiwillig", "en": "The code is optional"}[
        applicant.language
    ] in receipt.words


async def test_access_and_erasure_together_are_done_in_that_order(applicant):
    receipt = await applicant.sends(rights=["erasure", "access"], email=ON_FILE)

    assert {"de": "zuerst die Auskunft", "en": "access first"}[applicant.language] in receipt.words


async def test_a_customer_without_an_address_is_asked_for_no_code(running, applicant):
    receipt = await applicant.sends(rights="access", customer_number="K-100001")

    assert (await stored(running))[0].asked == {"customer_number": "K-100001"}
    assert not receipt.of("input", name="code")
    assert running.execute("SELECT count(*) FROM codes") == [(0,)]


@pytest.mark.parametrize("language", ["de", "en"])
async def test_known_and_unknown_addresses_get_the_same_page(gateway, language):
    pages = []
    for address in (ON_FILE, NOT_ON_FILE):
        applicant = await Applicant.at(gateway, language)
        receipt = await applicant.sends(rights="access", email=address)
        told = [*applicant.page.hidden.values(), reference_in(receipt.words), address]
        pages.append(_without(receipt.html, told))

    assert pages[0] == pages[1]


async def test_sent_twice_it_is_one_request_and_one_code(running, applicant):
    first = await applicant.sends(**FILLED)
    again = await applicant.sends(**FILLED)

    assert len(await stored(running)) == 1
    assert running.execute("SELECT count(*) FROM codes") == [(1,)]
    assert reference_in(again.words) == reference_in(first.words)
    assert {"de": "schon abgesendet", "en": "already sent"}[applicant.language] in again.words
    assert again.of("input", name="code")


async def test_sent_five_times_at_once_it_is_one_request_and_one_code(running, applicant):
    receipts = await asyncio.gather(*(applicant.sends(**FILLED) for _ in range(5)))

    assert {receipt.status for receipt in receipts} == {200}
    assert len({reference_in(receipt.words) for receipt in receipts}) == 1
    assert len(await stored(running)) == 1
    assert running.execute("SELECT count(*) FROM codes") == [(1,)]


async def test_sent_again_with_something_else_ticked_it_says_that_it_stays_one_request(running, applicant):
    await applicant.sends(**FILLED)
    again = await applicant.sends(**FILLED | {"rights": "erasure"})

    assert [request.rights for request in await stored(running)] == [["access"]]
    assert {"de": "bleibt bei diesem", "en": "remains this one"}[applicant.language] in again.words


@pytest.mark.parametrize("rights", ["access", "erasure"])
async def test_an_attempt_that_broke_off_after_filing_is_finished_by_the_next(running, applicant, rights):
    held = applicant.page.hidden
    begun = NewRequest(key=held["client_id"], rights=["access"], channel="form")
    card = await running.cases.file_request(held["conversation"], begun)

    receipt = await applicant.sends(**FILLED | {"rights": rights})

    assert [request.rights for request in await stored(running)] == [["access"]]
    assert reference_in(receipt.words) == card.reference
    assert SENT[applicant.language] in receipt.words


async def test_a_form_opened_anew_is_another_request(running, gateway):
    for _ in range(2):
        await (await Applicant.at(gateway)).sends(**FILLED)

    assert len(await stored(running)) == 2


async def test_script_stays_text_wherever_it_was_typed(applicant):
    entries = {"details": SCRIPT, "name": f'"{SCRIPT}', "email": f"{SCRIPT}@example.com", "role": SCRIPT}

    page = await applicant.sends(rights=[SCRIPT], acting="other", subject=SCRIPT, **entries)

    assert page.status == 422
    assert not page.of("script")
    assert (page.typed["details"], page.typed["name"]) == (SCRIPT, f'"{SCRIPT}')


async def test_what_the_form_said_stands_in_its_conversation(running, applicant):
    receipt = await applicant.sends(**FILLED, details="Bitte per E-Mail.")

    held = applicant.page.hidden
    said, answer = await running.cases.messages(held["conversation"], held["token"])
    assert said.text == f"{TITLES[applicant.language]}\nBitte per E-Mail."
    assert answer.request.reference == reference_in(receipt.words)


def _without(html: str, told: list[str]) -> str:
    for word in told:
        html = html.replace(word, "…")
    return html
