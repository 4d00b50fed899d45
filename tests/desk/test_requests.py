"""Staff find requests, see no more of the requester than they may, and leave a trace."""

from datetime import date, timedelta

import pytest

from tests.installation import NOT_ON_FILE, ON_FILE

REQUESTS = "/api/v1/desk/requests"
WHOLE = {"email": ON_FILE, "name": "Erika Mustermann", "customer_number": "K-100001"}
MASKED = {"email": "e…@….com", "name": None, "customer_number": None}


@pytest.fixture
def found(desk, staff):
    async def found(**query):
        response = await desk.get(REQUESTS, params=query, headers=staff)
        assert response.status == 200, await response.text()
        return [item["reference"] for item in (await response.json())["items"]]

    return found


async def test_the_list_is_newest_first_and_says_that_there_is_no_more(desk, staff, file_request):
    references = [await file_request() for _ in range(3)]

    page = await (await desk.get(REQUESTS, headers=staff)).json()

    assert [item["reference"] for item in page["items"]] == references[::-1]
    assert page["next"] is None


async def test_pages_follow_one_another_without_gap_or_repetition(desk, staff, file_request):
    references = [await file_request() for _ in range(52)]

    first = await (await desk.get(REQUESTS, headers=staff)).json()
    second = await (await desk.get(REQUESTS, params={"cursor": first["next"]}, headers=staff)).json()

    listed = [item["reference"] for item in first["items"] + second["items"]]
    assert listed == references[::-1]
    assert (len(first["items"]), second["next"]) == (50, None)


async def test_the_list_masks_the_requester_and_holds_no_words_of_theirs(desk, staff, verified):
    response = await desk.get(REQUESTS, headers=staff)

    text = await response.text()
    [item] = (await response.json())["items"]
    assert item["reference"] == verified
    assert item["verification"]["level"] == "on_file"
    assert item["requester"] == MASKED
    assert item["details"] == item["events"] == []
    assert item["conversation"]
    assert not [word for word in ("mustermann", "K-100001", "Bitte alles") if word in text]


async def test_the_filters_find_what_fits(found, file_request, verified):
    erasure = await file_request("erasure", "access")
    assert await found(state="verified") == [verified]
    assert await found(state="received") == [erasure]
    assert await found(state="completed") == []
    assert await found(right="erasure") == [erasure]
    assert await found(right="access") == [erasure, verified]
    assert await found(state="received", right="access") == [erasure]
    assert await found(state="", right="", due_before="", q="", cursor="") == [erasure, verified]


async def test_due_before_a_day_is_what_is_due_until_the_day_before(desk, staff, found, verified):
    view = await (await desk.get(f"{REQUESTS}/{verified}", headers=staff)).json()
    due_on = date.fromisoformat(view["due_on"])

    assert await found(due_before=due_on.isoformat()) == []
    assert await found(due_before=(due_on + timedelta(days=1)).isoformat()) == [verified]


async def test_a_search_finds_a_reference_as_people_write_it_and_a_whole_address(
    found, file_request, verified
):
    other = await file_request(address=NOT_ON_FILE)

    assert await found(q=verified) == [verified]
    assert await found(q=f" {verified.lower().replace('-', ' ')} ") == [verified]
    assert await found(q=ON_FILE.upper()) == [verified]
    assert await found(q=NOT_ON_FILE) == [other]
    assert await found(q="mustermann") == []


@pytest.mark.parametrize(
    "query",
    [
        {"state": "open"},
        {"state": "VERIFIED"},
        {"right": "deletion"},
        {"due_before": "tomorrow"},
        {"due_before": "2026-02-30"},
        {"cursor": "x"},
    ],
)
async def test_a_filter_that_means_nothing_is_refused(desk, staff, query):
    response = await desk.get(REQUESTS, params=query, headers=staff)

    assert response.status == 422


@pytest.mark.parametrize(("role", "requester"), [("privacy", WHOLE), ("agent", MASKED), ("lead", MASKED)])
async def test_an_opened_request_shows_what_the_role_may_see(desk, token_of, verified, role, requester):
    response = await desk.get(f"{REQUESTS}/{verified}", headers=await token_of(role))

    view = await response.json()
    assert view["requester"] == requester
    assert view["verification"]["address"] == requester["email"]
    assert view["details"] == ["Bitte alles."]
    assert [event["kind"] for event in view["events"]] == ["received", "proved: on_file"]


async def test_an_opening_stands_in_the_audit_trail_and_a_listing_does_not(running, desk, staff, verified):
    await desk.get(REQUESTS, headers=staff)
    await desk.get(f"{REQUESTS}/{verified}", headers=staff)

    trail = running.execute("SELECT actor, action, object FROM audit_events WHERE action = 'opened'")
    assert trail == [("demo", "opened", verified)]


async def test_a_reference_is_found_as_people_write_it(desk, staff, verified):
    response = await desk.get(f"{REQUESTS}/{verified.lower()}", headers=staff)

    assert (await response.json())["reference"] == verified


@pytest.mark.parametrize("reference", ["DSR-0000-0000", "nonsense", "1"])
async def test_an_unknown_reference_is_not_found_and_leaves_no_trace(running, desk, staff, reference):
    response = await desk.get(f"{REQUESTS}/{reference}", headers=staff)

    assert response.status == 404
    assert running.execute("SELECT * FROM audit_events WHERE action = 'opened'") == []
