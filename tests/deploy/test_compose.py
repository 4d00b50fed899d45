"""A machine with containers runs everything, each part with as little as it needs."""

import os
import shutil
import stat
import subprocess

import psycopg
import pytest
import yaml

from settings import Settings
from tests import postgres
from tests.deploy.files import DEPLOY, PROCESSES, SETTINGS, compose, ports, variables

DOCKER = shutil.which("docker") or ""
FOLDER = DEPLOY / "compose"
KEYS = {"AUSKUNFT_DATA_KEY", "AUSKUNFT_INDEX_KEY", "AUSKUNFT_AUDIT_KEY"}


@pytest.fixture(params=["small", "full"])
def sized(request):
    """The environment file of a size."""
    return variables(FOLDER / f"{request.param}.env")


@pytest.fixture
def services(sized):
    return compose(sized)["services"]


@pytest.fixture
def made(tmp_path):
    """The secrets that the script makes for the larger size."""
    shutil.copy(FOLDER / "make-secrets", tmp_path)
    subprocess.run([tmp_path / "make-secrets", "full"], check=True, capture_output=True)
    return tmp_path / "secrets"


def test_every_container_is_no_root_writes_nowhere_else_and_may_nothing(services):
    for name, service in services.items():
        assert service["user"].split(":")[0] not in {"", "0", "root"}, name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "cap_add" not in service, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"cpus", "memory"} <= service["deploy"]["resources"]["limits"].keys(), name
        assert not {"privileged", "network_mode", "pid", "ipc", "devices"} & service.keys(), name


def test_every_image_is_of_one_version(services):
    for name, service in services.items():
        _, _, tag = service["image"].partition(":")
        assert tag[:1].isdigit(), name


def test_only_gateway_and_desk_are_reached_and_only_from_this_machine(services):
    open_to = {name for name, service in services.items() if "ports" in service}

    assert open_to == {"gateway", "desk"}
    for name in open_to:
        [published] = services[name]["ports"]
        assert published.startswith("127.0.0.1:")
        assert published.endswith(f":{ports()[name]}")
    assert compose({"GATEWAY_PORTS": "1", "DESK_PORTS": "2"})["networks"]["inside"] == {"internal": True}


def test_what_needs_no_way_out_has_none(services):
    with_a_way_out = {name for name, each in services.items() if set(each["networks"]) - {"inside"}}

    assert with_a_way_out == {"gateway", "desk", "casestore", "check"}


def test_two_of_each_share_ports_trackers_and_redis():
    full = variables(FOLDER / "full.env")
    services = compose(full)["services"]

    assert all(services[name]["deploy"]["replicas"] == 2 for name in PROCESSES)
    assert full["COMPOSE_PROFILES"] in services["redis"]["profiles"]
    for name in ("gateway", "desk"):
        first, last = services[name]["ports"][0].split(":")[1].split("-")
        assert int(last) - int(first) == 1
    assert "auskunft_redis" in {*services["gateway"]["secrets"]} & {*services["rasa"]["secrets"]}
    assert "auskunft_tracker_database" in services["rasa"]["secrets"]


def test_every_variable_is_a_setting(services):
    for name in (*PROCESSES, "upgrade", "check"):
        assert services[name]["environment"].keys() <= SETTINGS
        assert services[name]["env_file"] == ["settings.env"]
    given = variables(FOLDER / "settings.env.example").keys()
    assert given <= SETTINGS
    assert not given & services["casestore"]["environment"].keys()


def test_health_is_asked_where_each_process_answers(services, answered):
    for name in PROCESSES:
        asked = services[name]["healthcheck"]["test"][-1].partition("'")[2].partition("'")[0]
        _, _, path = asked.removeprefix("http://").partition("/")
        assert asked.startswith(f"http://127.0.0.1:{ports()[name]}/"), name
        assert f"/{path}" in answered[name], name


def test_the_schema_is_brought_up_to_date_before_the_case_store_starts(services):
    assert services["upgrade"]["command"] == ["db", "upgrade"]
    assert services["casestore"]["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    assert services["upgrade"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_only_the_case_store_has_the_keys_and_the_database(services):
    for name in PROCESSES:
        given = {secret.upper() for secret in services[name]["secrets"]}
        guarded = KEYS | {"AUSKUNFT_DATABASE", "AUSKUNFT_SMTP_PASSWORD"}
        assert given & guarded == (guarded if name == "casestore" else set()), name


def test_every_secret_is_a_file_that_the_script_makes(services, made):
    wanted = {secret for service in services.values() for secret in service.get("secrets", [])}
    whole = yaml.safe_load((FOLDER / "compose.yml").read_text(encoding="utf-8"))

    assert {file.name for file in made.iterdir()} == whole["secrets"].keys() >= wanted
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_what_the_script_made_stays_but_for_the_address_of_redis(made):
    before = {file.name: file.read_text() for file in made.iterdir()}

    subprocess.run([made.parent / "make-secrets", "small"], check=True, capture_output=True)

    after = {file.name: file.read_text() for file in made.iterdir()}
    assert after == before | {"auskunft_redis": ""}
    assert before["auskunft_redis"].startswith("redis://:")


def test_each_process_finds_its_settings_complete_and_makes_no_key(services, made, tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith("AUSKUNFT_"):
            monkeypatch.delenv(name)
    for process in PROCESSES:
        service = services[process]
        with monkeypatch.context() as container:
            for secret in service["secrets"]:
                container.setenv(secret.upper(), (made / secret).read_text())
            for name, value in (variables(FOLDER / "settings.env.example") | service["environment"]).items():
                container.setenv(name, value)
            loaded = Settings.load(data=tmp_path / process)
        assert loaded.casestore_url == "http://casestore:8082"
        assert not list((tmp_path / process / "keys").iterdir())


def test_case_store_and_trackers_have_a_user_and_a_database_each(postgres_server, made):
    server = {"PGHOST": postgres_server, "PGUSER": "auskunft", "SECRETS": str(made)}
    subprocess.run([FOLDER / "make-databases"], env={**os.environ, **server}, check=True, capture_output=True)

    with psycopg.connect(postgres.url(postgres_server, "postgres"), autocommit=True) as connection:
        allowed = (
            "SELECT has_database_privilege(%s, %s, 'CONNECT'), rolsuper FROM pg_roles WHERE rolname = %s"
        )
        asked = [(who, where, who) for who in ("casestore", "tracker") for where in ("casestore", "tracker")]
        answers = [connection.execute(allowed, each).fetchone() for each in asked]
        for name in ("casestore", "tracker"):
            connection.execute(f"DROP DATABASE {name}")  # type: ignore[arg-type]
            connection.execute(f"DROP ROLE {name}")  # type: ignore[arg-type]
    assert answers == [(True, False), (False, False), (False, False), (True, False)]


@pytest.mark.skipif(
    not DOCKER
    or subprocess.run([DOCKER, "compose", "version"], capture_output=True, check=False).returncode != 0,
    reason="docker compose is not installed",
)
def test_docker_compose_takes_it(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "compose")
    shutil.copy(FOLDER / "settings.env.example", tmp_path / "compose" / "settings.env")

    subprocess.run(
        [DOCKER, "compose", "--env-file", "full.env", "config", "--quiet"],
        cwd=tmp_path / "compose",
        check=True,
    )
