"""L1: after a busy day no figure has a label that words could have got into; the docs name all figures."""

import re
from pathlib import Path

import yaml
from aiohttp import hdrs, web
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.parser import text_string_to_metric_families

from actions import running as actions_figures
from actions.app import create_app as create_actions
from answers.answer import Answers
from answers.topic import Outcome
from casestore.app import create_app as create_casestore
from casestore.reports import figures as casestore_figures
from casestore.wire.requests import NewRequest
from desk.app import create_app as create_desk
from gateway import figures as gateway_figures
from gateway.app import create_app as create_gateway
from gateway.redaction.finding import Kind
from monitoring import calls, figures
from privacy.handoff import Priority, Reason
from privacy.language import Language
from privacy.request import Channel
from privacy.right import Right
from settings import content_folder
from tests.domain import actions_of
from tests.gateway.visitor import ROOT as ROOT_OF_CHATS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "metrics.md"
ROW = re.compile(r"^\| `(auskunft_\w+)` \| [^|]+ \| (\w+) \|([^|]*)\|", re.MULTILINE)
WORD, ADDRESS = "kanarienvogel", "canary.bird@example.org"
MOVED = {
    *("auskunft_call_seconds_count", "auskunft_rasa_seconds_count", "auskunft_action_seconds_count"),
    *("auskunft_answers_total", "auskunft_redactions_total", "auskunft_requests_filed_total"),
    "auskunft_handoffs_total",
}
IBAN = "DE50 5260 1815 9083 0166 13"


def routes_of(app: web.Application) -> set[str]:
    return {resource.canonical for resource in app.router.resources()}


def bounded(settings):
    """What each label may say."""
    apps = [create(settings) for create in (create_gateway, create_desk, create_casestore)]
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return {
        "method": hdrs.METH_ALL | {"unknown"},
        "route": set().union(*map(routes_of, apps)) | {"unknown"},
        "status": {"2xx", "3xx", "4xx", "5xx"},
        "outcome": {*Outcome, "unavailable"},
        "language": set(Language),
        "kind": set(Kind),
        "result": {"answered", "done", "failed"},
        "answers": {"yes", "no"},
        "action": {*actions_of(domain), "unknown"},
        "right": set(Right),
        "channel": set(Channel),
        "reason": {*Answers.load(content_folder()).topics, *Reason},
        "state": {"waiting", "open", "dead"},
        "le": {*map(str, calls.BUCKETS), "+Inf"},
    }


async def samples_of(process):
    """Every figure of ours, by name and labels."""
    text = await (await process.get("/metrics")).text()
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("auskunft_")
    }


async def live(running, gateway, visitor):
    """Whatever may happen in a day, with a word and an address wherever one can be put."""
    said = {"text": "Antwort", "custom": {"outcome": "answered", "topic": "retention"}}
    running.rasa.says = [said]
    await visitor.says(f"Wie lange speichern Sie {WORD}? Meine IBAN ist {IBAN}, {ADDRESS}.")
    running.rasa.fails = True
    await visitor.says(f"Hallo {WORD}?")
    new = NewRequest(key=WORD, rights=["access", "erasure"], language="de", details=WORD)
    await running.cases.file_request(visitor.id, new)
    await running.cases.send_code(visitor.id, ADDRESS)
    await running.cases.ask_for_staff(visitor.id, "person", Priority.NORMAL)
    for method, path in (
        ("GET", f"/{WORD}"),
        ("PROPFIND", f"/{WORD}?{ADDRESS}"),
        ("POST", f"{ROOT_OF_CHATS}/{WORD}"),
        ("GET", f"{ROOT_OF_CHATS}/{WORD}/messages?after={WORD}"),
        ("GET", f"/assets/{WORD}"),
    ):
        await gateway.request(method, path, headers={"X-Request-Id": WORD, "Authorization": f"Bearer {WORD}"})


async def test_no_label_says_what_is_not_in_our_files(running, gateway, visitor, aiohttp_client):
    desk, actions = [await aiohttp_client(app(running.settings)) for app in (create_desk, create_actions)]
    before = await samples_of(gateway)

    await live(running, gateway, visitor)
    await desk.get(f"/requests/{WORD}?q={ADDRESS}")
    await desk.post("/login", data={"name": WORD, "password": ADDRESS})
    token = {"Authorization": f"Bearer {running.settings.actions_token.get_secret_value()}"}
    for called in (WORD, "action_answer"):
        await actions.post("/webhook", json={"next_action": called, "tracker": WORD}, headers=token)

    after = await samples_of(gateway)  # of all processes: here they are one
    moved = [labelled for labelled, value in after.items() if before.get(labelled) != value]
    may_say = bounded(running.settings)
    assert {name for name, *_ in moved} >= MOVED
    assert [
        (name, label) for name, *labels in moved for label in labels if label[1] not in may_say[label[0]]
    ] == []


def documented():
    return {
        name: (kind, set(re.findall(r"\w+", labels)))
        for name, kind, labels in ROW.findall(DOCS.read_text(encoding="utf-8"))
    }


def test_the_docs_have_every_figure_with_its_labels_and_no_other():
    modules = (calls, figures, gateway_figures, casestore_figures, actions_figures)
    found = {m for module in modules for m in vars(module).values() if isinstance(m, MetricWrapperBase)}
    true = {
        f"{m._name}_total" if m._type == "counter" else m._name: (m._type, set(m._labelnames))  # noqa: SLF001
        for m in found
    }

    assert documented() == true
