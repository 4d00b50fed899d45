"""The importer reads the phrases as Rasa would, and says what is wrong with a file."""

import pytest

pytestmark = pytest.mark.rasa

FILE = """version: "3.1"
nlu:
- intent: ask_policy
  metadata: {language: en, topic: cookies}
  examples: |
    - do you use cookies?
    - cookies
"""


def importer(folder):
    from bot.phrase_importer import PhraseImporter

    return PhraseImporter(None, None, [str(folder)])


def test_it_gives_the_same_messages_as_rasas_own_importer(tmp_path) -> None:
    from rasa.shared.importers.rasa import RasaFileImporter

    (tmp_path / "cookies.yml").write_text(FILE)

    ours = importer(tmp_path).get_nlu_data().intent_examples
    theirs = RasaFileImporter(None, None, [str(tmp_path)]).get_nlu_data().intent_examples

    assert [message.as_dict() for message in ours] == [message.as_dict() for message in theirs]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("  metadata: {language: en, topic: cookies}\n", ""),
        ("- cookies\n", "cookies\n"),
        ("- intent", "  intent:"),
    ],
)
def test_a_file_of_another_form_is_named(tmp_path, right, wrong) -> None:
    from bot.phrase_importer import PhraseFileError

    (tmp_path / "cookies.yml").write_text(FILE.replace(right, wrong))

    with pytest.raises(PhraseFileError, match=r"cookies\.yml"):
        importer(tmp_path).get_nlu_data()
