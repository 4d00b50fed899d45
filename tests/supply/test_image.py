"""S1. An image gets what the product wants, byte for byte as locked, and no tool of developers."""

from supply.image import shipped_lines
from supply.requirements import declared, requirements, shipped


def test_an_image_gets_what_ships_with_every_hash_and_nothing_else(tmp_path):
    (tmp_path / "requirements.txt").write_text("\n".join(shipped_lines()))

    installed = {one.name: one for one in requirements(tmp_path / "requirements.txt")}

    locked = requirements()
    ours = shipped(locked)
    assert {name: (one.version, one.hashes) for name, one in installed.items()} == {
        one.name: (one.version, one.hashes) for one in locked if one.name in ours
    }
    assert declared() <= installed.keys()
    assert not {"pytest", "mypy", "ruff", "playwright"} & installed.keys()
