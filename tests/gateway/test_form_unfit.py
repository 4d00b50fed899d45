"""What cannot be filed comes back as it was typed, with the reason beside each field."""

import pytest

from gateway.page_words import PageWords
from settings import content_folder
from tests.gateway.applicant import FILLED, Applicant, stored

WORDS = PageWords.load(content_folder())
UNFIT = {  # the field, the sentence, and what was typed instead
    "no right": ("rights", "rights", {"rights": []}),
    "unknown right": ("rights", "rights", {"rights": ["access", "everything"]}),
    "long details": ("details", "details", {"details": "a" * 4001}),
    "neither self nor other": ("acting", "acting", {"acting": "both"}),
    "nobody named": ("subject", "subject", {"acting": "other", "role": "parent"}),
    "long name of another": (
        "subject",
        "subject",
        {"acting": "other", "role": "parent", "subject": "a" * 201},
    ),
    "no role": ("role", "role", {"acting": "other", "subject": "Max"}),
    "unknown role": ("role", "role", {"acting": "other", "subject": "Max", "role": "boss"}),
    "no address at all": ("email", "contact", {"email": ""}),
    "no address in it": ("email", "email", {"email": "erika"}),
    "two addresses": ("email", "email", {"email": "a@example.com, b@example.com"}),
    "an address with a header": ("email", "email", {"email": "a@example.com\r\nBcc: b@example.com"}),
    "an address with a name": ("email", "email", {"email": "Erika <a@example.com>"}),
    "long name": ("name", "name", {"name": "a" * 201}),
    "long number": ("customer_number", "customer_number", {"customer_number": "1" * 201}),
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", UNFIT)
async def test_the_reason_stands_above_and_beside_the_field_and_nothing_is_stored(
    running, gateway, name, language
):
    field, sentence, typed = UNFIT[name]
    reason = WORDS.of("form", language)["unfit"][sentence]
    applicant = await Applicant.at(gateway, language)

    page = await applicant.sends(**FILLED | typed)

    marked = [found for _, found in page.elements if found.get("aria-invalid") == "true"]
    assert page.status == 422
    assert page.of("div", role="alert", tabindex="-1")
    assert page.of("a", href=f"#{field}")
    assert field in {found["id"] for found in marked}
    assert all(f"{field}-unfit" in found["aria-describedby"] for found in marked)
    assert page.of("p", id=f"{field}-unfit")
    assert page.html.count(reason) == 2
    assert await stored(running) == []
    assert running.execute("SELECT count(*) FROM messages") == [(0,)]


async def test_everything_that_was_typed_is_kept(gateway):
    applicant = await Applicant.at(gateway)
    typed = {
        "details": "\nErste Zeile\nzweite & dritte",
        "subject": 'Max "Muster"',
        "role": "lawyer",
        "email": "kein@",
        "name": "Erika",
        "customer_number": "K-1",
    }

    page = await applicant.sends(
        rights=["access", "objection"], marketing_only="yes", acting="other", **typed
    )

    assert page.typed == typed | {"details": "Erste Zeile\nzweite & dritte"} or page.typed == typed
    assert page.ticked == ["access", "objection", "yes", "other"]
    assert page.hidden == applicant.page.hidden


async def test_several_reasons_stand_in_the_order_of_the_page(gateway):
    page = await (await Applicant.at(gateway)).sends(acting="other", email="?")

    listed = [found["href"] for found in page.of("a") if (found["href"] or "").startswith("#")]
    assert listed == ["#content", "#rights", "#subject", "#role", "#email"]


@pytest.mark.parametrize(
    "address",
    ["erika+antrag@example.com", "erika@müller.example.com", "ERIKA@EXAMPLE.COM", "  erika@example.com\r\n"],
)
async def test_every_address_that_mail_can_reach_is_taken(running, gateway, address):
    receipt = await (await Applicant.at(gateway)).sends(rights="access", email=address)

    assert receipt.status == 200
    assert len(await stored(running)) == 1


async def test_4000_characters_are_not_too_many(running, gateway):
    receipt = await (await Applicant.at(gateway)).sends(**FILLED, details="ß" * 4000)

    assert receipt.status == 200
    assert (await stored(running))[0].details == ["ß" * 4000]
