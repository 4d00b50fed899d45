"""What stands in the way of running is said before anything is started, a line each."""

import asyncio
import json
import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema
import psycopg
import pytest

from auskunft.model_pin import pin
from auskunft.training import model_path
from casestore.storage import schema
from settings import Settings, content_folder
from tests.casestore.inbox import Inbox

FINE = "Nothing stands in the way.\n"
PUBLIC = {
    "AUSKUNFT_HOST": "10.0.0.5",
    "AUSKUNFT_PROXIES": "10.0.0.1",
    "AUSKUNFT_DESK_URL": "https://desk.example.com",
    "AUSKUNFT_CONTROLLER": "Beispiel GmbH",
    "AUSKUNFT_MAIL_FROM": "datenschutz@example.com",
}
SQLITE = pytest.mark.parametrize("used", ["sqlite"], indirect=True)


@pytest.fixture
def ready(used):
    """An installation with a model, which is not looked into."""
    model = model_path(used.settings())
    model.parent.mkdir()
    model.write_bytes(b"trained")
    pin(model)
    return used


@pytest.fixture
def closed_port():
    """A port that nobody listens on while it is held."""
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
async def inbox():
    opened = Inbox()
    await opened.open()
    yield opened
    opened.close()


def told(used, **more: str) -> list[str]:
    """The problems, a line each."""
    ran = used.run("config", "check", **more)
    assert (ran.returncode, ran.stdout) == (1, ""), ran.stdout
    assert all(line.startswith("auskunft: ") for line in ran.stderr.splitlines())
    return ran.stderr.splitlines()


def test_an_installation_that_is_complete_has_no_problem(ready):
    checked = ready.run("config", "check")

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, FINE, "")


@SQLITE
def test_where_nothing_is_yet_it_says_what_makes_it_and_makes_nothing(used, tmp_path):
    used.data = tmp_path / "new"

    keys, model, database = told(used)

    assert "`auskunft db upgrade` makes them" in keys
    assert "`auskunft train` makes it" in model
    assert "`auskunft db upgrade` makes it" in database
    assert not (tmp_path / "new").exists()


@SQLITE
@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"AUSKUNFT_PORT": "eighty"}, "AUSKUNFT_PORT: Input should be a valid integer"),
        ({"AUSKUNFT_INTERNAL_HOST": "8.8.8.8"}, "AUSKUNFT_INTERNAL_HOST: "),
        ({"AUSKUNFT_DATA_KEY": "not a key of Fernet"}, "AUSKUNFT_DATA_KEY is no key"),
        ({"AUSKUNFT_REDIS": "nowhere"}, "AUSKUNFT_REDIS cannot be reached: not redis://"),
    ],
)
def test_a_setting_that_is_wrong_is_one_line(ready, given, line):
    [problem] = told(ready, **given)

    assert line in problem


@SQLITE
def test_what_is_not_ready_for_the_public_is_a_line_each(ready):
    lines = told(ready, AUSKUNFT_HOST="0.0.0.0", AUSKUNFT_STAFF_TOTP="off")  # noqa: S104

    named = [line.removeprefix("auskunft: AUSKUNFT_").split()[0] for line in lines]
    assert named == ["HOST", "SMTP_HOST", "DESK_URL", "STAFF_TOTP", "CONTROLLER"], lines


@SQLITE
def test_what_can_be_read_on_the_way_is_told(ready, closed_port):
    lines = told(
        ready,
        **PUBLIC | {"AUSKUNFT_DESK_URL": "http://desk.example.com", "AUSKUNFT_MAIL_FROM": "dsb@localhost"},
        AUSKUNFT_SMTP_HOST="127.0.0.2",
        AUSKUNFT_SMTP_PORT=str(closed_port),
    )

    assert "AUSKUNFT_DESK_URL is not https" in lines[0]
    assert "from which no server takes mail" in lines[1]


@SQLITE
async def test_what_is_ready_for_the_public_has_no_problem(ready, inbox):
    mail = {
        "AUSKUNFT_SMTP_HOST": "localhost",
        "AUSKUNFT_SMTP_PORT": str(inbox.port),
        "AUSKUNFT_SMTP_TLS": "false",
    }

    checked = await asyncio.to_thread(ready.run, "config", "check", **PUBLIC, **mail)

    assert (checked.stdout, checked.stderr) == (FINE, "")


@SQLITE
async def test_a_mail_server_without_the_wanted_encryption_is_named(ready, inbox):
    mail = {"AUSKUNFT_SMTP_HOST": "localhost", "AUSKUNFT_SMTP_PORT": str(inbox.port)}

    [problem] = await asyncio.to_thread(told, ready, **mail, AUSKUNFT_MAIL_FROM="datenschutz@example.com")

    assert f"localhost:{inbox.port} takes no mail from us" in problem


@SQLITE
def test_what_does_not_answer_is_named_and_no_password_with_it(ready, closed_port):
    there = f"anna:geheim@127.0.0.1:{closed_port}"
    more = {"AUSKUNFT_SMTP_PORT": str(closed_port), "AUSKUNFT_MAIL_FROM": "datenschutz@example.com"}

    problems = told(
        ready,
        AUSKUNFT_DATABASE=f"postgresql://{there}/cases",
        AUSKUNFT_TRACKER_DATABASE=f"postgresql://{there}/tracker",
        AUSKUNFT_REDIS=f"redis://{there}/0",
        AUSKUNFT_SMTP_HOST="127.0.0.1",
        **more,
    )

    named = [line.split()[1].rstrip(":") for line in problems]
    assert named == [f"AUSKUNFT_{name}" for name in ("DATABASE", "TRACKER_DATABASE", "REDIS", "SMTP_HOST")], (
        problems
    )
    assert "geheim" not in "".join(problems)


