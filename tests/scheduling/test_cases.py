"""Case supervision, oversight, recording and summaries."""

import pytest

from tests.scheduling.council import Row, allocated, ann, bob, case, codes, council, dates, discussed, owed

CASE = ("case_discussion", "first_case_discussion")


def change(on: str, **values: object) -> Row:
    return {"on": on, "set": values}


@pytest.mark.parametrize(
    ("before", "changes", "last", "day", "due"),
    [
        # looser: from the last discussion
        ("child_protection", [change("2026-05-18", category="child_in_need")], "2026-04-07", "2026-05-20", "2026-07-07"),
        # looser, but missed when it came: it stays
        ("child_protection", [change("2026-06-08", category="child_in_need")], "2026-04-07", "2026-06-10", "2026-06-07"),
        # looser on the due date itself: not missed yet
        ("child_protection", [change("2026-06-07", category="child_in_need")], "2026-04-07", "2026-06-10", "2026-07-07"),
        # tighter and still ahead
        ("child_in_need", [change("2026-03-01", category="child_protection")], "2026-02-10", "2026-03-02", "2026-04-10"),
        # tighter and past: the day of the change
        ("child_in_need", [change("2026-04-20", category="child_protection")], "2026-02-10", "2026-04-21", "2026-04-20"),
        # to and fro before it is due
        (
            "child_in_need",
            [change("2026-03-01", category="child_protection"), change("2026-03-20", category="care_leaver")],
            "2026-02-10",
            "2026-03-21",
            "2026-05-10",
        ),
        # a change that has not happened yet
        ("child_protection", [change("2026-05-18", category="child_in_need")], "2026-04-07", "2026-05-17", "2026-06-07"),
    ],
)
def test_a_change_of_category_moves_the_date(before: str, changes: list[Row], last: str, day: str, due: str) -> None:
    facts = council(cases=[case(before, changes=changes)], allocations=[allocated()], discussions=[discussed(last)])
    assert dates(facts, day, "case_discussion") == [due]


@pytest.mark.parametrize(
    ("category", "points", "more", "day", "found"),
    [
        # a child in need, supervised on 10 March: the months between end on 10 April; a point before that comes first
        ("child_in_need", [], [], "2026-03-20", [("2026-04-10", "WOK-24-ov")]),
        ("child_in_need", ["2026-03-31"], [], "2026-03-20", [("2026-03-31", "WOK-24-dp")]),
        ("child_in_need", ["2026-04-20"], [], "2026-03-20", [("2026-04-10", "WOK-24-ov")]),
        # decided on the day, or later; not before it
        ("child_in_need", ["2026-03-31"], [("ad_hoc", "2026-03-31")], "2026-04-01", [("2026-05-10", "WOK-24-ov")]),
        ("child_in_need", ["2026-03-31"], [("ad_hoc", "2026-03-30")], "2026-04-01", [("2026-03-31", "WOK-24-dp")]),
        # supervised before the point: the point stands still
        ("child_in_need", ["2026-03-05", "2026-03-31"], [], "2026-03-20", [("2026-03-31", "WOK-24-dp")]),
        # the standard says so of children in need alone
        ("child_protection", ["2026-03-31"], [], "2026-03-20", [("2026-04-10", "WOK-22-ov")]),
    ],
)
def test_a_child_in_need_is_overseen_at_decision_and_review_points(
    category: str, points: list[str], more: list[tuple[str, str]], day: str, found: list[tuple[str, str]]
) -> None:
    talks = [discussed("2026-03-10"), *(discussed(on, kind=kind) for kind, on in more)]
    facts = council(cases=[case(category, points=points)], allocations=[allocated()], discussions=talks)
    assert [(row.due_on.isoformat(), row.rule) for row in owed(facts, day, "management_oversight")] == found


FOUR, TWELVE, TWO = {"weeks": 4}, {"weeks": 12}, {"weeks": 2}


