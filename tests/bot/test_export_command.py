"""`cornerstone export`: CSV and Parquet hold the same rows as the API, whole or not at all, and no word anybody wrote."""

import csv
import json
import os
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pyarrow import parquet
from sqlalchemy import ColumnClause, String, text, update
from sqlalchemy.sql import visitors

from bot.exports.folder import CannotWriteThere, FolderExists, NoReader, take
from bot.exports.values import cell
from bot.figures.answering import Figures
from bot.figures.asked import PREFIX
from storage import SINGLE
from storage.exports.columns import Kind
from storage.exports.tables import TABLES
from storage.models import ActionRow, AuditDrawRow, AuditRow, AuditSampleRow, Base, ObligationRow, RecordRow, new_id
from storage.sealed import SealedText
from tests.bot.canaries import Canaries, files, traces
from tests.bot.commanding import run, settle
from tests.bot.council import NINE, Council
from tests.unhurried import AN_ANSWER

Rows = list[dict[str, Any]]
HARMFUL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", 'a "quoted", team')


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The council, and somebody at the command line."""
    settle(monkeypatch, council)
    return council


def exported(office: Council, name: str, *arguments: str) -> Path:
    to = office.folder / name
    done = run("export", f"--{name.partition('-')[0]}", str(to), *arguments)
    assert done.exit_code == 0, done.output
    return to


def from_csv(folder: Path) -> dict[str, Rows]:
    """Every table as its values are meant."""
    found = {}
    for name, table in TABLES.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            assert reader.fieldnames == [each.name for each in table.columns]
            found[name] = [{each.name: read(each.kind, row[each.name]) for each in table.columns} for row in reader]
    return found


def read(kind: Kind, written: str) -> Any:
    if not written:
        return None
    meant = {
        Kind.TEXT: lambda: written.removeprefix("'"),
        Kind.DATE: lambda: date.fromisoformat(written),
        Kind.INSTANT: lambda: datetime.fromisoformat(written),
        Kind.WHOLE: lambda: int(written),
        Kind.FLAG: lambda: {"true": True, "false": False}[written],
    }
    return meant[kind]()


def from_parquet(folder: Path) -> dict[str, Rows]:
    return {name: parquet.read_table(folder / f"{name}.parquet").to_pylist() for name in TABLES}


def from_api(office: Council, reach: str) -> dict[str, Rows]:
    """Every page of every table, as somebody's program would go through them."""
    web = Flask("figures")
    Figures(office.store, lambda: NINE, a_minute=10_000, within=AN_ANSWER).register(web)
    with office.store.work(SINGLE, NINE) as work:
        person = work.people.must_get("E1003")
        issued = work.api_tokens.issue("E1003", viewer=person, reach=reach, ahead_days=9)
        work.commit()
    headers, found = {"Authorization": f"Bearer {PREFIX}{issued.token.text}"}, dict[str, Rows]()
    for name, table in TABLES.items():
        kinds = {each.name: each.kind for each in table.columns}
        address, found[name] = f"/api/v1/{name}?limit=20", []
        while address:
            page = web.test_client().get(address, headers=headers).get_json()
            found[name] += [{key: meant(kinds[key], value) for key, value in row.items()} for row in page["rows"]]
            address = page["next"]
    return found


def meant(kind: Kind, value: Any) -> Any:
    return read(kind, value) if isinstance(value, str) and kind is not Kind.TEXT else value


def ordered(tables: dict[str, Rows]) -> dict[str, Rows]:
    return {name: sorted(rows, key=lambda row: str(row["id"])) for name, rows in tables.items()}


def test_csv_parquet_and_api_hold_the_same_rows_of_a_line_and_of_the_council(office: Council) -> None:
    office.run("UPDATE people SET team = :team WHERE id = 'E1005'", team="=cmd|' /C calc'!A0")
    with office.store.work(SINGLE, NINE) as work:
        tom = work.people.must_get("E1003")
        work.sessions.book(viewer=tom, supervisee_id="E1005", planned_on=date(2026, 3, 9))
        work.sessions.move(viewer=tom, supervisee_id="E1005", to_on=date(2026, 3, 10), reason="court")
        work.commit()
    for name, arguments, reach in (("whole", (), "quality"), ("line", ("--as", "E1003"), "line")):
        of_csv = ordered(from_csv(exported(office, f"csv-{name}", *arguments)))
        assert all(of_csv.values()), "there is something of each"
        assert of_csv == ordered(from_parquet(exported(office, f"parquet-{name}", *arguments)))
        assert of_csv == ordered(from_api(office, reach))
    schema = parquet.read_schema(office.folder / "parquet-whole" / "obligations.parquet")
    types = {name: str(schema.field(name).type) for name in ("id", "due_on", "opened_at", "days_late")}
    assert types == {"id": "string", "due_on": "date32[day]", "opened_at": "timestamp[us, tz=UTC]", "days_late": "int32"}
    assert b"local to the council" in schema.field("due_on").metadata[b"meaning"]


