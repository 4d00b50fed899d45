"""Sessions: in a cookie that no script reads and no other website sends, and ended by whose they are."""

import re

import pytest

from auskunft import store
from tests.desk.browser import PASSWORD

ENDS = re.compile(r'action="(/account/sessions/[0-9a-f]+/end)"')


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_websites(browser, hire):
    seen = await (await browser()).log_in(await hire("agent"))

    cookie = seen.headers["Set-Cookie"]
    assert cookie.startswith("desk=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} == set(cookie.split("; ")[1:])


class TestOverHttps:
    @pytest.fixture
    def options(self):
        return {"desk_url": "https://desk.example.com"}

    async def test_the_cookie_is_bound_to_this_very_host(self, browser, hire):
        seen = await (await browser()).log_in(await hire("agent"))

        cookie = seen.headers["Set-Cookie"]
        assert cookie.startswith("__Host-desk=")
        assert {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} == set(cookie.split("; ")[1:])


async def test_a_session_that_somebody_put_there_before_is_not_the_one_that_opens(browser, hire):
    someone = await browser()
    planted = "x" * 43
    someone.client.session.cookie_jar.update_cookies({"desk": planted}, someone.client.make_url("/"))

    await someone.log_in(await hire("agent"))
    first = someone.cookie
    await someone.log_in("agent")

    assert planted != first
    assert (await someone.open("/account")).status == 200


async def test_one_ends_another_session_of_ones_own(anna, browser):
    other = await browser()
    await other.log_in("agent")

    [end] = ENDS.findall((await anna.open("/account")).text)
    await anna.send(end)

    assert (await other.open("/account")).leads_to.startswith("/login")
    assert (await anna.open("/account")).status == 200


async def test_one_logs_out_everywhere(anna, browser):
    other = await browser()
    await other.log_in("agent")

    assert (await anna.send("/account/sessions/end")).leads_to == "/login"

    for one in (anna, other):
        assert (await one.open("/account")).leads_to.startswith("/login")


async def test_a_new_password_gives_a_new_session_and_ends_the_others(anna, browser):
    other = await browser()
    await other.log_in("agent")
    before = anna.cookie

    changed = await anna.send("/account/password", password=PASSWORD, new="another one", again="another one")

    assert changed.leads_to == "/account?done=password#password"
    assert anna.cookie != before
    assert (await anna.open("/account?done=password")).status == 200
    assert (await other.open("/account")).leads_to.startswith("/login")
    assert (await other.log_in("agent", "another one")).leads_to == "/account"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"password": PASSWORD, "new": "another one", "again": "another two"}, "different"),
        ({"password": PASSWORD, "new": "short", "again": "short"}, "unfit"),
        ({"password": "wrong enough", "new": "another one", "again": "another one"}, "wrong"),
        ({}, "unfit"),
    ],
)
async def test_a_password_that_does_not_do_is_told_and_not_taken(anna, browser, fields, problem):
    refused = await anna.send("/account/password", **fields)

    assert refused.leads_to == f"/account?problem={problem}#password"
    assert 'role="alert"' in (await anna.open(refused.leads_to.partition("#")[0])).text
    assert (await (await browser()).log_in("agent")).leads_to == "/account"


async def test_a_new_role_ends_the_session_that_had_the_old_one(anna, running):
    await store.change_staff(running.settings, "agent", lambda accounts: accounts.set_role("agent", "lead"))

    assert (await anna.open("/account")).leads_to.startswith("/login")


async def test_shortcuts_are_switched_off_and_on_in_this_browser(anna):
    states = []
    for wish in ("off", "on"):
        await anna.send("/account/shortcuts", shortcuts=wish)
        page = await anna.open("/account")
        states.append(re.search(r'data-shortcuts="(\w+)"', page.text)[1])

    assert states == ["off", "on"]
