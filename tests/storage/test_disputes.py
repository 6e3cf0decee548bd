"""A record said not to be right: who may say so, who decides, where it goes when nobody does, and who is told."""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import event, select, update

from storage import SINGLE, errors
from storage.models import AgreementRow, DisputeRow, NoticeRow, PersonRow, RelationshipRow
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, day, person_row, who
from tests.storage.test_unsigned import (
    agreement,
    by_tom,
    corrects,
    decides,
    disputes,
    goes_to_tim,
    leaves,
    session,
    signs,
    told,
)


@pytest.fixture
def work(council: Store) -> Iterator[UnitOfWork]:
    """On Monday 16 March; nothing of it is kept. Ann's agreement with Tom names Sue, who is above him."""
    with council.work(SINGLE, at("2026-03-16T10:00")) as made:
        yield made


def names(work: UnitOfWork, manager: str | None) -> None:
    """Ann's agreement names this manager."""
    work.session.execute(update(AgreementRow).where(AgreementRow.supervisee_id == "ann").values(named_manager_id=manager))


def only(work: UnitOfWork) -> DisputeRow:
    work.session.expire_all()
    return work.session.scalars(select(DisputeRow)).one()


def told_of(work: UnitOfWork, kind: str) -> Counter[str]:
    return Counter(work.session.scalars(select(NoticeRow.recipient_id).where(NoticeRow.kind == kind)))


NAMED = [
    # whom the agreement names, who has left by then, and to whom it comes
    ("sue", "", "sue"),
    ("zoe", "", "zoe"),
    ("tim", "", "tim"),  # named, though not in the line
    (None, "", "sue"),  # the manager above the supervisor
    ("tom", "", "sue"),  # the supervisor is a party to it
    ("ann", "", "sue"),
    ("sue", "sue", "zoe"),
    ("zoe", "zoe", "sue"),
]


@pytest.mark.parametrize(("manager", "gone", "to"), NAMED)
def test_it_comes_to_the_named_manager_and_never_to_a_party(work: UnitOfWork, manager: str | None, gone: str, to: str) -> None:
    names(work, manager)
    record = session(work, "ann")
    if gone:
        leaves(work, gone, "")
    disputes(work, "ann", record)
    assert only(work).to_id == to
    assert told_of(work, "disputed") == {to: 1, "tom": 1}, "and whoever wrote it"
    assert [each.record_id for each in work.disputes.waiting(who(work, to))] == [record]


def test_whoever_was_the_supervisors_agreement_named_another_is_asked(work: UnitOfWork) -> None:
    """Of an agreement with a supervisor of before nothing holds any more."""
    names(work, "zoe")
    record = session(work, "ann")
    goes_to_tim(work, "ann", "")
    disputes(work, "ann", record)
    assert only(work).to_id == "sue"


def test_who_may_say_that_it_is_not_right(work: UnitOfWork) -> None:
    record = session(work, "ann")
    for person, may in {"ann": True, "tom": False, "sue": False, "bob": False, "tim": False}.items():
        assert work.disputes.may_bring(record, viewer=who(work, person)) == may, person
        if not may:
            with pytest.raises((errors.NotYoursToSign, errors.NotFound)):
                work.disputes.bring(record, 1, "no", viewer=who(work, person))
    with pytest.raises(errors.WhyNotRightMissing):
        work.disputes.bring(record, 1, " ", viewer=who(work, "ann"))
    with pytest.raises(errors.NewerVersion):
        work.disputes.bring(record, 2, "no", viewer=who(work, "ann"))
    signs(work, "ann", record)
    assert work.disputes.may_bring(record, viewer=who(work, "ann")), "what one has signed may turn out not to be right"
    disputes(work, "ann", record)
    assert not work.disputes.may_bring(record, viewer=who(work, "ann"))
    with pytest.raises(errors.DisputedAlready):
        disputes(work, "ann", record)


def test_what_somebody_wrote_alone_they_correct_and_do_not_dispute(work: UnitOfWork) -> None:
    ann = who(work, "ann")
    record = work.written.write("self_assessment", told(), viewer=ann, about_id="ann").id
    assert not work.disputes.may_bring(record, viewer=ann)


