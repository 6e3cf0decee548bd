"""A planted canary: what people write is looked for in everything the processes ever wrote, on each database.

Words that stand nowhere else are put into every field of content, by every way there is, also where things go wrong; with
the libraries' logs at their most talkative, and PostgreSQL's with every statement. Then all that was left is
searched: the database and what lies beside it, its server's folder and log, standard output and error, metrics, temporary
files, backups of each kind, and every request Slack was sent. Content may be in a window of somebody who may read it, and what
somebody typed themselves may be given back to them alone: nowhere else.
"""

import base64
import json
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest
from sqlalchemy import select, update

from bot.desk import Trouble
from bot.desk.client import Person
from handlers.supervision.command import SUBCOMMANDS
from handlers.tables import FORMS
from handlers.words.training import NOTE as NOTE_TRAINING
from handlers.words.training import SKILLS
from storage import SINGLE
from storage.models import Base, DisputeRow, PersonRow
from storage.sealed import SealedOwn, sealed_columns
from tests.bot.canaries import FORMS_OF_ONE, Canaries, carried, files, text_inputs, traces, unzipped
from tests.bot.council import NINE, open_store
from tests.bot.nest import ANN, MAREK, SUE, TOM, WINDOWS, Nest, nest, start
from tests.bot.processes import Process, cornerstone
from tests.databases import programs

__all__ = ["nest"]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]


JANE = "His mother Jane Wigglesworth rang from RG41 2AB"
LEAVER = "E1016"
OF_SLACK = ("slack_bots", "slack_installations")
"""Tokens that Slack hands over: `tests/bot/test_workspaces.py`."""


@pytest.mark.alone
def test_what_people_write_is_nowhere_but_where_it_is_meant_to_be(nest: Nest, monkeypatch: pytest.MonkeyPatch) -> None:
    running = start(nest, monkeypatch)
    nest.site.until(lambda: len(nest.site.desk.sent()) >= nest.site.queued)
    all_goes_well(nest)
    every_form_and_every_word(nest)
    slack_fails(nest)
    storage_fails(nest)
    died = killed_in_the_middle(nest, running)
    again = start(nest, monkeypatch)
    officers_work(nest)
    everybody_looks(nest)
    for path in ("/metrics", "/readyz", "/healthz"):
        nest.look(path, nest.site.ask(path)[1].encode())
    kept_of_every_sealed_column(nest)
    backed_up(nest)
    for process in again:
        process.end()
    for process in (*died, *again):
        nest.look("standard error", process.log.encode())
        nest.look("standard output", "".join(process.said).encode())
        assert process.log, "and something was logged"
    requests_to_slack(nest)
    left_on_the_disk(nest)
    assert sorted(set(nest.leaks)) == [], "\n".join(sorted(set(nest.leaks)))
    assert len(nest.canaries.planted) > 100


