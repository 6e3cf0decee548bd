"""Case summaries by Safe, Happy, Healthy and Successful, each quarter and at transfer and closure (Manchester 1.2.2, 3)."""

from datetime import date, timedelta

import pytest

from storage import SINGLE
from storage.models import AllocationRow, CaseRow, DiscussionRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.growing import at, council, ended, owed, press, written
from tests.handlers.office import TUESDAY, Office, seen

TODAY = TUESDAY.date()
OLD = date(2025, 12, 1)
"""Opened then, so that the first quarter ended on 1 March."""
ANSWERS = {f"M100001__{each}": f"{each} enough" for each in ("safe", "happy", "healthy", "successful")}


def opened_earlier(work: UnitOfWork) -> None:
    """Ann's first case has been hers since December."""
    case = work.session.get(CaseRow, (SINGLE, "M100001"))
    allocation = work.session.query(AllocationRow).filter_by(case_ref="M100001").one()
    assert case
    case.opened_on = allocation.from_on = OLD


def closed_lately(work: UnitOfWork) -> None:
    """It was closed last week, before its first quarter ended."""
    case = work.session.get(CaseRow, (SINGLE, "M100001"))
    assert case
    case.closed_on = TODAY - timedelta(days=7)


def summaries(office: Office) -> list[tuple[str, str, date]]:
    """Those on record: whose, by whom, when."""
    return office.read(  # type: ignore[no-any-return]
        lambda work: [
            (each.worker_id, each.by_id, each.discussed_on)
            for each in work.session.query(DiscussionRow).filter_by(case_ref="M100001", kind="summary")
        ]
    )


@pytest.mark.parametrize("by", ["ann", "tom"])
def test_the_worker_writes_it_each_quarter_or_somebody_above(databases: Databases, by: str) -> None:
    with council(databases, "manchester", opened_earlier) as office:
        [waiting] = [each for each in owed(office, "ann", "case_summary") if each.case_ref == "M100001"]
        assert waiting.due_on == date(2026, 3, 1)
        person = press(office, by, "duty_record", waiting.id)
        said = fill(person, M100001__occasion="3 months", **ANSWERS)
        assert said == "Saved. The summary of *M100001* is recorded."
        assert ended(office, waiting.id) == "written"
        assert summaries(office) == [("E-ann", f"E-{by}", TODAY)]
        read = written(office, "ann", "case_summary", "M100001")
        assert read.record.layer == "case"
        assert read.record.state == "signed", "nobody's name is asked for under it"
        assert read.latest.filled.values()["M100001.healthy"] == "healthy enough"
        [next_one] = [each for each in owed(office, "ann", "case_summary") if each.case_ref == "M100001"]
        assert next_one.due_on == date(2026, 6, 1)


def test_each_of_the_four_is_asked_for_and_a_correction_stands_beside_it(databases: Databases) -> None:
    with council(databases, "manchester", opened_earlier) as office:
        [waiting] = [each for each in owed(office, "ann", "case_summary") if each.case_ref == "M100001"]
        ann = press(office, "ann", "duty_record", waiting.id)
        assert fields_in(ann) == [f"M100001.{each}" for each in ("occasion", "safe", "happy", "healthy", "successful")]
        errors = ann.submit(**{"M100001.occasion": "3 months", "M100001.safe": "Yes."})
        assert list(errors) == [f"M100001.{each}" for each in ("happy", "healthy", "successful")]
        fill(ann, M100001__occasion="3 months", **ANSWERS)
        ann.close(everything=True)
        ann.command("/supervision", "history")
        ann.press(ann.modal, "record_read", written(office, "ann", "case_summary", "M100001").record.id)
        ann.press(ann.modal, "record_correct")
        fill(ann, M100001__safe="Safer than that.", because="There was a visit since.")
        read = written(office, "ann", "case_summary", "M100001")
        assert [each.filled.values()["M100001.safe"] for each in read.versions] == ["Safer than that.", "safe enough"]
        assert len(summaries(office)) == 1
        [said] = office.person("sue").command("/case", f"allocate M100001 {at('omar')}")
        assert said.text.startswith("Saved.")
        ann.close(everything=True)
        ann.command("/supervision", "history")
        ann.press(ann.modal, "record_read", read.record.id)
        for person in (ann, press(office, "tom", "record_read", read.record.id)):
            person.press(person.modal, "record_correct")
            fill(person, M100001__safe="As it was written, whoever has the case now.", because="It was misread.")
        assert len(written(office, "ann", "case_summary", "M100001").versions) == 4


def test_a_case_that_was_closed_is_summed_up_too(databases: Databases) -> None:
    with council(databases, "manchester", closed_lately) as office:
        [waiting] = [each for each in owed(office, "ann", "case_summary") if each.case_ref == "M100001"]
        ann = press(office, "ann", "duty_record", waiting.id)
        fill(ann, M100001__occasion="Closure", **ANSWERS)
        assert ended(office, waiting.id) == "written"
        assert "M100001" not in {each.case_ref for each in owed(office, "ann", "case_summary")}


def test_nobody_else_reaches_it(databases: Databases) -> None:
    with council(databases, "manchester", opened_earlier) as office:
        [waiting] = [each for each in owed(office, "ann", "case_summary") if each.case_ref == "M100001"]
        for key in ("priya", "carol"):
            person = press(office, key, "duty_record", waiting.id)
            assert not person.modal
        ann = press(office, "ann", "duty_record", waiting.id)
        assert "Summary of *M100001*" in seen(ann)