@pytest.mark.parametrize(
    ("policy", "changes", "day", "due", "rule", "overseen"),
    [
        # the policy's, where nothing was agreed, and until it was
        ("wokingham", [], "2026-03-20", "2026-05-10", "WOK-22", True),
        ("wokingham", [change("2026-04-01", every=FOUR)], "2026-03-20", "2026-05-10", "WOK-22", True),
        # from then on, counted from the last discussion; a case discussed every four weeks has no month in between
        ("wokingham", [change("2026-03-12", every=FOUR)], "2026-03-20", "2026-04-07", "WOK-case-request", False),
        ("manchester", [change("2026-03-12", every=FOUR)], "2026-03-20", "2026-04-07", "MAN-3.1-e", False),
        # agreed later than it would have been due: the day it was agreed
        ("wokingham", [change("2026-04-20", every=TWO)], "2026-04-21", "2026-04-20", "WOK-case-request", False),
        # never less often than the policy asks
        ("wokingham", [change("2026-03-12", every=TWELVE)], "2026-03-20", "2026-05-10", "WOK-22", True),
        # ended again
        (
            "wokingham",
            [change("2026-03-12", every=FOUR), change("2026-03-16", every=None)],
            "2026-03-20",
            "2026-05-10",
            "WOK-22",
            True,
        ),
        # a change of category ends no agreement
        (
            "wokingham",
            [change("2026-03-12", every=FOUR), change("2026-03-16", category="child_in_need")],
            "2026-03-20",
            "2026-04-07",
            "WOK-case-request",
            False,
        ),
        # a policy that does not speak of it has it under its own rule
        ("kent", [change("2026-03-12", every=FOUR)], "2026-03-20", "2026-04-07", "KENT-2-freq-90", False),
    ],
)
def test_a_case_is_discussed_more_often_where_that_was_agreed(
    policy: str, changes: list[Row], day: str, due: str, rule: str, overseen: bool
) -> None:
    facts = council(
        policy=policy, cases=[case(changes=changes)], allocations=[allocated()], discussions=[discussed("2026-03-10")]
    )
    found = [(row.due_on.isoformat(), row.rule) for row in owed(facts, day, "case_discussion")]
    assert found == [(due, rule)]
    assert bool(owed(facts, day, "management_oversight")) is overseen


@pytest.mark.parametrize(
    ("allocations", "discussions", "day", "due", "person"),
    [
        # reallocated before anybody supervised it: the first month runs on
        ([allocated(until="2026-01-20"), allocated("bob", "2026-01-20")], [], "2026-01-21", "2026-02-05", "bob"),
        # reallocated after: the earlier of the cycle and a month
        ([allocated(until="2026-03-20"), allocated("bob", "2026-03-20")], ["2026-03-10"], "2026-03-21", "2026-04-20", "bob"),
        ([allocated(until="2026-05-01"), allocated("bob", "2026-05-01")], ["2026-03-10"], "2026-05-02", "2026-05-10", "bob"),
        # overdue stays overdue
        ([allocated(until="2026-05-20"), allocated("bob", "2026-05-20")], ["2026-03-10"], "2026-05-21", "2026-05-10", "bob"),
        # twice reallocated: the first month after the last discussion
        (
            [allocated(until="2026-03-20"), allocated("bob", "2026-03-20", until="2026-04-01"), allocated("ann", "2026-04-01")],
            ["2026-03-10"],
            "2026-04-02",
            "2026-04-20",
            "ann",
        ),
        # another role of the same worker is no reallocation
        (
            [allocated(until="2026-03-20"), allocated("ann", "2026-03-20", "lead")],
            ["2026-03-10"],
            "2026-03-21",
            "2026-05-10",
            "ann",
        ),
        # duty passed it on within the month, on the last day
        (
            [allocated("bob", role="duty", until="2026-02-05"), allocated("ann", "2026-02-05")],
            [],
            "2026-02-06",
            "2026-03-05",
            "ann",
        ),
        # a day too late
        (
            [allocated("bob", role="duty", until="2026-02-06"), allocated("ann", "2026-02-06")],
            [],
            "2026-02-07",
            "2026-02-05",
            "ann",
        ),
        # only a supporting worker is on it
        ([allocated(role="supporting")], ["2026-03-10"], "2026-03-21", "2026-05-10", "ann"),
    ],
)
def test_a_reallocated_case_keeps_its_date_if_that_is_earlier(
    allocations: list[Row], discussions: list[str], day: str, due: str, person: str
) -> None:
    facts = council(ann(), bob(), cases=[case()], allocations=allocations, discussions=[discussed(on) for on in discussions])
    [found] = owed(facts, day, *CASE)
    assert (found.due_on.isoformat(), found.person) == (due, person)


