"""No setting of the machine reaches a test; what is logged can be read."""

import os

import pytest

from settings import PREFIX
from tests.logged import log

__all__ = ["log"]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)
