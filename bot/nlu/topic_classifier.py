"""Understand what a message asks: its intent, its topic, and the rights exercised in it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from answers.encoder import SentenceEncoder, sha256_of
from answers.language import likeliest
from answers.reader import Heard, Reader
from answers.reading import Reading
from answers.topic import kinds_of, load_topics
from bot.nlu.language_identifier import LANGUAGE, language_of
from privacy.language import Language
from settings import content_folder

READING = "reading"
TOPIC = "topic"
ENCODER = "encoder"  # an option: the folder of a sentence encoder, relative to the project
EXPECTS = "expects"  # what the bot waits for; the gateway sends it along
OPEN_QUESTIONS = frozenset({"details", "representative"})  # that anything may be the answer to
ANSWERS_TOO = frozenset(
    {"ask_policy", "ask_right", "correct_entry", "out_of_scope", "request_amend", "request_reminder"}
    | {"request_status", "smalltalk"}
)  # what an answer without a question mark is often taken for


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Puts Rasa's graph around `answers.reader.Reader`, which knows nothing of Rasa."""

    def __init__(
        self,
        storage: ModelStorage,
        resource: Resource,
        reader: Reader | None,
        encoder: SentenceEncoder | None = None,
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._reader = reader
        self._encoder = encoder

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No encoder."""
        return {ENCODER: None}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The encoder's hash, so that Rasa's cache notices another one; raises `EncoderError`."""
        return sha256_of(Path(config[ENCODER])) if config.get(ENCODER) else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Create an untrained component; raises `EncoderError`."""
        encoder = SentenceEncoder.load(Path(config[ENCODER])) if config.get(ENCODER) else None
        return cls(model_storage, resource, None, encoder)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the phrases, whose metadata name their language and topic."""
        phrases = defaultdict(list)
        for language, text, label in _phrases(training_data):
            phrases[language].append((text, label))
        self._reader = Reader.fit(phrases, encoder=self._encoder)
        with self._storage.write_to(self._resource) as folder:
            self._reader.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Load what `train` stored."""
        topics = load_topics(content_folder() / "answers")
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Reader.load(folder, kinds_of(topics)))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the data as they are: no later component learns from readings."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Annotate *messages* in place with intent, ranking and reading; they are read together."""
        said = [m for m in messages if not (m.get(TEXT) or "").startswith(INTENT_MESSAGE_PREFIX)]
        if self._reader and said:
            readings = self._reader.read_all([_heard(message) for message in said])
            for message, reading in zip(said, readings, strict=True):
                _annotate(message, reading.as_told() if _only_tells(message, reading) else reading)
        return messages


def _heard(message: Message) -> Heard:
    return Heard(message.get(TEXT) or "", language_of(message), asked=bool(_expected(message)))


def _only_tells(message: Message, reading: Reading) -> bool:
    """Whether it answers an open question, though it reads like one of its own."""
    is_open = _expected(message) in OPEN_QUESTIONS and "?" not in (message.get(TEXT) or "")
    return is_open and reading.best.intent in ANSWERS_TOO


def _expected(message: Message) -> str | None:
    return (message.get(METADATA) or {}).get(EXPECTS)


def _annotate(message: Message, reading: Reading) -> None:
    intent = {"name": reading.best.intent, "confidence": reading.best.score}
    message.set(INTENT, intent, add_to_output=True)
    message.set(READING, reading.as_dict(), add_to_output=True)


def _phrases(training_data: TrainingData) -> list[tuple[Language, str, str]]:
    """Language, text and label of every phrase.

    Rasa's cross-validation writes phrases anew with the metadata of the first one
    of an intent: what then seems to be of one language is told by its text, and
    learnt by its intent.
    """
    examples = [
        (e.get(TEXT), e.get(INTENT), e.get(METADATA)["intent"]) for e in training_data.intent_examples
    ]
    if len({about[LANGUAGE] for _, _, about in examples}) == 1:
        return [(likeliest(text), text, intent) for text, intent, _ in examples]
    return [
        (Language(about[LANGUAGE]), text, "/".join(filter(None, (intent, about.get(TOPIC)))))
        for text, intent, about in examples
    ]
