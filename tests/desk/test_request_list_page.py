"""The list of requests: what is urgent, who has it, and the whole as a table."""

import csv
import io
import re

import pytest

from auskunft import store
from casestore.wire.requests import Assignment, Remark
from tests.desk.request_work import NASTY, recorded, words_of

REFERENCE = re.compile(r'class="reference" href="/requests/([\w-]+)"')
CHOICE = re.compile(r'name="request" value="([^"]+)"')


@pytest.fixture
async def lead(hire):
    return await hire("lead")


@pytest.fixture
async def lena(browser, lead):
    at_work = await browser()
    await at_work.log_in(lead)
    return at_work


@pytest.fixture
async def token(running, lead):
    return await store.staff_token(running.settings, lead)


@pytest.fixture
def filed(running, token):
    async def filed(**fields):
        return await recorded(running, token, **fields)

    return filed


@pytest.fixture
def listed(lena):
    async def listed(query=""):
        return REFERENCE.findall((await lena.open(f"/requests?{query}")).text)

    return listed


async def test_each_view_lists_what_it_says_the_most_urgent_first(lena, running, token, filed, listed):
    late, later, soon, new = [await filed(days=days) for days in (50, 40, 27, 0)]
    asked = await filed(days=10)
    await running.cases.act(asked, Remark(text="Wer?"), token, None, "pause")
    for mine in (new, asked):
        await running.cases.act(mine, Assignment(assignee="lead"), token)

    assert await listed("view=overdue") == [late, later]
    assert await listed("view=soon") == [late, later, soon]
    assert await listed("view=unverified") == [late, later, soon, asked, new]
    assert await listed("view=mine") == [asked, new]
    assert await listed() == [asked, new, soon, later, late]
    tabs = words_of(await lena.open("/requests"))
    assert "Überfällig 2 In 7 Tagen fällig 3 Nicht verifiziert 5 Meine 2 Alle" in tabs


async def test_deadlines_are_dates_and_words(lena, filed):
    for days in (50, 0):
        await filed(days=days)

    seen = words_of(await lena.open("/requests?language=en"))

    assert re.search(r"overdue by \d+ days", seen)
    assert re.search(r"\d+ \w+ 20\d\d in \d+ days", seen)


async def test_filters_fit_together_and_stand_in_the_address(lena, filed, listed):
    erasure = await filed(rights=["erasure"], requester={"name": "Ben Böhm", "email": "ben@example.com"})
    access = await filed()

    assert await listed("right=erasure") == [erasure]
    assert await listed("q=ben%40example.com") == [erasure]
    assert await listed(f"q={access.lower()}&view=unverified") == [access]
    assert await listed("state=completed") == []
    seen = await lena.open("/requests?right=erasure&state=received&q=B%C3%B6hm")
    assert 'value="Böhm"' in seen.text
    assert '<option value="erasure" selected>' in seen.text
    assert (await lena.open("/requests?state=gone")).status == 422


async def test_whose_requests_are_is_a_filter_that_fits_with_the_others(
    lena, hire, running, token, filed, listed
):
    await hire("agent")
    late, mine, theirs, nobodys = [await filed(days=days) for days in (50, 3, 2, 1)]
    for reference, name in ((late, "agent"), (mine, "lead"), (theirs, "agent")):
        await running.cases.act(reference, Assignment(assignee=name), token)

    assert await listed("assignee=%3Ame") == [mine]
    assert await listed("assignee=%3Anobody") == [nobodys]
    assert await listed("assignee=agent") == [theirs, late]
    assert await listed("view=unverified&assignee=agent") == [late, theirs]
    assert await listed("view=overdue&assignee=agent") == [late]
    assert await listed("view=overdue&assignee=%3Anobody") == []
    assert await listed("view=mine&assignee=agent") == [mine]
    assert await listed("assignee=agent&right=erasure") == []
    seen = await lena.open("/requests?view=soon&assignee=%3Anobody")
    assert '<option value=":nobody" selected>' in seen.text
    assert "/requests?view=overdue&amp;assignee=%3Anobody" in seen.text
    assert nobodys not in (await lena.open("/requests/export.csv?assignee=agent")).text
    assert '<option value="gone" selected>gone</option>' in (await lena.open("/requests?assignee=gone")).text