def test_an_audit_says_of_which_sample_it_is_how_far_and_how_many_actions_and_not_what_it_found(office: Council) -> None:
    mine: dict[str, Any] = {"workspace": SINGLE}
    people = {"of_id": "E1005", "by_id": "E1003"}
    with office.store.work(SINGLE, NINE) as work:
        audit = AuditRow(
            **mine, **people, id="a1", auditor_id="E1001", kind="dip_sample", rag=True, audited_on=date(2026, 2, 2),
            finished_on=date(2026, 2, 3), discussed_on=date(2026, 2, 20),
        )  # fmt: skip
        draw = AuditDrawRow(
            **mine, id="d1", auditor_id="E1001", rule="MAN-5.3-a", kind="dip_sample", begins_on=date(2026, 2, 1),
            ends_on=date(2026, 2, 28), seed="s", pool_size=9, pool_digest="p", drawn_at=NINE,
        )  # fmt: skip
        work.session.add_all([audit, draw])
        work.session.flush()
        for place, audit_id in enumerate(["a1", None]):
            drawn = {"rag": True, "turn": 1, "drawn_at": NINE, "audit_id": audit_id, "place": place}
            work.session.add(AuditSampleRow(**mine, **people, **drawn, id=f"s{place}", draw_id="d1"))
        made = {"about_id": "E1003", "by_id": "E1001", "of_id": "a1", "made_at": NINE}
        work.session.add(RecordRow(**mine, **made, id="r1", form="supervision_audit", title="Audit"))
        work.session.flush()
        for due_on, outcome in [(date(2026, 3, 1), ""), (date(2026, 3, 2), ""), (date(2026, 2, 9), "done")]:
            agreed = {"record_id": "r1", "supervisee_id": "E1003", "owner_id": "E1003", "words": "x", "set_on": NINE.date()}
            work.session.add(ActionRow(**mine, **agreed, id=new_id(), due_on=due_on, outcome=outcome))
        for number, (due_on, how) in enumerate([(date(2026, 2, 12), "due_changed"), (date(2026, 2, 10), "")]):
            owed = {
                "rule": "MAN-5.2-c",
                "kind": "audit_feedback",
                "person_id": "E1001",
                "about": "a1",
                "due": due_on.isoformat(),
            }
            text_of = {"source": "Manchester, 5.2", "why": "y", "suspended": False, "opened_at": NINE}
            ended = {"closed_how": how, "closed_at": NINE if how else None}
            work.session.add(
                ObligationRow(**mine, **owed, **text_of, **ended, id=f"o{number}", key=f"k{number}", due_on=due_on)
            )
        work.commit()
    audits = from_csv(exported(office, "csv"))["audits"]
    assert {row["rule"] for row in audits if row["id"] != "a1"} == {None}, "what was audited without a sample is of none"
    (found,) = [row for row in audits if row["id"] == "a1"]
    assert found.pop("team")
    assert found == {
        "id": "a1", "of_id": "E1005", "supervisor_id": "E1003", "auditor_id": "E1001", "kind": "dip_sample",
        "state": "finished", "with_ratings": True, "rule": "MAN-5.3-a", "sample_from_on": date(2026, 2, 1),
        "sample_to_on": date(2026, 2, 28), "audited_on": date(2026, 2, 2), "finished_on": date(2026, 2, 3),
        "feedback_due_on": date(2026, 2, 10), "feedback_on": None, "discussed_on": date(2026, 2, 20), "actions": 3,
        "actions_open": 2, "actions_late": 1,
    }  # fmt: skip


def test_what_is_written_beside_says_what_it_is(office: Council) -> None:
    to = exported(office, "csv", "--as", "E1003", "--since", "2026-02-16")
    about = json.loads((to / "export.json").read_text(encoding="utf-8"))
    assert (about["rows_about"], about["since"], about["form"]) == ("E1003 and everybody below", "2026-02-16", "csv")
    for name, told in about["tables"].items():
        data = (to / told["file"]).read_bytes()
        assert sha256(data).hexdigest() == told["sha256"]
        assert len(from_csv(to)[name]) == told["rows"]
    held = from_csv(to)["sessions"]
    assert held
    assert all((row["held_on"] or row["planned_on"]) >= date(2026, 2, 16) for row in held)
    assert len(from_csv(to)["people"]) == 7, "what stands now is always whole"
    assert json.loads((to / "schema.json").read_text(encoding="utf-8")) == json.loads(
        run("export", "--schema", "--json").output
    )
    assert {stat.S_IMODE(each.stat().st_mode) for each in to.iterdir()} == {0o600}
    assert stat.S_IMODE(to.stat().st_mode) == 0o700
    head = json.loads(run("audit", "heads").output.splitlines()[-1])
    assert about["trail"] == {"event": head["seq"], "hash": head["hash"]}, "its own note is the last event before it was there"


