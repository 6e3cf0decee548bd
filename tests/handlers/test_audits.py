"""Samples drawn for audit: listed, read, audited on the policy's form, fed back, and what they found counted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.desk import Person, words_of
from handlers.periods import before, span_in
from handlers.words import audit as words
from scheduling.errors import SupervisionError
from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE
from storage.auditviews import SampleView, Theme
from storage.drawing import draw_samples
from storage.models import AuditRow, PersonRow, RelationshipRow, TrailRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.growing import council, owed
from tests.handlers.mornings import morning
from tests.handlers.office import LONDON, STAFF, TUESDAY, Office, seen, slack_id, staff_id
from tests.handlers.test_session_record import fill_all

SEED = "a printed seed"
TODAY = TUESDAY.date()
LONG = "Cases are discussed, and what is decided is on the file. " * 60
TWELVE = (
    "structure", "frequency", "agreement", "record", "concerns", "content", "decisions", "performance", "attendance",
    "permanence", "direct_work", "observation",
)  # fmt: skip
"""The questions of Appendix J."""


NO_ACTIONS = {f"actions.{at}.{part}": None for at in range(3) for part in ("what", "who", "by")}


def plainly(text: str) -> str:
    """Everybody by their name, whether they have been met in Slack or not, and nothing in bold."""
    for key, (name, *_) in STAFF.items():
        text = text.replace(f"<@{slack_id(key)}>", name)
    return text.replace("*", "").replace("`", "")


def told(person: Person) -> str:
    """The words of the window somebody has open."""
    return plainly(seen(person))


def drawn(office: Office) -> None:
    """As the night of the first working day would."""
    assert draw_samples(office.store, SINGLE, TUESDAY, SEED) > 0


def samples(office: Office, who: str) -> list[SampleView]:
    return list(office.read(lambda work: work.samples.to_do(work.people.must_get(staff_id(who)))))


def ask(office: Office, who: str, about: Callable[[UnitOfWork, Any], Any]) -> Any:
    return office.read(lambda work: about(work, work.people.must_get(staff_id(who))))


def trail(office: Office, kind: str) -> list[tuple[str, str, str]]:
    """Act, role and purpose of each event of this kind."""

    def events(work: UnitOfWork) -> list[tuple[str, str, str]]:
        rows = work.session.query(TrailRow).filter_by(workspace=SINGLE, kind=kind).order_by(TrailRow.seq)
        return [(row.act, row.role, row.purpose) for row in rows]

    return list(office.read(events))


def open_form(person: Person, sample: SampleView) -> None:
    person.command("/supervision", "audit")
    person.press(person.modal, words.FORM, sample.id)


def a_record(office: Office, of: str, by: str, word: str) -> None:
    """A record of supervision on somebody's file."""
    said = Filled((FilledPart("Said", "personal", "", (Answer("said", "Said", "", "text", word),)),))
    with office.store.work(SINGLE, TUESDAY) as work:
        session = work.sessions.last_held(staff_id(of), viewer=work.people.must_get(staff_id(by)))
        assert session
        for form in ("session", "good_conversation"):
            work.written.write(
                form, said, viewer=work.people.must_get(staff_id(by)), about_id=staff_id(of), session_id=session.id
            )
        work.commit()


