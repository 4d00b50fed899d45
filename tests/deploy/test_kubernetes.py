"""A cluster runs everything under its strictest rules, and nobody speaks to anybody who need not."""

import shutil
import subprocess

import pytest
import yaml

from tests.deploy.files import DEPLOY, PROCESSES, SETTINGS, manifests, pods, ports

KUBECTL = shutil.which("kubectl") or ""
FOLDER = DEPLOY / "kubernetes"
KEYS = {"auskunft_data_key", "auskunft_index_key", "auskunft_audit_key"}
CALLS = {  # who opens a connection to whom; ARCHITECTURE.md
    ("gateway", "casestore"),
    ("gateway", "rasa"),
    ("desk", "casestore"),
    ("desk", "rasa"),
    ("rasa", "actions"),
    ("actions", "casestore"),
}


def of_kind(kind: str, folder: str = "base"):
    return {each["metadata"]["name"]: each for each in manifests(folder) if each["kind"] == kind}


def names_in(peers) -> set[str]:
    """The processes among the peers of a rule."""
    selectors = [peer.get("podSelector", {}).get("matchLabels", {}) for peer in peers]
    return {labels["app.kubernetes.io/name"] for labels in selectors if labels}


def ports_of(rule) -> set[int]:
    return {each["port"] for each in rule["ports"]}


