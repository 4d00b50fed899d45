"""L2: whoever asks whether a process is ready keeps nothing busy."""

import asyncio
import json

from monitoring import readiness
from monitoring.readiness import Readiness


class Part:
    """What a process needs, and how often somebody looked at it."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.looks = 0

    async def __call__(self) -> bool:
        self.looks += 1
        await asyncio.sleep(0)
        return self.works


async def never() -> bool:
    await asyncio.Event().wait()
    return True


def told(response):
    return response.status, json.loads(response.body)


async def test_it_names_what_is_missing():
    ready = Readiness({"casestore": Part(), "rasa": Part(works=False)})

    assert told(await ready.answer()) == (503, {"casestore": True, "rasa": False})


async def test_a_hundred_who_ask_at_once_make_one_look(monkeypatch):
    monkeypatch.setattr(readiness, "KNOWN_SECONDS", 3600.0)
    part = Part()
    ready = Readiness({"casestore": part})

    answers = await asyncio.gather(*(ready.answer() for _ in range(100)))

    assert {told(answer)[0] for answer in answers} == {200}
    assert part.looks == 1


async def test_what_was_found_is_looked_up_again_once_it_is_old(monkeypatch):
    part = Part(works=False)
    ready = Readiness({"casestore": part})
    assert (await ready.answer()).status == 503

    part.works = True
    monkeypatch.setattr(readiness, "KNOWN_SECONDS", 0.0)

    assert (await ready.answer()).status == 200


async def test_what_never_answers_is_missing(monkeypatch):
    monkeypatch.setattr(readiness, "PATIENCE", 0.0)

    assert told(await Readiness({"rasa": never, "casestore": never}).answer()) == (
        503,
        {"rasa": False, "casestore": False},
    )
