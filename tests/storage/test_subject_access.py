"""Subject access: everything about somebody, for them to read; nobody else's name, and nothing they are not to be told yet."""

from __future__ import annotations

import json
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from scheduling.calendar import Interval
from scheduling.forms import Answer, Filled, FilledPart
from scheduling.policy import Policy
from storage import SINGLE
from storage.lifecycle import naming, papers
from storage.lifecycle.holds import ReasonNeeded, place
from storage.lifecycle.pointing import people_columns, tables
from storage.lifecycle.subject.exporting import export
from storage.lifecycle.subject.redaction import Names, Span, addresses, mentions, redacted, references
from storage.lifecycle.subject.sections import SECTIONS, WITHHELD
from storage.models import (
    CasePointRow,
    DiscussionWorkerRow,
    DisputeRow,
    FormerTeamRow,
    PersonChangeRow,
    RaisedRow,
    SnoozeRow,
    SubjectExportRow,
    TrailRow,
    WorkerNameRow,
    new_id,
)
from storage.records.decisions import ToLog
from storage.records.grants import Delay, Wanted
from storage.store import Store
from storage.sweep import sweep
from tests.databases import Databases
from tests.storage.conftest import opened
from tests.storage.council import at, day, sampled, settled, who
from tests.storage.reading import send

NOW = at("2026-03-24T14:05")
NOTES = "Tom Example asked about M100001. BOB is tired; Example, Sue agreed. I wrote to tom@council.example and <@UTIM>."
SAID = (
    "[your supervisor] asked about [case 1]. [a colleague] is tired; [a manager above you] agreed. "
    "I wrote to [an e-mail address] and [a colleague]."
)


def test_every_column_that_names_somebody_is_in_an_export_or_left_out_for_a_reason() -> None:
    named = {f"{table.name}.{column.name}" for table in tables() for column in people_columns(table)} | {"people.id"}
    shown = {f"{part.table}.{column}" for part in SECTIONS if part.parent is None for column in part.by}
    children = {f"{part.table}.{column}" for part in SECTIONS if part.parent for column in part.by}
    assert named - shown - children == set(WITHHELD)
    assert not set(WITHHELD) & (shown | children)
    assert all(why for why in WITHHELD.values())