@SQLITE
def test_several_rasas_want_what_they_share(ready):
    lines = told(ready, AUSKUNFT_RASA_ADDRESSES="http://127.0.0.1:5005,http://127.0.0.2:5005")

    assert [line.rpartition(" ")[2] for line in lines] == ["AUSKUNFT_TRACKER_DATABASE.", "AUSKUNFT_REDIS."]


@pytest.mark.parametrize("used", ["postgresql"], indirect=True)
def test_several_rasas_that_share_trackers_and_redis_have_no_problem_while_both_answer(ready, redis):
    shared = {
        "AUSKUNFT_RASA_ADDRESSES": "http://127.0.0.1:5005,http://127.0.0.2:5005",
        "AUSKUNFT_TRACKER_DATABASE": ready.database,
        "AUSKUNFT_REDIS": redis.url,
    }
    checked = ready.run("config", "check", **shared)
    assert (checked.stdout, checked.stderr) == (FINE, "")

    redis.kill()
    [problem] = told(ready, **shared)
    assert "AUSKUNFT_REDIS cannot be reached" in problem


def test_a_schema_of_another_version_is_told(ready):
    schema.downgrade(ready.settings(), "-1")
    [older] = told(ready)
    assert "`auskunft db upgrade`" in older

    schema.upgrade(ready.settings())
    change(ready, "UPDATE alembic_version SET version_num = '9999'")
    [newer] = told(ready)
    assert "of a newer version" in newer


def change(used, statement: str) -> None:
    """Change the database past the case store."""
    if used.database:
        with psycopg.connect(used.database) as database:
            database.execute(statement)
    else:
        with closing(sqlite3.connect(used.data / "casestore.db")) as database, database:
            database.execute(statement)


def test_a_key_that_others_may_read_one_that_is_gone_and_a_wrong_one_are_told(ready):
    ready.key("audit_key").chmod(0o644)
    [readable] = told(ready)
    assert f"chmod 600 {ready.key('audit_key')}" in readable

    ready.key("audit_key").unlink()
    [gone] = told(ready)
    assert "Keys are missing: audit_key." in gone
    assert not ready.key("audit_key").exists()

    [wrong] = told(ready, AUSKUNFT_AUDIT_KEY="one that was never used here")
    assert "audit_key is not the one that the database was written with" in wrong


@SQLITE
def test_a_model_that_was_changed_is_told(ready):
    model_path(ready.settings()).write_bytes(b"something else")

    [problem] = told(ready)

    assert "is not the model that was trained here" in problem


@SQLITE
@pytest.mark.parametrize("harm", ["answers", "desk", "mail"])
def test_content_that_cannot_be_used_is_told(ready, tmp_path, harm):
    content = shutil.copytree(content_folder(), tmp_path / "content")
    next((content / harm).rglob("*.yml")).write_text("nothing: [of use", encoding="utf-8")

    [problem] = told(ready, AUSKUNFT_CONTENT=str(content))

    assert f"The content in {content} cannot be used" in problem


def test_secrets_that_a_platform_gives_are_used_and_no_key_is_made(ready, tmp_path):
    given = (ready.data / "keys").rename(tmp_path / "given")

    checked = ready.run("config", "check", AUSKUNFT_SECRETS=str(given))
    listed = ready.run("keys", "list", AUSKUNFT_SECRETS=str(given))
    refused = ready.run("keys", "rotate", "data_key", AUSKUNFT_SECRETS=str(given))

    assert (checked.stdout, checked.stderr) == (FINE, "")
    assert listed.stdout.count("environment") >= 6
    assert "is set from outside" in refused.stderr
    assert not list((ready.data / "keys").iterdir())


@SQLITE
def test_a_folder_of_secrets_that_is_not_there_stops_everything(ready, tmp_path):
    refused = ready.run("keys", "list", AUSKUNFT_SECRETS=str(tmp_path / "none"))

    assert (refused.returncode, refused.stderr) == (
        1,
        f"auskunft: {tmp_path / 'none'}: No such file or directory\n",
    )


@SQLITE
def test_the_schema_takes_what_the_settings_take_and_marks_what_is_secret(used):
    made = json.loads(used.run("config", "schema").stdout)

    jsonschema.Draft202012Validator.check_schema(made)
    jsonschema.validate({"AUSKUNFT_PORT": 9000, "AUSKUNFT_STAFF_TOTP": "required"}, made)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"AUSKUNFT_STAFF_TOTP": "sometimes"}, made)
    secret = {name for name, field in made["properties"].items() if field.get("writeOnly")}
    assert secret == {
        f"AUSKUNFT_{name.upper()}"
        for name, field in Settings.model_fields.items()
        if "Secret" in str(field.annotation)
    }


@SQLITE
def test_the_page_of_settings_is_current(used):
    printed = used.run("config", "schema", "--markdown").stdout

    page = Path(__file__).parents[2] / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == printed, "auskunft config schema --markdown > docs/settings.md"
