"""What the actions work with, made once a process."""

from functools import cache

from answers.answer import Answers
from casestore.client import CaseStore
from settings import Settings, content_folder


@cache
def cases() -> CaseStore:
    """The case store; first called inside the running event loop."""
    return CaseStore.at(Settings.load())


@cache
def answers() -> Answers:
    """The policy text and the topics."""
    return Answers.load(content_folder())
