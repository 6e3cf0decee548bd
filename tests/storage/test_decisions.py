"""Ad hoc decisions: logged, confirmed, filed, told of."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from scheduling.errors import SupervisionError
from scheduling.forms import Answer, Filled, FilledPart
from scheduling.policy import Policy
from storage import SINGLE, errors
from storage.lifecycle import running
from storage.lifecycle.schedule import ours
from storage.models import AllocationRow, CaseRow, DecisionCheckRow, DiscussionRow, ObligationRow
from storage.records.decisions import ToLog, Words
from storage.store import Store
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.storage.conftest import opened, settled_url
from tests.storage.council import at, day, who
from tests.storage.reading import queued, send

NOW = at("2026-03-24T14:05")
TYPED = {"ref": "M100001", "decision": "Move to strategy meeting", "rationale": "Two missed visits"}


def _due(work: UnitOfWork, ref: str = "M100001") -> dict[str, date]:
    return {each.kind: each.due_on for each in work.obligations.on_case(ref, viewer=who(work, "zoe"))}


def test_a_manager_logs_a_decision_and_the_worker_is_told(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        logged = work.decisions.log(viewer=who(work, "tom"), **TYPED)
        assert (logged.ref, logged.worker_id, logged.by_id, logged.supervisor_id) == ("M100001", "ann", "tom", "tom")
        assert (logged.decision, logged.rationale) == (TYPED["decision"], TYPED["rationale"])
        assert (logged.is_draft, logged.logged_at, logged.filed_on) == (False, NOW, None)
        assert logged.file_by_on == day("2026-03-29")
        assert work.decisions.read(logged.id, viewer=who(work, "ann")) == logged
        work.commit()
    assert queued(council) == {("ann", "to_read"): 1}


def test_a_decision_never_counts_as_case_supervision(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        before = _due(work)
        work.decisions.log(viewer=who(work, "tom"), **TYPED)
        assert _due(work) == before | {"record_discussion": day("2026-03-29")}


def test_a_decision_counts_as_the_oversight_between_two_supervisions(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.sessions.record(
            viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-03-24"), notes="Said.", cases=["M100001"]
        )
        work.commit()
    with council.work(SINGLE, at("2026-04-20")) as work:
        work.index.refresh_all()
        (owed,) = [each for each in work.obligations.on_case("M100001", viewer=who(work, "tom")) if "oversight" in each.kind]
        work.decisions.log(viewer=who(work, "tom"), **TYPED)
        assert "management_oversight" not in _due(work)
        assert work.obligations.get(owed.id, viewer=who(work, "tom")).closed_how == "overseen"


def test_a_workers_own_decision_is_a_draft_until_the_supervisor_confirms_it(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        draft = work.decisions.log(viewer=who(work, "ann"), **TYPED)
        assert (draft.is_draft, draft.worker_id, draft.by_id, draft.supervisor_id) == (True, "ann", "ann", "tom")
        assert work.decisions.to_confirm(who(work, "tom")) == [replace(draft, decision="", rationale="")]
        assert work.decisions.to_confirm(who(work, "tim")) == []
        work.commit()
    assert [(each.to, each.lines) for each in send(council, NOW)] == [("tom", ("to_confirm M100001",))]
    with council.work(SINGLE, at("2026-03-25T10:00")) as work:
        with pytest.raises(errors.ForTheSupervisor):
            work.decisions.confirm(draft.id, viewer=who(work, "ann"))
        with pytest.raises(errors.NotFound):
            work.decisions.confirm(draft.id, viewer=who(work, "tim"))
        confirmed = work.decisions.confirm(draft.id, viewer=who(work, "tom"))
        assert (confirmed.is_draft, confirmed.confirmed_on) == (False, day("2026-03-25"))
        with pytest.raises(errors.AlreadyConfirmed):
            work.decisions.confirm(draft.id, viewer=who(work, "tom"))
        work.commit()
    assert {(each.op, each.to, each.lines) for each in send(council, "2026-03-25T10:00")} == {
        ("update", "tom", ("to_confirm M100001 confirmed",)),
        ("post", "ann", ("logged M100001",)),
    }


def test_somebody_higher_in_the_line_logs_for_both_to_read(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        assert not work.decisions.log(viewer=who(work, "sue"), **TYPED).is_draft
        work.commit()
    assert queued(council) == {("ann", "to_read"): 1, ("tom", "to_read"): 1}


def test_a_supervisor_who_works_the_case_too_needs_nobody_to_confirm(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        joint = {"worker_id": "tom", "role": "co_worker", "from_on": day("2026-03-10")}
        work.session.add(AllocationRow(workspace=SINGLE, case_ref="M100001", **joint))
        work.session.flush()
        logged = work.decisions.log(viewer=who(work, "tom"), **TYPED)
        assert (logged.is_draft, logged.worker_id) == (False, "ann")


def test_filing_is_owed_until_it_is_said_to_be_filed(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        logged = work.decisions.log(viewer=tom, **TYPED)
        (owed,) = [each for each in work.obligations.held_by(tom) if each.kind == "record_discussion"]
        work.commit()
    with council.work(SINGLE, at("2026-03-26")) as work:
        tom = who(work, "tom")
        with pytest.raises(errors.InTheFuture):
            work.decisions.mark_filed(logged.id, viewer=tom, on=day("2026-03-27"))
        with pytest.raises(errors.FiledTooEarly):
            work.decisions.mark_filed(logged.id, viewer=tom, on=day("2026-03-23"))
        filed = work.decisions.mark_filed(logged.id, viewer=tom, on=day("2026-03-25"))
        assert (filed.filed_on, filed.file_by_on) == (day("2026-03-25"), None)
        closed = work.obligations.get(owed.id, viewer=tom)
        assert (closed.closed_how, closed.closed_on) == ("filed", day("2026-03-25"))
        assert "record_discussion" not in _due(work)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"rationale": " \n"}, errors.RationaleMissing),
        ({"decision": ""}, errors.DecisionMissing),
        ({"decision": "x" * 3001}, errors.TooLong),
        ({"rationale": "x" * 3001}, errors.TooLong),
        ({"ref": "M999999"}, errors.NotFound),
        ({"ref": "M200001"}, errors.NotFound),
        ({"ref": "M100002"}, errors.CaseClosed),
    ],
)
def test_what_cannot_be_logged_stores_nothing(council: Store, values: dict[str, Any], refused: type[SupervisionError]) -> None:
    with council.work(SINGLE, NOW) as work:
        work.session.get_one(CaseRow, (SINGLE, "M100002")).closed_on = day("2026-03-24")
        work.session.flush()
        with pytest.raises(refused):
            work.decisions.log(viewer=who(work, "tom"), **TYPED | values)
        assert work.decisions.of_case("M100001", viewer=who(work, "tom")) == []
        work.commit()
    assert queued(council) == {}


@pytest.mark.parametrize(
    "text", ["🙂" * 3000, "قرار فوري", "<@UANN> <!channel> *bold* `code` & <https://x.example|x>", "a'; DROP TABLE cases; --"]
)
def test_text_is_kept_as_it_was_typed(council: Store, text: str) -> None:
    with council.work(SINGLE, NOW) as work:
        logged = work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision=text, rationale=text)
        work.commit()
    with council.read(SINGLE, NOW) as work:
        read = work.decisions.read(logged.id, viewer=who(work, "tom"))
        assert (read.decision, read.rationale) == (text, text)


def test_the_line_of_the_next_worker_reads_what_was_decided_before(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        logged = work.decisions.log(viewer=who(work, "tom"), **TYPED)
        row = work.session.query(AllocationRow).filter_by(case_ref="M100001").one()
        row.until_on = day("2026-03-24")
        work.session.add(AllocationRow(workspace=SINGLE, case_ref="M100001", worker_id="dan", from_on=day("2026-03-24")))
        work.session.flush()
        for reader in ("ann", "tom", "dan", "tim"):
            assert work.decisions.read(logged.id, viewer=who(work, reader)).id == logged.id
        with pytest.raises(errors.NotFound):
            work.decisions.read(logged.id, viewer=who(work, "bob"))
        assert work.decisions.of_case("M100001", viewer=who(work, "dan"))[0].id == logged.id


WANTED = (
    ("tom", "M100001", "Move to strategy meeting", "Two missed visits"),
    ("ann", "M100001", "Visit daily", "Risk is up"),  # a draft
    ("sue", "M100002", "Step down", "The plan is met"),
    ("tom", "M200001", "Not theirs", "why"),
    ("tom", "M999999", "Nobody's", "why"),
    ("tim", "M200001", "Close", "Done"),
    ("tom", "M100001", " ", "why"),
    ("tom", "M100001", "d", ""),
    ("tom", "M100002", "x" * 3001, "why"),
    ("tom", "m100001", "Small letters", "why"),
)


def _kept(council: Store) -> dict[str, Any]:
    """All that follows from decisions, without the ids of rows."""
    with council.read(SINGLE, NOW) as work:
        zoe = who(work, "zoe")
        decisions = {ref: work.decisions.of_case(ref, viewer=zoe) for ref in ("M100001", "M100002", "M200001")}
        owed = [each for ref in decisions for each in work.obligations.on_case(ref, viewer=zoe)]
        return {
            "decisions": sorted(
                (d.ref, d.worker_id, d.by_id, d.decision, d.is_draft) for each in decisions.values() for d in each
            ),
            "owed": sorted((each.kind, each.case_ref, each.due_on, each.person.id) for each in owed),
            "told": queued(council),
        }


def test_decisions_logged_together_leave_what_they_leave_one_after_the_other(databases: Databases, policy: Policy) -> None:
    kept, said = [], []
    for together in (False, True):
        with databases.copy(settled_url(databases, policy)) as url:
            council = opened(url, policy)
            with council.work(SINGLE, NOW) as work:
                wanted = [ToLog(who(work, viewer), ref, decision, why) for viewer, ref, decision, why in WANTED]
                steps = [wanted] if together else [[each] for each in wanted]
                logged = [each for step in steps for each in work.decisions.log_all(step)]
                work.commit()
            said.append([type(each).__name__ for each in logged])
            kept.append(_kept(council))
            council.close()
    assert kept[0] == kept[1]
    assert said[0] == said[1]
    assert said[1] == [
        *["DecisionView"] * 3,
        *["NotFound"] * 2,
        "DecisionView",
        "DecisionMissing",
        "RationaleMissing",
        "TooLong",
        "DecisionView",
    ]


MORE = Filled((FilledPart("Views", "case", "", (Answer("child_view", "The child's view", "", "text", "Wants to stay"),)),))


def test_a_draft_sent_back_goes_to_and_fro_and_each_is_told_each_time(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        draft = work.decisions.log(viewer=who(work, "ann"), **TYPED)
        work.commit()
    send(council, NOW)
    for minute in ("10", "20"):
        with council.work(SINGLE, at(f"2026-03-24T14:{minute}")) as work:
            tom = who(work, "tom")
            back = work.decisions.send_back(draft.id, "Say when.", viewer=tom)
            assert (back.is_draft, back.returned_because, back.returned_by_id) == (True, "Say when.", "tom")
            assert work.decisions.to_confirm(tom) == []
            assert [each.id for each in work.decisions.sent_back(who(work, "ann"))] == [draft.id]
            with pytest.raises(errors.ReturnedAlready):
                work.decisions.send_back(draft.id, "Again.", viewer=tom)
            work.commit()
        sent = {(each.op, each.to, each.lines) for each in send(council, f"2026-03-24T14:{minute}")}
        assert ("update", "tom", ("to_confirm M100001 returned",)) in sent
        assert ("post", "ann", ("sent_back M100001",)) in sent
        with council.work(SINGLE, at(f"2026-03-24T14:{minute[0]}5")) as work:
            changed = work.decisions.change(draft.id, Words(f"At {minute}", "Why", more=MORE), viewer=who(work, "ann"))
            assert (changed.id, changed.decision, changed.returned_at, changed.more) == (draft.id, f"At {minute}", None, MORE)
            assert [each.id for each in work.decisions.to_confirm(who(work, "tom"))] == [draft.id]
            assert work.decisions.sent_back(who(work, "ann")) == []
            work.commit()
        sent = {(each.op, each.to, each.lines) for each in send(council, f"2026-03-24T14:{minute[0]}5")}
        assert ("update", "ann", ("sent_back M100001 rewritten",)) in sent
        assert ("update", "tom", ("to_confirm M100001",)) in sent, "in the message he has of today"
    with council.work(SINGLE, at("2026-03-24T15:00")) as work:
        confirmed = work.decisions.confirm(draft.id, viewer=who(work, "tom"), as_of=at("2026-03-24T14:25"))
        assert (confirmed.confirmed_by_id, confirmed.returned_because, confirmed.decision) == ("tom", "", "At 20")


@pytest.mark.parametrize(
    ("cover", "asked"),
    [("tim", "tim"), (None, "sue"), ("ann", "sue")],
    ids=["who covers", "nobody covers", "the worker covers"],
)
def test_while_the_supervisor_is_away_somebody_else_is_asked_to_confirm(council: Store, cover: str | None, asked: str) -> None:
    with council.work(SINGLE, NOW) as work:
        away = {"from_on": day("2026-03-24"), "until_on": day("2026-04-07"), "cover_id": cover}
        work.absences.record(viewer=who(work, "sue"), person_id="tom", **away)
        draft = work.decisions.log(viewer=who(work, "ann"), **TYPED)
        assert (draft.supervisor_id, draft.asked_id) == ("tom", asked)
        assert [each.id for each in work.decisions.to_confirm(who(work, "tim"))] == ([draft.id] if cover == "tim" else [])
        work.commit()
    assert {to for to, kind in queued(council) if kind == "to_confirm"} == {asked}
    with council.work(SINGLE, at("2026-03-25T10:00")) as work:
        work.decisions.send_back(draft.id, "Say when.", viewer=who(work, asked))
        assert work.decisions.change(draft.id, Words("Tonight", "Why"), viewer=who(work, "ann")).asked_id == asked
        work.commit()
    with council.work(SINGLE, at("2026-03-25T11:00")) as work:
        assert not work.decisions.confirm(draft.id, viewer=who(work, asked)).is_draft
    sent = send(council, "2026-03-26T09:00")
    assert {each.to for each in sent if any("to_confirm" in line for line in each.lines)} == {asked}
    with council.work(SINGLE, at("2026-04-07T10:00")) as work:
        later = work.decisions.log(viewer=who(work, "ann"), **TYPED)
        assert later.asked_id == "tom", "he is back"
        assert work.decisions.to_confirm(who(work, "tim")) == []


@pytest.mark.parametrize("act", ["confirm", "send_back"])
def test_what_has_changed_since_it_was_read_is_neither_confirmed_nor_sent_back(council: Store, act: str) -> None:
    with council.work(SINGLE, NOW) as work:
        draft = work.decisions.log(viewer=who(work, "ann"), **TYPED)
        work.commit()
    with council.work(SINGLE, at("2026-03-24T14:30")) as work:
        tom = who(work, "tom")
        work.decisions.change(draft.id, Words("Otherwise", "Why"), viewer=who(work, "ann"))
        said = ["Why?"] if act == "send_back" else []
        with pytest.raises(errors.DraftChanged):
            getattr(work.decisions, act)(draft.id, *said, viewer=tom, as_of=draft.written_at)
        with pytest.raises(errors.NotYoursToChange):
            work.decisions.change(draft.id, Words("Mine", "Why"), viewer=tom)
        for refused, reader in ((errors.ForTheSupervisor, "ann"), (errors.NotFound, "tim")):
            with pytest.raises(refused):
                work.decisions.send_back(draft.id, "Why?", viewer=who(work, reader))
        with pytest.raises(errors.ReturnReasonMissing):
            work.decisions.send_back(draft.id, " \n", viewer=tom)


def test_what_counted_is_never_written_over_and_its_correction_is_filed_with_it(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        first = work.decisions.put(ToLog(who(work, "tom"), **TYPED, more=MORE))
        work.commit()
    with council.work(SINGLE, at("2026-03-26T10:00")) as work:
        tom = who(work, "tom")
        second = work.decisions.change(first.id, Words("Hold the plan", "One visit was made"), viewer=tom)
        assert (second.replaces_id, second.is_draft) == (first.id, False)
        before = work.decisions.read(first.id, viewer=tom)
        assert before == replace(first, replaced_by_id=second.id, file_by_on=None)
        assert _chased(work) == [(second.id, day("2026-03-29"))], "once, as it now stands, in the time the first one had"
        assert _ended(work, first.id) == "no_longer_owed"
        work.decisions.mark_filed(second.id, viewer=tom)
        assert _ended(work, second.id) == "filed"
        assert "record_discussion" not in _due(work)
        assert work.decisions.read(first.id, viewer=tom).filed_on == day("2026-03-26")


def _chased(work: UnitOfWork) -> list[tuple[str, date]]:
    """What is to be filed on the case, and by when."""
    row = ObligationRow
    rows = work.session.query(row).filter(row.kind == "record_discussion", row.closed_at.is_(None)).order_by(row.due_on)
    return [(each.about, each.due_on) for each in rows]


def _ended(work: UnitOfWork, about: str) -> str:
    return str(work.session.query(ObligationRow).filter(ObligationRow.about == about).one().closed_how)


def test_a_workers_correction_counts_once_it_is_confirmed(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom, ann = who(work, "tom"), who(work, "ann")
        draft = work.decisions.log(viewer=ann, **TYPED)
        work.decisions.confirm(draft.id, viewer=tom)
        corrected = work.decisions.change(draft.id, Words("Otherwise", "Why"), viewer=ann)
        assert corrected.is_draft
        assert work.decisions.read(draft.id, viewer=tom).replaced_by_id is None
        assert [about for about, _ in _chased(work)] == [draft.id], "until then the one before is what is to be filed"
        work.decisions.confirm(corrected.id, viewer=tom)
        assert work.decisions.read(draft.id, viewer=tom).replaced_by_id == corrected.id
        assert [about for about, _ in _chased(work)] == [corrected.id]


def test_all_that_was_written_with_a_decision_goes_with_its_text(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom, ann = who(work, "tom"), who(work, "ann")
        draft = work.decisions.put(ToLog(ann, **TYPED, more=MORE))
        work.decisions.send_back(draft.id, "Say when.", viewer=tom)
        work.decisions.change(draft.id, Words("At noon", "Why", more=MORE), viewer=ann)
        work.decisions.confirm(draft.id, viewer=tom)
        work.decisions.mark_filed(draft.id, viewer=tom)
        work.commit()
    assert running.nightly(council, SINGLE, at("2026-06-22"), ours()) == 1
    with council.read(SINGLE, at("2026-06-22")) as work:
        row = work.session.get_one(DiscussionRow, draft.id)
        assert (row.decision, row.rationale, row.more, row.direction) == (None, None, None, "decision")
        reasons = [each.reason for each in work.session.query(DecisionCheckRow)]
        assert reasons == [None, None]


def test_more_than_fits_is_refused(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        answers = tuple(Answer(f"a{at}", "Asked", "", "text", "x" * 3000) for at in range(70))
        with pytest.raises(errors.TooLong):
            work.decisions.put(ToLog(who(work, "tom"), **TYPED, more=Filled((FilledPart("", "case", "", answers),))))


def test_any_number_of_decisions_takes_as_many_statements_as_one(council: Store) -> None:
    counts = [_statements(council, number) for number in (1, 12)]
    assert counts[0] == counts[1]


def test_any_number_of_drafts_while_the_supervisor_is_away_too(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.absences.record(viewer=who(work, "sue"), person_id="tom", from_on=day("2026-03-24"), cover_id="tim")
        work.commit()
    counts = [_statements(council, number, "ann") for number in (1, 12)]
    assert counts[0] == counts[1]


def _statements(council: Store, number: int, by: str = "tom") -> int:
    counted: list[object] = []

    def count(*_: object) -> None:
        counted.append(1)

    with council.work(SINGLE, NOW) as work:
        viewer = who(work, by)
        event.listen(council.engine, "after_cursor_execute", count)
        work.decisions.log_all([ToLog(viewer, "M100001", f"d{at}", "r", more=MORE) for at in range(number)])
        event.remove(council.engine, "after_cursor_execute", count)
    return len(counted)
