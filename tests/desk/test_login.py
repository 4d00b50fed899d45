"""Staff get in with their password, and back to the page they asked for."""

import pytest

from auskunft import store
from auskunft.demo import load_demo
from tests.desk.browser import PASSWORD

WRONG = {"de": "Name oder Passwort stimmen nicht.", "en": "The name or the password is not right."}


async def test_the_log_in_that_the_demo_prints_works(running, browser):
    await running.change("DELETE FROM staff")
    printed = await load_demo(running.settings)
    name, _, password = printed.removeprefix("Staff:").strip().partition(", password ")

    assert (await (await browser()).log_in(name, password)).leads_to == "/account"


async def test_who_is_logged_in_sees_pages_and_calls_the_api(anna):
    page = await anna.open("/account")
    api = await anna.open("/api/v1/desk/requests")

    assert (page.status, api.status) == (200, 200)
    assert "agent" in page.text


async def test_a_page_leads_to_the_log_in_and_back(browser, hire):
    someone = await browser()

    there = await someone.open("/account?language=en")
    form = await someone.open(there.leads_to)
    back = await someone.log_in(await hire("lead"), wish="/account?language=en")

    assert (there.status, there.leads_to) == (303, "/login?next=%2Faccount%3Flanguage%3Den")
    assert 'name="next" value="/account?language=en"' in form.text
    assert back.leads_to == "/account?language=en"


@pytest.mark.parametrize(
    "wish",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\r\nSet-Cookie: a=b",
        "evil.example",
        "javascript:alert(1)",
        "",
    ],
)
async def test_nobody_is_led_to_another_website(browser, hire, wish):
    someone = await browser()

    assert (await someone.log_in(await hire("lead"), wish=wish)).leads_to == "/"


async def test_a_program_without_a_log_in_hears_so(browser):
    answer = await (await browser()).open("/api/v1/desk/requests")

    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (
        401,
        "application/problem+json",
    )


async def test_a_part_of_a_page_takes_the_whole_page_to_the_log_in(browser):
    answer = await (await browser()).open(
        "/account", **{"HX-Request": "true", "HX-Current-URL": "http://desk.example/requests?state=received"}
    )

    assert answer.status == 401
    assert answer.headers["HX-Redirect"] == "/login?next=%2Frequests%3Fstate%3Dreceived"


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_wrong_password_and_an_unknown_name_get_the_same_page(browser, hire, language):
    someone = await browser()
    await someone.open(f"/login?language={language}")

    known = await someone.log_in(await hire("lead"), "wrong enough")
    unknown = await someone.log_in("nobody", "wrong enough")
    impossible = await someone.log_in("no body", "wrong enough")

    pages = {seen.text.replace(name, "…") for seen, name in ((known, "lead"), (unknown, "nobody"))}
    assert len(pages) == 1
    assert known.status == unknown.status == impossible.status == 422
    for seen in (known, unknown, impossible):
        assert WRONG[language] in seen.text
        assert "wrong enough" not in seen.text
    assert someone.cookie == ""


async def test_too_many_wrong_passwords_are_answered_with_a_pause(browser, hire):
    someone, name = await browser(), await hire("lead")

    statuses = [(await someone.log_in(name, "wrong enough")).status for _ in range(6)]

    assert statuses == [422] * 5 + [429]
    assert (await someone.log_in(name)).status == 429


async def test_what_a_stranger_types_stands_on_the_page_as_text(browser):
    seen = await (await browser()).log_in('"><script>alert(1)</script>', wish='/"><script>alert(2)</script>')

    assert "<script>alert" not in seen.text


async def test_who_is_logged_in_need_not_do_so_again(anna):
    assert (await anna.open("/login?next=/account")).leads_to == "/account"


async def test_the_start_leads_to_where_one_may_go(anna):
    first = (await anna.open("/")).leads_to

    assert (await anna.open(first)).status in {200, 303}


async def test_logging_out_closes_the_session_itself(anna, browser):
    copied = anna.cookie

    out = await anna.send("/logout")

    assert (out.status, out.leads_to, anna.cookie) == (303, "/login", "")
    thief = await browser()
    thief.client.session.cookie_jar.update_cookies({"desk": copied}, thief.client.make_url("/"))
    assert (await thief.open("/account")).leads_to.startswith("/login")


async def test_a_disabled_account_is_out_at_once(anna, running):
    await store.change_staff(running.settings, "agent", lambda accounts: accounts.disable("agent"))

    assert (await anna.open("/account")).leads_to.startswith("/login")
    assert (await anna.log_in("agent")).status == 422


async def test_while_the_case_store_is_down_the_log_in_says_so(running, browser):
    someone = await browser()
    await running.stop_case_store()

    seen = await someone.send("/login", name="agent", password=PASSWORD)

    assert seen.status == 503
    assert "<h1>Das geht gerade nicht</h1>" in seen.text
