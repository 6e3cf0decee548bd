"""Records opened for a purpose and a time, personal matters, and records that follow a move of post and survive a leaver."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from scheduling.errors import SupervisionError
from storage import SINGLE, errors
from storage.models import MessageRow, NoticeRow, OutboxRow, PersonalMatterRow, PersonRow, RelationshipRow
from storage.records.grants import Delay, Wanted
from storage.records.purposes import READERS
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, day, person_row, who

NOW = at("2026-03-24")
AUDIT = Wanted(
    about_id="ann", category="performance", purpose="audit", until_on=day("2026-04-07"), reason="Yearly audit.", reader_id="pat"
)
LATER = Delay("legal", "An enquiry.", "zoe", day("2026-03-31"))


@pytest.fixture
def council(council: Store) -> Store:
    """With Pat of performance, who manages nobody, and a session of Ann's that has notes."""
    with council.work(SINGLE, NOW) as work:
        work.session.add(person_row("pat", None, role="non_case_holder"))
        work.session.flush()
        session = work.sessions.last_held("ann", viewer=who(work, "tom"))
        assert session
        work.sessions.record_notes(viewer=who(work, "tom"), session_id=session.id, notes="What was said.")
        work.commit()
    return council


def held(work: UnitOfWork) -> str:
    """Ann's session."""
    found = work.sessions.last_held("ann", viewer=who(work, "sue"))
    assert found
    return found.id


def given(store: Store, wanted: Wanted = AUDIT, now: datetime = NOW) -> str:
    with store.work(SINGLE, now) as work:
        grant = work.grants.give(wanted, viewer=who(work, "sue"))
        work.commit()
    return grant.id


def reads(store: Store, viewer: str, now: datetime = NOW) -> bool:
    """Whether somebody is shown the notes of Ann's session, in every way there is to them."""
    with store.read(SINGLE, now) as work:
        asker, session = who(work, viewer), held(work)
        ways: list[Callable[[], Any]] = [
            lambda: work.sessions.notes(session, viewer=asker),
            lambda: work.sessions.get(session, viewer=asker),
            lambda: work.sessions.of("ann", viewer=asker),
            lambda: work.decisions.of_worker("ann", viewer=asker),
        ]
        return _all_or_none(ways)


def _all_or_none(ways: list[Callable[[], Any]]) -> bool:
    answers = set()
    for way in ways:
        try:
            way()
            answers.add(True)
        except errors.NotFound:
            answers.add(False)
    (answer,) = answers
    return answer


def test_a_grant_opens_the_record_until_its_last_day_and_to_its_reader_alone(council: Store) -> None:
    assert not reads(council, "pat")
    given(council)
    assert reads(council, "pat")
    assert reads(council, "pat", at("2026-04-07T23:00"))
    assert not reads(council, "pat", at("2026-04-08T00:30"))
    assert not reads(council, "tim")


def test_a_grant_taken_back_ends_at_once(council: Store) -> None:
    grant = given(council)
    with council.work(SINGLE, NOW) as work:
        assert not work.grants.revoke(grant, viewer=who(work, "zoe")).is_in_force
        work.commit()
    assert not reads(council, "pat")


WRITES: dict[str, Callable[[UnitOfWork, Any], object]] = {
    "notes": lambda work, pat: work.sessions.record_notes(viewer=pat, session_id=held(work), notes="Mine."),
    "a session": lambda work, pat: work.sessions.record(viewer=pat, supervisee_id="ann", held_on=day("2026-03-20")),
    "a booking": lambda work, pat: work.sessions.book(viewer=pat, supervisee_id="ann", planned_on=day("2026-03-30")),
    "a decision": lambda work, pat: work.decisions.log(viewer=pat, ref="M100001", decision="a", rationale="b"),
    "a grant": lambda work, pat: work.grants.give(replace(AUDIT, reader_id="tim"), viewer=pat),
    "what is owed": lambda work, pat: work.obligations.of("ann", viewer=pat),
    "the case": lambda work, pat: work.cases.find("M100001", viewer=pat),
    "the grants": lambda work, pat: work.grants.about("ann", viewer=pat),
}


@pytest.mark.parametrize("what", WRITES)
def test_a_grant_opens_the_record_and_nothing_else(council: Store, what: str) -> None:
    given(council)
    with council.work(SINGLE, NOW) as work, pytest.raises(errors.NotFound):
        WRITES[what](work, who(work, "pat"))