def _live(store: Store) -> None:
    """Ann has something of everything; bob's is beside it."""
    with store.work(SINGLE, NOW) as work:
        tom, zoe, ann = who(work, "tom"), who(work, "zoe"), who(work, "ann")
        work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-26"))
        work.sessions.move(viewer=tom, supervisee_id="ann", to_on=day("2026-03-30"), reason="Anns reason for M100002")
        for person, text in (("ann", NOTES), ("bob", "Bobs quokka")):
            work.sessions.record(viewer=tom, supervisee_id=person, held_on=day("2026-03-24"), notes=text, minutes=60)
        (session,) = [each for each in work.sessions.of("ann", viewer=tom) if each.held_on == day("2026-03-24")]
        work.matters.write(session.id, "Anns matter", viewer=tom)
        answer = Answer("discussed", "Discussed", "", "text", "Anns form")
        told = Filled((FilledPart("What was discussed", "personal", "", (answer,)),))
        record = work.written.write("session", told, viewer=tom, about_id="ann", session_id=session.id)
        work.written.sign(record.id, 1, viewer=ann)
        work.plans.propose(viewer=tom, supervisee_id="ann", days=[day("2026-06-02")])
        work.actions.agree("Anns action", viewer=tom, supervisee_id="ann", owner_id="ann", record_id=record.id)
        known_dispute: dict[str, Any] = {"id": "d1", "workspace": SINGLE, "record_id": record.id, "version": 1, "outcome": ""}
        work.session.add(DisputeRow(**known_dispute, raised_by_id="ann", raised_at=NOW, words="Anns dispute", to_id="sue"))
        work.groups.hold(viewer=tom, facilitator_id="ann", on=day("2026-03-24"), attendees={"bob": "", "ann": ""})
        work.observations.plan(viewer=tom, of_id="ann", by_id="bob", kind="practice", on=day("2026-03-30"))
        for on in ("2026-03-20", "2026-03-24"):
            work.agreements.review(viewer=tom, supervisee_id="ann", on=day(on))
        work.growing.converse(viewer=tom, person_id="ann", on=day("2026-03-20"), kind="plan")
        work.growing.assess(viewer=tom, person_id="ann", on=day("2026-03-20"))
        work.flags.raise_("M100001", "Anns flag", viewer=ann)
        mine_too = {"case_ref": "M100001", "point_on": day("2026-05-12"), "by_id": "ann", "set_at": work.now}
        work.session.add(CasePointRow(workspace=SINGLE, **mine_too))
        work.bringing.plan("M100001", viewer=ann, facilitator_id="tom", on=day("2026-05-12"))
        weekly = Interval(1, "weeks")
        work.intervals.agree("M100001", weekly, "Anns wish", viewer=ann, how="supervisee", on=day("2026-03-24"))
        mine = work.decisions.log(
            viewer=tom, ref="M100001", decision="Anns decision", rationale="Anns rationale; NHS number 943 476 5919"
        )
        draft = work.decisions.put(ToLog(ann, "M100001", "Anns draft decision", "Why", more=told))
        work.decisions.send_back(draft.id, "Anns way back", viewer=tom)
        theirs = work.decisions.log(viewer=tom, ref="M100002", decision="Bobs quokka", rationale="Bobs quokka")
        work.session.add(DiscussionWorkerRow(workspace=SINGLE, discussion_id=theirs.id, person_id="ann"))
        work.session.add(FormerTeamRow(workspace=SINGLE, person_id="ann", until_on=day("2026-01-01"), team="North"))
        work.session.add(
            PersonChangeRow(workspace=SINGLE, person_id="ann", from_on=day("2026-01-01"), field="hours", value="part_time")
        )
        (owed, *_) = work.obligations.of("ann", viewer=ann)
        put_off: dict[str, Any] = {"obligation_id": owed.id, "by_id": "ann", "number": 0, "until_on": day("2026-03-27")}
        work.session.add(SnoozeRow(workspace=SINGLE, **put_off, kind="court", words="Anns snooze", snoozed_at=NOW))
        work.session.add(WorkerNameRow(workspace=SINGLE, name_key="example ann", person_id="ann"))
        work.absences.record(viewer=tom, person_id="ann", from_on=day("2026-03-02"), until_on=day("2026-03-09"), cover_id="bob")
        owed = work.obligations.of("ann", viewer=ann)[0].id
        raised = {"obligation_id": owed, "by_id": "ann", "to_id": "tom", "how": "raised"}
        work.session.add(RaisedRow(id=new_id(), workspace=SINGLE, step=0, raised_at=work.now, **raised))
        work.feeds.make(viewer=ann, instead_of=None)
        ahead = work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-04-20"))
        work.invites.make(ahead.id, viewer=ann, since_on=day("2026-01-01"))
        work.api_tokens.issue("ann", viewer=ann, reach="line", ahead_days=30)
        work.audits.record(viewer=tom, of_id="ann", on=day("2026-03-20"))
        sampled(work, "ann", "dan", "tim")
        sampled(work, "tim", "ann", "tom")
        taught: dict[str, Any] = {"kind": "other", "on": day("2026-03-02")}
        work.trainings.note(viewer=tom, person_id="ann", title="Anns course", **taught)
        work.drafts.keep(ann, "decision", {"text": "Anns draft"})
        work.kept_words.keep(viewer=ann, where="notes_form", about="", kinds=["name"], reason="Anns own word")
        work.drafts.keep(who(work, "bob"), "decision", {"text": "Bobs quokka"})
        known: dict[str, Any] = {"category": "performance", "purpose": "audit", "until_on": day("2026-04-07")}
        work.grants.give(Wanted(about_id="ann", reason="Anns audit", reader_id="dan", **known), viewer=zoe)
        secret: dict[str, Any] = {"category": "investigator", "purpose": "disciplinary", "until_on": day("2026-04-07")}
        delay = Delay("legal", "Secret quokka", "zoe")
        work.grants.give(Wanted(about_id="ann", reason="Secret quokka", reader_id="tim", delay=delay, **secret), viewer=zoe)
        place(work, by=zoe, reason="Secret quokka", person_id="ann")
        work.decisions.read(mine.id, viewer=ann)
        work.commit()
    with store.read(SINGLE, NOW) as work:
        for reader in ("dan", "tim"):
            work.sessions.of("ann", viewer=who(work, reader))
    store.alarms.begin(SINGLE, "unreachable", about="ann", detail="Anns trouble", now=NOW)
    sweep(store, SINGLE, NOW)
    send(store, NOW)


