"""Staff record requests and work them through the desk's API."""

import pytest

REQUESTS = "/api/v1/desk/requests"
LETTER = {
    "rights": ["erasure"],
    "channel": "letter",
    "language": "de",
    "received_at": "2026-11-02T09:00:00+01:00",
    "requester": {"name": "Ada Byron", "email": "ada@example.com"},
    "details": "Per Post.",
}


@pytest.fixture
async def privacy(token_of):
    return await token_of("privacy")


@pytest.fixture
async def recorded(desk, privacy):
    return (await (await desk.post(REQUESTS, json=LETTER, headers=privacy)).json())["reference"]


async def test_a_letter_is_recorded_with_its_day_of_receipt(desk, privacy):
    response = await desk.post(REQUESTS, json=LETTER, headers=privacy)

    view = await response.json()
    assert response.status == 201
    assert (view["due_on"], view["state"], view["channel"]) == ("2026-12-02", "received", "letter")
    assert (view["requester"]["name"], view["details"]) == ("Ada Byron", ["Per Post."])


async def test_a_request_is_worked_to_its_end(desk, privacy, recorded):
    async def post(act, **body):
        response = await desk.post(f"{REQUESTS}/{recorded}/{act}", json=body, headers=privacy)
        assert response.status == 200, await response.text()
        return await response.json()

    await post("notes", text="Angerufen.")
    await post("transitions", to="verified", reason="Kundennummer am Telefon bestätigt.")
    await post("assignment", assignee="privacy")
    await post("pause", text="Wer ist es?")
    await post("resumption", text="Geklärt.")
    view = await post("transitions", to="refused", reason="Wir müssen die Rechnungen aufbewahren.")

    assert (view["state"], view["assignee"], view["deadline"]) == ("refused", "privacy", None)
    assert [event["kind"] for event in view["events"]] == [
        "received",
        "note",
        "verified",
        "assigned: privacy",
        "paused",
        "resumed",
        "refused",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rights": []},
        {"rights": ["forgetting"]},
        {"received_at": "2099-01-01T00:00:00Z"},
        {"received_at": "2026-11-02"},
        {"channel": "pigeon"},
        {"language": "fr"},
        {"requester": {"email": "a@x.example\r\nBcc: b@x.example"}},
        {"requester": {"email": "a@x.example, b@x.example"}},
        {"requester": {"email": "ada at example.com"}},
        {"details": "x" * 8001},
        {"details": ["a", "list"]},
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_stored(desk, privacy, wrong):
    response = await desk.post(REQUESTS, json={**LETTER, **wrong}, headers=privacy)

    assert response.status == 422
    assert (await (await desk.get(REQUESTS, headers=privacy)).json())["items"] == []


@pytest.mark.parametrize("moment", [1764000000, "2018-05-24T12:00:00+02:00", "2099-01-01T00:00:00Z"])
async def test_of_a_receipt_that_cannot_be_staff_hear_that_it_is_the_receipt(desk, privacy, moment):
    response = await desk.post(REQUESTS, json={**LETTER, "received_at": moment}, headers=privacy)

    assert (response.status, (await response.json())["detail"]) == (422, "not taken: received_at")


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("transitions", {"to": "verified", "version": 99}, 409),
        ("transitions", {"to": "completed"}, 409),
        ("transitions", {"to": "refused"}, 422),
        ("transitions", {"to": "gone"}, 422),
        ("extension", {"reason": ""}, 422),
        ("notes", {}, 422),
        ("assignment", {"assignee": "nobody"}, 422),
        ("destruction", {"text": "x"}, 404),
        ("resumption", {"text": "x"}, 409),
    ],
)
async def test_what_does_not_fit_changes_nothing(desk, privacy, recorded, act, body, status):
    before = await (await desk.get(f"{REQUESTS}/{recorded}", headers=privacy)).json()

    response = await desk.post(f"{REQUESTS}/{recorded}/{act}", json=body, headers=privacy)

    assert response.status == status
    assert response.content_type == "application/problem+json"
    assert await (await desk.get(f"{REQUESTS}/{recorded}", headers=privacy)).json() == before


async def test_a_repeated_call_with_its_key_answers_alike_and_another_body_conflicts(desk, privacy, recorded):
    url, headers = f"{REQUESTS}/{recorded}/notes", {**privacy, "Idempotency-Key": "note-1"}
    answers = [await (await desk.post(url, json={"text": "Notiz"}, headers=headers)).json() for _ in range(2)]

    other = await desk.post(url, json={"text": "Anders"}, headers=headers)

    assert answers[0] == answers[1]
    assert other.status == 409


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("agent", 403), ("lead", 200)])
async def test_who_may_not_decide_is_told_so(desk, token_of, recorded, role, status):
    response = await desk.post(
        f"{REQUESTS}/{recorded}/transitions", json={"to": "in_progress"}, headers=await token_of(role)
    )

    assert response.status == status


@pytest.mark.parametrize(("body", "status"), [("{", 400), ("[]", 422), ("null", 422)])
async def test_what_is_no_object_is_refused(desk, privacy, body, status):
    headers = {**privacy, "Content-Type": "application/json"}

    assert (await desk.post(REQUESTS, data=body, headers=headers)).status == status
