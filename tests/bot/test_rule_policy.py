"""Our policy predicts what Rasa's own predicts from the same rules, whatever was said before."""

import itertools

import pytest

from auskunft.failure import ROOT

pytestmark = pytest.mark.rasa

INTENTS = ("ask_policy", "exercise_right", "request_handoff", "affirm", "deny", "letter_part", "nlu_fallback")
ACTIONS = ("action_answer", "action_receive_request", "action_hand_off", "intake_form")


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """Ours and Rasa's policy, trained with our rules, and the domain."""
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.core.generator import TrainingDataGenerator
    from rasa.shared.importers.rasa import RasaFileImporter

    from bot.rule_policy import IntentRulePolicy

    importer = RasaFileImporter(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data/rules")]
    )
    domain = importer.get_domain()
    trackers = TrainingDataGenerator(importer.get_stories(), domain, augmentation_factor=0).generate()
    made = []
    for kind in (IntentRulePolicy, RulePolicy):
        config = {**kind.get_default_config(), "core_fallback_action_name": "action_answer"}
        storage = LocalModelStorage(tmp_path_factory.mktemp(kind.__name__))
        policy = kind(config, storage, Resource("policy"), ExecutionContext(GraphSchema({})))
        policy.train(trackers, domain)
        made.append(policy)
    return *made, domain


def _trackers(domain):
    from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    loops = ([], [ActiveLoop("intake_form"), SlotSet("requested_slot", "email")])
    for before, intent, loop in itertools.product(INTENTS, INTENTS, loops):
        for action in (*ACTIONS, None):
            first, second = (UserUttered("", {"name": name, "confidence": 1.0}) for name in (before, intent))
            events = [ActionExecuted("action_listen"), first, ActionExecuted("action_answer"), *loop]
            events += [ActionExecuted("action_listen"), second, *([ActionExecuted(action)] if action else [])]
            yield DialogueStateTracker.from_events("chat", events, domain.slots, domain=domain)


def test_what_follows_is_what_rasa_finds_among_all_rules(learnt):
    ours, theirs, domain = learnt
    found = [
        (
            ours.predict_action_probabilities(tracker, domain),
            theirs.predict_action_probabilities(tracker, domain),
        )
        for tracker in _trackers(domain)
    ]

    assert [mine.probabilities for mine, _ in found] == [usual.probabilities for _, usual in found]
    assert [mine.events for mine, _ in found] == [usual.events for _, usual in found]
    assert len({tuple(mine.probabilities) for mine, _ in found}) > 5  # they are not all the fallback
