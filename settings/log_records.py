"""What a log line may tell: our own words, and of all others only those that stand in their code.

Other code logs what it likes: texts, addresses, bytes of a call. Its words are written when they are a
constant of the function that logs them, without anything filled in. Of an exception, types and places are
written, never its text, which often quotes what it stumbled over. This holds for every handler and level,
since it is done where a record is made.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from traceback import walk_tb
from types import TracebackType
from typing import Any

OURS = frozenset(
    {
        "actions",
        "answers",
        "auskunft",
        "bot",
        "casestore",
        "desk",
        "doors",
        "gateway",
        "monitoring",
        "privacy",
        "settings",
    }
)
_UNTOLD = "(not told)"
_EVENT = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")  # Rasa's, as in `processor.message.parse`
_CONTROLS = {code: repr(chr(code))[1:-1] for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}
_MOST_PLACES = 30  # of one exception
_MOST_CAUSES = 5

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

logger = logging.getLogger(__name__)


def keep_values_out() -> None:
    """Make every record of this process one that holds nothing a person wrote; errors nobody caught, too."""
    logging.setLogRecordFactory(_record)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda found: _uncaught(found.exc_type, found.exc_value, found.exc_traceback)
    threading.excepthook = lambda found: _uncaught(found.exc_type, found.exc_value, found.exc_traceback)


def is_ours(logger_name: str) -> bool:
    """Whether our own code logs, which may fill in what it knows to be harmless."""
    return logger_name.partition(".")[0] in OURS


def _record(  # noqa: PLR0913, PLR0917  # what `logging` gives
    name: str,
    level: int,
    path: str,
    line: int,
    message: object,
    args: Any,
    exc_info: _ExcInfo | None,
    function: str | None = None,
    sinfo: str | None = None,  # noqa: ARG001  # a stack holds no values, but nobody asks for it
    **_: Any,
) -> logging.LogRecord:
    told = _filled(message, args) if is_ours(name) else _constant(path, function, message)
    record = logging.LogRecord(name, level, path, line, told.translate(_CONTROLS), (), None, function)
    if exc_info and exc_info[1]:
        record.exc_text = "\n".join(_places(exc_info[1]))
    return record


def _filled(message: object, args: Any) -> str:
    return logging.LogRecord("", 0, "", 0, message, args, None).getMessage()


def _constant(path: str, function: str | None, message: object) -> str:
    """*message* as it stands in the function that logs it, or the name of Rasa's event."""
    frame = sys._getframe(2)  # noqa: SLF001  # `logging` itself finds the caller so
    while frame and (frame.f_code.co_filename, frame.f_code.co_name) != (path, function):
        frame = frame.f_back  # type: ignore[assignment]
    if frame and isinstance(message, str) and message in frame.f_code.co_consts:
        return message
    return _event(message)


def _event(message: object) -> str:
    try:
        name = json.loads(str(message))["event"]
    except (ValueError, TypeError, KeyError):
        return _UNTOLD
    return name if isinstance(name, str) and _EVENT.fullmatch(name) else _UNTOLD


def _places(error: BaseException) -> Iterator[str]:
    """Where *error* and what led to it were raised, the innermost last."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause and cause not in chain and len(chain) < _MOST_CAUSES:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    for one in reversed(chain):
        places = [(frame.f_code, line) for frame, line in walk_tb(one.__traceback__)]
        yield from (f"  {c.co_filename}:{line} in {c.co_name}" for c, line in places[-_MOST_PLACES:])
        yield f"{type(one).__module__}.{type(one).__qualname__}"


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("nobody caught %s", kind.__name__, exc_info=(kind, error or kind(), trace))