def all_goes_well(nest: Nest) -> None:
    """Something in each place content is kept."""
    site = nest.site
    put_off(nest)
    nest.command(TOM, "/decision", f"M100001 {nest.word('decision')} because {nest.word('rationale')}")
    nest.command(ANN, "/decision", f"M100001 {nest.word('draft decision')} because {nest.word('its rationale')}")
    nest.command(TOM, "/decision", f"M999999 {nest.word('no such case')} because {nest.word('its rationale')}")
    nest.command(TOM, "/supervision", "book @Ffion Frost 09/03/2026 14:00")
    nest.command(TOM, "/supervision", f"move @Ffion Frost 30/03/2026 because {nest.word('reason of a move')}")
    with nest.by(TOM) as tom:
        tom.command("/supervision", "log @Ann Ashby 02/03/2026 90")
        assert nest.fill(tom) == {}
        tom.close(everything=True)
    write_a_record(nest)
    with nest.by(SUE) as sue:
        sue.command("/supervision", "access @Ann Ashby")
        assert sue.modal is not None
        sue.press(sue.modal, "access_give")
        more = {"purpose": "inspector inspection", "until": date(2026, 3, 20), "tell": "legal", "allowed_by": f"U{SUE}"}
        errors = nest.fill(sue, **more)
        assert set(errors) <= {"allowed_by"}, errors
        if errors:
            assert nest.fill(sue, **more | {"allowed_by": "UE1001"}) == {}
        sue.close(everything=True)
    with nest.by(SUE) as sue:
        sue.command("/supervision", "training @Tom Tilley")
        sue.press(sue.modal, NOTE_TRAINING)
        assert nest.fill(sue, what=SKILLS) == {}
        sue.close(everything=True)
    with nest.by(TOM) as tom:
        tom.command("/decision", f"M100001 hold the plan because {JANE} {nest.word('beside a name')}")
        assert tom.modal is not None, "it is pointed out"
        assert tom.submit(kept_because=nest.word("why it is kept")) == {}
        tom.close(everything=True)
    site.until(lambda: [each for each in site.desk.sent(kind="morning") if "for you to confirm" in each.message.text])
    with nest.by(TOM) as tom:
        tom.press([each for each in tom.messages() if "decision_confirm" in str(each.blocks)][-1], "decision_confirm")
        tom.press(tom.modal, "decision_back")
        assert nest.fill(tom) == {}
        tom.close(everything=True)
    for staff_id, word in ((TOM, "history @Ann Ashby"), (ANN, "history"), (MAREK, "history @Ann Ashby"), (SUE, "access @Ann")):
        nest.command(staff_id, "/supervision", word)
        close(nest, staff_id)


def put_off(nest: Nest) -> None:
    """A reminder, for another reason than those offered."""
    with nest.by(TOM) as tom:
        morning = next(each for each in tom.messages() if "duty_snooze" in str(each.blocks))
        buttons = [each for block in morning.blocks for each in block.get("elements", [])]
        tom.press(morning, "duty_snooze", next(each["value"] for each in buttons if each.get("action_id") == "duty_snooze"))
        assert tom.modal is not None
        until = next(each["element"]["options"][0]["value"] for each in tom.modal.blocks if each["type"] == "input")
        assert nest.fill(tom, until=until, kind="other") == {}
        tom.close(everything=True)


def write_a_record(nest: Nest) -> None:
    """A session's record on the policy's own form, with a canary in all its steps; one of its actions is not done, and why."""
    with nest.by(TOM) as tom:
        tom.command("/supervision", "log @Ann Ashby 27/02/2026 90")
        assert tom.submit() == {}
        tom.press(tom.modal, "session_notes")
        for _ in range(20):
            inputs = [each for each in tom.modal.blocks if each["type"] == "input"] if tom.modal else []
            texts = [each["block_id"] for each in inputs if each["element"]["type"] == "plain_text_input"]
            if not inputs:
                break
            assert tom.submit(values={name: nest.word(f"{name} of a record") for name in texts}) == {}
        tom.close(everything=True)
    with nest.by(ANN) as ann:
        ann.press(ann.home(), "actions_open")
        buttons = [each for block in ann.modal.blocks for each in block.get("elements", [])] if ann.modal else []
        ann.press(ann.modal, "action_not_done", next(each["value"] for each in buttons if each["type"] == "button"))
        assert ann.submit(why=nest.word("why an action is not done")) == {}
        ann.close(everything=True)
    is_not_right(nest)
    of_a_case(nest)


def of_a_case(nest: Nest) -> None:
    """A change is flagged and needs no discussion; it is discussed more often; a decision has the policy's further headings."""
    nest.command(TOM, "/case", f"often M100001 every 4 weeks because {nest.word('why more often')}")
    nest.command(ANN, "/case", f"flag M100001 {nest.word('what has changed')}")
    site = nest.site
    site.until(lambda: "flag_none" in str([each.blocks for each in site.person(TOM).messages()]))
    with nest.by(TOM) as tom:
        tom.press([each for each in tom.messages() if "flag_none" in str(each.blocks)][-1], "flag_none")
        assert nest.fill(tom) == {}
        tom.close(everything=True)
    with nest.by(TOM) as tom:
        tom.command("/decision", "")
        assert nest.fill(tom, ref="M100001") == {}
        tom.close(everything=True)


