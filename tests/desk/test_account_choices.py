"""What staff choose on their account page: a name for chats, a language, how they are told who waits."""

import pytest

from privacy.language import Language
from tests.desk.request_work import NASTY, words_of

NOBODY_SEES = "\u202e"


@pytest.fixture
def visitor_reads(running, anna):
    """What a visitor reads once the colleague has their chat."""

    async def visitor_reads():
        chat = await running.cases.open_conversation(Language.GERMAN)
        page = await anna.open(f"/chats/{chat.id}")
        await anna.send(f"/chats/{chat.id}/claim")
        assert page.status == 200
        return (await running.cases.messages(chat.id, chat.token, 0))[-1].text

    return visitor_reads


async def test_a_name_for_chats_is_chosen_and_taken_back(anna, visitor_reads):
    assert await visitor_reads() == "Eine Kollegin oder ein Kollege ist jetzt im Chat."
    await anna.open("/account")

    done = await anna.send("/account/display-name", display_name="Frau Schulz")

    assert done.leads_to == "/account?done=display_name#you"
    assert 'value="Frau Schulz"' in (await anna.open(done.leads_to)).text
    assert await visitor_reads() == "Frau Schulz ist jetzt im Chat."
    await anna.send("/account/display-name", display_name="")
    assert await visitor_reads() == "Eine Kollegin oder ein Kollege ist jetzt im Chat."


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", ["x" * 61, f"Frau {NOBODY_SEES}Schulz"])
async def test_a_name_that_does_not_do_changes_nothing_and_says_so(anna, language, name):
    await anna.open(f"/account?language={language}")

    seen = await anna.open((await anna.send("/account/display-name", display_name=name)).leads_to)

    assert {"de": "Dieser Name ist länger", "en": "This name is longer"}[language] in seen.text
    assert 'Schulz" autocomplete' not in seen.text


async def test_a_name_is_text_to_colleagues_too(anna, visitor_reads, browser, hire):
    await anna.send("/account/display-name", display_name=NASTY)
    assert await visitor_reads() == f"{NASTY} ist jetzt im Chat."
    lead = await browser()
    await lead.log_in(await hire("lead"))

    seen = await lead.open("/chats?status=open")

    assert f"agent ({NASTY}) hat diesen Chat" in words_of(seen)
    assert NASTY not in seen.text


async def test_replies_are_filled_with_the_name_for_chats_and_never_with_the_account(anna):
    async def offered():
        return (await anna.open("/replies?q=hello&spoken=de", **{"HX-Request": "true"})).text

    assert "hier ist [Ihr Name]." in await offered()
    await anna.open("/account")
    await anna.send("/account/display-name", display_name="M. Schulz")
    assert "hier ist M. Schulz." in await offered()


async def test_a_language_once_chosen_holds_in_another_browser_and_for_nobody_else(anna, browser, hire):
    await anna.open("/account?language=en")
    elsewhere = await browser()
    await elsewhere.log_in("agent")

    assert '<html lang="en">' in (await elsewhere.open("/account", **{"Accept-Language": "de"})).text
    assert '<html lang="en">' in (await elsewhere.open("/nowhere")).text
    await anna.send("/logout")
    await anna.log_in(await hire("lead"))
    await anna.open("/account?language=de")
    assert '<html lang="en">' in (await elsewhere.open("/account")).text


async def test_a_chat_in_another_language_leaves_the_desk_in_its_own(anna):
    await anna.open("/account?language=de")
    await anna.open("/replies?q=hello&spoken=en", **{"HX-Request": "true"})

    assert '<html lang="de">' in (await anna.open("/account")).text


async def test_how_one_is_told_who_waits_is_kept_in_the_browser(anna):
    assert 'data-notices="silent"' in (await anna.open("/requests")).text

    for choice in ("off", "sound", "silent"):
        done = await anna.send("/account/notices", notices=choice)
        assert f'data-notices="{choice}"' in (await anna.open(done.leads_to)).text
    await anna.send("/account/notices", notices="<loud>")
    assert 'data-notices="silent"' in (await anna.open("/answers")).text


async def test_who_only_reads_is_not_told_who_waits(browser, hire):
    auditor = await browser()
    await auditor.log_in(await hire("auditor"))

    assert 'id="waiting"' not in (await auditor.open("/requests")).text
    assert "data-allow-notices" not in (await auditor.open("/account")).text
