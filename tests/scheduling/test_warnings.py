"""Warnings: never blocking, each with its rule."""

import pytest

from tests.scheduling.council import Row, allocated, ann, bob, case, codes, council, discussed, held, warned

AGREED = {"supervisee": "ann", "supervisor": "tom", "named_manager": "sue"}


@pytest.mark.parametrize(
    ("person", "minutes", "policy", "kind", "code"),
    [
        (ann(), 89, "wokingham", "personal", "session_too_short"),
        (ann(), 90, "wokingham", "personal", None),
        (ann(), 300, "wokingham", "personal", None),
        (ann(hours="part_time"), 40, "wokingham", "personal", None),
        (ann(started_on="2026-03-01"), 20, "wokingham", "personal", None),  # probation
        (ann(started_on="2025-12-01"), 20, "wokingham", "personal", None),  # the last day of probation
        (ann(started_on="2025-11-30"), 20, "wokingham", "personal", "session_too_short"),
        (ann(asye_from="2026-05-01"), 59, "wokingham", "personal", "session_too_short"),
        (ann(asye_from="2026-05-01"), 60, "wokingham", "personal", None),
        (ann(), 20, "wokingham", "informal", None),
        (ann(), 121, "manchester", "personal", "session_too_long"),
        (ann(), 59, "kent", "casework", "session_too_short"),
        (ann(), 91, "kent", "professional_support", "session_too_long"),
        (ann(), 20, "plymouth", "personal", None),
    ],
)
def test_a_session_is_as_long_as_its_stage_asks(person: Row, minutes: int, policy: str, kind: str, code: str | None) -> None:
    facts = council(person, policy=policy, sessions=held("2026-06-01", kind=kind, minutes=minutes))
    assert [found for found, _ in codes(facts, "2026-06-02") if found.startswith("session")] == ([code] if code else [])


def test_more_frequent_sessions_may_be_shorter() -> None:
    agreement = {**AGREED, "every": {"weeks": 2}, "from": "2026-05-01"}
    assert codes(council(agreements=[agreement], sessions=held("2026-06-01", minutes=45)), "2026-06-02") == []


@pytest.mark.parametrize(("booked", "code"), [("2026-03-23", None), ("2026-03-24", "booked_past_escalation")])
def test_a_booking_on_the_last_day_in_time_is_in_time(booked: str, code: str | None) -> None:
    session = {"supervisee": "ann", "supervisor": "tom", "planned_on": booked}
    facts = council(sessions=[*held("2026-02-02"), session])
    assert [found for found, _ in codes(facts, "2026-03-01")] == ([code] if code else [])


def test_a_booking_is_where_it_was_last_moved_to() -> None:
    moved = [
        {"from": "2026-03-02", "to": "2026-03-30", "on": "2026-03-01"},
        {"from": "2026-03-30", "to": "2026-03-16", "on": "2026-03-05"},
    ]
    session = {"supervisee": "ann", "supervisor": "tom", "planned_on": "2026-03-02", "postponements": moved}
    facts = council(sessions=[*held("2026-02-02"), session])
    assert [found for found, _ in codes(facts, "2026-03-04")] == ["booked_past_escalation"]
    assert codes(facts, "2026-03-05") == []


@pytest.mark.parametrize(("number", "found"), [(6, []), (7, [("too_many_supervisees", "tom")])])
def test_seven_supervisees_are_too_many(number: int, found: list[tuple[str, str]]) -> None:
    team = [{**ann(), "id": f"w{spot}"} for spot in range(number)]
    assert codes(council(*team), "2026-03-01") == found


def test_the_top_of_the_line_needs_no_line_manager() -> None:
    people = [ann(), {"id": "eve", "level": "supervisor", "started_on": "2020-01-06"}]
    relationships = [
        {"supervisee": "ann", "supervisor": "eve", "from": "2025-09-01"},
        {"supervisee": "sue", "supervisor": "zoe", "from": "2025-09-01"},
    ]
    assert codes(council(*people, relationships=relationships), "2025-09-02") == [("no_line_manager", "eve")]


