"""The NLU components inside Rasa's graph."""

import pytest

pytestmark = pytest.mark.rasa


@pytest.fixture
def message():
    from rasa.shared.nlu.training_data.message import Message

    return lambda text, **metadata: Message({"text": text, "metadata": metadata})


def identified(message) -> list[str]:
    from bot.nlu.language_identifier import LanguageIdentifier

    [processed] = LanguageIdentifier().process([message])
    return [entity["value"] for entity in processed.get("entities", [])]


@pytest.mark.parametrize(
    ("text", "spoken", "found"),
    [
        ("Wie lange speichert ihr meine Daten?", "en", ["de"]),
        ("How long do you keep my data?", "de", ["en"]),
        ("ok", "en", ["en"]),
        ("max@example.org", "de", ["de"]),
        ("123456", None, []),
    ],
)
def test_the_language_is_an_entity_and_short_messages_keep_the_one_spoken(
    message, text, spoken, found
) -> None:
    assert identified(message(text, language=spoken)) == found


def test_the_classifier_learns_topics_from_the_metadata_and_is_the_same_after_loading(
    message, tmp_path
) -> None:
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.nlu.topic_classifier import TopicClassifier

    phrases = [
        ("ask_policy", {"language": "en", "topic": "retention"}, "how long is it kept"),
        ("ask_policy", {"language": "en", "topic": "cookies"}, "cookies on the website"),
        ("affirm", {"language": "en"}, "yes please"),
        ("exercise_right", {"language": "en", "topic": "access"}, "a copy of my data"),
        ("exercise_right", {"language": "en", "topic": "erasure"}, "erase my account"),
        ("exercise_right", {"language": "de", "topic": "access"}, "eine kopie meiner daten"),
        ("exercise_right", {"language": "de", "topic": "erasure"}, "löscht mein konto"),
        ("ask_policy", {"language": "de", "topic": "retention"}, "wie lange speichert ihr das"),
        ("ask_policy", {"language": "de", "topic": "cookies"}, "nutzt ihr cookies"),
        ("affirm", {"language": "de"}, "ja bitte"),
    ]
    data = TrainingData([Message.build(text, intent, None, about) for intent, about, text in phrases * 2])
    storage, resource = LocalModelStorage(tmp_path), Resource("classifier")
    TopicClassifier.create({}, storage, resource, None).train(data)

    loaded = TopicClassifier.load({}, storage, resource, None)
    texts = ["wie lange speichert ihr das", "/affirm", "löscht mein konto", "wie lange speichert ihr das"]
    read, payload, erasure, again = loaded.process([message(text) for text in texts])

    assert read.get("intent")["name"] == "ask_policy"
    assert read.get("reading")["candidates"][0][0] == "ask_policy/retention"
    assert (payload.get("reading"), again.get("reading")) == (None, read.get("reading"))
    assert erasure.get("reading")["rights"] == ["erasure"]


def test_a_payload_is_not_read_as_words(message) -> None:
    from bot.nlu.topic_classifier import TopicClassifier

    [untouched] = TopicClassifier(None, None, object()).process([message("/affirm")])

    assert untouched.get("reading") is None


def test_the_classifier_learns_with_the_encoder_of_its_configuration(message, tmp_path) -> None:
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.nlu.topic_classifier import TopicClassifier
    from tests.answers.test_encoder import save_network, save_tokenizer

    config = {"encoder": str(tmp_path / "encoder")}
    (tmp_path / "encoder").mkdir()
    save_tokenizer(tmp_path / "encoder")
    save_network(tmp_path / "encoder")
    texts = {"deny": ["delete my data", "löschen daten"], "greet": ["data delete", "daten löschen"]}
    messages = [
        Message.build(text, intent, None, {"language": language})
        for language in ("de", "en")
        for intent, phrases in (texts | {"affirm": ["my my", "xyzzy"]}).items()
        for text in phrases
    ]
    rights = [
        Message.build(f"{topic} please", "exercise_right", None, {"language": language, "topic": topic})
        for language in ("de", "en")
        for topic in ("access", "erasure")
    ]
    data = TrainingData(messages + rights)
    storage, resource = LocalModelStorage(tmp_path), Resource("classifier")
    TopicClassifier.create(config, storage, resource, None).train(data)
    before = TopicClassifier.fingerprint_addon(config)

    [read] = TopicClassifier.load(config, storage, resource, None).process([message("delete my data")])

    assert read.get("intent")["name"] == "deny"
    save_tokenizer(tmp_path / "encoder", first="[CLS]")
    assert before != TopicClassifier.fingerprint_addon(config)
    assert TopicClassifier.fingerprint_addon(TopicClassifier.get_default_config()) is None
