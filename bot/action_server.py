"""How Rasa calls the action server: over connections that stay open, and checking the answer once."""

from functools import cached_property
from typing import Any, Self

import aiohttp
from jsonschema import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
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


def call_at_once(agent: Agent) -> None:
    """Have *agent* call its actions so.

    Rasa checks its own form of an answer before each answer it checks by it, which is a third of a turn.
    """
    if agent.action_endpoint and agent.processor:
        agent.action_endpoint = agent.processor.action_endpoint = ActionServer.at(agent.action_endpoint)
    schema = RemoteAction.action_response_format_spec()
    form = validator_for(schema)(schema)
    RemoteAction._validate_action_result = lambda _, answer: _is_in_form(form, answer)  # noqa: SLF001


def _is_in_form(form: Validator, answer: dict[str, Any]) -> bool:
    """Raises `ValidationError`, as Rasa's own method does."""
    for error in form.iter_errors(answer):
        raise ValidationError(f"what the action server answers is not in form: {error.validator}")
    return True
