"""Wokingham, worked by hand from its Standards."""

import pytest

from tests.scheduling.council import Row, allocated, ann, bob, case, codes, council, dates, discussed, held, owed, warned

PERSONAL = "personal_supervision"
ASYE = ann(asye_from="2026-01-05")
NEW = ann(started_on="2026-03-02")


@pytest.mark.parametrize(
    ("person", "last", "due", "rule"),
    [
        (ann(), "2026-03-31", "2026-04-30", "WOK-16"),
        (ann(), "2026-02-28", "2026-03-28", "WOK-16"),
        (ann(), "2028-01-31", "2028-02-29", "WOK-16"),
        (ann(), "2027-12-31", "2028-01-31", "WOK-16"),
        (ann(role="non_case_holder"), "2026-03-31", "2026-04-30", "WOK-16"),
        (ann(role="front_door"), "2026-03-31", "2026-04-30", "WOK-16"),
        (ann(hours="part_time"), "2026-01-31", "2026-02-28", "WOK-17"),
        (ann(employment="agency"), "2026-03-31", "2026-04-30", "WOK-18"),
        (ann(employment="temporary"), "2026-03-31", "2026-04-30", "WOK-18"),
        # weekly to the last day of the sixth week, 16 February
        (ASYE, "2026-02-09", "2026-02-16", "WOK-16-asye"),
        (ASYE, "2026-02-10", "2026-02-24", "WOK-16-asye"),
        # fortnightly for the six months that follow, to 16 August
        (ASYE, "2026-08-02", "2026-08-16", "WOK-16-asye"),
        (ASYE, "2026-08-03", "2026-09-03", "WOK-16"),
        # probation to 2 September
        (NEW, "2026-08-19", "2026-09-02", "WOK-16-prob"),
        (NEW, "2026-08-20", "2026-09-20", "WOK-16"),
        (ann(started_on="2026-03-02", joined_from="within"), "2026-03-20", "2026-04-20", "WOK-16"),
        # the first three months to 2 June
        (ann(started_on="2026-03-02", employment="agency"), "2026-05-19", "2026-06-02", "WOK-16-agency"),
        (ann(started_on="2026-03-02", employment="agency"), "2026-05-20", "2026-06-20", "WOK-18"),
        # of several the shortest
        (ann(started_on="2026-03-02", asye_from="2026-03-02"), "2026-03-20", "2026-03-27", "WOK-16-asye"),
        (ann(started_on="2026-03-02", asye_from="2026-03-02"), "2026-08-25", "2026-09-08", "WOK-16-asye"),
    ],
)
def test_the_next_personal_supervision(person: Row, last: str, due: str, rule: str) -> None:
    [found] = owed(council(person, sessions=held(last)), last, PERSONAL)
    assert (found.due_on.isoformat(), found.rule) == (due, rule)


@pytest.mark.parametrize(
    ("day", "state", "late"),
    [
        ("2026-03-01", "upcoming", 0),
        ("2026-03-02", "due", 0),
        ("2026-03-03", "overdue", 1),
        ("2026-03-23", "overdue", 21),
        ("2026-03-24", "escalated", 22),
        ("2026-06-30", "escalated", 120),
    ],
)
def test_how_late_it_is(day: str, state: str, late: int) -> None:
    [found] = owed(council(sessions=held("2026-02-02")), day, PERSONAL)
    assert (found.state.value, found.days_late, str(found.escalates_on)) == (state, late, "2026-03-24")


@pytest.mark.parametrize(
    ("category", "due", "rule", "oversight", "then"),
    [
        ("child_protection", "2026-05-31", "WOK-22", ("2026-04-30", "WOK-22-ov"), None),
        ("child_in_care", "2026-05-31", "WOK-23", ("2026-04-30", "WOK-23-ov"), None),
        ("child_in_need", "2026-06-30", "WOK-24", ("2026-04-30", "WOK-24-ov"), "2026-05-31"),
        ("early_help", "2026-05-31", "WOK-25", ("2026-04-30", "WOK-25"), None),
        ("care_leaver", "2026-06-30", "WOK-26", ("2026-04-30", "WOK-26"), "2026-05-31"),
        ("supervising_social_worker", "2026-05-31", "WOK-27", ("2026-04-30", "WOK-27"), None),
    ],
)
def test_each_category_has_its_cycle_and_its_oversight(
    category: str, due: str, rule: str, oversight: tuple[str, str], then: str | None
) -> None:
    rows = [discussed("2026-03-31")]
    facts = council(cases=[case(category)], allocations=[allocated()], discussions=rows)
    [found] = owed(facts, "2026-04-01", "case_discussion")
    assert (found.due_on.isoformat(), found.rule) == (due, rule)
    [found] = owed(facts, "2026-04-01", "management_oversight")
    assert (found.due_on.isoformat(), found.rule) == oversight
    facts = council(
        cases=[case(category)], allocations=[allocated()], discussions=[*rows, discussed("2026-04-20", "oversight")]
    )
    assert dates(facts, "2026-05-01", "management_oversight") == ([then] if then else [])


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2026-01-05", "2026-02-05"),
        ("2026-01-28", "2026-02-28"),
        ("2026-01-31", "2026-02-28"),
        ("2026-12-31", "2027-01-31"),
        ("2028-01-30", "2028-02-29"),
    ],
)
@pytest.mark.parametrize("category", ["child_protection", "care_leaver", "open", "assessment"])
def test_every_case_is_supervised_within_a_month_of_allocation(since: str, due: str, category: str) -> None:
    facts = council(cases=[case(category, opened_on=since)], allocations=[allocated(since=since)])
    [found] = owed(facts, since, "first_case_discussion", "case_discussion")
    assert (found.due_on.isoformat(), found.rule, found.kind) == (due, "WOK-21", "first_case_discussion")


