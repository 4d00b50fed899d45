"""Case store, Rasa and action server are told from the internet also when every address is named."""

import pytest

from auskunft.combinations import dangerous_combinations
from settings import Settings


@pytest.mark.parametrize(
    ("host", "public", "told"),
    [
        ("0.0.0.0", "203.0.113.5", True),  # noqa: S104  # what is refused
        ("::", "203.0.113.5", True),
        ("0.0.0.0", None, False),  # noqa: S104  # in a container
        ("10.0.0.5", "203.0.113.5", False),
        ("127.0.0.1", "203.0.113.5", False),
    ],
)
def test_every_address_is_refused_where_one_is_on_the_internet(tmp_path, host, public, told):
    settings = Settings.load(data=tmp_path, internal_host=host)

    lines = list(dangerous_combinations(settings, 1, public))

    assert [public in line for line in lines if public] == ([True] if told else [])
