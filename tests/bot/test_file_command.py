"""`cornerstone file`: the supervision file of one person as a paper, for those who may read it and nobody else."""

from __future__ import annotations

import json
import re
import stat
from datetime import date, timedelta

import pytest

from scheduling.forms.filled import Answer, Filled, FilledPart
from storage import SINGLE, errors
from storage.lifecycle.naming import NotHere
from storage.lifecycle.papers import FileExists
from storage.records.grants import Wanted
from storage.unit import UnitOfWork
from storage.views import Person
from tests.bot.commanding import at, run, settle
from tests.bot.council import NINE, Council
from tests.bot.readback import about, pages

SAID = "Żółć & Ünïcode <b>said</b> quokka"
LATER = NINE + timedelta(hours=2)


def named(work: UnitOfWork, name: str) -> Person:
    (found,) = work.people.find(name)
    return found


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """Ann's file has notes, a form signed by both, a personal matter and a session put off; an inspector has been let in."""
    settle(monkeypatch, council)
    with council.store.work(SINGLE, NINE) as work:
        ann, tom, sue = (named(work, name) for name in ("Ann Ashby", "Tom Tilley", "Sue Sandford"))
        on = NINE.date()
        session = work.sessions.record(viewer=tom, supervisee_id=ann.id, held_on=on, minutes=90, notes="Notes of narwhal.")
        part = FilledPart("What we spoke of", "personal", "", (Answer("x", "How are you?", "", "long", SAID),))
        record = work.written.write("session", Filled((part,)), viewer=tom, about_id=ann.id, session_id=session.id)
        work.written.sign(record.id, 1, viewer=ann)
        said = FilledPart("Feedback", "personal", "", (Answer("y", "What helped?", "", "long", "Time to think: axolotl"),))
        work.written.write("feedback", Filled((said,)), viewer=ann, about_id=ann.id, session_id=session.id)
        matter = work.matters.write(session.id, "Of a pangolin.", viewer=tom)
        work.matters.answer(matter.id, viewer=ann, agrees=True)
        work.sessions.book(viewer=tom, supervisee_id=ann.id, planned_on=on + timedelta(days=14))
        work.sessions.move(viewer=tom, supervisee_id=ann.id, to_on=on + timedelta(days=16), reason="court " * 300)
        work.sessions.call_off(viewer=ann, supervisee_id=ann.id, reason="a fire drill")
        outside = Wanted(ann.id, "inspector", "inspection", on + timedelta(days=7), "Inspection.", outside="Jo Inspector")
        work.grants.give(outside, viewer=sue)
        audit = Wanted(
            ann.id, "performance", "audit", on + timedelta(days=7), "Audit.", reader_id=named(work, "Carol Cotter").id
        )
        work.grants.give(audit, viewer=sue)
        work.commit()
    at(council, LATER)
    return council


def person(office: Council, name: str) -> str:
    with office.store.read(SINGLE, LATER) as work:
        return named(work, name).id


def test_it_is_one_paper_in_the_order_of_appendix_a_with_who_signed_and_when(office: Council) -> None:
    made = office.folder / "ann.pdf"
    done = run("file", "--person", person(office, "Ann Ashby"), "--as", person(office, "Tom Tilley"), "--pdf", str(made))
    assert done.exit_code == 0, done.output
    assert "quokka" not in done.output
    assert "the supervision file, two records. It is opened" in done.output
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    text = pages(made)
    whole = "\n".join(text)
    order = [
        "Front page: worker's details",
        "1. Supervision dates and forward planner",
        "2. Supervision agreement",
        "3. Supervision records",
        "4. Practice observation",
        "5. Feedback",
        "6. Any other business",
    ]
    assert [whole.rindex(f"{title}\n") for title in order] == sorted(whole.rindex(f"{title}\n") for title in order)
    assert whole.index("3. Supervision records") < whole.index("4. Practice") < whole.index("5. Feedback")
    for said in (SAID, "Notes of narwhal.", "Time to think: axolotl", "Of a pangolin.", "16 March 2026 → 18 March 2026: court",
                 "18 March 2026, called off: a fire drill"):  # fmt: skip
        assert said in whole.replace("\n", " ").replace("  ", " "), said
    # Three sessions and an observation are in the sample's files, and one session is held today. Both forms are signed by
    # everybody who is to sign them.
    year = whole.replace("\n", " ")
    assert "For the annual appraisal: 3 March 2025 to 2 March 2026" in year
    for said in (
        "sessions held 4",
        "or called off 2",
        "Observations made 1",
        "on supervision 1",
        "Records in all 2",
        "still open 0",
    ):
        assert said in year, said
    for name, capacity in (("Tom Tilley", "as the supervisor"), ("Ann Ashby", "as the supervisee")):
        assert f"{name} {capacity}, 2 March 2026, 09:00 GMT" in whole
    for number, page in enumerate(text, 1):
        assert f"Page {number} of {len(text)}" in page
        assert "Audit trail: event " in page
        assert "Made 2 March 2026, 11:00 GMT" in page
    assert about(made)["Title"] == "Supervision file: Ann Ashby"
    made_at = about(made)["CreationDate"]
    assert (made_at[:14], made_at[-7:]) == ("D:202603021100", "+00'00'"), "the clock given: it walks on meanwhile"
    events = json.loads(run("audit", "list", "--json", "--about", person(office, "Ann Ashby")).output)
    noted = {(each["act"], each["kind"]) for each in events if each["at"].startswith("2026-03-02T11")}
    assert {("exported", "record"), ("read", "record"), ("read", "session"), ("read", "matter")} <= noted
    with pytest.raises(FileExists):
        run("file", "--person", person(office, "Ann Ashby"), "--as", person(office, "Tom Tilley"), "--pdf", str(made))