async def test_what_nobody_has_is_assigned_from_its_list_which_is_shown_again(lena, filed):
    first, second = await filed(), await filed()
    here = "/requests?view=all&assignee=%3Anobody"
    chosen = CHOICE.findall((await lena.open(here)).text)
    form = [("csrf", lena.csrf), ("key", "k1"), ("back", here), ("to", "me"), ("request", chosen[0])]

    done = await lena.call("POST", "/requests/assignment", data=form, headers=lena.from_here())
    after = await lena.open(done.leads_to)

    assert second not in (left := REFERENCE.findall(after.text))
    assert left == [first]


async def test_pages_of_the_urgent_follow_one_another_without_gap_or_repetition(lena, filed):
    references = [await filed(days=days // 2) for days in range(52, 0, -1)]

    first = await lena.open("/requests?view=unverified")
    onward = re.search(r'href="(/requests\?view=unverified&amp;cursor=[^"]+)"', first.text)[1]
    second = await lena.open(onward.replace("&amp;", "&"))

    assert len(REFERENCE.findall(first.text)) == 50
    assert sorted(REFERENCE.findall(first.text) + REFERENCE.findall(second.text)) == sorted(references)


async def test_no_person_is_told_in_the_list(lena, filed):
    await filed(details=NASTY, requester={"customer_number": "K-100001"})

    seen = await lena.open("/requests")

    assert "a…@….com" in seen.text
    assert not [word for word in ("Byron", "ada@", "K-100001", "script>alert") if word in seen.text]


async def test_several_are_assigned_at_once_but_none_that_a_colleague_has_changed(
    lena, hire, running, token, filed
):
    await hire("agent")
    references = [await filed() for _ in range(3)]
    seen = await lena.open("/requests?view=unverified")
    chosen = CHOICE.findall(seen.text)
    await running.cases.act(references[1], Remark(text="Schon dran."), token)
    form = [("csrf", lena.csrf), ("key", "k1"), ("back", "/requests?view=unverified")]
    form += [("to", "colleague"), ("assignee", "agent"), *(("request", one) for one in chosen)]

    for _ in range(2):  # the second time by a double click
        sent = await lena.call("POST", "/requests/assignment", data=form, headers=lena.from_here())

    told = words_of(await lena.open(sent.leads_to))
    assert sent.leads_to.startswith("/requests?view=unverified&")
    assert "2 Anfragen sind zugewiesen." in told
    assert f"weil sich inzwischen etwas geändert hat: {references[1]}" in told
    page = await running.cases.requests({"assignee": "agent"})
    assert {item.reference for item in page.items} == {references[0], references[2]}
    view = await running.cases.open_request(references[0], token)
    assert [event.kind for event in view.events] == ["received", "assigned: agent"]


async def test_the_way_back_after_assigning_leads_nowhere_else(lena):
    await lena.open("/requests")
    for back in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        sent = await lena.send("/requests/assignment", back=back, to="me", key="1")
        assert sent.leads_to.startswith("/?")


async def test_the_table_has_what_the_filter_shows_and_no_formula_and_is_recorded(lena, filed, running):
    await filed(rights=["erasure"], requester={"name": "=1+1", "email": "=ben@example.com"})
    access = await filed()

    seen = await lena.open("/requests/export.csv?view=unverified&right=erasure")
    everything = await lena.open("/requests/export.csv?q=ada%40example.com")

    (row,) = csv.DictReader(io.StringIO(seen.text.removeprefix("\ufeff")))
    assert row["rights"] == "erasure"
    assert row["email"].startswith("'=")
    assert [
        line["reference"] for line in csv.DictReader(io.StringIO(everything.text.removeprefix("\ufeff")))
    ] == [access]
    assert "attachment" in seen.headers["Content-Disposition"]
    assert running.execute("SELECT actor, object FROM audit_events WHERE action = 'exported'") == [
        ("lead", "csv state=received right=erasure due=open"),
        ("lead", "csv q"),
    ]


async def test_an_agent_assigns_and_exports_nothing_and_an_auditor_reads(filed, anna, browser, hire):
    await filed()
    otto = await browser()
    await otto.log_in(await hire("auditor"))

    agents, auditors = await anna.open("/requests"), await otto.open("/requests")

    assert "export.csv" not in agents.text
    assert "Mir zuweisen" in agents.text
    assert (await anna.open("/requests/export.csv")).status == 403
    assert "Mir zuweisen" not in auditors.text
    assert "/requests/new" not in auditors.text
