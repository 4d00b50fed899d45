"""Staff see who waits, take chats over and speak in them, on pages that work without a script."""

import re

import pytest

from auskunft import store
from casestore.wire.conversations import NewMessage, Said
from casestore.wire.requests import NewRequest
from casestore.wire.staff import NewStaff
from privacy.handoff import Priority
from tests.desk.browser import PASSWORD
from tests.installation import ON_FILE

EVIL = "<script>alert(1)</script>"
CITED = {
    "passage": "security/testing",
    "section": "4",
    "heading": "Prüfungen",
    "quote": "x",
    "original": "x",
    "start": 0,
    "end": 1,
    "policy_version": "1",
    "score": 1,
}


@pytest.fixture
def open_chat(running):
    async def open_chat(reason="person", priority=Priority.NORMAL, language="de"):
        chat = await running.cases.open_conversation(language)
        said = Said(token=chat.token, client_id="1", text=f"Prüfen Sie das? {EVIL} {ON_FILE}")
        turn = await running.cases.take(chat.id, said)
        answer = NewMessage(
            sender="bot", text="Ja.", language=language, outcome="answered", citations=[CITED]
        )
        await running.cases.reply(chat.id, [answer], turn.id)
        if reason:
            await running.cases.ask_for_staff(chat.id, reason, priority)
        return chat

    return open_chat


@pytest.fixture
async def chat(open_chat):
    return await open_chat()


@pytest.fixture
def at_work(running, browser):
    """A browser in which somebody has logged in; by default named as their role is."""

    async def at_work(role, name=""):
        name = name or role
        await store.add_staff(running.settings, NewStaff(name=name, role=role, password=PASSWORD))
        browsing = await browser()
        await browsing.log_in(name)
        await browsing.open("/chats")
        return browsing

    return at_work


@pytest.fixture
async def weber(at_work):
    return await at_work("agent", "weber")


