"""Read messages without a server: the part of the trained model that understands."""

import tarfile
import tempfile
from pathlib import Path

from answers.encoder import EncoderError
from answers.language import likeliest
from answers.reader import Reader
from answers.reading import Reading
from answers.topic import kinds_of, load_topics
from auskunft.failure import OperatorError
from privacy.hygiene import plain_text
from privacy.language import Language
from settings import content_folder

_COMPONENT = "TopicClassifier"


def load_reader(model: Path) -> Reader:
    """Take the reader out of a model that Rasa packed."""
    with tempfile.TemporaryDirectory() as unpacked, tarfile.open(model) as archive:
        members = [m for m in archive.getmembers() if _COMPONENT in m.name]
        archive.extractall(unpacked, members, filter="data")
        folder = next(Path(unpacked).glob(f"components/*{_COMPONENT}*"), None)
        if folder is None:
            message = f"{model} holds no {_COMPONENT}; train it again."
            raise OperatorError(message)
        try:
            return Reader.load(folder, kinds_of(load_topics(content_folder() / "answers")))
        except EncoderError as error:
            raise OperatorError(str(error)) from error


def read(reader: Reader, text: str, language: Language | None) -> Reading:
    """Read *text* as the chat would."""
    plain = plain_text(text)
    return reader.read(plain, language or likeliest(plain))
