"""Our runner of Rasa's graph finds what Rasa's finds, and runs each component once."""

import pytest

pytestmark = pytest.mark.rasa


@pytest.fixture
def runners():
    """Rasa's runner of a small graph, ours, and what was run."""
    from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
    from rasa.engine.runner.dask import DaskGraphRunner

    from bot.graph_runner import PlainGraphRunner

    ran = []

    class Part(GraphComponent):
        def __init__(self, name):
            self._name = name

        @classmethod
        def create(cls, config, **_):
            return cls(config["name"])

        def join(self, **given):
            ran.append(self._name)
            return self._name + "".join(sorted(given.values()))

    def node(name, **needs):
        return SchemaNode(needs, Part, "create", "join", {"name": name})

    schema = GraphSchema(
        {
            "a": node("a", said="said"),
            "b": node("b", first="a"),
            "c": node("c", first="a", second="b"),
            "other": node("other", said="said"),
        }
    )
    usual = DaskGraphRunner(schema, None, ExecutionContext(schema))
    return usual, PlainGraphRunner(usual), ran


def test_it_finds_what_rasas_finds(runners):
    usual, plain, _ = runners

    assert plain.run({"said": "!"}, ["c"]) == usual.run({"said": "!"}, ["c"]) == {"c": "ca!ba!"}


def test_only_what_is_needed_runs_and_that_once(runners):
    _, plain, ran = runners

    plain.run({"said": "!"}, ["c"])

    assert sorted(ran) == ["a", "b", "c"]