@pytest.mark.parametrize(
    ("every", "codes_found"),
    [
        (None, ["frequency_not_agreed"]),
        ({"weeks": 4}, ["frequency_not_agreed"]),  # no shorter than everybody's
        ({"weeks": 2}, []),
        ({"weeks": 5}, ["frequency_not_agreed", "variation_below_minimum"]),
    ],
)
def test_manchester_asks_asye_to_agree_a_shorter_interval(every: Row | None, codes_found: list[str]) -> None:
    agreement = {**AGREED, "every": every, "from": "2026-01-05"}
    facts = council(ann(asye_from="2026-01-05"), policy="manchester", agreements=[agreement], sessions=held("2026-02-02"))
    found = {code for code, _ in codes(facts, "2026-02-05")} - {"observation_by_supervisor_missing"}
    assert sorted(found) == codes_found


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (["100401", "100402", "100403"], []),
        (["K300001", "100402", "100403"], []),
        (["Olivia Brown", "100402", "100403"], ["identifier_is_a_name"]),
        (["olivia", "100402", "100403"], ["identifier_is_a_name"]),
        (["Olivia 2", "100402", "100403"], ["identifier_is_a_name"]),
        (["100401", "100402"], ["front_door_count", "front_door_range"]),
    ],
)
def test_the_front_door_goes_by_numbers(numbers: list[str], found: list[str]) -> None:
    cases = [{"id": number, "criterion": spot + 1} for spot, number in enumerate(numbers)]
    session = {**held("2026-06-01", kind="professional_support", minutes=75)[0], "front_door_cases": cases}
    facts = council(ann(role="front_door"), policy="kent", sessions=[session])
    assert [code for code, _ in codes(facts, "2026-06-02")] == found


def test_a_warning_speaks_of_dates_and_references_only() -> None:
    facts = council(
        ann(),
        bob(),
        sessions=held("2026-06-01", minutes=75),
        agreements=[{**AGREED, "named_manager": None, "every": {"weeks": 6}, "from": "2026-05-01"}],
        cases=[case(), case("open", "M2")],
        allocations=[allocated(), allocated("bob", role="co_worker"), allocated(ref="M2")],
        discussions=[discussed("2026-05-20"), discussed("2026-05-28", "ad_hoc", rationale=False)],
        absences=[{"person": "tom", "from": "2026-06-01", "until": "2026-07-13"}],
    )
    assert {row.code: (row.rule, row.person, row.case, row.text) for row in warned(facts, "2026-06-02")} == {
        "session_too_short": ("WOK-20", "ann", None, "75 minutes on 2026-06-01; the policy asks for 90"),
        "named_manager_missing": ("WOK-s10-e", "ann", None, "the agreement names no manager to contact"),
        "variation_below_minimum": ("WOK-19", "ann", None, "agreed every 6 weeks; the policy asks for monthly"),
        "rationale_missing": ("WOK-s2.2-c", "ann", "M1", "entry of 2026-05-28 has no rationale"),
        "joint_session_incomplete": (
            "WOK-s2.1.1-c",
            "bob",
            "M1",
            "supervised 2026-05-20 without a co-worker; co-worked cases are supervised jointly",
        ),
        "policy_silent": (
            "WOK-case-min",
            "ann",
            "M2",
            "the policy gives no interval for case supervision of this category (Appendix A); set one",
        ),
        "cover_needed": ("WOK-13", "tom", None, "away 2026-06-01 to 2026-07-13, more than 3 weeks; no cover named"),
    }


@pytest.mark.parametrize(
    ("policy", "person", "found"),
    [
        ("plymouth", {}, []),
        ("plymouth", {"profession": "health_visiting"}, [("other_profession", "PLY-5.4.2", "ann")]),
        ("plymouth", {"profession": None}, []),
        ("plymouth", {"manager": "sue"}, []),
        ("kent", {}, []),
        ("kent", {"profession": "health_visiting"}, []),
        ("kent", {"manager": "sue"}, [("not_the_line_manager", "KENT-2-all", "ann")]),
        ("wokingham", {"profession": "health_visiting", "manager": "sue"}, []),
    ],
)
def test_who_supervises_is_of_the_profession_or_the_line_manager_where_the_policy_says_so(
    policy: str, person: Row, found: list[tuple[str, str, str]]
) -> None:
    tie = {"supervisee": "ann", "supervisor": "tom", "from": "2025-09-01"}
    facts = council(ann(**person), policy=policy, relationships=[tie])
    wanted = ("other_profession", "not_the_line_manager")
    assert [(each.code, each.rule, each.person) for each in warned(facts, "2026-03-10") if each.code in wanted] == found