def test_an_audit_goes_from_the_home_tab_to_feedback_that_is_read(databases: Databases) -> None:
    """Tom, a team manager, audits a file of Carol's: out of his line, so he sees that file and nothing else of it."""
    with council(databases, "manchester") as office:
        for of in ("omar", "ann2"):
            a_record(office, of, "carol", f"tamarisk {of}")
        drawn(office)
        tom = office.person("tom")
        (sample,) = samples(office, "tom")
        assert sample.kind == "peer"
        home = tom.home()
        assert home
        told_at_home = plainly(words_of(home.blocks))
        assert "One supervision file was drawn for you to audit; the first is due Tue 30 June." in told_at_home
        tom.command("/supervision", "audit")
        listed = told(tom)
        assert "supervised by Carol Reed · peer audit, by Tue 30 June" in listed
        assert f"seed {SEED}" in listed
        tom.press(tom.modal, words.FILE, sample.id)
        file = told(tom)
        assert "Fri 20 March · 90 minutes · recorded the same day" in file
        assert file.count("written Tue 24 March") == 1, "of the file what the audit needs, and nothing besides"
        tom.press(tom.modal, "record_read")
        assert "tamarisk" in told(tom)
        assert ("read", "auditor", "audit") in trail(office, "record")
        # the form, with its longest text
        open_form(tom, sample)
        assert "supervision with Carol Reed, by you." in told(tom)
        own = {"on": TODAY, **{f"{each}_note": LONG[:3000].strip() for each in TWELVE}}
        own |= NO_ACTIONS
        own |= {"actions.0.what": "Observe a session.", "actions.0.who": staff_id("carol"), "actions.0.by": date(2026, 4, 14)}
        steps, said = fill_all(tom, **own)
        assert [name for step in steps for name in step if name in TWELVE] == list(TWELVE)
        assert "Feedback to Carol Reed is due by Tue 31 March." in plainly(said)
        assert "One action agreed" in said
        # read back and corrected
        (record,) = ask(office, "tom", lambda work, tom: work.written.of_one(_audit(work, tom), viewer=tom))
        stored = ask(office, "tom", lambda work, tom: work.written.read(record.id, viewer=tom)).latest.filled.values()
        assert stored["direct_work_note"] == LONG[:3000].strip()
        assert (stored["supervisee"], stored["supervisor"]) == (sample.of_id, staff_id("carol"))
        assert record.state == "signed"
        tom.command("/supervision", "audit")
        tom.press(tom.modal, "record_read", record.id)
        assert "Name of Supervisor\nCarol Reed" in told(tom)
        tom.press(tom.modal, "record_correct")
        fill(tom, direct_work="no", direct_work_note="One example.", because="The other is of another session.")
        again = ask(office, "tom", lambda work, tom: work.written.read(record.id, viewer=tom))
        values = again.latest.filled.values()
        assert (values["direct_work"], values["direct_work_note"], values["supervisee"]) == ("no", "One example.", sample.of_id)
        assert len(again.versions) == 2
        # feedback, in bullet points, by the button; its deadline is chased until then
        assert [each.due_on for each in owed(office, "tom", "audit_feedback")] == [date(2026, 3, 31)]
        home = tom.home()
        assert home
        of = ask(office, "tom", lambda work, tom: work.people.must_get(sample.of_id))
        assert f"To Carol Reed, on {of.name}'s supervision · by Tue 31 March" in plainly(words_of(home.blocks))
        tom.command("/supervision", "audit")
        tom.press(tom.modal, words.FEEDBACK)
        assert fields_in(tom) == ["points", "given_on"]
        said = plainly(fill(tom, points="• Observe a session."))
        assert said.startswith("Saved. Carol Reed is asked to read it")
        assert owed(office, "tom", "audit_feedback") == []
        carol = office.person("carol")
        carol.command("/supervision", "sign")
        carol.press(carol.modal, "record_read")
        assert "• Observe a session." in told(carol)
        assert carol.submit() == {}
        assert "Signed." in told(carol)
        # the right to the file has ended with the feedback
        with pytest.raises(SupervisionError):
            ask(office, "tom", lambda work, tom: work.samples.file(sample.id, viewer=tom))
        assert not ask(office, "tom", lambda work, tom: work.samples.opens(tom, sample.of_id, "session", TUESDAY))
        assert samples(office, "tom") == []


def _audit(work: UnitOfWork, auditor: Any) -> str:
    return str(work.session.query(AuditRow.id).filter_by(workspace=SINGLE, auditor_id=auditor.id, kind="peer").scalar())