def is_not_right(nest: Nest) -> None:
    """The supervisee says so of a record, the named manager decides, and it is corrected."""
    with nest.by(ANN) as ann:
        ann.command("/supervision", "sign")
        ann.press(ann.modal, "record_read")
        ann.press(ann.modal, "record_not_right")
        assert ann.submit(words=nest.word("what is not right")) == {}
        ann.close(everything=True)
    store = open_store(nest.url)
    with store.reading() as session:
        found = session.scalars(select(DisputeRow)).one()
        decides, record = str(found.to_id), found.record_id
    store.close()
    nest.may_read.add(decides)
    with nest.by(decides) as manager:
        manager.command("/supervision", "sign")
        manager.press(manager.modal, "dispute_open")
        assert manager.submit(outcome="to_correct", words=nest.word("why it is to be corrected")) == {}
        manager.close(everything=True)
    with nest.by(TOM) as tom:
        tom.command("/supervision", "history @Ann Ashby")
        tom.press(tom.modal, "record_read", record)
        tom.press(tom.modal, "record_correct")
        for _ in range(20):
            if not tom.modal or not any(each["type"] == "input" for each in tom.modal.blocks):
                break
            last = any(each["block_id"] == "because" for each in tom.modal.blocks)
            assert tom.submit(**({"because": nest.word("why it is corrected")} if last else {})) == {}
        tom.close(everything=True)


def officers_work(nest: Nest) -> None:
    """What is typed at the command line about why something is kept, shown or erased; an export is written to be read."""
    given = nest.site.settings(DATABASE_URL=nest.url, TMPDIR=str(nest.site.home / "tmp"))
    store, held_as = open_store(nest.url), ""
    with store.writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == LEAVER).values(left_on=date(2026, 2, 1)))
        session.commit()
    store.close()
    exported = nest.site.home.parent / "for them.zip"
    for command in (
        ("retention", "hold", "--person", ANN),
        ("retention", "release", ""),
        ("subject", "export", ANN, "--to", str(exported)),
        ("subject", "erase", LEAVER, "--now"),
    ):
        words = tuple(each or held_as for each in command)
        done = cornerstone(nest.site.home, *words, "--by", SUE, "--reason", nest.word(" ".join(command)), **given)
        assert done.returncode == 0, (words, done.stderr)
        nest.look("what a command says", (done.stdout + done.stderr).encode())
        held_as = done.stdout.partition("Held, as ")[2][:8]
    assert traces(b"".join(data for _, data in unzipped(exported))), "here it is meant to be"


def close(nest: Nest, *staff_ids: str) -> None:
    """Whatever windows are open."""
    for person in map(nest.site.person, staff_ids):
        if person.modal:
            person.close(everything=True)


def every_form_and_every_word(nest: Nest) -> None:
    """Each form of the table sent off with a canary in everything it may ask for, by those who may and by a stranger."""
    inputs = sorted(text_inputs() | nest.filled)
    assert nest.filled <= set(inputs)
    for callback in FORMS:
        for staff_id in (TOM, MAREK):
            with nest.by(staff_id) as person:
                _send_off(nest, person, staff_id, callback, inputs)
    for word in (*SUBCOMMANDS, "frobnicate", ""):
        for typed in (f"{word} {nest.word(word)}", f"{word} @Ann Ashby tomorrow because {nest.word(word)} {nest.word(word)}"):
            nest.command(TOM, "/supervision", typed)
            nest.command(MAREK, "/supervision", f"{word} @Ann Ashby {nest.word(word)}")
            close(nest, TOM, MAREK)


