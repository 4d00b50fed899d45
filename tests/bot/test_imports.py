"""The Rasa process runs our model without TensorFlow, and with it a component that needs it."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.rasa
BEGIN = "import sys; from bot.imports import spare_tensorflow; spare_tensorflow(); "


def _says(code):
    ran = subprocess.run([sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=True)
    return ran.stdout.split()[-1]


def test_what_runs_a_model_of_ours_does_not_import_tensorflow():
    code = (
        "import rasa.core.run, rasa.core.agent, bot.channel, bot.rule_policy, bot.nlu.topic_classifier;"
        "from rasa.shared.utils.common import class_from_module_path as found;"
        "found('rasa.graph_components.validators.default_recipe_validator.DefaultV1RecipeValidator');"
        "print('tensorflow' in sys.modules)"
    )

    assert _says(code) == "False"


def test_a_component_of_rasas_finds_what_it_needs():
    code = "import rasa.utils.train_utils as shared; print(shared.init_split_entities.__name__)"

    assert _says("import rasa.nlu.classifiers.diet_classifier; " + code) == "init_split_entities"
