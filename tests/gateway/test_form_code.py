"""The code on the receipt: right, wrong, dead, sent anew."""

import pytest

from privacy.reference import reference_in
from tests.gateway.applicant import FILLED, Applicant, stored
from tests.installation import NOT_ON_FILE

CONFIRMED = {"de": "Ihr Code stimmt", "en": "Your code is right"}
WRONG = {"de": "Dieser Code stimmt nicht", "en": "This code is not right"}
DEAD = {"de": "Dieser Code gilt nicht mehr", "en": "This code is no longer valid"}
LIMITED = {"de": "genug Codes verschickt", "en": "sent enough codes"}


@pytest.fixture(params=["de", "en"])
async def applicant(gateway, request):
    return await Applicant.at(gateway, request.param)


@pytest.mark.parametrize("written", ["{}", " {0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]} "])
async def test_the_right_code_confirms_the_request(running, applicant, written):
    receipt = await applicant.sends(**FILLED)

    page = await applicant.enters(receipt, written.format(await running.code()))

    [request] = await stored(running)
    assert page.status == 200
    assert CONFIRMED[applicant.language] in page.words
    assert request.reference in page.words
    assert (request.state, request.verification.level) == ("verified", "on_file")
    assert not page.of("input", name="code")


async def test_of_an_unknown_address_it_says_that_the_account_is_still_looked_for(running, applicant):
    receipt = await applicant.sends(rights="access", email=NOT_ON_FILE)

    page = await applicant.enters(receipt, await running.code())

    assert CONFIRMED[applicant.language] in page.words
    assert {"de": "prüfen noch", "en": "still check"}[applicant.language] in page.words
    assert (await stored(running))[0].verification.level == "mailbox"


async def test_confirmed_by_an_unknown_address_an_objection_holds_all_the_same(running, applicant):
    receipt = await applicant.sends(rights="objection", email=NOT_ON_FILE)

    page = await applicant.enters(receipt, await running.code())

    assert {"de": "gilt ab sofort", "en": "holds from now on"}[applicant.language] in page.words


async def test_a_reload_after_the_code_still_shows_that_it_was_right(running, applicant):
    receipt = await applicant.sends(**FILLED)
    code = await running.code()
    await applicant.enters(receipt, code)

    again, form = await applicant.enters(receipt, code), await applicant.sends(**FILLED)

    assert CONFIRMED[applicant.language] in again.words
    assert CONFIRMED[applicant.language] in form.words
    assert len(await stored(running)) == 1


async def test_a_wrong_code_is_said_at_the_field_and_three_kill_it(running, applicant):
    receipt = await applicant.sends(**FILLED)
    code = await running.code()
    wrong = "999999" if code == "000000" else "000000"

    first, second, third = [await applicant.enters(receipt, wrong) for _ in range(3)]

    assert [page.status for page in (first, second, third)] == [422] * 3
    assert [WRONG[applicant.language] in page.words for page in (first, second, third)] == [True, True, False]
    assert DEAD[applicant.language] in third.words
    assert first.of("input", name="code", aria_invalid="true")
    assert third.of("button", name="resend")
    assert DEAD[applicant.language] in (await applicant.enters(third, code)).words
    assert (await stored(running))[0].state == "received"


@pytest.mark.parametrize("typed", ["", "12345", "Welcher Code?", "<script>"])
async def test_what_is_no_code_uses_up_no_try(running, applicant, typed):
    receipt = await applicant.sends(**FILLED)
    code = await running.code()

    pages = [await applicant.enters(receipt, typed) for _ in range(4)]

    assert {page.status for page in pages} == {422}
    assert CONFIRMED[applicant.language] in (await applicant.enters(pages[-1], code)).words


async def test_a_new_code_replaces_the_old_one(running, applicant):
    receipt = await applicant.sends(**FILLED)
    old = await running.code()

    resent = await applicant.asks_for_another(receipt, FILLED["email"])
    new = await running.code()

    assert {"de": "Ein neuer Code ist unterwegs", "en": "A new code is on its way"}[
        applicant.language
    ] in resent.words
    assert old == new or WRONG[applicant.language] in (await applicant.enters(resent, old)).words
    assert CONFIRMED[applicant.language] in (await applicant.enters(resent, new)).words


async def test_a_mistyped_address_can_be_put_right(running, applicant):
    receipt = await applicant.sends(rights="access", email="erika@example.org")
    await running.code()

    resent = await applicant.asks_for_another(receipt, FILLED["email"])
    await applicant.enters(resent, await running.code())

    assert resent.hidden["email"] == FILLED["email"]
    assert [request.verification.level for request in await stored(running)] == ["on_file"]


async def test_an_address_that_is_none_gets_no_code(running, applicant):
    receipt = await applicant.sends(**FILLED)

    page = await applicant.asks_for_another(receipt, "erika@")

    assert page.status == 422
    assert page.of("input", id="email", aria_invalid="true", value="erika@")
    assert running.execute("SELECT count(*) FROM codes") == [(1,)]


@pytest.mark.parametrize(
    "overrides", [{"limit_codes_address": "1/hour", "limit_conversations_client": "9/minute"}]
)
async def test_over_the_limit_of_codes_the_request_is_there_and_no_code_is_asked_for(
    running, gateway, applicant
):
    first = await applicant.sends(**FILLED)
    refused = await applicant.asks_for_another(first, FILLED["email"])
    second = await (await Applicant.at(gateway, applicant.language)).sends(**FILLED)

    assert (refused.status, second.status) == (429, 200)
    assert LIMITED[applicant.language] in refused.words
    assert LIMITED[applicant.language] in second.words
    assert not second.of("input", name="code")
    assert [request.reference for request in await stored(running)] == [
        reference_in(first.words),
        reference_in(second.words),
    ]


@pytest.mark.parametrize("overrides", [{"limit_codes_client": "1/hour"}])
async def test_one_client_cannot_have_codes_sent_to_many(running, gateway):
    for address in ("a@example.com", "b@example.com"):
        await (await Applicant.at(gateway)).sends(rights="access", email=address)

    assert len(await stored(running)) == 2
    assert running.execute("SELECT count(*) FROM codes") == [(1,)]
