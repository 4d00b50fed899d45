"""How Rasa's graph of components is run: one after the other, without making a plan for it each time."""

from typing import Any, Self

from rasa.core.agent import Agent
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner


class PlainGraphRunner(GraphRunner):
    """Rasa's runner has each run planned by dask, which takes as long as some components do."""

    def __init__(self, loaded: DaskGraphRunner) -> None:
        self._schema, self._nodes = loaded._graph_schema, loaded._instantiated_nodes  # noqa: SLF001

    @classmethod
    def create(cls, *arguments: Any, **options: Any) -> Self:
        """As Rasa's."""
        return cls(DaskGraphRunner.create(*arguments, **options))

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what *targets* need; as Rasa's."""
        known = {name: (name, value) for name, value in (inputs or {}).items()}
        return dict(self._output(name, known) for name in targets or self._schema.target_names)

    def _output(self, name: str, known: dict[str, tuple[str, Any]]) -> tuple[str, Any]:
        """A node's name and output, from what is *known* already or must be found first."""
        if name not in known:
            needed = self._schema.nodes[name].needs.values()
            known[name] = self._nodes[name](*(self._output(each, known) for each in needed))
        return known[name]


def run_plainly(agent: Agent) -> None:
    """Have *agent* run its graph so."""
    if agent.processor and isinstance(agent.processor.graph_runner, DaskGraphRunner):
        agent.processor.graph_runner = PlainGraphRunner(agent.processor.graph_runner)