def test_every_pod_keeps_the_restricted_standard_and_writes_nowhere_else():
    labels = of_kind("Namespace")["auskunft"]["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert pods().keys() == {*PROCESSES, "upgrade", "check"}
    for name, pod in pods().items():
        [container] = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["runAsUser"] == 10001, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name
        assert pod["automountServiceAccountToken"] is False, name
        assert {"cpu", "memory"} <= container["resources"]["limits"].keys(), name
        assert {"cpu", "memory"} <= container["resources"]["requests"].keys(), name
        mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
        assert mounted == {"/run/secrets/auskunft", "/var/lib/auskunft/run", "/tmp"}, name  # noqa: S108


def test_each_runs_what_it_is_called_and_is_asked_where_it_answers(answered):
    for name in PROCESSES:
        [container] = pods()[name]["containers"]
        assert container["args"] == ["run", name]
        assert container["ports"] == [{"name": "http", "containerPort": ports()[name]}]
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            asked = container[probe]["httpGet"]
            assert asked["port"] == "http"
            assert asked["path"] in answered[name], (name, probe)
    once = {name: pods()[name]["containers"][0]["args"] for name in ("upgrade", "check")}
    assert once == {"upgrade": ["db", "upgrade"], "check": ["config", "check"]}


def test_nothing_is_restarted_or_cut_off_because_another_process_is_gone():
    for name in PROCESSES:
        [container] = pods()[name]["containers"]
        for probe in ("startupProbe", "livenessProbe"):
            assert container[probe]["httpGet"]["path"] != "/readyz"
        ready = container["readinessProbe"]["httpGet"]["path"] == "/readyz"
        assert ready == (name == "casestore")


def test_services_lead_to_their_pods_and_the_name_of_rasa_to_every_replica():
    services = of_kind("Service")

    assert services.keys() == set(PROCESSES)
    for name, service in services.items():
        assert service["spec"]["selector"] == {"app.kubernetes.io/name": name}
        assert [port["port"] for port in service["spec"]["ports"]] == [ports()[name]]
        assert service["spec"].get("type", "ClusterIP") == "ClusterIP"
        assert (service["spec"].get("clusterIP") == "None") == (name == "rasa")


def test_what_is_not_said_is_refused():
    nobody = of_kind("NetworkPolicy")["nobody"]["spec"]

    assert nobody == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_both_ends_of_every_call_are_open_and_of_no_other():
    policies = of_kind("NetworkPolicy")

    leaves, arrives = set(), set()
    for name in PROCESSES:
        spec = policies[name]["spec"]
        assert spec["podSelector"]["matchLabels"] == {"app.kubernetes.io/name": name}
        assert spec["policyTypes"] == ["Ingress", "Egress"]
        for rule in spec["egress"]:
            for other in names_in(rule["to"]):
                assert ports_of(rule) == {ports()[other]}
                leaves.add((name, other))
        for rule in spec["ingress"]:
            assert ports_of(rule) == {ports()[name]}
            arrives |= {(other, name) for other in names_in(rule["from"])}
    assert leaves == arrives == CALLS


def test_only_who_must_reaches_a_database_or_the_internet():
    out = {
        name: {port for rule in each["spec"].get("egress", []) for port in ports_of(rule)}
        for name, each in of_kind("NetworkPolicy").items()
    }

    assert {name for name, to in out.items() if 5432 in to} == {"casestore", "rasa", "upgrade", "check"}
    everywhere = {
        name
        for name, each in of_kind("NetworkPolicy").items()
        for rule in each["spec"].get("egress", [])
        if {"ipBlock": {"cidr": "0.0.0.0/0"}} in rule["to"]
    }
    assert everywhere == {"desk", "casestore", "check"}


def test_only_the_case_store_has_the_keys_and_the_database():
    for name, pod in pods().items():
        [secret] = [volume["secret"] for volume in pod["volumes"] if "secret" in volume]
        given = {item["key"] for item in secret["items"]}
        assert all(item["key"] == item["path"] for item in secret["items"])
        assert {key.upper() for key in given} <= SETTINGS
        maps = [each["configMapRef"]["name"] for each in pod["containers"][0]["envFrom"]]
        keeps = name in {"casestore", "upgrade", "check"}
        assert (given & KEYS == KEYS) == keeps
        assert ("auskunft_database" in given) == keeps
        assert maps == (["settings"] if keeps else ["settings", "without-keys"]), name


def test_every_variable_is_a_setting_and_none_is_a_secret():
    for folder in ("base", "overlays/example"):
        for each in of_kind("ConfigMap", folder).values():
            assert each["data"].keys() <= SETTINGS
            assert all(isinstance(value, str) for value in each["data"].values())
    placeholders = of_kind("ConfigMap")["without-keys"]["data"]
    assert {name.lower() for name in placeholders} == KEYS
    assert set(placeholders.values()) == {"kept from this process"}


def test_one_of_each_may_go_at_a_time_and_two_are_there():
    budgets = of_kind("PodDisruptionBudget")
    grows = {
        each["spec"]["scaleTargetRef"]["name"]: each for each in of_kind("HorizontalPodAutoscaler").values()
    }

    assert budgets.keys() == set(PROCESSES)
    assert all(each["spec"]["maxUnavailable"] == 1 for each in budgets.values())
    for name in PROCESSES:
        made = (of_kind("Deployment") | of_kind("StatefulSet"))[name]
        if name in grows:
            assert grows[name]["spec"]["scaleTargetRef"]["kind"] == made["kind"]
            assert grows[name]["spec"]["minReplicas"] == 2
            assert "replicas" not in made["spec"]  # or each apply undoes what it grew to
        else:
            assert made["spec"]["replicas"] == 2


def test_every_image_is_of_one_version_and_every_file_is_named():
    overlay = yaml.safe_load((FOLDER / "overlays/example/kustomization.yaml").read_text(encoding="utf-8"))
    base = yaml.safe_load((FOLDER / "base/kustomization.yaml").read_text(encoding="utf-8"))

    [image] = overlay["images"]
    assert image["name"] == "auskunft"
    assert image["newTag"][0].isdigit()
    assert {pod["containers"][0]["image"] for pod in pods().values()} == {"auskunft"}
    assert {*base["resources"], "kustomization.yaml"} == {file.name for file in (FOLDER / "base").iterdir()}
    [secrets] = overlay["secretGenerator"]
    given = {file.removeprefix("secrets/") for file in secrets["files"]}
    wanted = {
        item["key"]
        for pod in pods().values()
        for each in pod["volumes"]
        for item in each.get("secret", {}).get("items", [])
    }
    assert given == wanted


@pytest.mark.skipif(not KUBECTL, reason="kubectl is not installed")
def test_kubectl_puts_the_example_together(tmp_path):
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    subprocess.run([tmp_path / "deploy/compose/make-secrets", "full"], check=True, capture_output=True)
    example = tmp_path / "deploy/kubernetes/overlays/example"
    shutil.copytree(tmp_path / "deploy/compose/secrets", example / "secrets")

    built = subprocess.run([KUBECTL, "kustomize", example], check=True, capture_output=True, text=True).stdout

    objects = list(yaml.safe_load_all(built))
    [secret] = [each for each in objects if each["kind"] == "Secret"]
    mounted = {
        volume["secret"]["secretName"]
        for each in objects
        if "template" in each.get("spec", {})
        for volume in each["spec"]["template"]["spec"]["volumes"]
        if "secret" in volume
    }
    assert mounted == {secret["metadata"]["name"]}
    assert all(each["metadata"]["namespace"] == "auskunft" for each in objects if each["kind"] != "Namespace")
