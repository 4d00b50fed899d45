"""What makes the log-in unsafe, or nobody able to log in, is refused at the start."""

import pytest
from pydantic import ValidationError

from settings import Settings

OIDC = {"desk_url": "https://desk.example.com", "oidc_issuer": "https://login.example.com"}


def test_by_default_nobody_logs_in_elsewhere_and_each_decides_on_a_second_factor(tmp_path):
    settings = Settings.load(data=tmp_path)

    assert (settings.oidc_issuer, settings.desk_url, settings.staff_totp) == ("", "", "offered")


@pytest.mark.parametrize(
    "wrong",
    [
        {"desk_url": "desk.example.com"},
        {"desk_url": "https://desk.example.com/desk"},
        {"desk_url": "https://Desk.example.com"},
        {**OIDC, "desk_url": ""},
        {**OIDC, "oidc_issuer": "http://login.example.com"},
        {**OIDC, "oidc_issuer": "login.example.com"},
        {"oidc_roles": "privacy-team=boss"},
        {"oidc_roles": "privacy-team"},
        {"staff_totp": "always"},
        {"session_hours": 0},
        {"session_idle_minutes": 0},
    ],
    ids=str,
)
def test_a_setting_that_cannot_work_is_refused(tmp_path, wrong):
    with pytest.raises(ValidationError):
        Settings.load(data=tmp_path, **wrong)


def test_roles_stay_in_their_order_and_names_may_have_signs_in_them(tmp_path):
    roles = Settings.load(data=tmp_path, oidc_roles=" ou=privacy=privacy, staff=agent ").oidc_role_of

    assert list(roles.items()) == [("ou=privacy", "privacy"), ("staff", "agent")]


def test_an_address_may_end_in_a_slash(tmp_path):
    settings = Settings.load(data=tmp_path, **{**OIDC, "desk_url": "https://desk.example.com/"})

    assert settings.desk_url == "https://desk.example.com"
