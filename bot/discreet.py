"""What a process says and leaves behind holds no content: its log, its last words, its memory.

An exception may quote whatever it stumbled over, and a library may log what it hands to Slack or gets from it. So a traceback
is logged with its lines of code and the kinds of its errors, without their words; and of the libraries that carry Slack's
traffic only where they spoke. A process that dies leaves no image of its memory.
"""

import ctypes
import logging
import re
import sqlite3
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
OURS = ("bot", "handlers", "storage", "scheduling")
CARRIERS = re.compile(r"[/\\](slack_bolt|slack_sdk)[/\\].*")
"""Files of the libraries that carry what people write: even their warnings may quote a request."""
CODE = re.compile(r"[a-z][a-z0-9_]{0,60}")
PR_SET_DUMPABLE = 4
log = logging.getLogger(__name__)


class Discreet(logging.Formatter):
    """Writes where something went wrong and of what kind, never what was said about it."""

    def format(self, record: logging.LogRecord) -> str:
        """A record of Slack's libraries only by its place."""
        # Another handler may have written the exception already, as it likes: a copy of ours is written as we do.
        record = logging.makeLogRecord(record.__dict__ | {"exc_text": None})
        if carrier := CARRIERS.search(record.pathname):
            place = carrier[0][1:].replace("\\", "/")
            record.msg, record.args = f"something of {place}, line {record.lineno}; its words may quote a request", None
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """The lines of code that led to it, and the kinds of what was raised."""
        return told(ei[1])


def told(error: BaseException | None) -> str:
    """A traceback without the words of its errors, which may quote anything: the last line says what it was."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{lines}{_kind(error)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhich led to\n".join(reversed(parts))


def begin(level: int = logging.INFO) -> None:
    """Let this process log so: what we say from `level` on, of what others say warnings only."""
    logging.basicConfig(level=logging.WARNING, format=FORMAT)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(Discreet(FORMAT))
        handler.addFilter(is_to_be_said)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    sys.excepthook = _unforeseen
    threading.excepthook = _unforeseen_in_a_thread
    sys.unraisablehook = _unraisable


def is_to_be_said(record: logging.LogRecord) -> bool:
    """Whatever level somebody gave a library: what it says of its work is not for a log."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS


def leave_no_dump() -> None:
    """A process that dies leaves no image of its memory, and no other of this user reads it; where the system knows of that."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # Also where the kernel hands dumps to a program, which heeds no limit.
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    known = _known(error)
    return f"{name} ({known})" if known else name


def _known(error: BaseException) -> str:
    """What can be said of it in the words of its library: codes, and names of tables."""
    from slack_sdk.errors import SlackApiError
    from sqlalchemy.exc import DBAPIError

    if isinstance(error, DBAPIError):
        return _known(error.orig) if error.orig is not None else ""
    if isinstance(error, sqlite3.Error):
        return str(getattr(error, "sqlite_errorname", ""))
    if isinstance(error, SlackApiError):
        code = error.response.get("error") if isinstance(error.response.data, dict) else ""
        return str(code) if CODE.fullmatch(str(code)) else ""
    if isinstance(error, OSError):
        return str(error.strerror or "")
    state, said = getattr(error, "sqlstate", None), getattr(error, "diag", None)
    named = (getattr(said, name, None) for name in ("table_name", "column_name", "constraint_name"))
    return " ".join(str(each) for each in (state, *named) if each)


def _unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    log.critical("the process ends", exc_info=error)


def _unforeseen_in_a_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None:
        log.critical("the thread %s ends", given.thread.name if given.thread else "", exc_info=given.exc_value)


def _unraisable(given: Any) -> None:
    log.error("while something was cleared away", exc_info=given.exc_value)