@pytest.mark.parametrize(
    ("category", "entries", "day", "due"),
    [
        ("child_protection", [], "2026-03-12", ["2026-04-10"]),
        ("child_protection", ["2026-04-10"], "2026-04-11", []),
        ("child_protection", ["2026-04-15"], "2026-04-16", []),  # late, but done
        ("child_protection", ["2026-03-10"], "2026-04-11", ["2026-04-10"]),  # on the day of supervision: not in between
        ("child_in_need", [], "2026-03-12", ["2026-04-10"]),
        ("child_in_need", [], "2026-05-12", ["2026-04-10"]),  # one open obligation, not one a month
        ("child_in_need", ["2026-04-08"], "2026-04-11", ["2026-05-10"]),
        ("child_in_need", ["2026-03-20", "2026-04-08"], "2026-04-11", ["2026-05-10"]),  # both in the first month
        ("child_in_need", ["2026-05-12"], "2026-05-13", []),
        ("assessment", [], "2026-05-13", []),
    ],
)
def test_oversight_is_owed_in_each_month_without_supervision(
    category: str, entries: list[str], day: str, due: list[str]
) -> None:
    rows = [discussed("2026-03-10"), *(discussed(on, "oversight") for on in entries)]
    facts = council(cases=[case(category)], allocations=[allocated()], discussions=rows)
    assert dates(facts, day, "management_oversight") == due


def test_a_workers_own_entry_counts_once_it_is_confirmed() -> None:
    entry = discussed("2026-04-02", "ad_hoc", by="ann", confirmed_on="2026-04-14", filed_on=None, recorded_on=None)
    facts = council(cases=[case()], allocations=[allocated()], discussions=[discussed("2026-03-10"), entry])
    assert dates(facts, "2026-04-13", "management_oversight", "record_discussion") == ["2026-04-10"]
    assert dates(facts, "2026-04-14", "management_oversight", "record_discussion") == ["2026-04-07"]


def test_what_is_discussed_tomorrow_counts_tomorrow() -> None:
    facts = council(cases=[case()], allocations=[allocated()], discussions=[discussed("2026-03-10"), discussed("2026-05-08")])
    assert dates(facts, "2026-05-07", *CASE) == ["2026-05-10"]
    assert dates(facts, "2026-05-08", *CASE) == ["2026-07-08"]


@pytest.mark.parametrize(
    ("policy", "kind", "recorded", "filed", "due"),
    [
        ("wokingham", "ad_hoc", None, None, ["2026-04-07"]),
        ("wokingham", "ad_hoc", "2026-04-03", None, ["2026-04-07"]),  # noted, and not on MOSAIC yet
        ("wokingham", "ad_hoc", "2026-04-03", "2026-04-03", []),
        ("wokingham", "supervision", "2026-04-03", None, []),
        ("manchester", "ad_hoc", None, None, ["2026-04-09"]),
        ("kent", "ad_hoc", None, None, []),  # silent
        ("plymouth", "supervision", None, None, []),
    ],
)
def test_a_discussion_is_written_down_in_the_policys_time(
    policy: str, kind: str, recorded: str | None, filed: str | None, due: list[str]
) -> None:
    entry = discussed("2026-04-02", kind, recorded_on=recorded, filed_on=filed)
    facts = council(policy=policy, cases=[case()], allocations=[allocated()], discussions=[entry])
    assert dates(facts, "2026-04-05", "record_discussion") == due


@pytest.mark.parametrize(
    ("allocated_from", "discussed_on", "day", "time", "due", "state"),
    [
        ("2026-03-28T16:30", None, "2026-03-29", "17:00", "2026-03-29T16:30+00:00", "due"),  # the clocks go forward that night
        ("2026-10-24T16:30", None, "2026-10-25", "16:00", "2026-10-25T15:30+00:00", "overdue"),  # and back that one
        ("2026-05-22", None, "2026-05-22", "09:00", "2026-05-22T23:00+00:00", "upcoming"),  # the time not known: from midnight
        (
            "2026-05-22T16:30",
            "2026-05-22T10:00",
            "2026-05-22",
            "17:00",
            "2026-05-23T15:30+00:00",
            "upcoming",
        ),  # before allocation
    ],
)
def test_kents_day_is_twenty_four_elapsed_hours(
    allocated_from: str, discussed_on: str | None, day: str, time: str, due: str, state: str
) -> None:
    from datetime import datetime

    rows = [discussed(discussed_on)] if discussed_on else []
    facts = council(policy="kent", cases=[case("assessment")], allocations=[allocated(since=allocated_from)], discussions=rows)
    [found] = owed(facts, day, "first_case_discussion", time=time)
    assert (found.due, found.state.value) == (datetime.fromisoformat(due), state)


@pytest.mark.parametrize("on", ["2026-05-22T17:00", "2026-05-22"])
def test_kents_first_discussion_is_done_when_held(on: str) -> None:
    rows = [discussed(on, evidenced_for=[])]
    facts = council(
        policy="kent", cases=[case("assessment")], allocations=[allocated(since="2026-05-22T16:30")], discussions=rows
    )
    assert owed(facts, "2026-05-22", "first_case_discussion", time="18:00") == []


