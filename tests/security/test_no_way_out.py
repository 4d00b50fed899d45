"""G8: nothing leaves this machine but what the operator has set up; Rasa's telemetry is off."""

import os
import subprocess
import sys

import pytest

from auskunft.training import rasa_environment
from settings import Settings
from tests.journeys.system import ROOT
from tests.security import way_out

TICKET_SYSTEM, MAIL_SERVER, PROVIDER = "203.0.113.80", "203.0.113.25", "203.0.113.44"  # RFC 5737: nobody
WHOLE_CHATS = (
    "tests/journeys/test_requests.py::test_every_right_ends_verified",
    "tests/journeys/test_handoff.py",
    "tests/journeys/test_answers.py",
)


def test_every_rasa_process_is_told_to_report_nothing(tmp_path):
    assert rasa_environment(Settings.load(data=tmp_path))["RASA_TELEMETRY_ENABLED"] == "false"


@pytest.mark.journey
def test_a_system_in_use_sends_packets_to_nobody_but_the_ticket_system_that_was_named():
    named = {
        "AUSKUNFT_WEBHOOK_URL": f"http://{TICKET_SYSTEM}/events",
        "AUSKUNFT_WEBHOOK_SECRET": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    }

    assert _asked_by(*WHOLE_CHATS, **named) == {way_out.PROBE, TICKET_SYSTEM}


@pytest.mark.journey
def test_mail_and_logging_in_ask_the_servers_that_were_named_and_nobody_else():
    named = {
        "AUSKUNFT_SMTP_HOST": MAIL_SERVER,
        "AUSKUNFT_DESK_URL": "https://desk.example.com",
        "AUSKUNFT_OIDC_ISSUER": f"https://{PROVIDER}",
        "AUSKUNFT_OIDC_CLIENT_ID": "desk",
        "AUSKUNFT_OIDC_CLIENT_SECRET": "known to both",
        "AUSKUNFT_OIDC_ROLES": "team=privacy",
    }

    assert _asked_by("tests/security/asking_out.py", **named) == {way_out.PROBE, MAIL_SERVER, PROVIDER}


def _asked_by(*journeys: str, **named: str) -> set[str]:
    """To whom packets went while a system with what is *named* went through *journeys*."""
    if missing := way_out.why_missing():
        pytest.skip(missing)
    journeys = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *journeys)
    ran = subprocess.run(
        ["unshare", "-rn", sys.executable, way_out.__file__, *journeys],  # noqa: S607  # wherever it lies
        cwd=ROOT,
        env={**os.environ, **named},
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())
