"""How Rasa calls the action server: over connections that stay open, and checking the answer once."""

from functools import cached_property
from typing import Any, Self

import aiohttp
from pydantic import BaseModel, ConfigDict
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig

PATIENCE = 10.0  # seconds; Rasa would wait for five minutes, and hold the conversation meanwhile


class ActionServer(EndpointConfig):
    """Rasa opens a connection for every action, and closes it."""

    @classmethod
    def at(cls, given: EndpointConfig) -> Self:
        """The server that `endpoints.yml` names."""
        return cls(given.url, given.params, given.headers, **given.kwargs)

    def session(self) -> aiohttp.ClientSession:
        """A session that leaves the connections behind."""
        return aiohttp.ClientSession(connector=self._connector, connector_owner=False)

    async def request(self, *arguments: Any, **options: Any) -> Any | None:
        """As Rasa's, but who hangs is given up."""
        return await super().request(*arguments, **{**options, "timeout": aiohttp.ClientTimeout(PATIENCE)})

    @cached_property
    def _connector(self) -> aiohttp.TCPConnector:
        return aiohttp.TCPConnector(limit=0)


class _Event(BaseModel):
    event: str


class _Answer(BaseModel):
    """What an action server says; Rasa finds out itself what an event needs besides its name."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    events: list[_Event] = []
    responses: list[dict[str, Any]] = []


def call_at_once(agent: Agent) -> None:
    """Have *agent* call its actions so.

    Rasa checks each answer by a schema of all events there are, which took a third of a turn.
    """
    if agent.action_endpoint and agent.processor:
        agent.action_endpoint = agent.processor.action_endpoint = ActionServer.at(agent.action_endpoint)
    RemoteAction._validate_action_result = lambda _, answer: bool(_Answer.model_validate(answer))  # noqa: SLF001
