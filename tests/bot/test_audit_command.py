"""`cornerstone audit`: whether the trail is whole, its heads kept elsewhere, and what it says with people by name."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduling.errors import SupervisionError
from storage import SINGLE
from storage.store import Store
from tests.bot.commanding import at, run, settle
from tests.bot.council import NINE, Council
from tests.storage.tampering import TRIGGERS

LATER = NINE + timedelta(days=2)


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The council, two people of which have read of each other."""
    settle(monkeypatch, council)
    read(council.store, 2)
    return council


def read(store: Store, times: int) -> None:
    """The first of the council, by name, was shown that many sessions of the second."""
    for number in range(times):
        with store.read(SINGLE, NINE) as work:
            first, second = work.people.everyone()[:2]
            seen = {"kind": "session", "object": f"session {number}", "about": second.id, "role": "supervisor"}
            work.trail.note("read", viewer=first, **seen)


def names(council: Council) -> tuple[str, str]:
    with council.store.read(SINGLE, NINE) as work:
        first, second = work.people.everyone()[:2]
        return first.name, second.name


def tamper(council: Council, *statements: str) -> None:
    """As whoever owns the database can."""
    for statement in (*TRIGGERS[council.store.engine.dialect.name], *statements):
        council.run(statement)


def last(council: Council) -> int:
    with council.store.reading() as session:
        return int(session.connection().exec_driver_sql("SELECT max(seq) FROM trail").scalar_one())


def test_a_whole_trail_is_said_to_be_whole_with_its_length(office: Council) -> None:
    done = run("audit", "verify")
    assert done.exit_code == 0
    assert last(office) == 3
    assert done.output == "Three events of one workspace: all as they were written.\n"
    (row,) = json.loads(run("audit", "verify", "--json", "--workspace", SINGLE).output)
    assert row == {"workspace": SINGLE, "events": last(office), "ok": True, "first_wrong": None}


def test_the_first_wrong_event_is_named_and_the_exit_status_says_so(office: Council) -> None:
    wrong = last(office) - 1
    tamper(office, f"UPDATE trail SET object = 'another' WHERE seq = {wrong}", f"DELETE FROM trail WHERE seq = {wrong + 1}")
    done = run("audit", "verify")
    assert done.exit_code == 1
    assert f"{SINGLE}: event {wrong} was changed (changed)." in done.output
    (row,) = json.loads(run("audit", "verify", "--json").output)
    assert (row["ok"], row["first_wrong"]["seq"], row["first_wrong"]["what"]) == (False, wrong, "changed")


def test_an_older_head_put_back_with_the_tail_cut_is_found_by_a_head_kept_elsewhere(office: Council, tmp_path: Path) -> None:
    file, kept = tmp_path / "heads.jsonl", last(office)
    with office.store.reading() as session:
        seq, head = session.connection().exec_driver_sql("SELECT seq, head FROM trail_heads").one()
    read(office.store, 3)
    assert run("audit", "heads", "--to", str(file)).output == f"1 added to {file}.\n"
    read(office.store, 1)
    assert run("audit", "heads", "--to", str(file)).exit_code == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(line["workspace"], line["seq"]) for line in lines] == [(SINGLE, kept + 3), (SINGLE, kept + 4)]
    assert {datetime.fromisoformat(line["at"]).replace(second=0) for line in lines} == {NINE}
    assert run("audit", "verify", "--heads", str(file)).exit_code == 0
    tamper(office, f"DELETE FROM trail WHERE seq > {seq}", f"UPDATE trail_heads SET seq = {seq}, head = '{head}'")
    assert run("audit", "verify").exit_code == 0, "nothing in the database tells"
    done = run("audit", "verify", "--heads", str(file))
    assert done.exit_code == 1
    assert f"cut off after event {kept}: the head kept elsewhere says there were {kept + 4}" in done.output


def test_heads_are_printed_and_a_head_not_to_be_believed_is_told_of(office: Council) -> None:
    assert json.loads(run("audit", "heads").output)["seq"] == last(office)
    tamper(office, "UPDATE trail_heads SET head = 'x'")
    done = run("audit", "heads")
    assert done.exit_code == 1
    assert SINGLE in done.output
    assert "hash" not in done.output


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"workspace": "council", "seq": "1", "hash": "a"}',
        '{"workspace": "council", "seq": true, "hash": "a"}',
        '{"workspace": "council", "seq": 0, "hash": "a"}',
        '{"workspace": "council", "seq": 1, "hash": "b"}',
    ],
)
def test_what_is_no_file_of_heads_is_refused_with_its_line(office: Council, tmp_path: Path, line: str) -> None:
    file = tmp_path / "heads.jsonl"
    file.write_text(f'{{"workspace": "council", "seq": 1, "hash": "a"}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(SupervisionError, match="Line 3"):
        run("audit", "verify", "--heads", str(file))


def test_an_inspector_reads_who_was_shown_whose_record_and_that_is_noted_too(office: Council) -> None:
    first, second = names(office)
    done = run("audit", "list", "--about", second)
    assert done.exit_code == 0, done.output
    assert done.output.count("read session") == 2
    assert first in done.output
    (noted, *_) = json.loads(run("audit", "list", "--json").output)
    assert (noted["actor"], noted["act"], noted["kind"], noted["about"]) == ("command", "read", "trail", second)


def test_events_are_chosen_by_actor_day_and_number(office: Council) -> None:
    first, second = names(office)
    at(office, LATER)
    listed = json.loads(run("audit", "list", "--json", "--actor", first).output)
    assert {(row["actor"], row["about"]) for row in listed} == {(first, second)}
    assert json.loads(run("audit", "list", "--json", "--actor", first, "--since", f"{LATER:%Y-%m-%d}").output) == []
    assert [row["actor"] for row in json.loads(run("audit", "list", "--json", "--since", f"{LATER:%Y-%m-%d}").output)] == [
        "command",
        "command",
    ]
    done = run("audit", "list", "--most", "1")
    assert "Only the newest 1" in done.output


def test_who_was_erased_is_not_named_and_is_still_found_by_the_token(office: Council) -> None:
    _, second = names(office)
    with office.store.work(SINGLE, NINE) as work:
        (person,) = work.people.find(second)
        token = work.trail.tokens_of([person.id])[person.id]
        work.trail.forget(person.id, by="retention")
        work.commit()
    listed = json.loads(run("audit", "list", "--json", "--about", token).output)
    assert [(row["act"], row["about"]) for row in listed] == [("erased", "somebody erased"), *[("read", "somebody erased")] * 2]
    assert run("audit", "verify").exit_code == 0
    done = run("audit", "list", "--about", second)
    assert done.exit_code == 2
    assert "does not speak of" in done.output


def test_a_person_nobody_knows_is_refused(office: Council) -> None:
    done = run("audit", "list", "--about", "nobody at all")
    assert done.exit_code == 2
    assert "nobody here" in done.output
