"""The files of deploy/ as programs read them, and what the product says about itself."""

import re
from configparser import ConfigParser
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.app import create_app as create_actions
from auskunft.processes import processes
from auskunft.settings_reference import schema
from casestore.app import create_app as create_casestore
from desk.app import create_app as create_desk
from gateway.app import create_app as create_gateway
from settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PROCESSES = ("gateway", "desk", "actions", "rasa", "casestore")
SETTINGS = frozenset(schema()["properties"])
_VARIABLE = re.compile(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}")


def compose(environment: dict[str, str]) -> dict[str, Any]:
    """`compose.yml` with the variables that `docker compose` fills in; KeyError for one that it wants."""
    text = (DEPLOY / "compose" / "compose.yml").read_text(encoding="utf-8")
    filled = _VARIABLE.sub(lambda found: _filled(found, environment), text)
    loaded: dict[str, Any] = yaml.safe_load(filled.replace("$$", "$"))
    return loaded


def variables(file: Path) -> dict[str, str]:
    """What an env file sets."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {name: value.strip("'\"") for name, _, value in (line.partition("=") for line in lines)}


def manifests(folder: str = "base") -> list[dict[str, Any]]:
    """Every object of a folder of deploy/kubernetes."""
    files = sorted((DEPLOY / "kubernetes" / folder).glob("*.yaml"))
    loaded = [each for file in files for each in yaml.safe_load_all(file.read_text(encoding="utf-8"))]
    return [each for each in loaded if each["kind"] != "Kustomization"]


def pods() -> dict[str, dict[str, Any]]:
    """The pod that each deployment, stateful set or job makes, by name."""
    specs = [(each["metadata"]["name"], each.get("spec", {})) for each in manifests()]
    templates = [
        (name, spec.get("jobTemplate", {}).get("spec", spec).get("template")) for name, spec in specs
    ]
    return {name: template["spec"] for name, template in templates if template}


def unit(file: Path) -> ConfigParser:
    """A unit of systemd; of keys that stand twice the last is kept."""
    read = ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string(file.read_text(encoding="utf-8"))
    return read


@cache
def ports() -> dict[str, int]:
    """Where each process listens by default."""
    fields = Settings.model_fields
    names = {name: "port" if name == "gateway" else f"{name}_port" for name in PROCESSES}
    return {name: fields[field].default for name, field in names.items()}


def paths(settings: Settings) -> dict[str, set[str]]:
    """The paths that each process answers GET on without a token; of Rasa the one we wait for."""
    applications = {
        "gateway": create_gateway,
        "desk": create_desk,
        "actions": create_actions,
        "casestore": create_casestore,
    }
    found = {
        name: {
            route.resource.canonical
            for route in create_app(settings).router.routes()
            if route.resource and route.method == "GET"
        }
        for name, create_app in applications.items()
    }
    [rasa] = [each for each in processes(settings, Path("a.tar.gz")) if each.name == "rasa"]
    return found | {"rasa": {"/" + rasa.ready.split("/", 3)[3]}}


def _filled(found: re.Match[str], environment: dict[str, str]) -> str:
    name, kind, default = found.groups()
    return environment[name] if kind == ":?" else environment.get(name) or default or ""