@pytest.fixture
def lived(databases: Databases, policy: Policy) -> Iterator[Store]:
    """The council with something of Ann's in every table."""

    def make(url: str) -> None:
        with closing(opened(url, policy)) as store:
            store.upgrade()
            settled(store, "2026-03-16")
            _live(store)

    with databases.copy(databases.template("lived", make)) as url, closing(opened(url, policy)) as store:
        yield store


def _exported(store: Store, folder: Path, who: str = "ann", name: str = "out") -> dict[str, str]:
    export(store, SINGLE, NOW, who, folder / name, by="zoe", reason="Request 7")
    return {path.name: path.read_text() for path in (folder / name).iterdir()}


def test_everything_about_somebody_is_there_opened(lived: Store, tmp_path: Path) -> None:
    files = _exported(lived, tmp_path)
    data = json.loads(files["record.json"])
    for text in ("Anns reason", "Anns matter", "Anns decision", "Anns rationale", "Anns draft", "Anns audit", "Anns trouble",
                 "Anns own word", "Anns form", "Anns action", "Anns dispute", "Anns draft decision",
                 "Anns way back", "Anns flag", "Anns wish", "Anns snooze"):  # fmt: skip
        assert text in files["record.md"], text
        assert text in files["record.json"], text
    titles = {section["title"] for section in data["sections"]}
    assert titles >= {section.title for section in SECTIONS} - {"Whose line manager you are"}
    (you,) = next(section["entries"] for section in data["sections"] if section["title"] == "You on the people file")
    assert (you["name"], you["email"], you["manager"]) == ("Ann Example", "ann@council.example", "your supervisor")


def test_nobody_else_is_named_and_no_case(lived: Store, tmp_path: Path) -> None:
    files = _exported(lived, tmp_path)
    for name in ("record.md", "record.json"):
        text = files[name].replace("Ann Example", "").replace("example ann", "").replace("ann@council.example", "")
        assert not re.search(r"\b(tom|tim|sue|zoe|bob|dan|example)\b", text, re.IGNORECASE), name
        assert "M100" not in text
        assert "quokka" not in text
    (session,) = [
        entry["notes"]
        for section in json.loads(files["record.json"])["sections"]
        if section["title"] == "Supervision sessions"
        for entry in section["entries"]
        if "notes" in entry
    ]
    assert re.sub(r"case \d", "case 1", session["check"]) == SAID


def test_what_looks_like_an_identifier_is_taken_out(lived: Store, tmp_path: Path) -> None:
    files = _exported(lived, tmp_path)
    for name in ("record.md", "record.json"):
        assert "5919" not in files[name]
        assert "Anns rationale; NHS number [an NHS number]" in files[name] or "Anns rationale; [an NHS number]" in files[name]


def test_what_they_are_not_to_be_told_yet_is_not_in_it_and_the_officer_is_told(lived: Store, tmp_path: Path) -> None:
    files = _exported(lived, tmp_path)
    for name in ("record.md", "record.json"):
        assert "disciplinary" not in files[name]
        assert "legal hold" not in files[name]
        assert "hold" not in re.findall(r"\w+", files[name])
    assert "purpose: audit" in files["record.md"]
    assert "1 right(s) to read this record" in files["officer-read-first.md"]
    (seen,) = [s for s in json.loads(files["record.json"])["sections"] if s["title"] == "Who saw or changed your records"]
    readers = [entry["by"] for entry in seen["entries"] if entry["what"].startswith("was shown that it is there")]
    assert readers.count("a colleague, as somebody with a grant") == 1


def test_who_saw_their_records_is_there_by_role_with_when_and_what_for(lived: Store, tmp_path: Path) -> None:
    (seen,) = [
        section
        for section in json.loads(_exported(lived, tmp_path)["record.json"])["sections"]
        if section["title"] == "Who saw or changed your records"
    ]
    assert {
        "at": "2026-03-24T14:05+00:00",
        "by": "a colleague, as somebody with a grant",
        "what": "was shown that it is there, and nothing of what it says: a supervision session",
        "purpose": "audit",
    } in seen["entries"]
    assert {
        "at": "2026-03-24T14:05+00:00",
        "by": "your supervisor, as their supervisor",
        "what": "wrote it down: a personal matter in a record",
    } in seen["entries"]


