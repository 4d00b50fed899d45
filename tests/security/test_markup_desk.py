"""B4: what somebody typed is no element, attribute or link of a page at the desk: it is text, as typed."""

import csv
import io
from dataclasses import dataclass
from html import unescape

import pytest

from auskunft import store
from casestore.wire.conversations import Said
from casestore.wire.feedback import NewFeedback
from casestore.wire.requests import (
    Extension,
    NewRequest,
    RecordedRequest,
    Remark,
    Representative,
    Requester,
    Transition,
)
from casestore.wire.staff import NewStaff
from desk.app import create_app
from privacy.handoff import Priority
from privacy.language import Language
from tests.desk.browser import PASSWORD, Browser
from tests.security.elements import Elements
from tests.security.hostile import FORMULAS, HOSTILE, in_lines

TAME = ["Kanarienvogel", "ein Wellensittich"]
LINES = in_lines(100)  # characters, what the shortest field takes
MAX_NAME = 60
FIELDS = ("name", "email", "customer_number", "details", "represented", "role")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@dataclass
class Desk:
    """A desk, somebody of the privacy team before it, and what was written into its fields."""

    running: object
    paula: Browser
    token: str

    async def fill(self, words):
        """Write every one of *words* into every field there is; the addresses of what has them."""
        cases, all_words = self.running.cases, "\n".join(words)[:4000]
        references = [await self._recorded(text) for text in words]
        first = references[0]
        for act, what in (
            ("pause", Remark(text=all_words)),
            ("resumption", Remark(text=all_words)),
            ("extension", Extension(reason=all_words)),
            ("transitions", Transition(to="verified", method="call_back", reason=all_words)),
            ("transitions", Transition(to="completed", reason=all_words)),
        ):
            await cases.act(first, what, self.token, act=act)
        chat = await self._chat(words)
        for text in words:
            opinion = NewFeedback(text=text, language="de", verdict="missing", topic="retention")
            await cases.give_feedback(opinion, self.token)
        return references, chat

    async def _recorded(self, text):
        new = RecordedRequest(
            rights=["access"],
            channel="phone",
            details=text,
            requester=Requester(name=text, customer_number=text, email=None),
            on_behalf_of=Representative(role="lawyer", name=text),
        )
        reference = (await self.running.cases.record_request(new, self.token)).reference
        await self.running.cases.act(reference, Remark(text=text), self.token)
        return reference

    async def _chat(self, words):
        cases = self.running.cases
        chat = await cases.open_conversation(Language.GERMAN)
        for number, text in enumerate(words):
            await cases.take(chat.id, Said(token=chat.token, client_id=f"{number}", text=text))
        lawyer = Representative(role=words[0], name=words[0])
        new = NewRequest(key="1", rights=["access"], asked={"name": words[0]}, on_behalf_of=lawyer)
        await cases.file_request(chat.id, new)
        await cases.ask_for_staff(chat.id, "person", Priority.NORMAL)
        await cases.act_on_chat(chat.id, "claim", self.token)
        for text in words:
            for act in ("messages", "notes"):
                await cases.act_on_chat(chat.id, act, self.token, Remark(text=text))
        return chat.id

    async def pages(self, words, references, chat):
        """Every page that shows what was written, by its kind."""
        for reference in references:
            yield "request", await self.paula.open(f"/requests/{reference}")
            yield "file", await self.paula.open(f"/requests/{reference}/print")
        for path in ("/requests", f"/chats/{chat}", f"/chats/{chat}/talk", "/chats?status=mine"):
            yield path.replace(chat, "…"), await self.paula.open(path)
        yield "review", await self.paula.open("/answers/review")
        yield "account", await self.paula.open("/account")
        for text in words:
            token = self.paula.csrf
            yield "search", await self.paula.call("GET", "/requests", params={"q": text, "assignee": text})
            self.paula.csrf = token
            yield (
                "form",
                await self.paula.send("/requests/new", **dict.fromkeys(FIELDS, text), for_another="on"),
            )
            yield "answer", await self.paula.send("/answers", text=text)
            late = {"reason": text, "version": "0"}
            yield "late", await self.paula.send(f"/requests/{references[-1]}/extension", **late)

    async def named(self, name):
        """The pages that name her, once she is called *name*."""
        await self.paula.open("/account")
        await self.paula.send("/account/display-name", display_name=name)
        for path in ("/account", "/requests", "/replies?q=a"):
            yield path, await self.paula.open(path)


@pytest.fixture
async def desk(running, aiohttp_client):
    await store.add_staff(running.settings, NewStaff(name="paula", role="privacy", password=PASSWORD))
    paula = Browser(await aiohttp_client(create_app(running.settings)))
    await paula.log_in("paula")
    await paula.open("/account")
    return Desk(running, paula, await store.staff_token(running.settings, "paula"))


async def kinds_of(pages):
    """The kinds of elements by the kind of page."""
    found = {}
    async for kind, seen in pages:
        elements = Elements(seen.text)
        assert elements.strange == [], kind
        found[kind] = found.get(kind, set()) | elements.kinds
    return found


async def test_no_element_attribute_or_link_of_a_page_comes_from_what_was_typed(desk):
    tame = await kinds_of(desk.pages(TAME, *await desk.fill(TAME)))
    hostile = await kinds_of(desk.pages(LINES, *await desk.fill(LINES)))

    added = {kind: kinds - tame[kind] for kind, kinds in hostile.items()}
    assert {kind: kinds for kind, kinds in added.items() if kinds} == {}


async def test_pages_show_it_as_it_was_typed(desk):
    references, chat = await desk.fill(LINES)

    file, talk = [
        Elements((await desk.paula.open(path)).text).words
        for path in (f"/requests/{references[0]}/print", f"/chats/{chat}")
    ]

    for words in (file, talk):
        assert [text for text in HOSTILE if " ".join(text.split()) not in " ".join(words.split())] == []


async def test_no_cell_of_the_table_begins_a_formula(desk):
    await desk.fill(FORMULAS)

    table = (await desk.paula.open("/requests/export.csv?view=all")).text

    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert len(rows) > len(FORMULAS)
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


async def test_a_display_name_is_text_to_colleagues(desk):
    names = [text for text in HOSTILE if len(text) <= MAX_NAME and text.isprintable()]
    plain = await kinds_of(desk.named("Frau Schulz"))

    assert len(names) > len(HOSTILE) / 2
    for name in names[::6]:
        assert await kinds_of(desk.named(name)) == plain
        assert f'value="{name}"' in unescape((await desk.paula.open("/account")).text)
