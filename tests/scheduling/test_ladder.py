"""The ladder of notices: when, to whom, and when it stops."""

from datetime import date

import pytest

from scheduling import engine
from tests.scheduling.council import (
    MANAGERS,
    POLICIES,
    Row,
    allocated,
    ann,
    bob,
    case,
    council,
    discussed,
    held,
    line,
    owed,
    sent,
)

PERSONAL = "personal_supervision"


def test_the_whole_ladder_of_one_late_session() -> None:
    facts = council(sessions=held("2026-02-02"))
    assert sent(facts, "2026-02-16", "2026-04-30", PERSONAL) == [
        "02-23 upcoming ann",
        "02-23 upcoming tom",
        "02-27 upcoming ann",
        "02-27 upcoming tom",
        "03-03 late ann",
        "03-03 late tom",
        "03-10 still_late ann",
        "03-10 still_late tom",
        "03-17 still_late ann",
        "03-17 still_late tom",
        "03-23 last_day ann",
        "03-23 last_day tom",
        "03-24 duty_to_raise ann",
        "03-24 escalation sue",
        "03-31 escalated_again zoe",
    ]


@pytest.mark.parametrize(
    ("last", "day", "lines"),
    [
        ("2026-04-30", "2026-05-29", ["05-29 upcoming ann", "05-29 upcoming tom"]),  # due Saturday 30 May: the Friday
        ("2026-04-30", "2026-06-01", ["06-01 late ann", "06-01 late tom"]),  # late: the Monday
        ("2026-05-05", "2026-05-29", ["05-29 upcoming ann", "05-29 upcoming tom"]),  # seven days before
        ("2026-05-09", "2026-06-30", ["06-30 last_day ann", "06-30 last_day tom"]),
        (
            "2026-05-07",
            "2026-06-26",
            ["06-26 last_day ann", "06-26 last_day tom"],
        ),  # due + 21 is a Sunday: the last working day
        ("2026-05-06", "2026-06-29", ["06-29 duty_to_raise ann", "06-29 escalation sue"]),  # due + 22 is a Sunday: the Monday
    ],
)
def test_notices_go_on_working_days(last: str, day: str, lines: list[str]) -> None:
    assert sent(council(sessions=held(last)), day, day, PERSONAL) == lines


def test_a_session_held_ends_the_ladder() -> None:
    facts = council(sessions=held("2026-02-02", "2026-03-12"))
    assert [row for row in sent(facts, "2026-03-01", "2026-04-03", PERSONAL) if "late" in row or "escal" in row] == [
        "03-03 late ann",
        "03-03 late tom",
        "03-10 still_late ann",
        "03-10 still_late tom",
    ]


def test_a_session_held_on_the_day_is_known_that_morning() -> None:
    facts = council(sessions=held("2026-02-02", "2026-03-24"))
    assert "03-24 escalation sue" not in sent(facts, "2026-03-24", "2026-03-24", PERSONAL)


@pytest.mark.parametrize(
    ("setting", "lines"),
    [
        (21, ["03-20 last_day ann", "03-20 last_day tom", "03-23 duty_to_raise ann", "03-23 escalation sue"]),
        (8, ["03-09 last_day ann", "03-09 last_day tom", "03-10 duty_to_raise ann", "03-10 escalation sue"]),
    ],
)
def test_the_day_of_escalation_is_a_setting(setting: int, lines: list[str]) -> None:
    facts = council(sessions=held("2026-02-02"), settings={"escalate_from_day": setting})
    found = sent(facts, "2026-03-04", "2026-03-31", PERSONAL)
    assert [row for row in found if "still" not in row and "again" not in row] == lines


def people(**managers: str | None) -> list[Row]:
    changed = [{**row, "manager": managers.get(row["id"], row.get("manager"))} for row in MANAGERS]
    return [ann(), *changed]


@pytest.mark.parametrize(
    ("managers", "named", "seniors", "climbed"),
    [
        ({}, "sam", ["zoe"], ["sue", "zoe"]),  # the named manager is not asked while there is a line manager
        ({"tom": None}, "sam", ["zoe"], ["sam", "zoe"]),
        ({"tom": None}, None, ["zoe"], ["zoe"]),
        ({"tom": None}, None, [], ["zoe"]),  # nobody named: everybody of that level
        ({"tom": None}, "tom", ["zoe"], ["zoe"]),  # never back to the supervisor
        ({"sue": None}, None, ["zoe"], ["sue", "zoe"]),
        ({}, None, ["sam", "zoe"], ["sue", "zoe", "sam"]),
    ],
)
def test_it_goes_up_the_supervisors_line(
    managers: dict[str, str | None], named: str | None, seniors: list[str], climbed: list[str]
) -> None:
    from scheduling.facts import parse

    facts = parse(
        {
            "policy": "wokingham",
            "organisation": {"senior_managers": seniors},
            "people": people(**managers),
            "relationships": [{"supervisee": "ann", "supervisor": "tom", "from": "2025-09-01"}],
            "agreements": [{"supervisee": "ann", "supervisor": "tom", "named_manager": named}],
            "sessions": held("2026-02-02"),
        }
    )
    found = sent(facts, "2026-03-24", "2026-06-30", PERSONAL)
    assert [row.split()[-1] for row in found if "escal" in row] == climbed


def test_a_line_manager_who_is_away_is_stood_in_for() -> None:
    absence = {"person": "sue", "from": "2026-03-20", "until": "2026-04-20", "cover": "sam"}
    facts = council(sessions=held("2026-02-02"), absences=[absence])
    assert [row for row in sent(facts, "2026-03-24", "2026-04-10", PERSONAL) if "escal" in row] == [
        "03-24 escalation sam",
        "03-31 escalated_again zoe",
    ]