def test_a_corrected_record_is_there_with_every_version_before_it_set_apart(office: Council) -> None:
    """The newest first; under each who signed that one; above each earlier one when, by whom and why it was superseded."""
    with office.store.work(SINGLE, LATER) as work:
        ann, tom = named(work, "Ann Ashby"), named(work, "Tom Tilley")
        record = next(each for each in work.written.of(ann.id, viewer=tom) if each.form == "session")
        for minutes, said in ((10, "The second telling: okapi. " * 100), (20, "The third telling: quoll.")):
            work.now = LATER + timedelta(minutes=minutes)
            told = FilledPart("All of it", "personal", "", tuple(Answer(each, "What?", "", "long", said) for each in "xyz"))
            work.written.correct(record.id, Filled((told,)), viewer=tom, because=f"left out after {minutes} minutes")
        work.now = LATER + timedelta(minutes=30)
        work.written.sign(record.id, 3, viewer=ann)
        work.commit()
    at(office, LATER + timedelta(hours=1))
    made = office.folder / "ann.pdf"
    run("file", "--person", person(office, "Ann Ashby"), "--as", person(office, "Tom Tilley"), "--pdf", str(made))
    paper = pages(made)
    whole = " ".join(" ".join(paper).split())
    order = [
        "3. Supervision records", "version 3 of 3", "Corrected because: left out after 20 minutes", "third telling: quoll",
        "Tom Tilley as the supervisor, 2 March 2026, 11:20 GMT Ann Ashby as the supervisee, 2 March 2026, 11:30 GMT",
        "SUPERSEDED · Supervision record · version 2",
        "Superseded by version 3, written by Tom Tilley, 2 March 2026, 11:20 GMT: left out after 20 minutes",
        "second telling: okapi", "Tom Tilley as the supervisor, 2 March 2026, 11:10 GMT",
        "SUPERSEDED · Supervision record · version 1",
        "Superseded by version 2, written by Tom Tilley, 2 March 2026, 11:10 GMT: left out after 10 minutes", SAID,
        "Ann Ashby as the supervisee, 2 March 2026, 09:00 GMT", "4. Practice observation",
    ]  # fmt: skip
    since = whole.index("Notes of narwhal")
    found = [whole.find(said) if said.startswith("3.") else whole.find(said, since) for said in order[1:]]
    assert -1 not in found, order[1:][found.index(-1)]
    assert found == sorted(found)
    of_two = [page for page in paper if "okapi" in page]
    assert len(of_two) > 1
    assert all("SUPERSEDED · Supervision record · version 2" in page for page in of_two), "on every page it goes over"
    assert whole.count("as the supervisee, 2 March 2026, 11:30 GMT") == 1, "under the version that was signed, and no other"


def test_a_conversation_in_between_is_told_apart_and_counts_as_no_supervision(office: Council) -> None:
    before = re.search(r"sessions held \d+ .+ Cases discussed in them \d+", _taken_out(office, "before"))
    assert before
    with office.store.work(SINGLE, LATER) as work:
        ann, tom = named(work, "Ann Ashby"), named(work, "Tom Tilley")
        on = date(2026, 2, 27)
        work.sessions.record(
            viewer=tom, supervisee_id=ann.id, held_on=on, minutes=10, kind="informal", cases=["M100001"], notes="Of a stoat."
        )
        work.commit()
    whole = _taken_out(office, "after")
    assert before[0] in whole
    assert "27 February 2026 informal 10 min Tom Tilley M100001" in whole, "in the planner"
    assert "Informal conversation of 27 February 2026, Tom Tilley" in whole
    assert re.findall(r"Supervision of (\d+ \w+ 2026), Tom Tilley", whole) == ["2 March 2026"]


