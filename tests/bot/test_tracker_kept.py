"""A conversation goes on from what was stored last, and never from something else."""

import pytest

pytestmark = pytest.mark.rasa
CHAT = "c" * 32


@pytest.fixture
def replica(tmp_path):
    """Makes stores of replicas on one database."""
    from rasa.shared.core.domain import Domain

    from bot.tracker_store import PurgeableTrackerStore

    return lambda: PurgeableTrackerStore(Domain.empty(), host=f"sqlite:///{tmp_path / 'tracker.db'}")


async def _turn(store, text):
    from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
    from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered

    tracker = await store.get_or_create_tracker(CHAT)
    if not tracker.events:
        tracker.update_with_events(
            [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()], store.domain
        )
    tracker.update_with_events([UserUttered(text), ActionExecuted(ACTION_LISTEN_NAME)], store.domain)
    await store.save(tracker)
    return tracker


def _said(tracker):
    return [event.text for event in tracker.events if event.type_name == "user"]


async def test_what_is_kept_is_what_would_be_read(replica):
    here = replica()
    for text in ("a", "b", "c"):
        await _turn(here, text)

    kept, read = await here.look_at(CHAT), await replica().retrieve(CHAT)

    assert [event.as_dict() for event in kept.events] == [event.as_dict() for event in read.events]
    assert kept.current_state() == read.current_state()


async def test_a_long_conversation_is_not_read_again(replica):
    here = replica()
    for text in ("a", "b"):
        tracker = await _turn(here, text)

    assert await here.retrieve(CHAT) is tracker


async def test_what_another_replica_stored_meanwhile_is_read(replica):
    here, there = replica(), replica()
    for text in ("a", "b"):
        await _turn(here, text)
    await _turn(there, "c")
    await _turn(here, "d")

    assert _said(await replica().retrieve(CHAT)) == ["a", "b", "c", "d"]


async def test_a_turn_that_failed_midway_leaves_nothing_behind(replica):
    from rasa.shared.core.events import UserUttered

    here = replica()
    for text in ("a", "b"):
        await _turn(here, text)
    (await here.retrieve(CHAT)).update(UserUttered("half a turn"))

    assert _said(await here.retrieve(CHAT)) == ["a", "b"]


async def test_a_new_session_begins_without_what_was_before(replica):
    from rasa.shared.core.constants import ACTION_SESSION_START_NAME
    from rasa.shared.core.events import ActionExecuted, SessionStarted

    here = replica()
    for text in ("a", "b"):
        await _turn(here, text)
    tracker = await here.retrieve(CHAT)
    tracker.update_with_events([ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()], here.domain)
    await here.save(tracker)
    for text in ("c", "d"):
        await _turn(here, text)

    assert _said(await here.retrieve(CHAT)) == _said(await replica().retrieve(CHAT)) == ["c", "d"]
    assert _said(await replica().retrieve_full_tracker(CHAT)) == ["a", "b", "c", "d"]


async def test_what_is_forgotten_is_not_kept(replica):
    here = replica()
    for text in ("a", "b"):
        await _turn(here, text)

    await here.delete(CHAT)

    assert await here.retrieve(CHAT) is None
    assert await here.look_at(CHAT) is None


async def test_no_more_are_kept_than_there_is_room_for(replica, monkeypatch):
    from bot import tracker_store

    monkeypatch.setattr(tracker_store, "MOST_KEPT", 0)
    here = replica()
    for text in ("a", "b"):
        tracker = await _turn(here, text)

    assert await here.retrieve(CHAT) is not tracker


async def test_a_long_conversation_goes_on_in_another_session_with_what_is_known(tmp_path, monkeypatch):
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import SlotSet

    from bot import sessions
    from bot.tracker_store import PurgeableTrackerStore

    monkeypatch.setattr(sessions, "LONG", 8)
    domain = Domain.from_dict({"slots": {"topic": {"type": "text", "mappings": [{"type": "custom"}]}}})
    store = PurgeableTrackerStore(domain, host=f"sqlite:///{tmp_path / 'tracker.db'}")
    tracker = await _turn(store, "a")
    tracker = await store.retrieve(CHAT)
    tracker.update(SlotSet("topic", "cookies"))
    await store.save(tracker)
    texts = [str(number) for number in range(9)]
    for text in texts:
        tracker = await _turn(store, text)

    again = await PurgeableTrackerStore(domain, host=f"sqlite:///{tmp_path / 'tracker.db'}").retrieve(CHAT)
    assert len(tracker.events) <= 8 + 4
    assert again.get_slot("topic") == (await store.look_at(CHAT)).get_slot("topic") == "cookies"
    assert _said(await store.retrieve_full_tracker(CHAT)) == ["a", *texts]


async def test_an_intake_is_not_cut_in_two(replica, monkeypatch):
    from rasa.shared.core.events import ActiveLoop, SessionStarted

    from bot import sessions

    monkeypatch.setattr(sessions, "LONG", 4)
    here = replica()
    await _turn(here, "a")
    tracker = await here.retrieve(CHAT)
    tracker.update(ActiveLoop("intake_form"))
    await here.save(tracker)
    for text in ("b", "c", "d"):
        tracker = await _turn(here, text)

    assert [event for event in tracker.events if isinstance(event, SessionStarted)][1:] == []
    assert _said(await replica().retrieve(CHAT)) == ["a", "b", "c", "d"]


async def test_a_tracker_saved_twice_is_stored_once(replica):
    here = replica()
    tracker = await _turn(here, "a")
    await here.save(tracker)
    await here.save(tracker)

    assert _said(await replica().retrieve(CHAT)) == ["a"]


async def test_answers_that_were_none_stay_together(replica, monkeypatch):
    from rasa.shared.core.events import BotUttered, SessionStarted

    from bot import sessions

    monkeypatch.setattr(sessions, "LONG", 4)
    here = replica()
    await _turn(here, "a")
    for _ in range(3):
        tracker = await here.retrieve(CHAT)
        tracker.update(BotUttered("?", {"custom": {"outcome": "unclear"}}))
        await here.save(tracker)

    assert [one for one in (await here.look_at(CHAT)).events if isinstance(one, SessionStarted)][1:] == []
