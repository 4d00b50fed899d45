"""Tell German from English messages."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from answers.language import identify
from privacy.language import Language

LANGUAGE = "language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageIdentifier(GraphComponent):
    """Adds a `language` entity, so that a switch shows in the very same turn.

    A message too short to tell keeps the language spoken so far, which the
    channel sends along as metadata.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """Create the component; it has no options and stores nothing."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Annotate *messages* in place."""
        for message in messages:
            spoken = (message.get(METADATA) or {}).get(LANGUAGE)
            if language := identify(message.get(TEXT) or "") or spoken:
                entity = {"entity": LANGUAGE, "value": str(language), "extractor": "LanguageIdentifier"}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages


def language_of(message: Message) -> Language:
    """The language found in *message*; German, the policy's own, where none was."""
    found = (e["value"] for e in message.get(ENTITIES, []) if e["entity"] == LANGUAGE)
    return Language(next(found, Language.GERMAN))