def test_an_observation_is_there_by_its_day_and_observer_where_nothing_was_written_of_it(office: Council) -> None:
    """As an import knows it, of which the sample has one. Of what was written there is the record, and no line besides."""
    with office.store.work(SINGLE, LATER) as work:
        ann, tom = named(work, "Ann Ashby"), named(work, "Tom Tilley")
        *_, seen = (
            work.observations.record(viewer=tom, of_id=ann.id, by_id=tom.id, kind="practice", on=on)
            for on in (date(2025, 2, 20), date(2026, 2, 19), date(2026, 2, 25))
        )
        told = FilledPart("The visit", "personal", "", (Answer("x", "What was seen?", "", "long", "A kestrel."),))
        work.written.write("practice_observation", Filled((told,)), viewer=tom, about_id=ann.id, of_id=seen)
        work.commit()
    whole = _taken_out(office, "seen")
    assert "Observations made 3" in whole, "of the twelve months, as the report counts them"
    assert "4. Practice observation of practice and of supervision 4 2 March 2026" in whole
    section = whole[whole.rindex("4. Practice observation") : whole.rindex("5. Feedback")]
    listed = re.findall(r"(\d+ \w+ 202\d) Practice observation Tom Tilley", section)
    assert listed == ["20 February 2025", "21 October 2025", "19 February 2026"]
    assert "what was seen is kept where it was written down" in section
    assert section.count("A kestrel.") == 1


def _taken_out(office: Council, name: str) -> str:
    """Ann's file by Tom, all of it in a line."""
    made = office.folder / f"{name}.pdf"
    done = run("file", "--person", person(office, "Ann Ashby"), "--as", person(office, "Tom Tilley"), "--pdf", str(made))
    assert done.exit_code == 0, done.output
    return " ".join(" ".join(pages(made)).split())


MAY = {
    # whose is asked by whom, for what: what of it they get, or how they are refused
    ("Ann Ashby", ""): {"quokka", "pangolin"},
    ("Tom Tilley", ""): {"quokka", "pangolin"},
    ("Sue Sandford", ""): {"quokka"},
    ("Grace Garland", ""): {"quokka"},
    ("Carol Cotter", ""): {"quokka"},
    ("Carol Cotter", "audit"): {"quokka"},
    ("Sue Sandford", "inspection"): {"quokka", "Jo Inspector"},
    ("Tom Tilley", "inspection"): {"quokka", "Jo Inspector"},
    ("Tom Tilley", "legal"): errors.NoAccessForThat,
    ("Carol Cotter", "inspection"): errors.NoAccessForThat,
    ("Ann Ashby", "inspection"): errors.NoAccessForThat,
    ("Priya Prasad", ""): errors.NotFound,
    ("Priya Prasad", "inspection"): errors.NotFound,
}


def test_who_may_take_it_out_gets_what_they_may_read_and_nobody_else_learns_that_it_is_there(office: Council) -> None:
    for number, ((name, purpose), expected) in enumerate(MAY.items()):
        made = office.folder / f"{number}.pdf"
        asked = ["--as", person(office, name), "--pdf", str(made), *(["--for", purpose] if purpose else [])]
        if isinstance(expected, set):
            done = run("file", "--person", person(office, "Ann Ashby"), *asked)
            assert done.exit_code == 0, done.output
            found = {word for word in ("quokka", "pangolin", "Jo Inspector") if word in "".join(pages(made))}
            assert found == expected, (name, purpose)
        else:
            with pytest.raises(expected):
                run("file", "--person", person(office, "Ann Ashby"), *asked)
            assert not made.exists()
    with pytest.raises(NotHere):
        run("file", "--person", person(office, "Ann Ashby"), "--as", "nobody", "--pdf", str(office.folder / "x.pdf"))
    other = ("--as", person(office, "Tom Tilley"), "--pdf", str(office.folder / "x.pdf"), "--for", "curiosity")
    assert run("file", "--person", person(office, "Ann Ashby"), *other).exit_code == 2
    at(office, LATER + timedelta(days=9))
    with pytest.raises(errors.NoAccessForThat):  # it has ended
        run("file", "--person", person(office, "Ann Ashby"), *other[:4], "--for", "inspection")
