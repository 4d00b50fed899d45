"""Settings of an installation with nothing in it."""

import pytest

from settings import Settings
from tests.deploy import files


@pytest.fixture(scope="session")
def answered(tmp_path_factory) -> dict[str, set[str]]:
    """The paths that each process answers."""
    return files.paths(Settings.load(data=tmp_path_factory.mktemp("data")))
