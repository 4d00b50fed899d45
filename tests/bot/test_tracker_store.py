"""What is removed from the tracker store is gone from its file, byte for byte."""

import random

import pytest

pytestmark = pytest.mark.rasa


async def test_a_removed_conversation_leaves_no_bytes_behind(tmp_path) -> None:
    from rasa.shared.core.domain import Domain

    from bot.tracker_store import PurgeableTrackerStore

    file = tmp_path / "tracker.db"
    store = PurgeableTrackerStore(Domain.empty(), host=f"sqlite:///{file}")
    dice = random.Random(3)  # noqa: S311  # sizes that split pages, the same every time
    left = []
    for _ in range(60):
        conversation = f"{dice.getrandbits(128):032x}"
        with store.session_scope() as session:
            for _ in range(dice.randint(8, 90)):
                data = conversation[::-1] + "x" * dice.choice([50, 120, 300, 1500])
                session.add(
                    store.SQLEvent(sender_id=conversation, type_name="user", timestamp=0.0, data=data)
                )
            session.commit()
        if dice.random() < 0.4:
            await store.delete(conversation)
            written = file.read_bytes()
            left += [n for n in (conversation, conversation[::-1]) if n.encode() in written]

    assert left == []


async def test_conversations_in_which_nothing_happened_for_long_go_and_the_others_stay(tmp_path) -> None:
    from rasa.shared.core.domain import Domain

    from bot.tracker_store import PurgeableTrackerStore

    file = tmp_path / "tracker.db"
    store = PurgeableTrackerStore(Domain.empty(), host=f"sqlite:///{file}")
    with store.session_scope() as session:
        for conversation, times in (("silent", (1.0, 2.0)), ("alive", (1.0, 3.0))):
            for moment in times:
                event = {"type_name": "user", "timestamp": moment, "data": conversation}
                session.add(store.SQLEvent(sender_id=conversation, **event))
        session.commit()

    await store.delete_before(3.0)

    assert list(await store.keys()) == ["alive"]
    assert b"silent" not in file.read_bytes()