@pytest.mark.parametrize("by", ["ann", "tom"])
def test_either_may_say_that_the_terms_of_their_agreement_are_not_met(work: UnitOfWork, by: str) -> None:
    record = agreement(work, "ann")
    assert not work.disputes.may_bring(record, viewer=who(work, "ann")), "she alone wrote it, and nothing is agreed yet"
    by_tom(work, "ann", record)
    for person, may in {"ann": True, "tom": True, "sue": False, "bob": False}.items():
        assert work.disputes.may_bring(record, viewer=who(work, person)) == may, person
    work.disputes.bring(record, 1, "We do not meet.", viewer=who(work, by))
    assert only(work).to_id == "sue"
    assert told_of(work, "disputed") == Counter({"sue", "ann", "tom"} - {by})
    for person, may in {"ann": False, "tom": False, "sue": True, "zoe": True}.items():
        assert work.disputes.decides(only(work).id, viewer=who(work, person)) == may, person
    work.disputes.settle(only(work).id, "stands", "Meet weekly, as agreed.", viewer=who(work, "sue"))
    assert told_of(work, "settled") == {"ann": 1, "tom": 1}


def test_nobody_who_is_a_party_decides(work: UnitOfWork) -> None:
    names(work, "zoe")
    record = session(work, "ann")
    disputes(work, "ann", record)
    found = only(work)
    for person, may in {"zoe": True, "sue": True, "tom": False, "ann": False, "tim": False}.items():
        assert work.disputes.decides(found.id, viewer=who(work, person)) == may, person
        if not may:
            with pytest.raises((errors.ForTheNamedManager, errors.NotFound)):
                work.disputes.settle(found.id, "stands", "because", viewer=who(work, person))
    with pytest.raises(errors.ForTheNamedManager):
        work.disputes.settle(found.id, "withdrawn", "", viewer=who(work, "zoe"))
    with pytest.raises(errors.OutcomeMissing):
        work.disputes.settle(found.id, "stands", "", viewer=who(work, "zoe"))
    leaves(work, "sue", "")
    assert not work.disputes.decides(found.id, viewer=who(work, "sue"))


@pytest.mark.parametrize("outcome", ["stands", "to_correct", "withdrawn"])
def test_both_are_told_what_comes_of_it_once(work: UnitOfWork, outcome: str) -> None:
    record = session(work, "ann")
    disputes(work, "ann", record)
    found = only(work).id
    assert work.written.get(record, viewer=who(work, "ann")).state == "disputed"
    by = who(work, "ann" if outcome == "withdrawn" else "sue")
    work.disputes.settle(found, outcome, "because", viewer=by)
    assert told_of(work, "settled") == Counter({"ann", "tom"} - {by.id})
    assert work.written.get(record, viewer=who(work, "ann")).state == "open"
    with pytest.raises(errors.AnsweredAlready):
        work.disputes.settle(found, outcome, "because", viewer=by)
    assert work.disputes.waiting(who(work, "sue")) == []


def test_what_is_not_right_is_read_where_it_is_noted_and_in_no_list(work: UnitOfWork) -> None:
    """The named manager, not in the line, reads the record while it is theirs to decide, and no longer."""
    names(work, "tim")
    record = session(work, "ann")
    with pytest.raises(errors.NotFound):
        work.written.read(record, viewer=who(work, "tim"))
    disputes(work, "ann", record)
    tim = who(work, "tim")
    [listed] = work.disputes.waiting(tim)
    assert (listed.words, work.disputes.by_id([listed.id])[listed.id].words) == ("", "")
    assert work.disputes.get(listed.id, viewer=tim).words == "the day"
    noted = {(each.act, each.viewer_id, each.object, each.role, each.purpose) for each in work.trail.shown()}
    assert ("read", "tim", record, "granted", "dispute") in noted
    with pytest.raises(errors.NotFound):
        work.disputes.get(listed.id, viewer=who(work, "bob"))
    work.disputes.settle(listed.id, "stands", "because", viewer=tim)
    with pytest.raises(errors.NotFound):
        work.written.read(record, viewer=tim)


PASSED = [
    # brought on, the last day it is still with the first, and the day from which it is with the next
    ("2026-03-16", "2026-03-30", "2026-03-31"),
    ("2026-03-14", "2026-03-27", "2026-03-28"),  # a Saturday
    ("2026-03-26", "2026-04-13", "2026-04-14"),  # Good Friday and Easter Monday are no working days
    ("2025-12-19", "2026-01-07", "2026-01-08"),  # nor are Christmas, Boxing Day and New Year
]