def test_a_joint_discussion_is_for_all_who_work_on_the_case() -> None:
    allocations = [allocated(), allocated("bob", role="co_worker")]
    both = council(
        ann(), bob(), cases=[case()], allocations=allocations, discussions=[discussed("2026-03-10", **{"with": ["bob"]})]
    )
    alone = council(ann(), bob(), cases=[case()], allocations=allocations, discussions=[discussed("2026-03-10")])
    assert [(row.person, str(row.due)) for row in owed(both, "2026-03-11", "case_discussion")] == [("ann", "2026-05-10")]
    assert ("joint_session_incomplete", "bob") not in codes(both, "2026-03-11")
    assert ("joint_session_incomplete", "bob") in codes(alone, "2026-03-11")


@pytest.mark.parametrize(
    ("kind", "on", "days", "due"),
    [
        ("session", "2026-05-22", "calendar", "2026-05-27"),
        ("session", "2026-05-22", "working", "2026-06-01"),  # 25 May is a bank holiday
        ("session", "2026-12-23", "calendar", "2026-12-28"),
        ("session", "2026-12-23", "working", "2027-01-04"),  # Christmas, its Monday and New Year's Day
        ("oversight", "2026-05-22", "calendar", "2026-05-27"),
        ("ad_hoc", "2026-05-22", "working", "2026-06-01"),
        ("group", "2026-05-22", "calendar", "2026-05-27"),
    ],
)
def test_what_is_held_is_recorded_within_five_days(kind: str, on: str, days: str, due: str) -> None:
    settings = {"record_day_kind": days}
    if kind == "session":
        facts = council(sessions=[{**held(on)[0], "recorded_on": None}], settings=settings)
    else:
        rows = [discussed(on, kind, recorded_on=None, filed_on=None)]
        facts = council(cases=[case()], allocations=[allocated()], discussions=rows, settings=settings)
    assert dates(facts, on, "record_session", "record_discussion") == [due]


@pytest.mark.parametrize(
    ("since", "due"), [("2025-12-31", "2026-01-31"), ("2026-01-29", "2026-02-28"), ("2026-01-31", "2026-02-28")]
)
def test_the_agreement_is_signed_within_a_month(since: str, due: str) -> None:
    tie = [{"supervisee": "ann", "supervisor": "tom", "from": since}]
    [found] = owed(council(relationships=tie), since, "agreement_signature")
    assert (found.due_on.isoformat(), found.responsible) == (due, ("ann", "tom"))


@pytest.mark.parametrize(
    ("absence", "rule"),
    [
        ({"from": "2026-07-06", "until": "2026-08-03"}, "WOK-13"),  # four weeks
        ({"from": "2026-07-30", "until": "2026-08-05"}, "WOK-12"),  # six days, and a supervision due on 3 August
        ({"from": "2026-07-06", "until": "2026-07-27"}, None),  # three weeks and nothing due
        ({"from": "2026-07-06", "until": "2026-08-03", "cover": "tim"}, None),
    ],
)
def test_which_standard_asks_for_cover(absence: Row, rule: str | None) -> None:
    facts = council(sessions=held("2026-07-03"), absences=[{"person": "tom", "recorded_on": "2026-07-01", **absence}])
    assert [row.rule for row in warned(facts, "2026-07-06") if row.code == "cover_needed"] == ([rule] if rule else [])


def test_a_line_manager_observes_each_supervisor_every_year() -> None:
    facts = council()
    [found] = owed(facts, "2026-03-01", "supervision_observation")
    assert (found.person, str(found.due), found.responsible, found.rule) == ("tom", "2026-09-01", ("sue",), "WOK-s8-b")
    seen = [{"of": "tom", "by": "zoe", "kind": "supervision", "on": "2026-02-28"}]
    assert dates(council(observations=seen), "2026-03-01", "supervision_observation") == ["2027-02-28"]
