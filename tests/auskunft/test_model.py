"""Which models there are, and that only the one of these sources is used, as it was trained."""

import shutil

import pytest

from auskunft.model_pin import pin
from auskunft.training import model_path

pytestmark = pytest.mark.parametrize("used", ["sqlite"], indirect=True)


@pytest.fixture
def trained(used):
    """A model of these sources, which is not looked into."""
    path = model_path(used.settings())
    path.parent.mkdir()
    path.write_bytes(b"trained")
    pin(path)
    return path


def test_the_model_of_these_sources_has_a_star_beside_those_of_others(used, trained):
    before = shutil.copy(trained, trained.with_name("0123456789ab.tar.gz"))
    pin(before)

    listed = used.run("model", "list").stdout.splitlines()

    starred = [line for line in listed if line.startswith("*")]
    assert len(listed) == 2
    assert [line.split()[1] for line in starred] == [trained.name.removesuffix(".tar.gz")]
    assert all(line.endswith("as trained") for line in listed)


def test_without_a_model_it_says_what_makes_it(used):
    assert "`auskunft train` makes it" in used.run("model", "list").stdout
    refused = used.run("model", "check")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "`auskunft train` makes it" in refused.stderr


def test_a_model_that_was_changed_or_came_without_its_note_is_told_and_refused(used, trained):
    assert used.run("model", "check").returncode == 0

    trained.write_bytes(b"something else")
    assert "never loaded" in used.run("model", "list").stdout
    assert "is not the model that was trained here" in used.run("model", "check").stderr

    pin(trained)
    trained.with_name(f"{trained.name}.sha256").unlink()
    assert "is not the model that was trained here" in used.run("model", "check").stderr


def test_a_model_that_came_with_its_note_is_used(used, trained, tmp_path):
    used.data = tmp_path / "elsewhere"
    models = used.data / "models"
    shutil.copytree(trained.parent, models)
    models.chmod(0o500)  # nothing need be written where it is there already

    checked = used.run("model", "check")

    models.chmod(0o700)
    assert checked.returncode == 0, checked.stderr
