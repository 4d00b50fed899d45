"""Z6: the trained model reads what nobody would write, by itself and within Rasa, and fails at none of it."""

import pytest

from bench.fuzz.messages import LONGEST, Maker
from bench.fuzz.nlu import by_rasa, by_reader, run
from tests.fuzz.sized import TIMES
from tests.journeys.system import bring_model

MESSAGES, BY_RASA = 2000, 100


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    data = tmp_path_factory.mktemp("fuzzed")
    bring_model(data)
    [model] = (data / "models").glob("*.tar.gz")
    return model


def test_messages_are_the_same_for_a_seed_and_none_is_too_long():
    messages = list(Maker(3).messages(400))

    assert messages == list(Maker(3).messages(400))
    assert len(set(messages)) > 380
    assert max(map(len, messages)) == LONGEST


@pytest.mark.journey
def test_every_message_is_read_and_answered(model):
    done = run(by_reader(model), Maker(2).messages(MESSAGES * TIMES))

    assert done.wrong == []
    assert done.comes_to.total() == MESSAGES * TIMES


@pytest.mark.rasa
@pytest.mark.journey
def test_every_message_is_read_within_rasa(model):
    assert run(by_rasa(model), Maker(4).messages(BY_RASA * TIMES)).wrong == []