def test_kents_cycle_begins_when_the_assessment_ends_and_is_the_familys() -> None:
    changes = [change("2026-02-16", category="open")]
    cases = [case("assessment", family="F1", changes=changes), case("open", "M2", family="F1")]
    first = discussed("2026-01-05T15:00")
    facts = council(policy="kent", cases=cases, allocations=[allocated(), allocated(ref="M2")], discussions=[first])
    assert [(row.case, row.due_on.isoformat()) for row in owed(facts, "2026-03-01", "case_discussion")] == [
        ("M2", "2026-04-05"),
        ("M1", "2026-05-17"),
    ]
    both = [first, discussed("2026-03-02", ref="M2")]
    facts = council(policy="kent", cases=cases, allocations=[allocated(), allocated(ref="M2")], discussions=both)
    assert set(dates(facts, "2026-03-03", "case_discussion")) == {"2026-05-31"}


@pytest.mark.parametrize(
    ("written", "day", "due"),
    [
        ([], "2026-02-01", "2026-04-05"),
        ([], "2026-08-01", "2026-04-05"),
        (["2026-04-01"], "2026-04-02", "2026-07-05"),
        (["2026-04-20"], "2026-04-21", "2026-07-05"),  # late: for the quarter that was missed
        (["2026-04-01", "2026-04-03"], "2026-04-04", "2026-07-05"),
    ],
)
def test_manchester_writes_a_summary_every_quarter_from_allocation(written: list[str], day: str, due: str) -> None:
    rows = [discussed(on, "summary") for on in written]
    facts = council(policy="manchester", cases=[case()], allocations=[allocated()], discussions=rows)
    assert dates(facts, day, "case_summary") == [due]


def test_manchester_writes_a_summary_at_transfer_and_at_closure() -> None:
    allocations = [allocated(until="2026-03-02"), allocated("bob", "2026-03-02")]
    facts = council(ann(), bob(), policy="manchester", cases=[case(closed_on="2026-03-20")], allocations=allocations)
    assert [(row.due_on.isoformat(), row.rule) for row in owed(facts, "2026-03-03", "case_summary")] == [
        ("2026-03-02", "MAN-3-e")
    ]
    assert [(row.due_on.isoformat(), row.rule) for row in owed(facts, "2026-03-20", "case_summary")] == [
        ("2026-03-20", "MAN-3-e")
    ]
    rows = [discussed("2026-03-19", "summary", "bob", "tim")]
    facts = council(
        ann(), bob(), policy="manchester", cases=[case(closed_on="2026-03-20")], allocations=allocations, discussions=rows
    )
    assert dates(facts, "2026-03-19", "case_summary") == ["2026-06-02"]


def test_manchesters_helpers_have_a_clock_of_their_own() -> None:
    allocations = [allocated(), allocated("bob", "2026-03-02", "co_worker")]
    rows = [discussed("2026-03-10"), discussed("2026-03-24", worker="bob", by="tim")]
    facts = council(ann(), bob(), policy="manchester", cases=[case()], allocations=allocations, discussions=rows)
    assert {row.person: row.due_on.isoformat() for row in owed(facts, "2026-03-20", *CASE)} == {
        "ann": "2026-05-05",
        "bob": "2026-03-30",
    }
    assert {row.person: row.due_on.isoformat() for row in owed(facts, "2026-03-25", *CASE)} == {
        "ann": "2026-05-05",
        "bob": "2026-05-19",
    }
    joint = [discussed("2026-03-10"), discussed("2026-03-24", **{"with": ["bob"]})]
    facts = council(ann(), bob(), policy="manchester", cases=[case()], allocations=allocations, discussions=joint)
    assert {row.person: row.due_on.isoformat() for row in owed(facts, "2026-03-25", *CASE)} == {
        "ann": "2026-05-19",
        "bob": "2026-05-19",
    }


def test_a_case_nobody_gives_an_interval_for_is_said_to_be() -> None:
    facts = council(
        policy="plymouth",
        cases=[case()],
        allocations=[allocated()],
        settings={"intervals": {"personal_supervision": {"weeks": 4}}},
    )
    assert codes(facts, "2026-03-01") == [("policy_silent", "ann")]
    assert owed(facts, "2026-03-01", *CASE) == []


def test_a_case_reopened_starts_anew_even_where_the_allocation_never_ended() -> None:
    reopened = case(closed_on="2026-02-27", changes=[change("2026-04-13", closed_on=None)])
    facts = council(cases=[reopened], allocations=[allocated()], discussions=[discussed("2026-02-12")])
    assert dates(facts, "2026-03-20", *CASE) == []
    assert dates(facts, "2026-04-15", *CASE) == ["2026-05-13"]