def _send_off(nest: Nest, person: Person, staff_id: str, callback: str, inputs: Sequence[str]) -> None:
    """A form with a word in everything, as Slack would send it; what the bot answers may hold the words of its own sender."""
    own = {name: nest.word(f"{name} of {callback}") for name in inputs}
    meta = dict.fromkeys(("person", "session", "decision", "matter", "kept", "ref"), ANN)
    values = {name: {name: {"type": "plain_text_input", "value": word}} for name, word in own.items()}
    view = {
        "type": "modal", "callback_id": callback, "title": {"type": "plain_text", "text": "A form"}, "blocks": [], "id": "V1",
        "hash": "1", "private_metadata": json.dumps(meta), "state": {"values": values},
    }  # fmt: skip
    world = nest.site.desk.world
    payload = {
        "type": "view_submission", "team": {"id": world.workspace.team_id, "domain": "d"}, "api_app_id": "A", "token": "t",
        "user": {"id": person.id, "name": "n", "team_id": world.workspace.team_id}, "response_urls": [],
        "trigger_id": world.triggers.give(person.id), "view": view,
    }  # fmt: skip
    ack = nest.site.desk.deliveries.interaction(payload)
    assert ack.status == 200, (callback, ack)
    allowed = set(nest.canaries.planted) if staff_id in nest.may_read else set(own.values())
    nest.note(f"the answer to {callback}", traces(ack.body) - allowed)
    answered = json.loads(ack.body) if ack.body.strip() else {}
    nest.note(f"behind the answer to {callback}", traces("".join(carried(answered)).encode()))


def slack_fails(nest: Nest) -> None:
    """Windows that do not open, answers that are refused."""
    faults = nest.site.desk.faults
    for trouble in (Trouble.SERVER_ERROR, Trouble.RATE_LIMITED, Trouble.ANSWER_LOST):
        faults.switch_on(trouble)
        nest.command(TOM, "/decision", f"M100002 {nest.word('a window that does not open')}")
        nest.command(TOM, "/decision", f"M100001 {nest.word('stored')} because {nest.word('while Slack fails')}")
        faults.switch_off()
        close(nest, TOM)


def storage_fails(nest: Nest) -> None:
    """The database held by another, and then broken: a fault nobody has foreseen, with a traceback."""
    with held(nest):
        nest.command(TOM, "/decision", f"M100001 {nest.word('while it is held')} because {nest.word('while it is held')}")
        nest.command(MAREK, "/decision", f"M100001 {nest.word('while it is held')} because {nest.word('while it is held')}")
    with broken(nest):
        nest.command(TOM, "/decision", f"M100001 {nest.word('a fault')} because {nest.word('a fault')}")
        close(nest, TOM)


@contextmanager
def held(nest: Nest) -> Iterator[None]:
    other = open_store(nest.url)
    with other.work(SINGLE, NINE):
        yield
    other.close()


@contextmanager
def broken(nest: Nest) -> Iterator[None]:
    """Without a table."""
    for old, new in (("discussions", "lost"), ("lost", "discussions")):
        renamed = f"ALTER TABLE {old} RENAME TO {new}"
        if nest.server:
            with psycopg.connect(nest.url, autocommit=True) as connection:
                connection.execute(renamed)
        else:
            store = open_store(nest.url)
            with store.engine.connect() as opened:
                opened.rollback()
                raw = opened.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA legacy_alter_table = ON")
                raw.execute(renamed)
            store.close()
        if new == "lost":
            yield


def killed_in_the_middle(nest: Nest, running: list[Process]) -> list[Process]:
    """SIGKILL while somebody waits for what they typed to be stored."""
    words = f"M100001 {nest.word('typed as it dies')} because {nest.word('typed as it dies')}"
    with held(nest):
        thread = threading.Thread(target=lambda: nest.site.person(TOM).command("/decision", words))
        thread.start()
        time.sleep(0.5)
        for process in running:
            process.kill()
        thread.join()
    return running


