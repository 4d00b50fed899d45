"""The command that prints the line for a website's owner."""

from typer.testing import CliRunner

from auskunft.command import app
from gateway.embed import BUILDS, Builds


def test_the_line_is_printed_ready_to_be_copied():
    printed = CliRunner().invoke(app, ["embed", "https://privacy.example.com/"])

    assert printed.exit_code == 0
    assert printed.stdout == Builds(BUILDS).newest.line("https://privacy.example.com") + "\n"
