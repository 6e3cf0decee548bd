"""What a process logs, its last words and its memory hold no content, whatever it stumbles over."""

import io
import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from bot import discreet
from bot.discreet import Discreet, told
from storage.models import PersonRow
from tests.bot.council import ROOT, Council
from tests.bot.processes import environment

PLANTED = "wrenfeather"


class Form(BaseModel):
    """Anything pydantic checks."""

    minutes: int


def refused_by_pydantic() -> None:
    Form(minutes=PLANTED)  # type: ignore[arg-type]


def no_number() -> None:
    int(PLANTED)


def no_such_key() -> None:
    {"a": 1}[PLANTED]


def raised_while_another_is_handled() -> None:
    try:
        no_number()
    except ValueError as error:
        raise RuntimeError(f"could not take {PLANTED}") from error


def refused_by_slack() -> None:
    data = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [PLANTED]}}
    response = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=200
    )  # fmt: skip
    raise SlackApiError(f"refused: {PLANTED}", response)


FAULTS: dict[Callable[[], None], str] = {
    refused_by_pydantic: "ValidationError",
    no_number: "ValueError",
    no_such_key: "KeyError",
    raised_while_another_is_handled: "which led to",
    refused_by_slack: "invalid_blocks",
}


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """What a logger says, written as the processes write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet(discreet.FORMAT))
    handler.addFilter(discreet.is_to_be_said)
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_logged_by_its_place_and_its_kind(fault: Callable[[], None], heard: io.StringIO) -> None:
    try:
        fault()
    except Exception:
        logging.getLogger("handlers.watch").exception("it failed")
    said = heard.getvalue()
    assert "it failed" in said
    assert fault.__name__ in said, "the line of code"
    assert FAULTS[fault] in said
    assert PLANTED not in said


def same_address_twice(session: Session) -> None:
    first = session.query(PersonRow).first()
    assert first is not None
    row = {c.name: getattr(first, c.name) for c in PersonRow.__table__.columns}
    session.execute(insert(PersonRow), [row | {"id": name, "email": PLANTED, "slack_id": None} for name in (PLANTED, "other")])


def no_such_table(session: Session) -> None:
    session.execute(text("SELECT * FROM nowhere WHERE word = :word"), {"word": PLANTED})


@pytest.mark.parametrize(("fault", "named"), [(same_address_twice, "IntegrityError"), (no_such_table, "Error")])
def test_a_refusal_of_the_database_names_no_value(council: Council, fault: Callable[[Session], None], named: str) -> None:
    """PostgreSQL says `Key (workspace, email)=(council, …) already exists`, whatever parameters are hidden."""
    with pytest.raises(Exception) as caught, council.store.writing() as session:
        fault(session)
    said = told(caught.value)
    assert named in said
    assert fault.__name__ in said
    assert PLANTED not in said
    if council.store.engine.dialect.name == "postgresql" and fault is same_address_twice:
        assert "uq_people_workspace_email" in said
        assert PLANTED in str(caught.value), "so it would have been there"


def test_what_the_libraries_that_carry_slacks_traffic_say_is_withheld(heard: io.StringIO) -> None:
    logger = logging.getLogger("cornerstone.App")
    place = f"{Path(logging.__file__).parent}/slack_bolt/app/app.py"
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logger.handle(logger.makeRecord("x", level, place, 581, f"Unhandled request ({PLANTED})", (), None))
    said = heard.getvalue()
    assert said.count("slack_bolt/app/app.py, line 581") == 2, "warnings and worse, by their place"
    assert PLANTED not in said


def test_of_other_libraries_only_warnings_are_said(heard: io.StringIO) -> None:
    for name, level in (("sqlalchemy.engine", logging.DEBUG), ("psycopg", logging.INFO), ("apscheduler", logging.WARNING)):
        logging.getLogger(name).log(level, "from %s", name)
    logging.getLogger("bot.ticks").info("from us")
    assert [line.rpartition(" from ")[2] for line in heard.getvalue().splitlines()] == ["apscheduler", "us"]


LAST_WORDS = """
import sys, threading
from bot import discreet
discreet.begin()
def die(): int("wrenfeather")
if sys.argv[1] == "thread":
    thread = threading.Thread(target=die, name="sender"); thread.start(); thread.join()
else:
    die()
"""


@pytest.mark.parametrize("where", ["main", "thread"])
def test_the_last_words_of_a_process_or_thread_quote_nothing(tmp_path: Path, where: str) -> None:
    code = [sys.executable, "-c", LAST_WORDS, where]
    done = subprocess.run(code, env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=False)
    assert "CRITICAL bot.discreet" in done.stderr
    assert "ValueError" in done.stderr
    assert PLANTED not in done.stderr


WAIT = """
import ctypes
from bot.discreet import leave_no_dump
leave_no_dump()
print(ctypes.CDLL(None).prctl(3), flush=True)
input()
"""


def test_no_image_of_its_memory_is_left_when_a_process_is_killed(tmp_path: Path) -> None:
    pipe, code = subprocess.PIPE, [sys.executable, "-c", WAIT]
    with subprocess.Popen(code, env=environment(tmp_path), cwd=tmp_path, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "0\n", "not dumpable, as Linux says (PR_GET_DUMPABLE)"
        assert resource.prlimit(process.pid, resource.RLIMIT_CORE) == (0, 0)
        os.kill(process.pid, signal.SIGABRT)
        process.wait(10)
    assert list(tmp_path.iterdir()) == []