@pytest.mark.parametrize(("brought", "still", "on"), PASSED)
def test_undecided_in_ten_working_days_it_goes_to_the_next_manager_once(
    council: Store, brought: str, still: str, on: str
) -> None:
    def night(on: str) -> tuple[int, str | None, str | None]:
        with council.work(SINGLE, at(f"{on}T01:10")) as work:
            moved = work.disputes.pass_on()
            work.commit()
            return moved, only(work).to_id, only(work).first_to_id

    with council.work(SINGLE, at(f"{brought}T10:00")) as work:
        disputes(work, "ann", session(work, "ann"))
        work.commit()
    assert night(still) == (0, "sue", None)
    assert night(on) == (1, "zoe", "sue")
    assert night(on) == night("2026-06-01") == (0, "zoe", "sue"), "once"
    with council.read(SINGLE, at("2026-06-01")) as work:
        assert told_of(work, "disputed") == {"sue": 1, "tom": 1, "zoe": 1}


def later(work: UnitOfWork, on: str) -> None:
    work.now, work.today = at(f"{on}T01:10"), day(on)


def test_nobody_above_is_left_to_pass_it_on_to(work: UnitOfWork) -> None:
    names(work, "zoe")
    disputes(work, "ann", session(work, "ann"))
    leaves(work, "sue", "")
    later(work, "2026-04-20")
    assert (work.disputes.pass_on(), only(work).to_id, only(work).passed_at) == (0, "zoe", None)


def test_one_named_from_outside_the_line_passes_it_on_to_the_nearest_above_the_supervisor(work: UnitOfWork) -> None:
    names(work, "tim")
    disputes(work, "ann", session(work, "ann"))
    later(work, "2026-04-20")
    assert (work.disputes.pass_on(), only(work).to_id) == (1, "sue")


def test_what_was_with_somebody_who_left_goes_to_whoever_it_belongs_to_now_who_has_ten_days_too(work: UnitOfWork) -> None:
    disputes(work, "ann", session(work, "ann"))
    later(work, "2026-03-27")
    work.session.execute(update(PersonRow).where(PersonRow.id == "sue").values(left_on=day("2026-03-27")))
    work.session.add(person_row("eve", "zoe", level="service_manager"))
    work.session.flush()
    work.session.execute(update(RelationshipRow).where(RelationshipRow.supervisee_id == "tom").values(supervisor_id="eve"))
    assert (work.disputes.pass_on(), only(work).to_id, only(work).first_to_id) == (1, "eve", None)
    later(work, "2026-03-31")
    assert (work.disputes.pass_on(), only(work).to_id) == (0, "eve")
    later(work, "2026-04-15")
    assert (work.disputes.pass_on(), only(work).to_id) == (1, "zoe")


def test_brought_when_nobody_is_above_it_goes_to_whoever_comes(work: UnitOfWork) -> None:
    names(work, None)
    record = session(work, "ann")
    for each in ("sue", "zoe"):
        leaves(work, each, "")
    disputes(work, "ann", record)
    assert (only(work).to_id, told_of(work, "disputed")) == (None, {"tom": 1})
    later(work, "2026-03-18")
    assert work.disputes.pass_on() == 0
    names(work, "tim")
    assert (work.disputes.pass_on(), only(work).to_id) == (1, "tim")


def test_a_correction_answers_what_was_decided_and_may_be_disputed_anew(work: UnitOfWork) -> None:
    record = session(work, "ann")
    disputes(work, "ann", record)
    decides("to_correct")(work, "ann", record)
    corrects(work, "ann", record)
    assert work.disputes.may_bring(record, viewer=who(work, "ann"))
    disputes(work, "ann", record)
    later(work, "2026-04-20")
    assert work.disputes.pass_on() == 1, "the one that is settled stays where it is"


def test_a_night_takes_as_many_statements_however_many_wait(work: UnitOfWork) -> None:
    counted: list[str] = []
    event.listen(work.session.get_bind(), "before_cursor_execute", lambda *call: counted.append(call[2]))

    def night() -> int:
        work.session.flush()
        counted.clear()
        assert work.disputes.pass_on() == 0
        return len(counted)

    disputes(work, "ann", session(work, "ann"))
    one = night()
    for person in ("bob", "dan", "tom"):
        viewer = {"dan": "tim", "tom": "sue"}.get(person, "tom")
        record = work.written.write("session", told(), viewer=who(work, viewer), about_id=person).id
        disputes(work, person, record)
    assert night() == one
