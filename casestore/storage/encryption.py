"""Encryption of what is stored, bound to the row it stands in, and keyed look-up of what is encrypted."""

import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class MisplacedError(Exception):
    """What stands in a row was encrypted for another one: somebody moved it."""


class Vault:
    """Encrypts with the newest key, decrypts with any, and keys the blind indexes."""

    def __init__(self, data_keys: str, index_key: str) -> None:
        keys = [Fernet(key) for key in data_keys.split(",")]
        self._newest, self._fernet = keys[0], MultiFernet(keys)
        self._index_key = index_key.encode()

    def encrypt(self, text: str) -> bytes:
        """Encrypt and sign *text* (AES-128-CBC, HMAC-SHA256)."""
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        """Raises `cryptography.fernet.InvalidToken` for another key or a changed byte."""
        return self._fernet.decrypt(token).decode()

    def renewed(self, token: bytes) -> bytes | None:
        """The same text under the newest key; `None` when it lies under that already."""
        try:
            self._newest.decrypt(token)
        except InvalidToken:
            return self._fernet.rotate(token)
        return None

    def index(self, value: str) -> str:
        """A keyed hash by which an encrypted value can be found again."""
        return hmac.new(self._index_key, value.encode(), hashlib.sha256).hexdigest()

    @property
    def code_key(self) -> bytes:
        """The key of one-time codes, apart from that of the indexes."""
        return hmac.new(self._index_key, b"one-time codes", hashlib.sha256).digest()


class Bound(dict[str, Any]):
    """A value with the name of the row and column it belongs to, which is encrypted with it."""

    def __init__(self, value: dict[str, Any], place: str) -> None:
        super().__init__(value)
        self.place = place


class Encrypted(TypeDecorator[Any]):
    """A JSON object that lies encrypted in the database; `casestore.storage.tables` binds it to its row."""

    impl = LargeBinary
    cache_ok = True
    vault: Vault  # set once, before the first session, by `casestore.storage.database.connect`

    def process_bind_param(self, value: Bound | None, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in; `None` stays `None`."""
        return None if value is None else Encrypted.vault.encrypt(json.dumps([value.place, value]))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Bound | None:
        """Decrypt on the way out."""
        if value is None:
            return None
        place, content = json.loads(Encrypted.vault.decrypt(value))
        return Bound(content, place)