def everybody_looks(nest: Nest) -> None:
    """Home tabs, and every message there is."""
    for staff_id in (TOM, ANN, SUE, MAREK):
        with nest.by(staff_id) as person:
            person.home()


def kept_of_every_sealed_column(nest: Nest) -> None:
    """So that the search is one: something of each was stored. A new sealed column needs a canary in `all_goes_well`."""
    store = open_store(nest.url)
    with store.reading() as session:
        for table in Base.metadata.sorted_tables:
            for name in sealed_columns(Base.metadata).get(table.name, ()):
                if isinstance(table.c[name].type, SealedOwn) or table.name in OF_SLACK:
                    continue  # no person writes it
                found = session.scalars(select(table.c[name]).where(table.c[name].is_not(None))).all()
                assert any(traces(each.encode()) for each in found), f"nothing planted is in {table.name}.{name}"
    store.close()


def backed_up(nest: Nest) -> None:
    """Of each kind there is."""
    kinds = ["sqlite", "pg_dump"] if nest.server else ["sqlite"]
    for kind in kinds:
        file = nest.site.home / f"backup.{kind}"
        more = {"DATABASE_URL": nest.url, "TMPDIR": str(nest.site.home / "tmp"), "PATH": f"{programs()}:/usr/bin:/bin"}
        done = cornerstone(nest.site.home, "backup", "--format", kind, str(file), **nest.site.settings(**more))
        assert done.returncode == 0, done.stderr
        nest.look("what a backup says", (done.stdout + done.stderr).encode())
        if kind == "pg_dump" and nest.server:
            readable = nest.server.folder / "dump"
            shutil.copy(file, readable)
            readable.chmod(0o644)
            dumped = nest.server.run("pg_restore", "-f", "-", readable)
            assert "COPY public.discussions" in dumped
            nest.look("pg_dump", dumped.encode())


def requests_to_slack(nest: Nest) -> None:
    """All but windows, which have been looked at one by one; of answers to a command that come late, what was given back."""
    for call in nest.site.desk.calls():
        if call.method in WINDOWS:
            continue
        found = traces(json.dumps(call.args).encode())
        if call.method == "response_url":
            found &= set(carried(call.args))
        nest.note(call.method, found)
    for sent in nest.site.desk.sent():
        nest.look("a message", json.dumps([sent.text, sent.blocks, sent.metadata]).encode())


def left_on_the_disk(nest: Nest) -> None:
    """Everything below the council's home, temporary files and backups with it, and below the server's folder."""
    looked_at = 0
    for name, data in files(nest.site.home):
        nest.look(name, data)
        looked_at += 1
    assert looked_at >= 3
    if nest.server:
        nest.look("everything", nest.server.everything(nest.url))
        log = (nest.server.folder / "log").read_bytes()
        assert b"INSERT INTO discussions" in log, "the server's log is as talkative as can be"
        for part in ("data", "log"):
            path = nest.server.folder / part
            for name, data in files(path) if path.is_dir() else [(part, path.read_bytes())]:
                nest.look(f"PostgreSQL's {name}", data)


@pytest.mark.parametrize("form", ["plain", *FORMS_OF_ONE])
def test_a_word_is_found_however_it_is_written(form: str) -> None:
    word = Canaries().word("here")
    around = f"some text before {word.upper() if form == 'plain' else word} and after"
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in around)
    written = {
        "plain": around.encode(),
        "utf-16": around.encode("utf-16-le"),
        "utf-16 the other way": around.encode("utf-16-be"),
        "hex": around.encode().hex().upper().encode(),
        "escaped": escaped.encode(),
        "in percent": "".join(f"%{ord(letter):02X}" for letter in around).encode(),
    }
    for shift in range(3):
        begins = around.lower().index(word)
        written[f"base64 {shift}"] = base64.b64encode(around[(begins - shift) % 3 :].encode())
    assert traces(written[form]), written[form]
    assert traces(b"some text that holds none") == set()
