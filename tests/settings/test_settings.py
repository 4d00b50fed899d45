"""Settings come from the call, then the environment, then the key files; secrets have no default."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from settings import Settings, content_folder


def test_the_environment_wins_over_the_key_file(tmp_path, monkeypatch):
    made = Settings.load(data=tmp_path)
    monkeypatch.setenv("AUSKUNFT_SERVICE_TOKEN", "from outside")

    loaded = Settings.load(data=tmp_path)

    assert loaded.service_token.get_secret_value() == "from outside"
    assert loaded.rasa_token == made.rasa_token


def test_the_call_wins_over_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("AUSKUNFT_PORT", "9000")
    monkeypatch.setenv("AUSKUNFT_DATA", str(tmp_path / "other"))

    loaded = Settings.load(data=tmp_path / "own", port=9001)

    assert (loaded.port, loaded.data) == (9001, tmp_path / "own")
    assert not (tmp_path / "other").exists()


def test_the_data_folder_comes_from_the_environment_with_its_keys(tmp_path, monkeypatch):
    monkeypatch.setenv("AUSKUNFT_DATA", str(tmp_path / "data"))

    loaded = Settings.load()

    assert loaded.data == tmp_path / "data"
    assert (
        tmp_path / "data" / "keys" / "auskunft_data_key"
    ).read_text() == loaded.data_key.get_secret_value()


def test_without_any_setting_data_lies_in_var(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    loaded = Settings.load()

    assert loaded.data == Path("var")
    assert (tmp_path / "var" / "keys").is_dir()


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("port", 8080),
        ("desk_port", 8081),
        ("host", "127.0.0.1"),
        ("region", "DE"),
        ("timezone", "Europe/Berlin"),
        ("limit_codes_address", "3/10minutes;5/hour"),
        ("limit_codes_wrong", "20/day"),
        ("smtp_host", ""),
        ("smtp_tls", True),
    ],
)
def test_what_is_not_set_has_the_safe_default_that_is_documented(tmp_path, name, default):
    assert getattr(Settings.load(data=tmp_path), name) == default


@pytest.mark.parametrize(
    "secret", ["service_token", "rasa_token", "actions_token", "data_key", "index_key", "audit_key"]
)
def test_a_secret_has_no_default(tmp_path, monkeypatch, secret):
    for other in {"service_token", "rasa_token", "actions_token", "data_key", "index_key", "audit_key"} - {
        secret
    }:
        monkeypatch.setenv(f"AUSKUNFT_{other}".upper(), "given")

    with pytest.raises(ValidationError, match=secret):
        Settings(data=tmp_path)


def test_no_secret_shows_when_settings_are_printed(tmp_path, monkeypatch):
    monkeypatch.setenv("AUSKUNFT_SMTP_PASSWORD", "password of the mail server")
    loaded = Settings.load(data=tmp_path)
    secrets = [path.read_text() for path in (tmp_path / "keys").iterdir()]

    printed = f"{loaded!r} {loaded} {loaded.model_dump()} {loaded.model_dump_json()}"

    assert [secret for secret in [*secrets, "password of the mail server"] if secret in printed] == []


@pytest.mark.parametrize(("name", "wrong"), [("AUSKUNFT_PORT", "many"), ("AUSKUNFT_SMTP_TLS", "perhaps")])
def test_a_wrong_setting_is_refused_at_the_start(tmp_path, monkeypatch, name, wrong):
    monkeypatch.setenv(name, wrong)

    with pytest.raises(ValidationError):
        Settings.load(data=tmp_path)


def test_a_data_folder_that_cannot_be_made_is_an_error_of_the_system(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match="file"):
        Settings.load(data=tmp_path / "file")


def test_settings_do_not_change_while_a_process_runs(tmp_path):
    with pytest.raises(ValidationError):
        Settings.load(data=tmp_path).port = 9000


def test_inner_processes_are_called_on_loopback_whatever_the_public_address(tmp_path):
    loaded = Settings.load(data=tmp_path, host="0.0.0.0", casestore_port=1, rasa_port=2)  # noqa: S104

    assert (loaded.casestore_url, loaded.rasa_urls) == ("http://127.0.0.1:1", ("http://127.0.0.1:2",))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "casestore"])
def test_inner_processes_listen_on_no_address_of_the_internet(tmp_path, address):
    with pytest.raises(ValidationError, match="internal_host"):
        Settings.load(data=tmp_path, internal_host=address)


def test_inner_processes_are_called_where_they_listen(tmp_path):
    loaded = Settings.load(data=tmp_path, internal_host="10.1.2.3", actions_port=1)

    assert loaded.actions_url == "http://10.1.2.3:1"
    assert (
        Settings.load(data=tmp_path, internal_host="fd00::1", actions_port=1).actions_url
        == "http://[fd00::1]:1"
    )


def test_inner_processes_are_called_where_the_settings_say(tmp_path):
    loaded = Settings.load(
        data=tmp_path, casestore_address="http://store:1/", rasa_addresses="http://a:5005, http://b:5005/"
    )

    assert loaded.casestore_url == "http://store:1"
    assert loaded.rasa_urls == ("http://a:5005", "http://b:5005")


@pytest.mark.parametrize("address", ["store:8082", "ftp://store", "http://store/path", "http://"])
def test_what_is_no_address_is_refused(tmp_path, address):
    with pytest.raises(ValidationError, match="not http://host:port"):
        Settings.load(data=tmp_path, casestore_address=address)


def test_the_mails_lie_in_the_content_folder():
    assert (content_folder() / "mail" / "verification_code.yml").is_file()