def flat(html):
    """The words of a page as a person reads them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["Wartend 2", "Rechtliche Schritte", "Dringend", "Wartet seit", "Englisch"]),
        ("en", ["Waiting 2", "Legal action", "Urgent", "Waiting for", "English"]),
    ],
)
async def test_the_queue_says_who_waits_how_long_and_why_the_urgent_first(weber, open_chat, language, words):
    first = await open_chat("person", Priority.NORMAL, "en")
    urgent = await open_chat("legal_threat", Priority.HIGH)

    page = (await weber.open(f"/chats?language={language}")).text

    assert [word for word in words if word not in flat(page)] == []
    assert re.findall(r"entry-([0-9a-f]{32})", page) == [urgent.id, first.id]


@pytest.mark.parametrize("name", ["waiting", "mine", "open", "bot", "closed"])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_an_empty_list_says_so(weber, name, language):
    page = await weber.open(f"/chats?status={name}&language={language}")

    assert page.status == 200
    assert 'class="quiet empty"' in page.text


async def test_a_chat_is_claimed_spoken_in_noted_and_given_back(weber, chat, running):
    where = f"/chats/{chat.id}"
    await weber.open(where)

    assert (await weber.send(f"{where}/claim")).leads_to == f"{where}?status=mine"
    await weber.send(f"{where}/lines?status=mine", kind="reply", text="Guten Tag.\r\nGern.", key="1")
    await weber.send(f"{where}/lines?status=mine", kind="reply", text="Guten Tag.\r\nGern.", key="1")
    await weber.send(f"{where}/lines?status=mine", kind="note", text="Kanarienvogel", key="2")
    page = await weber.open(f"{where}?status=mine")
    await weber.send(f"{where}/release")

    heard = await running.cases.messages(chat.id, chat.token)
    assert [m.text for m in heard if m.sender == "staff"] == ["Guten Tag.\nGern."]
    assert "Kanarienvogel" not in "".join(m.text for m in heard)
    assert re.search(r'class="line note".*?Interne Notiz.*?Kanarienvogel', page.text, re.DOTALL)
    assert (await running.cases.conversation(chat.id)).status == "bot"


async def test_who_is_second_hears_who_was_first_and_loses_nothing(weber, at_work, chat):
    ben, where = await at_work("agent", "ben"), f"/chats/{chat.id}"
    await weber.send(f"{where}/claim")
    htmx = {"headers": {**ben.from_here(), "HX-Request": "true", "X-CSRF-Token": ben.csrf}}

    told = await ben.call("POST", f"{where}/claim", **htmx)
    plain = await ben.send(f"{where}/claim")

    assert (told.status, told.text) == (409, "weber hat diesen Chat.")
    assert "taken" in told.headers["HX-Trigger"]
    assert "weber hat diesen Chat" in flat((await ben.open(plain.leads_to)).text)


@pytest.mark.parametrize("language", ["de", "en"])
async def test_what_a_visitor_writes_is_text_and_nothing_else(weber, chat, language):
    page = (await weber.open(f"/chats/{chat.id}?language={language}")).text

    assert EVIL not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_the_packet_links_the_passages_and_the_requests(weber, chat, running):
    new = NewRequest(key="1", rights=["access"], language="de", details="Alles.")
    card = await running.cases.file_request(chat.id, new)

    page = (await weber.open(f"/chats/{chat.id}")).text

    packet = page[page.index('id="packet"') :]
    assert 'href="/policy/de#security-testing"' in packet
    assert f'href="/requests/{card.reference}"' in packet
    assert "Frist: " in packet


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Niemand nachgewiesen"),
        (ON_FILE, "Adresse aus unseren Unterlagen bestätigt"),
        ("nobody@example.com", "Nur ein Postfach bestätigt"),
    ],
)
async def test_who_writes_is_said_in_words(weber, chat, running, address, words):
    if address:
        await running.cases.send_code(chat.id, address)
        await running.cases.check_code(chat.id, await running.code())

    page = flat((await weber.open(f"/chats/{chat.id}")).text)

    said = ["Niemand nachgewiesen", "Adresse aus unseren Unterlagen bestätigt", "Nur ein Postfach bestätigt"]
    assert [one for one in said if one in page] == [words]


@pytest.mark.parametrize(
    ("role", "reads"), [("agent", False), ("lead", False), ("privacy", True), ("auditor", False)]
)
async def test_addresses_are_whole_for_the_privacy_team_when_it_asks_and_that_is_kept(
    at_work, chat, running, role, reads
):
    await running.cases.send_code(chat.id, ON_FILE)
    await running.cases.check_code(chat.id, await running.code())
    reader = await at_work(role)

    masked = (await reader.open(f"/chats/{chat.id}")).text
    whole = (await reader.open(f"/chats/{chat.id}?whole=1")).text

    assert ON_FILE not in masked
    assert ("whole=1" in masked, ON_FILE in whole) == (reads, reads)
    kept = running.execute("SELECT action FROM audit_events WHERE object = ? AND actor = ?", chat.id, role)
    assert kept == [("opened",), ("opened whole",)][: 1 + reads]


async def test_an_auditor_reads_and_finds_no_form(at_work, chat):
    auditor = await at_work("auditor")

    page = (await auditor.open(f"/chats/{chat.id}")).text

    assert "Prüfen Sie das?" in page
    assert re.findall(r'action="/chats[^"]*"', page) == []


def owners(running):
    return [name for (name,) in running.execute("SELECT assignee FROM conversations")]


async def test_who_leads_takes_over_and_passes_on(at_work, weber, chat, running):
    lead, where = await at_work("lead"), f"/chats/{chat.id}"
    await weber.send(f"{where}/claim")
    assert "Selbst übernehmen" in (await lead.open(where)).text

    await lead.send(f"{where}/transfer", to="lead")
    assert owners(running) == ["lead"]
    await lead.send(f"{where}/transfer", to="weber")

    assert owners(running) == ["weber"]
    assert "Selbst übernehmen" not in (await weber.open(where)).text


async def test_an_empty_text_is_not_sent_and_said_so(weber, chat):
    where = f"/chats/{chat.id}"
    await weber.send(f"{where}/claim")

    refused = await weber.send(f"{where}/lines?status=mine", kind="reply", text=" ", key="1")

    assert "Es wurde nichts gesendet" in (await weber.open(refused.leads_to)).text


async def test_a_chat_that_is_gone_is_a_page_that_says_so(weber):
    assert (await weber.open(f"/chats/{'0' * 32}")).status == 404


async def test_an_open_page_of_a_chat_that_was_deleted_goes_to_the_list_and_says_so(weber, chat, running):
    where = f"/chats/{chat.id}"
    await weber.open(where)
    await running.cases.forget(chat.id, chat.token)

    part = await weber.open(f"{where}/talk?status=mine", **{"HX-Request": "true"})
    acted = await weber.send(f"{where}/claim?status=mine")
    page = await weber.open(acted.leads_to)

    assert part.headers["HX-Redirect"] == acted.leads_to
    assert EVIL not in part.text
    assert "Dieser Chat wurde gelöscht" in page.text


@pytest.mark.parametrize("listens", [True, False])
async def test_whether_the_visitor_has_the_chat_open_is_said(weber, chat, running, listens):
    if listens:
        await running.cases.changes(chat.id, chat.token, "0", "", 0)

    page = (await weber.open(f"/chats/{chat.id}")).text

    assert ("hat den Chat gerade nicht offen" in page) != listens