REFUSED: dict[str, tuple[str, Wanted, type[SupervisionError]]] = {
    "by the supervisee": ("ann", AUDIT, errors.OwnRecord),
    "by the supervisor": ("tom", AUDIT, errors.CannotGrant),
    "by somebody aside": ("tim", AUDIT, errors.NotFound),
    "to oneself": ("sue", replace(AUDIT, reader_id="sue"), errors.OwnRecord),
    "to who may read it already": ("sue", replace(AUDIT, reader_id="zoe"), errors.MayReadAlready),
    "to the supervisee": ("sue", replace(AUDIT, reader_id="ann"), errors.MayReadAlready),
    "to nobody": ("sue", replace(AUDIT, reader_id=None), errors.NoReader),
    "to two": ("sue", replace(AUDIT, outside="An auditor"), errors.NoReader),
    "to nobody there is": ("sue", replace(AUDIT, reader_id="nobody"), errors.NotFound),
    "for a purpose of others": ("sue", replace(AUDIT, purpose="legal"), errors.NotThatPurpose),
    "for no purpose": ("sue", replace(AUDIT, category="press", purpose="press"), errors.NotThatPurpose),
    "for ever": ("sue", replace(AUDIT, until_on=day("2026-06-23")), errors.AccessTooLong),
    "until yesterday": ("sue", replace(AUDIT, until_on=day("2026-03-23")), errors.AccessTooLong),
    "for no reason": ("sue", replace(AUDIT, reason="  "), errors.WhyMissing),
    "at more length than fits": ("sue", replace(AUDIT, reason="x" * 3001), errors.TooLong),
    "untold for no reason": ("sue", replace(AUDIT, delay=replace(LATER, because="")), errors.ExceptionMissing),
    "untold, allowed by nobody": ("sue", replace(AUDIT, delay=replace(LATER, allowed_by_id="")), errors.ExceptionMissing),
    "untold for convenience": ("sue", replace(AUDIT, delay=replace(LATER, constraint="tact")), errors.ExceptionMissing),
    "untold, allowed by the reader": (
        "sue",
        replace(AUDIT, delay=replace(LATER, allowed_by_id="pat")),
        errors.NotTheirsToAllow,
    ),
    "untold, allowed by the supervisor": (
        "sue",
        replace(AUDIT, delay=replace(LATER, allowed_by_id="tom")),
        errors.NotTheirsToAllow,
    ),
    "told yesterday": ("sue", replace(AUDIT, delay=replace(LATER, tell_on=day("2026-03-24"))), errors.InThePast),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_cannot_be_granted(council: Store, how: str) -> None:
    viewer, wanted, refusal = REFUSED[how]
    with council.work(SINGLE, NOW) as work:
        with pytest.raises(refusal) as told:
            work.grants.give(wanted, viewer=who(work, viewer))
        assert type(told.value) is refusal
        assert work.grants.about("ann", viewer=who(work, "zoe")) == []


@pytest.mark.parametrize(("category", "purpose"), [(c, p) for c, purposes in READERS.items() for p in purposes])
def test_every_reader_and_purpose_of_the_policies_can_be_granted(council: Store, category: str, purpose: str) -> None:
    grant = replace(AUDIT, category=category, purpose=purpose, covers_personal=True)
    with council.work(SINGLE, NOW) as work:
        view = work.grants.give(grant, viewer=who(work, "sue"))
    assert view.covers_personal == (purpose in {"family_proceedings", "disciplinary", "legal"})


def tellings(store: Store) -> set[tuple[str, str, datetime]]:
    """What is queued about access: kind, to whom, not before when."""
    with store.reading() as session:
        rows = session.execute(
            select(NoticeRow.kind, NoticeRow.recipient_id, OutboxRow.not_before)
            .join(MessageRow, MessageRow.id == NoticeRow.message_id)
            .join(OutboxRow, OutboxRow.message_id == MessageRow.id)
            .where(NoticeRow.kind.in_(("told_of_access", "access_given", "to_agree")))
        )
        return {tuple(row) for row in rows}  # type: ignore[misc]


def test_the_supervisee_and_the_reader_are_told_at_once(council: Store) -> None:
    given(council)
    assert tellings(council) == {("told_of_access", "ann", NOW), ("access_given", "pat", NOW)}


def test_under_a_constraint_the_supervisee_is_told_on_the_day_named_and_sees_nothing_before(council: Store) -> None:
    given(council, replace(AUDIT, delay=LATER))
    assert tellings(council) == {("told_of_access", "ann", at("2026-03-31T09:00")), ("access_given", "pat", NOW)}
    for now, seen in ((NOW, 0), (at("2026-03-30T23:00"), 0), (at("2026-03-31"), 1)):
        with council.read(SINGLE, now) as work:
            assert len(work.grants.about("ann", viewer=who(work, "ann"))) == seen
            assert len(work.grants.about("ann", viewer=who(work, "tom"))) == 1


def test_a_constraint_without_an_end_is_ended_by_whoever_may_grant(council: Store) -> None:
    grant = given(council, replace(AUDIT, delay=replace(LATER, tell_on=None)))
    assert [kind for kind, _, _ in tellings(council)] == ["access_given"]
    with council.work(SINGLE, NOW) as work:
        for stranger, refusal in (("ann", errors.NotFound), ("pat", errors.NotFound), ("tom", errors.CannotGrant)):
            with pytest.raises(refusal):
                work.grants.tell_now(grant, viewer=who(work, stranger))
        work.grants.tell_now(grant, viewer=who(work, "sue"))
        with pytest.raises(errors.AnsweredAlready):
            work.grants.tell_now(grant, viewer=who(work, "sue"))
        work.commit()
    assert ("told_of_access", "ann", NOW) in tellings(council)


def test_somebody_outside_is_recorded_and_nothing_is_opened(council: Store) -> None:
    outside = replace(AUDIT, category="inspector", purpose="inspection", reader_id=None, outside="HMI Roe")
    given(council, outside)
    assert tellings(council) == {("told_of_access", "ann", NOW)}
    with council.read(SINGLE, NOW) as work:
        (view,) = work.grants.about("ann", viewer=who(work, "ann"))
        assert (view.reader, view.outside) == (None, "HMI Roe")


# -- personal matters


def put(store: Store, session: str, now: datetime = NOW) -> str:
    with store.work(SINGLE, now) as work:
        matter = work.matters.write(session, "Ill at home.", viewer=who(work, "tom"))
        work.commit()
    return matter.id


def answered(store: Store, matter: str, *, agrees: bool) -> None:
    with store.work(SINGLE, NOW) as work:
        work.matters.answer(matter, viewer=who(work, "ann"), agrees=agrees)
        work.commit()


def session_of(store: Store) -> str:
    with store.read(SINGLE, NOW) as work:
        return held(work)


def knows(store: Store, viewer: str, matter: str, now: datetime = NOW) -> bool:
    """Whether somebody reads a personal matter; who does not is not told that there is one."""
    with store.read(SINGLE, now) as work:
        asker = who(work, viewer)
        try:
            listed = "Ill at home." in {
                each.content for each in work.matters.of_session(held(work), viewer=asker) if each.id == matter
            }
        except errors.NotFound:
            listed = False
        try:
            found = work.matters.read(matter, viewer=asker).content == "Ill at home."
        except errors.NotFound:
            found = False
        assert listed == found
        return found


def test_a_personal_matter_is_the_two_peoples_and_nobody_elses(council: Store) -> None:
    matter = put(council, session_of(council))
    answered(council, matter, agrees=True)
    given(council)
    assert {viewer for viewer in ("ann", "tom", "sue", "zoe", "tim", "bob", "pat") if knows(council, viewer, matter)} == {
        "ann",
        "tom",
    }


@pytest.mark.parametrize(("personal", "sees"), [(True, True), (False, False)])
def test_a_grant_that_names_personal_matters_opens_them(council: Store, personal: bool, sees: bool) -> None:
    matter = put(council, session_of(council))
    court = replace(AUDIT, category="court", purpose="family_proceedings", covers_personal=personal)
    given(council, court)
    assert reads(council, "pat")
    assert knows(council, "pat", matter) == sees


def test_who_covers_for_the_supervisor_reads_the_record_but_nothing_personal(council: Store) -> None:
    matter = put(council, session_of(council))
    with council.work(SINGLE, NOW) as work:
        sue = who(work, "sue")
        work.absences.record(viewer=sue, person_id="tom", from_on=day("2026-03-20"), until_on=day("2026-04-20"), cover_id="tim")
        work.commit()
    assert reads(council, "tim")
    assert not knows(council, "tim", matter)


def test_what_is_not_agreed_to_is_not_kept(council: Store) -> None:
    matter = put(council, session_of(council))
    assert tellings(council) == {("to_agree", "ann", NOW)}
    answered(council, matter, agrees=False)
    assert not knows(council, "tom", matter)
    with council.reading() as session:
        assert session.scalar(select(PersonalMatterRow.content)) is None


def test_only_the_supervisee_answers_and_only_once(council: Store) -> None:
    matter = put(council, session_of(council))
    with council.work(SINGLE, NOW) as work:
        for asker, refusal in (("tom", errors.NotAgreedHere), ("sue", errors.NotFound), ("bob", errors.NotFound)):
            with pytest.raises(refusal):
                work.matters.answer(matter, viewer=who(work, asker), agrees=True)
        work.matters.answer(matter, viewer=who(work, "ann"), agrees=True)
        with pytest.raises(errors.AnsweredAlready):
            work.matters.answer(matter, viewer=who(work, "ann"), agrees=False)


@pytest.mark.parametrize(
    ("writer", "refusal"), [("sue", errors.ForTheSupervisor), ("ann", errors.ForTheSupervisor), ("tim", errors.NotFound)]
)
def test_only_the_supervisor_writes_one(council: Store, writer: str, refusal: type[SupervisionError]) -> None:
    with council.work(SINGLE, NOW) as work, pytest.raises(refusal):
        work.matters.write(held(work), "Ill at home.", viewer=who(work, writer))


def test_what_nobody_answers_for_four_weeks_is_not_kept(council: Store) -> None:
    matter = put(council, session_of(council))
    kept = put(council, session_of(council))
    answered(council, kept, agrees=True)
    for now, gone in ((at("2026-04-20"), 0), (at("2026-04-22"), 1), (at("2026-04-23"), 0)):
        with council.work(SINGLE, now) as work:
            assert work.matters.let_go() == gone
            work.commit()
    assert not knows(council, "ann", matter)
    assert knows(council, "ann", kept)


# -- a move of post, and leaving


def _move(store: Store, on: date, values: dict[str, Any]) -> None:
    with store.work(SINGLE, NOW) as work:
        row = RelationshipRow
        ended = update(row).where(row.workspace == SINGLE, row.supervisee_id == "ann").values(until_on=on)
        work.session.execute(ended)
        if values.get("supervisor"):
            new = row(workspace=SINGLE, supervisee_id="ann", supervisor_id=values["supervisor"], from_on=on)
            work.session.add(new)
        mine = PersonRow.workspace == SINGLE, PersonRow.id == "ann"
        changed = {name: value for name, value in values.items() if name != "supervisor"}
        work.session.execute(update(PersonRow).where(*mine).values(**changed))
        work.commit()


def test_records_follow_a_move_of_post(council: Store) -> None:
    """To the new supervisor and their line, and away from the one before (Manchester 2.4)."""
    matter = put(council, session_of(council))
    _move(council, day("2026-03-30"), {"supervisor": "tim", "manager_id": "tim"})
    before, after = at("2026-03-29"), at("2026-03-30")
    with council.work(SINGLE, NOW) as work:  # the line manager on file is the new one already
        work.session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager_id="tim"))
        work.commit()
    assert reads(council, "tom", before)
    assert not reads(council, "tom", after)
    assert reads(council, "tim", after)
    assert reads(council, "sue", after)
    assert (knows(council, "tom", matter, after), knows(council, "tim", matter, after)) == (False, True)


def test_the_record_of_a_leaver_stays_with_the_line_and_a_leaver_reads_nothing(council: Store) -> None:
    _move(council, day("2026-03-28"), {"left_on": day("2026-03-28")})
    after = at("2026-03-28")
    assert not reads(council, "ann", after)
    assert {viewer for viewer in ("tom", "sue", "zoe", "tim", "bob") if reads(council, viewer, after)} == {"tom", "sue", "zoe"}


def test_a_reader_or_a_manager_who_leaves_reads_nothing(council: Store) -> None:
    given(council)
    with council.work(SINGLE, NOW) as work:
        leavers = PersonRow.id.in_(("pat", "sue"))
        work.session.execute(update(PersonRow).where(leavers).values(left_on=day("2026-03-28")))
        work.commit()
    for viewer in ("pat", "sue"):
        assert reads(council, viewer, at("2026-03-27"))
    with council.read(SINGLE, at("2026-03-28")) as work:
        zoe = who(work, "zoe")
        session = work.sessions.last_held("ann", viewer=zoe)
        assert session
        for viewer in ("pat", "sue"):
            with pytest.raises(errors.NotFound):
                work.sessions.notes(session.id, viewer=who(work, viewer))