def test_a_service_manager_has_four_a_month_two_with_the_ratings_and_draws_another(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        drawn(office)
        mine = samples(office, "sue")
        dips = [each for each in mine if each.kind == "dip_sample"]
        assert len(dips) == 4
        assert sum(each.rag for each in dips) == 2
        assert {each.of_id for each in dips} == {staff_id(each) for each in ("ann", "priya", "omar", "ann2")}
        assert [each.kind for each in mine if each not in dips] == ["file_audit"]
        assert draw_samples(office.store, SINGLE, TUESDAY, "another seed") == 0
        assert samples(office, "sue") == mine
        # what is owed closes with the audits made
        (of_month,) = [each for each in owed(office, "sue", "audit_sample") if each.rule == "MAN-5.3-a"]
        sue = office.person("sue")
        open_form(sue, dips[0])
        answers = dict.fromkeys((each for each in TWELVE if each not in ("decisions", "permanence", "direct_work")), "yes")
        fill(sue, **answers)
        with office.store.work(SINGLE, TUESDAY) as work:
            for sample in dips[1:]:
                work.audits.record_sample(sample.id, viewer=work.people.must_get(staff_id("sue")), on=TODAY)
            work.commit()
        assert of_month.id not in [each.id for each in owed(office, "sue", "audit_sample")]
        # one that cannot be audited: why is asked, and another is drawn
        (left,) = samples(office, "sue")
        sue.command("/supervision", "audit")
        sue.press(sue.modal, words.REDRAW, left.id)
        assert sue.submit(why="away") == {}
        assert told(sue).startswith("Saved, with the reason. Drawn in its place:")
        (other,) = samples(office, "sue")
        assert other.of_id != left.of_id
        assert other.seed == left.seed == SEED
        with pytest.raises(SupervisionError):
            ask(office, "sue", lambda work, sue: work.audits.record_sample(left.id, viewer=sue, on=TODAY))


def test_nobody_is_chased_for_an_audit_nobody_can_make(databases: Databases) -> None:
    """Sue is the only service manager, so no peer's file can be drawn for her; and of her four dips one has no other."""
    with council(databases, "manchester") as office:
        before = {each.rule for each in owed(office, "sue", "audit_sample")}
        drawn(office)
        after = {each.rule for each in owed(office, "sue", "audit_sample")}
        assert before - after == {"MAN-5.3-g"}
        message = morning(office, "sue", date(2026, 3, 30))
        said = plainly(words_of(message.blocks))
        assert "Your dip sample of supervisions is due tomorrow, Tue 31 March." in said
        assert "Your sample of supervision files to audit is due tomorrow, Tue 31 March." in said
        dips = [each for each in samples(office, "sue") if each.kind == "dip_sample"]
        with office.store.work(SINGLE, TUESDAY) as work:
            sue = work.people.must_get(staff_id("sue"))
            assert work.samples.redraw(dips[0].id, viewer=sue, because="nothing_held") is None
            for each in dips[1:]:
                work.audits.record_sample(each.id, viewer=sue, on=TODAY)
            work.commit()
        assert len(dips) == 4
        assert [each.rule for each in owed(office, "sue", "audit_sample")] == ["MAN-5.3-f"]


def test_whoever_covers_is_not_chased_for_the_audits_of_another(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        drawn(office)
        with office.store.work(SINGLE, TUESDAY) as work:
            zoe, away_from = work.people.must_get(staff_id("zoe")), date(2026, 3, 25)
            away = {"from_on": away_from, "until_on": date(2026, 5, 1), "cover_id": staff_id("carol")}
            work.absences.record(viewer=zoe, person_id=staff_id("sue"), **away)
            work.commit()
        for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)):
            message = morning(office, "carol", day)
            assert message is None or "sample" not in plainly(words_of(message.blocks))


