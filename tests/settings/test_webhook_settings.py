"""Webhooks are signed or not sent: a URL wants a secret that can sign."""

import base64

import pytest
from pydantic import ValidationError

from settings import Settings

URL = "https://tickets.example/hook"


def secret_of(size):
    return f"whsec_{base64.b64encode(bytes(range(size))).decode()}"


def test_by_default_there_is_neither_a_url_nor_a_secret(tmp_path):
    loaded = Settings.load(data=tmp_path)

    assert (loaded.webhook_url, loaded.webhook_secret.get_secret_value(), loaded.webhook_key) == ("", "", b"")


@pytest.mark.parametrize("size", [24, 64])
def test_the_key_is_what_the_secret_says_in_base_64(tmp_path, monkeypatch, size):
    monkeypatch.setenv("AUSKUNFT_WEBHOOK_URL", URL)
    monkeypatch.setenv("AUSKUNFT_WEBHOOK_SECRET", secret_of(size))

    loaded = Settings.load(data=tmp_path)

    assert (loaded.webhook_url, loaded.webhook_key) == (URL, bytes(range(size)))


def test_the_secret_may_lie_among_the_keys(tmp_path):
    Settings.load(data=tmp_path)
    secret = tmp_path / "keys" / "auskunft_webhook_secret"
    secret.write_text(f"{secret_of(32)}\n")
    secret.chmod(0o600)

    assert Settings.load(data=tmp_path, webhook_url=URL).webhook_key == bytes(range(32))


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        secret_of(23),
        secret_of(65),
        secret_of(32).removeprefix("whsec_"),
        secret_of(32).replace("whsec_", "whsk_"),
        secret_of(32)[:-1],
        secret_of(32) + " ",
        "whsec_" + "ü" * 32,
    ],
)
def test_a_url_with_a_secret_that_cannot_sign_is_refused_and_the_secret_is_not_told(tmp_path, secret):
    with pytest.raises(ValidationError, match="webhook_secret") as refused:
        Settings.load(data=tmp_path, webhook_url=URL, webhook_secret=secret)

    assert not secret.strip("whsec_ ") or secret not in str(refused.value)


def test_a_wrong_secret_is_refused_without_a_url_too(tmp_path):
    with pytest.raises(ValidationError, match="webhook_secret"):
        Settings.load(data=tmp_path, webhook_secret="anything")  # noqa: S106


@pytest.mark.parametrize("url", ["tickets.example/hook", "ftp://tickets.example", "https://", "file:///etc"])
def test_a_url_that_no_webhook_can_be_posted_to_is_refused(tmp_path, url):
    with pytest.raises(ValidationError, match="webhook_url"):
        Settings.load(data=tmp_path, webhook_url=url, webhook_secret=secret_of(32))


def test_the_secret_does_not_show_when_settings_are_printed(tmp_path):
    loaded = Settings.load(data=tmp_path, webhook_url=URL, webhook_secret=secret_of(32))

    assert secret_of(32) not in f"{loaded!r} {loaded.model_dump()} {loaded.model_dump_json()}"
