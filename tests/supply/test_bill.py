"""S4. The bill of materials is CycloneDX, by its own schema, and leaves nothing out."""

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from supply.bill import bill
from supply.inventory import inventory
from supply.requirements import requirements


@pytest.fixture(scope="module")
def written() -> str:
    return bill(inventory())


def test_it_is_valid_by_the_schema(written):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None


def test_the_schema_would_find_a_mistake(written):
    wrong = json.loads(written)
    wrong["components"][0]["scope"] = "perhaps"

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(wrong)) is not None


def test_every_locked_package_is_in_it_with_version_hash_and_licence(written):
    listed = {one["purl"]: one for one in json.loads(written)["components"]}

    for one in requirements():
        entry = listed[f"pkg:pypi/{one.name}@{one.version}"]
        assert entry["hashes"][0]["content"] in one.hashes
        assert entry["licenses"]


def test_what_ships_is_told_from_what_tests(written):
    scopes = {one["name"]: one["scope"] for one in json.loads(written)["components"]}

    assert scopes["aiohttp"] == scopes["preact"] == scopes["htmx.org"] == "required"
    assert scopes["pytest"] == scopes["esbuild"] == "excluded"
