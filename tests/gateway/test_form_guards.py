"""Whoever forges, floods or meets a fault gets a page in words, and nothing is stored half."""

import pytest

from gateway.page_words import PageWords
from settings import content_folder
from tests.gateway.applicant import FILLED, Applicant, page_of, stored
from tests.gateway.visitor import ENGLISH, GERMAN

WORDS = PageWords.load(content_folder())


@pytest.fixture(params=["de", "en"])
async def applicant(gateway, request):
    return await Applicant.at(gateway, request.param)


@pytest.mark.parametrize("forged", ["token", "conversation"])
async def test_the_token_of_one_form_does_not_open_another(running, gateway, applicant, forged):
    other = await Applicant.at(gateway)

    page = await applicant.sends(**FILLED, **{forged: other.page.hidden[forged]})

    assert page.status == 401
    assert await stored(running) == []
    assert running.execute("SELECT count(*) FROM messages") == [(0,)]


@pytest.mark.parametrize("field", ["token", "conversation", "client_id"])
@pytest.mark.parametrize("forged", ["", "../staff", "x\r\nX-Staff-Token: y", "ü" * 32, "0" * 32000])
async def test_hidden_fields_that_we_did_not_write_file_nothing(running, applicant, field, forged):
    page = await applicant.sends(**FILLED, **{field: forged})

    assert page.status == 401
    assert await stored(running) == []


async def test_a_form_that_has_expired_is_sent_again_with_what_was_typed(running, applicant):
    held = applicant.page.hidden
    await running.cases.forget(held["conversation"], held["token"])

    expired = await applicant.sends(**FILLED, details="Bitte alles.")
    applicant.page = expired
    receipt = await applicant.sends(**FILLED, details=expired.typed["details"])

    assert expired.status == 401
    assert WORDS.of("form", applicant.language)["problems"]["unauthorized"] in expired.words
    assert expired.ticked == ["access", "self"]
    assert receipt.status == 200
    assert [request.details for request in await stored(running)] == [["Bitte alles."]]


async def test_a_receipt_shows_no_request_but_its_own(running, gateway, applicant):
    receipt = await applicant.sends(**FILLED)
    other = await (await Applicant.at(gateway, applicant.language)).sends(
        rights="erasure", email="a@example.com"
    )

    forged = await applicant.post(
        "/code", receipt.hidden | {"reference": other.hidden["reference"], "code": "1"}
    )
    stolen = await applicant.post("/code", other.hidden | {"token": receipt.hidden["token"], "resend": "yes"})

    assert ((await page_of(forged)).status, (await page_of(stolen)).status) == (404, 401)
    assert running.execute("SELECT count(*) FROM codes") == [(2,)]


@pytest.mark.parametrize("where", ["", "/code"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_a_form_sent_by_another_website_is_refused(running, applicant, where, origin):
    response = await applicant.post(where, applicant.page.hidden | FILLED, headers={"Origin": origin})

    page = await page_of(response)
    assert page.status == 403
    assert WORDS.problem("foreign_site", applicant.language)["text"] in page.words
    assert await stored(running) == []


async def test_the_pages_with_a_form_let_the_browser_name_its_origin(applicant):
    receipt = await applicant.sends(**FILLED)

    for page in (applicant.page, receipt):
        assert page.of("meta", name="referrer", content="same-origin")


async def test_while_the_case_store_is_down_the_form_comes_back_and_can_be_sent_again(running, applicant):
    await running.stop_case_store()

    page = await applicant.sends(**FILLED, details="Bitte alles.")

    assert page.status == 503
    assert page.hidden == applicant.page.hidden
    assert (page.typed["details"], page.typed["email"]) == ("Bitte alles.", FILLED["email"])
    assert WORDS.of("form", applicant.language)["problems"]["broken"] in page.words


@pytest.mark.parametrize("language", ["de", "en"])
async def test_while_the_case_store_is_down_no_form_is_begun(running, gateway, language):
    await running.stop_case_store()

    page = await page_of(await gateway.get(f"/form/{language}"))

    assert page.status == 503
    assert WORDS.problem("broken", language)["text"] in page.words


@pytest.mark.parametrize("overrides", [{"limit_conversations_client": "1/hour"}])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_over_the_limit_of_forms_a_page_says_what_to_do(gateway, language):
    await gateway.get(f"/form/{language}")

    response = await gateway.get(f"/form/{language}")

    page = await page_of(response)
    assert (page.status, response.headers["Retry-After"]) == (429, "3600")
    assert WORDS.problem("too_many", language)["text"] in page.words


@pytest.mark.parametrize("overrides", [{"limit_messages_client": "1/minute"}])
async def test_over_the_limit_of_calls_the_form_comes_back(running, applicant):
    await applicant.sends(email="?")

    response = await applicant.post("", applicant.page.hidden | FILLED)

    page = await page_of(response)
    assert (page.status, response.headers["Retry-After"]) == (429, "60")
    assert page.typed["email"] == FILLED["email"]
    assert await stored(running) == []


async def test_a_body_over_the_limit_is_a_page(running, applicant):
    page = await applicant.sends(**FILLED, details="a" * 200_000)

    assert page.status == 413
    assert WORDS.problem("too_long", applicant.language)["text"] in page.words
    assert await stored(running) == []


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"json": {"rights": ["access"]}}, 415),
        (
            {"data": b"\xff%ff=%00&&&===", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
            401,
        ),
        (
            {
                "data": "&".join("a=1" for _ in range(200)),
                "headers": {"Content-Type": "application/x-www-form-urlencoded"},
            },
            400,
        ),
    ],
)
async def test_what_no_browser_sends_is_a_page_too(gateway, options, status):
    page = await page_of(await gateway.post("/form/en", **options))

    assert page.status == status
    assert page.of("html", lang="en")


async def test_the_address_of_the_code_alone_leads_to_the_form(gateway):
    response = await gateway.get("/form/en/code", allow_redirects=False)

    assert (response.status, response.headers["Location"]) == (303, "/form/en")


@pytest.mark.parametrize(
    ("path", "wish", "language"),
    [
        ("/nowhere", GERMAN, "de"),
        ("/nowhere", ENGLISH, "en"),
        ("/form/fr", ENGLISH, "en"),
        ("/policy/de/x", ENGLISH, "de"),
    ],
)
async def test_what_is_not_there_is_a_page_in_the_language_asked_for(gateway, path, wish, language):
    page = await page_of(await gateway.get(path, headers=wish))

    assert page.status == 404
    assert page.of("html", lang=language)
    assert WORDS.problem("not_found", language)["title"] in page.words
    assert page.of("a", href=f"/form/{language}")


async def test_a_method_that_a_page_has_not_is_405(gateway):
    assert (await page_of(await gateway.put("/form/de"))).status == 405
