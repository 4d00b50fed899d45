"""S6. Old packages that Rasa wants are not reached: its own components, channels and API are not in use."""

from pathlib import Path

import yaml

from auskunft.processes import processes
from settings import Settings
from supply.requirements import ROOT


def read(name: str):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_pipeline_has_no_component_that_calls_tensorflow():
    config = read("config.yml")

    assert all(component["name"].startswith("bot.") for component in config["pipeline"])
    assert [policy["name"] for policy in config["policies"]] == ["bot.rule_policy.IntentRulePolicy"]


def test_the_only_channel_is_our_own():
    assert list(read("credentials.yml")) == ["bot.channel.GatewayChannel"]


def test_rasa_listens_on_loopback_offers_no_api_and_fetches_no_model(tmp_path):
    settings = Settings.load(data=tmp_path)

    (command,) = (each.command for each in processes(settings, Path("a.tar.gz")) if each.name == "rasa")

    assert command[command.index("-i") + 1] == "127.0.0.1"
    assert not {"--enable-api", "--cors", "--remote-storage"} & set(command)
    assert "models" not in read("endpoints.yml")
    assert "models" not in yaml.safe_load((tmp_path / "run" / "endpoints.yml").read_text())
