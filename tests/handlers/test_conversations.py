"""Good Conversations, to plan and to review, and probation assessed at months one, four and five (Kent 3)."""

from datetime import date, timedelta

import pytest

from handlers.words.growing import not_asked_for
from storage.errors import ForTheSupervisor, NotFound
from storage.models import ConversationRow, ProbationRow
from storage.unit import UnitOfWork
from storage.written import RecordView
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.growing import at, correcting, council, ended, owed, press, set_of, written
from tests.handlers.office import TUESDAY, Office, seen, staff_id

TODAY = TUESDAY.date()
STARTED = date(2026, 2, 2)
"""Ann has been in post for seven weeks: probation is assessed on 2 March, 2 June and 2 July."""


def held(office: Office) -> list[str]:
    """Conversations on record, by kind, the first first."""
    row = ConversationRow
    return office.read(  # type: ignore[no-any-return]
        lambda work: [each.kind for each in work.session.query(row).order_by(row.held_on, row.kind)]
    )


def test_a_year_has_one_conversation_to_plan_and_then_one_to_review(databases: Databases) -> None:
    with council(databases, "kent", set_of("ann", started_on=STARTED)) as office:
        [waiting] = owed(office, "ann", "good_conversation")
        tom = press(office, "tom", "duty_record", waiting.id)
        assert tom.values()["kind"]["value"] == "plan"
        said = fill(
            tom, wellbeing="zephyrwell", opportunities="The advanced course.", actions__0__what="Book the course",
            actions__0__by=date(2026, 4, 30),
        )  # fmt: skip
        assert said.startswith("Saved. The Good Conversation with Ann Example on Tue 24 March is recorded, and signed by you.")
        assert "One action agreed" in said
        assert ended(office, waiting.id) is None, "it is still to be reviewed"
        [action] = office.read(lambda work: work.actions.open_of("E-ann", viewer=work.people.get("E-zoe")))
        assert (action.words, action.owner_id, action.due_on) == ("Book the course", "E-ann", date(2026, 4, 30))
        record = written(office, "ann", "good_conversation").record
        assert record.missing == ("supervisee",)
        ann = office.person("ann")
        ann.command("/supervision", "sign")
        ann.press(ann.modal, "record_read", record.id)
        assert "zephyrwell" in seen(ann)
        assert ann.submit() == {}
        assert written(office, "ann", "good_conversation").record.state == "signed"
        tom.close(everything=True)
        tom.command("/supervision", f"conversation {at('ann')}")
        assert tom.values()["kind"]["value"] == "review"
        fill(tom, opportunities="It went well.")
        assert held(office) == ["plan", "review"]
        assert ended(office, waiting.id) == "held"


def test_probation_is_assessed_month_by_month(databases: Databases) -> None:
    with council(databases, "kent", set_of("ann", started_on=STARTED)) as office:
        for month, due_on in (("Month one", date(2026, 3, 2)), ("Month four", date(2026, 6, 2)), ("Month five", None)):
            [waiting] = owed(office, "ann", "probation_assessment")
            assert due_on in (waiting.due_on, None)
            if due_on is None:
                break
            tom = press(office, "tom", "duty_record", waiting.id)
            said = fill(tom, month=month, overall="Steady.", conduct="Good.")
            assert "assessment of Ann Example's probation on" in said
            assert ended(office, waiting.id) == "assessed"
            tom.close(everything=True)
            office.now[0] = TUESDAY.replace(month=6, day=1)
        rows = office.read(lambda work: [each.assessed_on for each in work.session.query(ProbationRow)])
        assert sorted(rows) == [TODAY, date(2026, 6, 1)]


WORDS = ("conversation", "probation")
MAY = {"tom", "sue", "zoe"}


def test_the_line_above_records_them_and_nobody_else_learns_of_them(databases: Databases) -> None:
    with council(databases, "kent", set_of("ann", started_on=STARTED)) as office:
        for word in WORDS:
            for key in ("tom", "sue", "zoe", "ann", "priya", "carol"):
                person = office.person(key)
                person.command("/supervision", f"{word} {at('ann')}")
                if key in MAY:
                    assert {"on", "actions.0.what"} <= set(fields_in(person)), (word, key)
                    person.close(everything=True)
                else:
                    refused = ForTheSupervisor if key == "ann" else NotFound
                    assert refused().sentence in person.last().text, (word, key)


@pytest.mark.parametrize(
    ("policy", "employment", "word", "what"),
    [
        ("kent", "agency", "probation", "probation assessment"),
        ("wokingham", "permanent", "probation", "probation assessment"),
        ("wokingham", "permanent", "conversation", "Good Conversation"),
    ],
)
def test_what_the_policy_does_not_ask_for_is_not_recorded(
    databases: Databases, policy: str, employment: str, word: str, what: str
) -> None:
    def change(work: UnitOfWork) -> None:
        set_of("ann", started_on=STARTED, employment=employment)(work)
        work.people.link_slack(staff_id("ann"), "U0ANN", "Europe/London")

    with council(databases, policy, change) as office:
        tom = office.person("tom")
        tom.command("/supervision", f"{word} {at('ann')}")
        ann = office.read(lambda work: work.people.get("E-ann"))
        assert tom.last().text == not_asked_for(what, ann)
        assert not tom.modal


def test_a_day_that_was_wrong_is_put_right_and_what_is_owed_follows(databases: Databases) -> None:
    with council(databases, "kent", set_of("ann", started_on=STARTED)) as office:
        [waiting] = owed(office, "ann", "good_conversation")
        [assessed] = owed(office, "ann", "probation_assessment")
        tom = press(office, "tom", "duty_record", assessed.id)
        fill(tom, on=date(2026, 3, 2), month="Month one", overall="Steady.")
        tom.close(everything=True)
        tom.command("/supervision", f"conversation {at('ann')}")
        fill(tom, on=date(2026, 3, 20), kind="plan", opportunities="A course.")

        def latest(work: UnitOfWork) -> list[RecordView]:
            zoe = work.people.must_get(staff_id("zoe"))
            return [work.written.of("E-ann", viewer=zoe, form=each)[0] for each in ("good_conversation", "probation")]

        office.now[0] = TUESDAY + timedelta(minutes=1)
        tom.close(everything=True)
        tom.command("/supervision", f"conversation {at('ann')}")
        fill(tom, on=TODAY, kind="review", opportunities="A course.")
        assert (ended(office, waiting.id), ended(office, assessed.id)) == ("held", "assessed")
        for record in office.read(latest):
            fill(correcting(office, "tom", record), on=date(2026, 3, 10), because="It was that day.")
        assert held(office) == ["review", "plan"]
        assert ended(office, waiting.id) is None, "a review before the plan is none: it is owed again"
        assert office.read(lambda work: work.session.query(ProbationRow).one().assessed_on) == date(2026, 3, 10)