def test_a_supervisee_away_hears_of_what_was_missed_on_the_return_and_the_rung_above_a_working_day_after() -> None:
    """Each rung further up a week after the one before, as ever: 7 April is the day after Easter Monday."""
    absence = {"person": "ann", "from": "2026-03-16", "until": "2026-03-30"}
    facts = council(sessions=held("2026-02-02"), absences=[absence])
    assert sent(facts, "2026-03-11", "2026-04-09", PERSONAL) == [
        "03-30 last_day ann",
        "03-30 last_day tom",
        "03-31 duty_to_raise ann",
        "03-31 escalation sue",
        "04-07 escalated_again zoe",
    ]


def test_case_supervision_climbs_too_and_tells_co_workers() -> None:
    allocations = [allocated(), allocated("bob", "2026-03-20", "co_worker")]
    facts = council(ann(), bob(), cases=[case()], allocations=allocations, discussions=[discussed("2026-03-10")])
    assert sent(facts, "2026-05-08", "2026-05-12", "case_discussion") == [
        "05-08 upcoming ann",
        "05-08 upcoming bob",
        "05-08 upcoming tom",
        "05-11 late ann",
        "05-11 late bob",
        "05-11 late tom",
    ]
    assert sent(facts, "2026-06-01", "2026-06-05", "case_discussion") == [
        "06-01 duty_to_raise ann",
        "06-01 duty_to_raise bob",
        "06-01 escalation sue",
    ]


def test_oversight_and_recording_are_reminded_the_day_before_and_once_when_late() -> None:
    facts = council(cases=[case()], allocations=[allocated()], discussions=[discussed("2026-03-10")])
    assert sent(facts, "2026-04-01", "2026-06-30", "management_oversight") == ["04-09 upcoming tom", "04-13 late tom"]
    sessions = [{**held("2026-03-10")[0], "recorded_on": None}]
    assert sent(council(sessions=sessions), "2026-03-10", "2026-06-30", "record_session") == [
        "03-13 upcoming tom",
        "03-16 late tom",
    ]


def test_an_hours_deadline_is_told_of_at_once_and_never_the_day_before() -> None:
    facts = council(policy="kent", cases=[case("assessment")], allocations=[allocated(since="2026-05-22T16:30")])
    notices = engine.notices(facts, POLICIES["kent"], date(2026, 5, 22), date(2026, 5, 26))
    found = [(row.kind, row.to, row.at.isoformat()) for row in notices if row.obligation.case]
    assert found == [
        ("at_once", "ann", "2026-05-22T15:30:00+00:00"),
        ("at_once", "tom", "2026-05-22T15:30:00+00:00"),
        ("late", "ann", "2026-05-26T08:00:00+00:00"),  # Monday the 25th is a bank holiday
        ("late", "tom", "2026-05-26T08:00:00+00:00"),
    ]


@pytest.mark.parametrize(
    ("absence", "lines"),
    [
        ({"from": "2026-07-06", "until": "2026-07-27"}, []),  # 21 days that break no due date
        ({"from": "2026-07-06", "until": "2026-07-28"}, ["07-06 cover_needed sue"]),
        ({"from": "2026-07-06", "until": "2026-07-28", "recorded_on": "2026-07-04"}, ["07-06 cover_needed sue"]),  # a Saturday
        ({"from": "2026-07-06", "until": "2026-07-28", "recorded_on": "2026-07-01"}, ["07-01 cover_needed sue"]),
        ({"from": "2026-07-06", "until": "2026-07-28", "cover": "tim"}, []),
        ({"from": "2026-07-06"}, ["07-27 cover_needed sue"]),
        (
            {"from": "2026-07-30", "until": "2026-08-05", "recorded_on": "2026-07-20"},
            ["07-20 cover_needed sue"],
        ),  # due 3 August
        ({"from": "2026-07-30", "until": "2026-08-03", "recorded_on": "2026-07-20"}, []),  # back on the day
        ({"from": "2026-07-30"}, ["08-03 cover_needed sue"]),  # return not known: the day it is due
    ],
)
def test_cover_is_asked_for_once(absence: Row, lines: list[str]) -> None:
    facts = council(sessions=held("2026-07-03"), absences=[{"person": "tom", **absence}])
    assert sent(facts, "2026-06-25", "2026-08-14", "cover") == lines


def test_one_obligations_ladder_is_what_would_be_sent() -> None:
    facts = council(sessions=held("2026-02-02"), cases=[case()], allocations=[allocated()])
    for obligation in owed(facts, "2026-02-10", PERSONAL, "first_case_discussion"):
        alone = [line(row) for row in engine.ladder(facts, POLICIES["wokingham"], obligation)]
        first, last = obligation.due_on.replace(day=1), date(2026, 6, 30)
        whole = engine.notices(facts, POLICIES["wokingham"], date(2026, 1, 5), last)
        assert sorted(alone) == sorted(line(row) for row in whole if row.obligation.key == obligation.key), first


def test_nothing_is_sent_about_what_is_suspended() -> None:
    absence = {"person": "ann", "from": "2026-02-09", "until": None}
    facts = council(sessions=held("2026-02-02"), absences=[absence])
    [obligation] = owed(facts, "2026-02-10", PERSONAL)
    assert engine.ladder(facts, POLICIES["wokingham"], obligation) == []
    assert sent(facts, "2026-02-10", "2026-05-29", PERSONAL) == []