def test_it_is_there_whole_or_not_at_all(office: Council) -> None:
    to = office.folder / "csv"
    before = set(office.folder.iterdir())
    taken = {"kept.txt": b"mine"}
    to.mkdir()
    (to / "kept.txt").write_bytes(taken["kept.txt"])
    with pytest.raises(FolderExists):
        run("export", "--csv", str(to))
    assert {each.name: each.read_bytes() for each in to.iterdir()} == taken
    with pytest.raises(CannotWriteThere):
        run("export", "--csv", str(office.folder / "no such" / "place"))
    with pytest.raises(NoReader):
        run("export", "--csv", str(office.folder / "again"), "--as", "nobody")

    def falls_over(name: str, done: int, total: int) -> None:
        if name == "people":
            raise OSError(28, os.strerror(28))

    with pytest.raises(CannotWriteThere):
        take(office.store, SINGLE, NINE, office.folder / "full", "parquet", progress=falls_over)
    assert set(office.folder.iterdir()) == before | {to}, "nothing is left behind"
    assert "exported" not in run("audit", "list").output


@pytest.mark.parametrize(
    "arguments",
    [(), ("--csv", "a", "--parquet", "b"), ("--csv", "a", "--schema"), ("--json",), ("--csv", "a", "--json")],
    ids=" ".join,
)
def test_what_is_unclear_is_refused(office: Council, arguments: tuple[str, ...]) -> None:
    done = run("export", *arguments)
    assert done.exit_code == 2
    assert "Give --csv with a new folder" in done.output
    assert not (office.folder / "a").exists()


def test_the_schema_in_words_names_every_column_and_what_it_can_be() -> None:
    said = run("export", "--schema").output
    for name, table in TABLES.items():
        part = said.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for each in table.columns:
            (line,) = [line for line in part.splitlines() if line.startswith(f"- `{each.name}` ")]
            assert all(word in line for word in (each.says, each.unit, each.rule, *each.words)), each.name


@pytest.mark.parametrize("harmful", HARMFUL, ids=repr)
def test_no_cell_is_a_formula(harmful: str) -> None:
    written = str(cell(harmful))
    assert written == (harmful if harmful.startswith("a") else f"'{harmful}")
    assert [cell(each) for each in (None, True, False, 0, date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC))] == [
        "", "true", "false", 0, "2026-03-02", "2026-03-02T00:00:00Z",
    ]  # fmt: skip


def texts_not_taken_out() -> Iterator[tuple[str, str]]:
    """Every column of text, but ids, what points at them, and what the tables are made of."""
    used = {
        (part.table.name.replace("whose", "people"), part.name)
        for table in TABLES.values()
        for each in table.columns
        for part in visitors.iterate(getattr(each.of, "expression", each.of))
        if isinstance(part, ColumnClause) and part.table is not None
    }
    for table in {"people", "obligations", "sessions", "postponements", "discussions", "agreements", "observations", "audits"}:
        for column in Base.metadata.tables[table].columns:
            is_key = column.primary_key or column.foreign_keys or column.name in ("workspace", "key", "zone", "due", "kind")
            is_text = isinstance(column.type, String | SealedText)
            if is_text and not is_key and (table, column.name) not in used:
                yield table, column.name


MEANT_TO_STAY = {
    ("people", "name"), ("people", "email"), ("people", "post"), ("obligations", "why"), ("sessions", "notes"),
    ("postponements", "reason"), ("discussions", "decision"), ("discussions", "rationale"), ("discussions", "direction"),
    ("discussions", "more"), ("agreements", "reason"),
}  # fmt: skip
"""Some of them, so that none is lost to how they are found."""


def test_no_word_that_is_not_meant_to_leave_is_in_any_file_or_answer(office: Council) -> None:
    canaries = Canaries()
    with office.store.work(SINGLE, NINE) as work:
        tom = work.people.must_get("E1003")
        work.sessions.book(viewer=tom, supervisee_id="E1005", planned_on=date(2026, 3, 9))
        work.sessions.move(viewer=tom, supervisee_id="E1005", to_on=date(2026, 3, 10), reason="court")
        planted = list(texts_not_taken_out())
        for name, column in planted:
            table = Base.metadata.tables[name]
            is_unique = {"email", "slack_id"} & {column}
            word = canaries.word(f"{name}.{column}")
            value: Any = text(f"'{word}' || id") if is_unique else word
            work.session.execute(update(table).values({column: value}))
        work.commit()
    assert set(planted) >= MEANT_TO_STAY
    for form in ("csv", "parquet"):
        said = run("export", f"--{form}", str(office.folder / form)).output
        assert traces(said.encode()) == set()
        for name, data in files(office.folder / form):
            assert traces(data) == set(), name
    assert traces(repr(from_api(office, "quality")).encode()) == set()
    assert traces(repr([from_csv(office.folder / "csv"), from_parquet(office.folder / "parquet")]).encode()) == set()
