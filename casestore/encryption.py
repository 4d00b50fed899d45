"""Encryption of what is stored, and keyed look-up of what is encrypted."""

import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Vault:
    """Encrypts with the newest key, decrypts with any, and keys the blind indexes."""

    def __init__(self, data_keys: str, index_key: str) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in data_keys.split(",")])
        self._index_key = index_key.encode()

    def encrypt(self, text: str) -> bytes:
        """Encrypt and sign *text* (AES-128-CBC, HMAC-SHA256)."""
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        """Raises `cryptography.fernet.InvalidToken` for another key or a changed byte."""
        return self._fernet.decrypt(token).decode()

    def index(self, value: str) -> str:
        """A keyed hash by which an encrypted value can be found again."""
        return hmac.new(self._index_key, value.encode(), hashlib.sha256).hexdigest()

    @property
    def code_key(self) -> bytes:
        """The key of one-time codes, apart from that of the indexes."""
        return hmac.new(self._index_key, b"one-time codes", hashlib.sha256).digest()


class Encrypted(TypeDecorator[Any]):
    """A JSON value that lies encrypted in the database."""

    impl = LargeBinary
    cache_ok = True
    vault: Vault  # set once, before the first session, by `casestore.database.connect`

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in; `None` stays `None`."""
        return None if value is None else Encrypted.vault.encrypt(json.dumps(value))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Decrypt on the way out."""
        return None if value is None else json.loads(Encrypted.vault.decrypt(value))
