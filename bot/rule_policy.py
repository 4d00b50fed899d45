"""The policy that follows our rules: Rasa's own, which need not look where there is nothing."""

from collections import defaultdict
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

Rules = dict[str, str]  # what was said and done as Rasa writes it down, and the action that follows
Ending = tuple[str | None, str | None]  # the last thing done, and the intent said before


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class IntentRulePolicy(RulePolicy):
    """Rules begin with an intent, never with a visitor's very words, which Rasa looks for first each time.

    And of all rules, only those can apply that end as the conversation does at present.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._by_ending: dict[int, tuple[Rules, dict[Ending, Rules]]] = {}

    def _find_action_from_rules(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool,  # noqa: FBT001  # Rasa's signature
    ) -> Any:
        if use_text_for_last_user_input:
            return None, None, False
        return super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)

    def _get_possible_keys(self, lookup: Rules, states: list[State]) -> set[str]:
        if not states:
            return super()._get_possible_keys(lookup, states)
        by_ending = self._ending(lookup)
        action, intent = _ending(states[-1])
        fitting = {**by_ending.get((action, intent), {}), **by_ending.get((action, None), {})}
        return super()._get_possible_keys(fitting, states)

    def _ending(self, rules: Rules) -> dict[Ending, Rules]:
        """*rules* by how they end; they are others only while the policy learns them."""
        known, by_ending = self._by_ending.get(id(rules), ({}, {}))
        if known is not rules or sum(map(len, by_ending.values())) != len(rules):
            by_ending = defaultdict(dict)
            for key, action in rules.items():
                by_ending[_ending(self._rule_key_to_state(key)[-1])][key] = action
            self._by_ending[id(rules)] = rules, by_ending
        return by_ending


def _ending(state: State) -> Ending:
    """An empty state, at the very beginning, ends with nothing."""
    done: Any = state.get("prev_action") or {}
    said: Any = state.get("user") or {}
    return done.get("action_name"), said.get("intent")
