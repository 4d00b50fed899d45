"""What people write lies encrypted; keys can be changed, and without them nothing can be read."""

import hypothesis
import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import strategies as st
from pydantic import SecretStr

from casestore.chats.conversations import Conversations
from casestore.context import open_context
from casestore.storage.encryption import Bound, Encrypted, Vault
from casestore.storage.tables import Table
from casestore.verification import codes, directory
from casestore.wire.conversations import NewMessage
from casestore.wire.staff import NewCustomer
from privacy.language import Language
from tests import postgres

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
CANARY = NewCustomer(
    number="K-2", name="Kanarienvogel", email="canary.bird@example.org", language=Language.GERMAN
)
CODE = "314159265358979323846264"  # longer than a real one, so that chance cannot write it


def key() -> str:
    return Fernet.generate_key().decode()


def stored_bytes(settings) -> bytes:
    """Every byte that SQLite keeps in its files, or that PostgreSQL keeps in its tables."""
    if url := settings.database.get_secret_value():
        return b"".join(postgres.rows(url, table) for table in Table.metadata.tables)
    return b"".join(path.read_bytes() for path in sorted(settings.data.glob("casestore.db*")))


async def test_no_word_of_a_person_lies_readable_in_the_database(
    monkeypatch, settings, context, visitor, hire
):
    monkeypatch.setattr(codes, "new_code", lambda: CODE)
    await directory.load(context, [CANARY])
    card = await visitor.files(details="wegen der Krankenakte")
    turn = await visitor.says("Mein Kater heißt Felix Krull.")
    await visitor.hears("Sehr wohl, Herr Krull.", turn, Jawohl="/payload")
    await visitor.proves(CANARY.email)
    staff_token = await hire("agent")

    stored = stored_bytes(settings).lower()

    assert card.reference.lower().encode() in stored  # what is not encrypted can be seen
    hidden = [
        "Kanarienvogel",
        "canary.bird",
        "example.org",
        "Krankenakte",
        "Felix",
        "Krull",
        "Jawohl",
        "/payload",
    ]
    for canary in [*hidden, CODE, visitor.chat.token, staff_token, "long enough"]:
        assert canary.lower().encode() not in stored, canary


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_nothing_turns_up_readable_once_the_database_is_closed(settings, context):
    chats = Conversations(context)
    chat = await chats.open(Language.GERMAN)
    await chats.reply(chat.id, [NewMessage(sender="bot", text="Kanarienvogel", language=Language.GERMAN)])

    await context.database.close()

    stored = stored_bytes(settings)
    assert [path.name for path in settings.data.glob("casestore.db*")] == ["casestore.db"]
    assert chat.id.encode() in stored
    assert b"Kanarienvogel" not in stored


async def test_a_database_can_be_read_with_its_own_key_only(settings, context):
    async def text_with(data_key: str) -> str:
        with_key = open_context(settings.model_copy(update={"data_key": SecretStr(data_key)}))
        with_key.now = context.now
        try:
            return (await Conversations(with_key).messages(chat.id, chat.token, 0))[0].text
        finally:
            await with_key.database.close()

    own, new = settings.data_key.get_secret_value(), key()
    chat = await Conversations(context).open(Language.GERMAN)
    said = NewMessage(sender="bot", text="Guten Tag", language=Language.GERMAN)
    await Conversations(context).reply(chat.id, [said])

    assert await text_with(own) == "Guten Tag"
    assert await text_with(f"{new},{own}") == "Guten Tag"
    with pytest.raises(InvalidToken):
        await text_with(new)


def test_the_newest_of_several_keys_encrypts_and_each_decrypts():
    old, new, index = key(), key(), "index"
    written_before = Vault(old, index).encrypt("früher")

    rotated = Vault(f"{new},{old}", index)
    written_after = rotated.encrypt("später")

    assert rotated.decrypt(written_before) == "früher"
    assert Vault(new, index).decrypt(written_after) == "später"
    with pytest.raises(InvalidToken):
        Vault(old, index).decrypt(written_after)


def test_a_changed_byte_is_noticed():
    vault = Vault(key(), "index")
    stored = bytearray(vault.encrypt("Guten Tag"))
    stored[40] ^= 1

    with pytest.raises(InvalidToken):
        vault.decrypt(bytes(stored))


def test_the_same_words_are_never_stored_the_same_way():
    vault = Vault(key(), "index")

    assert vault.encrypt("Guten Tag") != vault.encrypt("Guten Tag")


def test_an_address_can_be_found_again_only_with_the_index_key():
    data, address = key(), "erika@example.com"

    assert Vault(data, "one").index(address) == Vault(key(), "one").index(address)
    assert Vault(data, "one").index(address) != Vault(data, "other").index(address)


@hypothesis.settings(deadline=None)
@hypothesis.given(JSON)
def test_whatever_is_stored_comes_back_unchanged(value):
    Encrypted.vault = Vault(key(), "index")
    column = Encrypted()

    stored = column.process_bind_param(Bound({"value": value}, "row"), None)

    assert column.process_result_value(stored, None) == {"value": value}
