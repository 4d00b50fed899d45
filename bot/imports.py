"""What of Rasa is imported only when it is used: with it comes TensorFlow, which no component of ours needs.

TensorFlow takes six seconds and 300 MB of a process (docs/speed.md).
"""

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType
from typing import Any

TRAINERS = "rasa.utils.train_utils"  # what components share that TensorFlow trains
_VALIDATORS = "rasa.graph_components.validators.default_recipe_validator"


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        parent, _, _ = self.__name__.rpartition(".")
        spec = PathFinder.find_spec(self.__name__, sys.modules[parent].__path__)
        if spec is None or spec.loader is None:
            raise ImportError(self.__name__)
        sys.modules[self.__name__] = real = module_from_spec(spec)
        spec.loader.exec_module(real)
        return getattr(real, name)


def spare_tensorflow() -> None:
    """Be about to run a model, not to train one; call it before anything of Rasa's is imported.

    A model names, among the steps of its training, what validates a configuration, and that imports all of
    Rasa's components. A component of theirs in a model's pipeline is loaded all the same, with TensorFlow.
    """
    sys.modules[TRAINERS] = _Later(TRAINERS)
    sys.modules[_VALIDATORS] = named = ModuleType(_VALIDATORS)
    named.DefaultV1RecipeValidator = type("DefaultV1RecipeValidator", (), {})  # type: ignore[attr-defined]