def test_a_supervisor_is_not_given_what_was_written_of_whom_they_supervise(lived: Store, tmp_path: Path) -> None:
    files = _exported(lived, tmp_path, "tom")
    assert "asked about" not in files["record.md"]
    assert "Anns matter" not in files["record.md"]
    assert "Anns reason" not in files["record.md"]
    assert "Not shown: of a session you gave" in files["record.md"]


def test_every_text_is_marked_to_be_checked_and_counted(lived: Store, tmp_path: Path) -> None:
    files = _exported(lived, tmp_path)
    assert files["record.md"].count("CHECK BEFORE RELEASE") == files["record.json"].count('"check"') > 5
    assert f"Read all {files['record.json'].count(chr(34) + 'check' + chr(34))} texts" in files["officer-read-first.md"]


def test_only_the_officer_may_read_the_files(lived: Store, tmp_path: Path) -> None:
    _exported(lived, tmp_path)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}
    export(lived, SINGLE, NOW, "ann@council.example", tmp_path / "out.zip", by="zoe@council.example", reason="Request 7")
    assert stat.S_IMODE((tmp_path / "out.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert set(archive.namelist()) == {path.name for path in (tmp_path / "out").iterdir()}
        assert archive.testzip() is None


def test_it_is_noted_before_anything_is_written(lived: Store, tmp_path: Path) -> None:
    _exported(lived, tmp_path)
    with lived.reading() as session:
        row = session.scalars(select(SubjectExportRow)).one()
        assert (row.person_id, row.by_id, row.reason, row.made_at) == ("ann", "zoe", "Request 7", NOW)
        noted = session.scalars(select(TrailRow).order_by(TrailRow.seq.desc())).first()
        assert noted is not None
        assert (noted.act, noted.kind, noted.role) == ("exported", "person", "administrator")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"who": "nobody"}, naming.Nobody),
        ({"who": "Ann Example"}, naming.Nobody),
        ({"by": "nobody"}, naming.NotHere),
        ({"reason": " "}, ReasonNeeded),
        ({"to": "there"}, papers.FileExists),
        ({"to": "no/such/folder"}, papers.CannotWriteThere),
    ],
)
def test_what_lacks_something_is_refused_and_nothing_is_noted(
    lived: Store, tmp_path: Path, given: dict[str, str], error: type[Exception]
) -> None:
    (tmp_path / "there").mkdir()
    asked = {"who": "ann", "to": "out", "by": "zoe", "reason": "Request 7"} | given
    with pytest.raises(error):
        export(lived, SINGLE, NOW, asked["who"], tmp_path / asked["to"], by=asked["by"], reason=asked["reason"])
    assert {path.name for path in tmp_path.iterdir()} == {"there"}
    with lived.reading() as session:
        assert session.scalars(select(SubjectExportRow)).all() == []


FINDERS = [
    mentions({"UTOM": "your supervisor"}),
    addresses("ann@example.org"),
    references({"m100001": "case 1", "cp/2026-7": "case 2"}.get),
    Names({"tom hale": "your supervisor", "hale tom": "your supervisor", "mary jane o neil": "a colleague"}, {"tom": "T"}),
]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tom Hale's view", "[your supervisor]'s view"),
        ("HALE, tom said", "[your supervisor] said"),
        ("Mary-Jane O’Neil and Tom.", "[a colleague] and [T]."),
        ("a tom cat", "a tom cat"),
        ("Tomorrow, Halewood", "Tomorrow, Halewood"),
        ("<@UTOM> and <@UNEW|new>", "[your supervisor] and [somebody]"),
        ("to ann@example.org and x.y@z.co.uk.", "to ann@example.org and [an e-mail address]."),
        ("", ""),
    ],
)
def test_third_parties_are_taken_out_of_a_text(text: str, said: str) -> None:
    assert redacted(text, FINDERS) == said


def test_a_reference_is_taken_out_however_it_is_written() -> None:
    find = references(lambda text: {"m100001": "case 1", "cp/2026-7": "case 2"}.get(text.casefold()))
    assert redacted("m100001, CP/2026-7; M1000010", [find]) == "[case 1], [case 2]; M1000010"


def test_what_overlaps_is_taken_out_whole() -> None:
    spans = [[Span(0, 5, "a")], [Span(3, 9, "b")], [Span(4, 6, "c")]]
    assert redacted("0123456789", [lambda _, found=found: found for found in spans]) == "[a]9"  # type: ignore[misc]
