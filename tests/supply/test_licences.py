"""S3. The licence of everything of others is known, was looked at, and stands on the page about them."""

from dataclasses import replace

import pytest

from supply.component import Component
from supply.inventory import inventory, refused
from supply.page import page
from supply.requirements import ROOT
from supply.scripts import files_without_a_row, unmodified, widget


@pytest.fixture(scope="module")
def components() -> list[Component]:
    return inventory()


def test_no_licence_is_unknown_or_was_not_looked_at(components):
    assert refused(components) == []


@pytest.mark.parametrize(
    "licence", ["", "GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "SSPL-1.0"]
)
def test_another_licence_is_refused(components, licence):
    other = replace(components[0], licence=licence)

    assert refused([other]) == [other]


def test_the_page_is_what_the_command_writes(components):
    written = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")

    assert written == page(components), "run `make licences`"


def test_scripts_for_browsers_are_among_them(components):
    ships = {one.name for one in components if one.ships and one.ecosystem == "npm"}

    assert ships == {"htmx.org", "htmx-ext-sse", "idiomorph", "preact"}
    assert files_without_a_row() == set()
    assert len(unmodified()) == 3


def test_what_only_builds_the_widget_does_not_ship():
    tools = {one.name for one in widget() if not one.ships}

    assert {"esbuild", "typescript", "axe-core"} <= tools
