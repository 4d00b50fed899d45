"""Read messages with a model of Rasa's: `python -m bench.stock.parsing MODEL ASKED TOLD`."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from bench.cost import resident_megabytes

_FIRST = "Guten Tag"  # what is loaded late is loaded by it


async def parse(model: str, texts: list[str]) -> dict[str, Any]:
    """The ranking of each of *texts*, how long it took, and the memory added by loading *model*."""
    before = resident_megabytes()
    agent = Agent.load(model)
    await agent.parse_message(_FIRST)
    megabytes = resident_megabytes() - before
    return {"megabytes": megabytes, "messages": [await _parsed(agent, text) for text in texts]}


async def _parsed(agent: Agent, text: str) -> dict[str, Any]:
    start = time.perf_counter()
    ranking = (await agent.parse_message(text))["intent_ranking"]
    milliseconds = (time.perf_counter() - start) * 1000
    return {"ranking": [(i["name"], i["confidence"]) for i in ranking], "milliseconds": milliseconds}


if __name__ == "__main__":
    the_model, asked, told = sys.argv[1:]
    the_texts = json.loads(Path(asked).read_text(encoding="utf-8"))
    Path(told).write_text(json.dumps(asyncio.run(parse(the_model, the_texts))), encoding="utf-8")