def test_feedback_is_chased_the_day_after_its_last_day(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        drawn(office)
        (sample,) = samples(office, "tom")
        with office.store.work(SINGLE, TUESDAY) as work:
            work.audits.record_sample(sample.id, viewer=work.people.must_get(staff_id("tom")), on=TODAY)
            work.commit()
        of = ask(office, "tom", lambda work, tom: work.people.must_get(sample.of_id))
        before, after = morning(office, "tom", date(2026, 3, 30)), morning(office, "tom", date(2026, 4, 1))
        assert before
        assert after
        assert f"our feedback on the audit of {of.name}'s supervision is due" in plainly(words_of(before.blocks))
        said = plainly(words_of(after.blocks))
        assert f"our feedback on the audit of {of.name}'s supervision was due" in said
        assert "Give feedback" in str(after.blocks)


@pytest.mark.parametrize("policy", ["wokingham", "plymouth", "kent", "lscb"])
def test_where_no_sample_is_asked_for_a_supervisors_records_are_audited_by_name(databases: Databases, policy: str) -> None:
    with council(databases, policy) as office:
        assert draw_samples(office.store, SINGLE, TUESDAY) == 0
        sue = office.person("sue")
        sue.command("/supervision", "audit")
        assert "asks for no sample" in told(sue)
        sue.command("/supervision", "audit <@U0TOM>")
        assert "An audit of the supervision records Tom Hale keeps, by you." in told(sue)
        assert list(sue.submit(on=TODAY + timedelta(days=1), frequency="yes", agreement="no", records="yes")) == ["on"]
        answers = {"frequency": "yes", "agreement": "no", "records": "yes", "quality": "yes", "followed_up": "no"}
        said = plainly(fill(sue, on=TODAY, wellbeing="yes", **answers))
        assert said.startswith("Saved, and signed by you. The audit of Tom Hale's supervision is recorded.")
        sue.press(sue.modal, words.FEEDBACK)
        fill(sue, points="• Sign the agreement.")
        tom = office.person("tom")
        tom.command("/supervision", "sign")
        tom.press(tom.modal, "record_read")
        assert "• Sign the agreement." in told(tom)
        tom.command("/supervision", "audit <@U0ANN>")
        assert "Ann Example supervises nobody" in plainly(tom.last().text)


def test_a_head_is_told_before_the_year_ends_that_not_every_file_can_be_seen(databases: Databases) -> None:
    """Tom's and Carol's files are to be seen by 28 March; of the quarter's two samples one has been made."""

    def change(work: UnitOfWork) -> None:
        zoe = work.session.get(PersonRow, (SINGLE, staff_id("zoe")))
        assert zoe
        zoe.level = "head_of_locality"
        work.session.execute(update(RelationshipRow).values(from_on=date(2025, 3, 28)))

    with council(databases, "manchester", change) as office:
        zoe = office.person("zoe")
        zoe.command("/supervision", "audit")
        assert "Not every file can be seen" not in told(zoe)
        with office.store.work(SINGLE, TUESDAY) as work:
            viewer = work.people.must_get(staff_id("zoe"))
            work.audits.record(viewer=viewer, of_id=staff_id("sue"), on=date(2026, 3, 10), kind="file_audit")
            work.commit()
        zoe.command("/supervision", "audit")
        assert "Not every file can be seen in time. 2 files to see by Sat 28 March; 2 a quarter reach 1." in told(zoe)


def made(office: Office, answers: dict[str, int], *, auditor: str = "sue", audits: int = 6) -> None:
    """Audits of the file of Ann with Tom, so many of which answer a question with no, and the others with yes."""
    with office.store.work(SINGLE, TUESDAY) as work:
        viewer = work.people.must_get(staff_id(auditor))
        for number in range(audits):
            audit_id = work.audits.record(
                viewer=viewer,
                of_id=staff_id("ann"),
                by_id=staff_id("tom"),
                on=TODAY - timedelta(days=number),
                kind="dip_sample",
            )
            said = tuple(
                Answer(name, name, "", "yes_no", "no" if number < least else "yes") for name, least in sorted(answers.items())
            )
            filled = Filled((FilledPart("Said", "personal", "", said),))
            work.written.write("supervision_audit", filled, viewer=viewer, about_id=staff_id("tom"), of_id=audit_id)
        work.commit()


def test_findings_are_counted_for_the_meeting_and_noted_as_discussed(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        made(office, {"structure": 1, "frequency": 4, "record": 0})
        sue, carol = office.person("sue"), office.person("carol")
        sue.command("/supervision", "audit findings")
        said = told(sue)
        assert said.startswith("Six audits finished from 1 January to 31 March, across the service.")
        assert "No 1 · Yes 5\nIs the supervision file structured" in said
        assert "No 4 · Yes 2\nDoes the frequency and duration of supervision" in said
        assert "No 0 · Yes 6\nIs the record of the supervision session" in said
        assert not [name for name, *_ in STAFF.values() if name in said]
        sue.press(sue.modal, words.DISCUSSED)
        assert told(sue) == "Saved. The findings of six audits are noted as discussed at the meeting today."
        sue.command("/supervision", "audit findings 2026-q1")
        assert "Discussed at the meeting by 24 March." in told(sue)
        sue.press(sue.modal, words.FINDINGS)
        assert told(sue).startswith("No audits finished from 1 October 2025 to 31 December 2025")
        carol.command("/supervision", "audit findings")
        assert "across the service" not in told(carol), "a team manager is shown her own"
        assert "No 4" not in told(carol)
        carol.command("/supervision", "audit findings when")
        assert "I could not read that time." in carol.last().text


def test_small_numbers_are_held_back_from_who_may_not_read_every_audit(databases: Databases) -> None:
    """Sue is moved aside: she sees the service's findings, and may read none of these audits."""

    def aside(work: UnitOfWork) -> None:
        hers = update(PersonRow).where(PersonRow.manager_id == staff_id("sue"))
        work.session.execute(hers.values(manager_id=staff_id("zoe")))
        moved = update(RelationshipRow).where(RelationshipRow.supervisor_id == staff_id("sue"))
        work.session.execute(moved.values(supervisor_id=staff_id("zoe")))

    with council(databases, "manchester", aside) as office:
        made(office, {"structure": 1, "frequency": 3, "record": 0, "agreement": 6}, auditor="zoe")
        sue = office.person("sue")
        sue.command("/supervision", "audit findings")
        said = told(sue)
        assert "No 3 · Yes 3" in said
        assert "No 1" not in said
        assert "No 0" not in said
        assert said.count("Mostly Yes") == 2
        assert said.count("Mostly No") == 1
        assert "A number below 3 is not shown" in said
        office.now[0] = datetime(2026, 4, 10, 10, 0, tzinfo=LONDON)
        sue.command("/supervision", "audit findings 2026-03")
        assert "No 3 · Yes 3" in told(sue)
        with office.store.work(SINGLE, TUESDAY) as work:
            for row in work.session.query(AuditRow).filter_by(workspace=SINGLE).limit(2):
                row.finished_on = date(2025, 1, 1)
            work.commit()
        sue.command("/supervision", "audit findings 2026-03")
        assert "Fewer than 5 audits, so nothing is counted here" in told(sue)


@pytest.mark.parametrize(
    ("theme", "sees_all", "said"),
    [
        ((12, 1), True, "*No 1* · Yes 12"),
        ((3, 2), False, "Mostly Yes"),
        ((2, 3), False, "Mostly No"),
        ((11, 2), False, "Mostly Yes"),  # of thirteen the same is said whether two, one or none of them is a No
        ((12, 1), False, "Mostly Yes"),
        ((13, 0), False, "Mostly Yes"),
        ((0, 12), False, "Mostly No"),
        ((17, 2), False, "Mostly Yes"),
        ((18, 2), False, "Nearly all Yes"),  # nine in ten
        ((20, 0), False, "Nearly all Yes"),
        ((1, 30), False, "Nearly all No"),
        ((1, 2), False, "Fewer than 3 of either"),
        ((3, 3), False, "*No 3* · Yes 3"),
    ],
)
def test_a_theme_tells_no_number_that_would_tell_whose_it_was(theme: tuple[int, int], sees_all: bool, said: str) -> None:
    assert words.theme(Theme("Q", *theme), sees_all=sees_all) == said


@pytest.mark.parametrize(
    ("first_until", "said"),
    [
        (None, "two files left of those drawn at random on 1 January from 7 · seed s ·"),
        (
            date(2026, 6, 30),
            "two files left of those drawn on 1 January from 7: first those whose year is up by 30 June, the soonest first, "
            "then at random · seed s ·",
        ),
    ],
)
def test_how_a_sample_was_drawn_is_told_under_it(first_until: date | None, said: str) -> None:
    of = {"auditor_id": "zoe", "of_id": "tom", "by_id": "sue", "rule": "MAN-5.3-c", "kind": "file_audit", "audit_id": None}
    time = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 3, 31), "drawn_at": datetime(2026, 1, 1, 9, tzinfo=LONDON)}
    how: Any = {"id": "1", "seed": "s", "pool_size": 7, "place": 0, "rag": False, "turn": 1, "replaced_at": None}
    assert said in plainly(words.drawn(SampleView(**how, **of, **time, first_until=first_until), 2, TODAY))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "2026-01-01", "2026-03-31"),
        ("last", "2025-10-01", "2025-12-31"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026 Q2", "2026-04-01", "2026-06-30"),
        ("2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, first: str, last: str) -> None:
    span = span_in(typed, TODAY)
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)
    assert span_in(span.name, TODAY) == span


@pytest.mark.parametrize(
    ("typed", "earlier"),
    [
        ("2026-q3", "2026-q2"),
        ("2026-q1", "2025-q4"),
        ("2026-01", "2025-q4"),
        ("2026-02", "2025-q4"),
        ("2026-03", "2025-q4"),
        ("2026-04", "2026-q1"),
        ("2026-12", "2026-q3"),
        ("2026", "2025-q4"),
    ],
)
def test_the_quarter_before_is_never_the_one_that_holds_the_time_shown(typed: str, earlier: str) -> None:
    assert before(span_in(typed, TODAY)) == earlier


@pytest.mark.parametrize("typed", ["2026-13", "soon", "20266", "1066", "2026-q5"])
def test_a_time_nobody_can_read_is_asked_about(typed: str) -> None:
    with pytest.raises(SupervisionError, match="I could not read that time"):
        span_in(typed, TODAY)
