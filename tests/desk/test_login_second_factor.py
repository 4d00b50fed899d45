"""The second factor on the pages: set up with a picture or a key, asked for, taken away again."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from tests.desk.browser import PASSWORD

CODES = re.compile(r"<li>([A-Z2-7-]{19})</li>")


@pytest.fixture
def clock():
    """Codes that were used must not come again while a test is quick."""
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def device(clock):
    """Shows the code of now, after those before it."""

    def show(secret):
        clock.shift(timedelta(seconds=30))
        return pyotp.TOTP(secret).at(datetime.now(UTC))

    return show


def secret_in(page):
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")


@pytest.fixture
async def set_up(anna, device):
    """Her secret and her recovery codes."""
    secret = secret_in(await anna.send("/account/second-factor", password=PASSWORD))
    done = await anna.send("/account/second-factor/confirmation", code=device(secret))
    return secret, CODES.findall(done.text)


async def test_the_picture_and_the_key_are_shown_once(anna, device):
    page = await anna.send("/account/second-factor", password=PASSWORD)

    assert "data:image/svg+xml" in page.text
    assert 'href="otpauth://totp/' in page.text
    wrong = await anna.send("/account/second-factor/confirmation", code="000000")
    assert (wrong.status, "<code>" in wrong.text, "otpauth" in wrong.text) == (422, False, False)
    right = await anna.send("/account/second-factor/confirmation", code=device(secret_in(page)))
    assert len(set(CODES.findall(right.text))) == 10
    assert (await anna.open("/account")).status == 200


async def test_a_wrong_password_sets_up_nothing(anna):
    seen = await anna.send("/account/second-factor", password=PASSWORD.upper())

    assert seen.leads_to == "/account?problem=wrong#second-factor"


async def test_the_log_in_asks_for_the_code_and_leads_on(browser, set_up, device):
    secret, _ = set_up
    someone = await browser()

    first = await someone.log_in("agent", wish="/account?language=en")
    halfway = await someone.open("/account")
    form = await someone.open(first.leads_to)
    wrong = await someone.send("/login/second-factor", code="000000", next="/account?language=en")
    right = await someone.send("/login/second-factor", code=device(secret), next="/account?language=en")

    assert first.leads_to == "/login/second-factor?next=%2Faccount%3Flanguage%3Den"
    assert halfway.leads_to.startswith("/login")
    assert 'autocomplete="one-time-code"' in form.text
    assert (wrong.status, right.leads_to) == (422, "/account?language=en")
    assert (await someone.open("/account")).status == 200


async def test_a_recovery_code_opens_and_is_counted(browser, set_up):
    someone = await browser()
    form = await someone.log_in("agent")
    await someone.open(form.leads_to)

    await someone.send("/login/second-factor", code=set_up[1][0])

    assert "Sie haben noch 9 Wiederherstellungscodes." in (await someone.open("/account")).text


async def test_taken_away_the_password_is_enough(anna, set_up, browser):
    assert set_up
    await anna.open("/account")

    away = await anna.send("/account/second-factor/removal", password=PASSWORD)

    assert away.leads_to == "/account?done=removed#second-factor"
    assert (await (await browser()).log_in("agent")).leads_to == "/account"


async def test_a_code_page_without_a_password_before_it_leads_to_the_log_in(browser):
    someone = await browser()

    assert (await someone.open("/login/second-factor")).leads_to.startswith("/login?")
    assert (await someone.send("/login/second-factor", code="000000")).leads_to.startswith("/login")


class TestWhereItIsRequired:
    @pytest.fixture
    def options(self):
        return {"staff_totp": "required"}

    async def test_it_is_set_up_at_the_first_log_in(self, browser, hire, device):
        someone = await browser()
        first = await someone.log_in(await hire("agent"), wish="/account")
        closed = await someone.open("/account")
        await someone.open(first.leads_to)

        page = await someone.send("/login/enrolment", next="/account")
        done = await someone.send(
            "/login/enrolment/confirmation", code=device(secret_in(page)), next="/account"
        )

        assert first.leads_to == "/login/enrolment?next=%2Faccount"
        assert closed.leads_to.startswith("/login")
        assert len(CODES.findall(done.text)) == 10
        assert 'href="/account"' in done.text
        assert (await someone.open("/account")).status == 200
