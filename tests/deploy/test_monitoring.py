"""Alerts and the dashboard name figures that there are; an alert about one that nobody tells never comes."""

import json
import re
import shutil
import subprocess

import pytest
import yaml
from prometheus_client import REGISTRY

from tests.deploy.files import DEPLOY, ROOT, ports

FOLDER = DEPLOY / "monitoring"
ALERTS = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
EVERYWHERE = {"job", "process", "instance", "le"}  # Prometheus adds them
PROMTOOL = shutil.which("promtool") or ""
_ROW = re.compile(r"(?m)^\| `(auskunft_\w+)` \| [^|]* \| (\w+) \| ([^|]*) \|")
_USED = re.compile(r"\b((?:auskunft|process)_[a-z_]+)\b(?:\{([^}]*)\})?")


def labels_of_figures() -> dict[str, set[str]]:
    """The labels of every figure, under each name that Prometheus gives it, as docs/metrics.md tells."""
    found: dict[str, set[str]] = {}
    for name, kind, labels in _ROW.findall((ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")):
        ends = ("_bucket", "_count", "_sum") if kind == "histogram" else ("",)
        found |= {f"{name}{end}": set(re.findall(r"`(\w+)`", labels)) for end in ends}
    return found


def registered() -> set[str]:
    """The names of all figures as Prometheus knows them, of all applications that `files` reads."""
    ends = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}
    return {f"{each.name}{end}" for each in REGISTRY.collect() for end in ends.get(each.type, [""])}


@pytest.mark.parametrize("query", [*(rule["expr"] for rule in RULES), *QUERIES])
def test_every_figure_is_one_that_a_process_tells_with_these_labels(query):
    labels = labels_of_figures()
    grouped = {name.strip() for names in re.findall(r"by \(([^)]*)\)", query) for name in names.split(",")}

    used = _USED.findall(query)

    assert used or "up{" in query
    assert {name for name, _ in used} <= registered()
    for name, selector in used:
        chosen = {label for label, _ in re.findall(r"(\w+)[!=~]+\"([^\"]*)\"", selector)}
        assert chosen <= labels.get(name, set()) | EVERYWHERE, name
    assert grouped <= set().union(EVERYWHERE, *(labels.get(name, set()) for name, _ in used))


def test_every_alert_says_how_urgent_it_is_and_what_it_is():
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]
    assert len({rule["alert"] for rule in RULES}) == len(RULES)


def test_every_alert_is_explained():
    page = (DEPLOY.parent / "docs" / "operating.md").read_text(encoding="utf-8")

    assert [rule["alert"] for rule in RULES if f"`{rule['alert']}`" not in page] == []


@pytest.mark.parametrize("kind", ["machine", "containers", "kubernetes"])
def test_every_process_with_figures_is_asked_under_its_name(kind):
    read = yaml.safe_load((FOLDER / f"prometheus.{kind}.yml").read_text(encoding="utf-8"))

    [job] = read["scrape_configs"]
    assert job["job_name"] == "auskunft"
    if kind == "kubernetes":
        asked = set(job["relabel_configs"][0]["regex"].split("|"))
    elif kind == "machine":
        asked = {each["labels"]["process"] for each in job["static_configs"]}
        assert all(
            each["targets"] == [f"127.0.0.1:{ports()[each['labels']['process']]}"]
            for each in job["static_configs"]
        )
    else:
        asked = {name for each in job["dns_sd_configs"] for name in each["names"]}
        assert all(each["port"] == ports()[each["names"][0]] for each in job["dns_sd_configs"])
    assert asked == {"gateway", "desk", "casestore", "actions"}


def test_the_dashboard_asks_the_source_that_is_chosen():
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {"${source}"}
    assert [each["name"] for each in DASHBOARD["templating"]["list"]] == ["source"]
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


@pytest.mark.skipif(not PROMTOOL, reason="promtool is not installed (Debian's package prometheus)")
@pytest.mark.parametrize("command", [["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]])
def test_prometheus_takes_the_alerts_and_they_come_when_they_should(command):
    ran = subprocess.run([PROMTOOL, *command], cwd=FOLDER, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
