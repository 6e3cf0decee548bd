"""What a rule asks to be reported, rule by rule: planted councils, each figure worked out by hand beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import pytest

from scheduling.facts import Facts
from scheduling.measures import Action, Asked, Item, OnFile, counted, measured, measures_of
from storage.packs import NAMES, rulebook
from tests.scheduling.council import MANAGERS, POLICIES, Row, allocated, ann, at, bob, case, council, discussed, held

JAN, FEB, MAR, APR, JUN = (date(2026, month, 1) for month in (1, 2, 3, 4, 6))
NORTH = ("ann", "tom", "cid", "dee")
END = at("2026-03-31")


class Said(NamedTuple):
    """What a figure says of a rule."""

    measure: str
    make: Callable[[], Facts]
    by: str
    """What the figures are told apart by: a field of the rows."""
    figures: Mapping[object, tuple[int, int]]
    as_of: datetime = END
    cites: str = ""
    """The rule the rows cite, where the report says the rule by another."""
    kind: str = ""
    """Of the rows, where only one kind is looked at."""
    more: Mapping[str, Any] = {}


def cid(**more: Any) -> Row:
    return ann(id="cid", **more)


def dee(**more: Any) -> Row:
    return ann(id="dee", **more)


def group(on: str, by: str, *there: str) -> Row:
    return {"on": on, "kind": "team", "facilitator": by, "attendees": [*there], "cases": [], "signed_off_on": on}


def audit(by: str, of: str, on: str, kind: str = "dip_sample", *, rag: bool = False) -> Row:
    return {"auditor": by, "of_supervision": of, "on": on, "kind": kind, "rag": rag, "finished_on": on, "feedback_on": on}


def talk(person: str, kind: str, on: str) -> Row:
    return {"person": person, "kind": kind, "on": on}


def observed(of: str, by: str, on: str) -> Row:
    return {"of": of, "by": by, "on": on, "kind": "practice"}


def booked(who: str, by: str, *days: date) -> list[Row]:
    return [{"supervisee": who, "supervisor": by, "kind": "personal", "planned_on": day.isoformat()} for day in days]


def held_by(who: str, by: str, on: str) -> Row:
    return held(on, who=who, by=by)[0]


def auditors(*more: Row) -> Facts:
    """Under Manchester, with a head of locality and a strategic lead between the service managers and the top."""
    above = {"role": "non_case_holder", "started_on": "2015-01-05", "manager": "zoe"}
    hal, sal = above | {"id": "hal", "level": "head_of_locality"}, above | {"id": "sal", "level": "strategic_lead"}
    return council(ann(), bob(), hal, sal, policy="manchester", audits=[*more])


DIPS = [
    # Sue: four in January, one of them with the ratings; three in February. Sam: five in January, three with the ratings.
    *(audit("sue", "ann", f"2026-01-{day}", rag=day == 12) for day in (12, 13, 14, 15)),
    *(audit("sue", "ann", f"2026-02-{day}") for day in (10, 11, 12)),
    *(audit("sam", "bob", f"2026-01-{day}", rag=day > 14) for day in (12, 13, 15, 16, 19)),
]
FILES = [
    # In the first quarter Hal saw Tom's file twice, which is one file, Sal saw Tom's and Tim's; Sue did one, Sam none.
    audit("hal", "tom", "2026-01-20", "file_audit"), audit("hal", "tom", "2026-03-20", "file_audit"),
    audit("sal", "tom", "2026-01-20", "file_audit"), audit("sal", "tim", "2026-03-31", "file_audit"),
    audit("sue", "ann", "2026-02-02", "file_audit"),
    # In the half-year two of the four who are asked, Tom and Tim, Sue and Sam, did their peer audit; one did it twice.
    audit("tom", "bob", "2026-02-02", "peer"), audit("tom", "bob", "2026-04-02", "peer"),
    audit("sam", "ann", "2026-06-30", "peer"),
]  # fmt: skip
SINCE_JANUARY = {"cases": [case(category="early_help", opened_on="2025-06-02"),
                           case(category="early_help", ref="M2", opened_on="2025-06-02"),
                           case(category="child_in_need", ref="M3", opened_on="2025-06-02"),
                           case(category="early_help", ref="M4", opened_on="2025-06-02")],
                 "allocations": [allocated(since="2025-06-02", ref=ref) for ref in ("M1", "M2", "M3", "M4")]}  # fmt: skip


def talks(policy: str, days: Mapping[str, tuple[str, ...]]) -> Facts:
    rows = [discussed(on, ref=ref) for ref, several in days.items() for on in several]
    return council(ann(), policy=policy, discussions=rows, **SINCE_JANUARY)


FOUR_WEEKLY = [date.fromordinal(date(2026, 4, 14).toordinal() + 28 * turn) for turn in range(13)]
ASYE = "2025-10-01"
REPORTED: dict[str, Said] = {
    # Tom's team met on 15 January and 14 February, so was due by 14 March; Tim's on 20 December, so by 20 January.
    "MAN-1.1.3-a": Said(
        "team_groups",
        lambda: council(ann(), bob(), policy="manchester", groups=[
            group("2026-01-15", "tom", "ann"), group("2026-02-14", "ann"), group("2025-12-20", "tim", "bob")]),
        "month", {JAN: (1, 2), FEB: (1, 2), MAR: (0, 2)},
    ),
    # Dee was away in February: all three others were there. In March Cid and Dee were not.
    "KENT-5-team-attend": Said(
        "attendance",
        lambda: council(ann(), cid(), dee(), policy="kent", groups=[
            group("2026-02-10", "tom", "ann", "cid"), group("2026-03-10", "tom", "ann")],
            absences=[{"person": "dee", "from": "2026-02-09", "until": "2026-02-12"}]),
        "month", {FEB: (3, 3), MAR: (2, 4)},
    ),
    # Ann's year runs from 3 April 2025: one to plan and one to review. Bob's review came before his plan.
    "KENT-3-gc": Said(
        "conversations",
        lambda: council(ann(), bob(), policy="kent", conversations=[
            talk("ann", "plan", "2025-05-06"), talk("ann", "review", "2025-10-01"),
            talk("bob", "review", "2025-05-01"), talk("bob", "plan", "2025-06-01"), talk("bob", "review", "2025-04-02")]),
        "team", {"North": (2, 2), "South": (1, 2)},
    ),
    # Begun on 8 December: assessed on 8 January as due, and on 9 April, a day late. Bob, begun on 2 January, was due on
    # 2 February and was not assessed; his second is due in May.
    "KENT-3-prob-145": Said(
        "on_time",
        lambda: council(ann(started_on="2025-12-08"), bob(started_on="2026-01-02"), policy="kent", probation_assessments=[
            {"person": "ann", "on": "2026-01-08"}, {"person": "ann", "on": "2026-04-09"}]),
        "month", {JAN: (1, 1), FEB: (0, 1), APR: (0, 1)}, as_of=at("2026-04-20"), kind="probation_assessment",
    ),
    # Both supervised on 8 January, so an entry was due by 8 February: M1 had it, M2 was only supervised again in March.
    "WOK-s6-g": Said(
        "on_time",
        lambda: council(cases=[case(), case(ref="M2")], allocations=[allocated(), allocated(ref="M2")], discussions=[
            discussed("2026-01-08"), discussed("2026-01-08", ref="M2"), discussed("2026-02-05", "oversight"),
            discussed("2026-03-05"), discussed("2026-03-05", ref="M2")]),
        "month", {FEB: (1, 2)}, cites="WOK-22-ov", kind="management_oversight",
    ),
    # Every 90 days. M1: in time. M2: due 31 Dec, discussed 20 Jan; due 20 Apr, so the running turn is in time. M3: due 1 Sept,
    # discussed on the 20th; due 19 Dec, discussed 20 Jan.
    "KENT-4-drift": Said(
        "drift",
        lambda: talks("kent", {"M1": ("2025-09-30", "2025-12-20", "2026-03-10"), "M2": ("2025-10-02", "2026-01-20"),
                               "M3": ("2025-06-03", "2025-09-20", "2026-01-20")}),
        "case", {"M1": (0, 1), "M2": (0, 1), "M3": (1, 1)},
    ),
    # Every eight weeks. M1: 8 Dec, 2 Feb, 30 March: in time each. M2: 2 Oct, then 20 Jan, and due on
    # 17 March: late twice. M3 is as late and a child in need. M4 was never discussed: that is counted elsewhere.
    "MAN-3.1-j": Said(
        "drift",
        lambda: talks("manchester", {"M1": ("2025-12-08", "2026-02-02", "2026-03-30"), "M2": ("2025-10-02", "2026-01-20"),
                                     "M3": ("2025-10-02", "2026-01-20")}),
        "category", {"early_help": (1, 2), "child_in_need": (1, 1)},
    ),
    "KENT-4-genogram": Said(
        "tools",
        lambda: talks("kent", {"M1": ("2026-02-02",), "M2": ("2026-02-02",), "M3": ("2026-02-02",)}),
        "case", {"M1": (1, 1), "M2": (0, 1), "M3": (0, 1)}, kind="genogram",
        more={"on_file": (OnFile("M1", date(2026, 1, 5), "genogram", "not_on_file"),
                          OnFile("M1", date(2026, 2, 2), "genogram", "analysed"),
                          OnFile("M2", date(2026, 2, 2), "genogram", "not_analysed"),
                          OnFile("M3", date(2026, 4, 1), "genogram", "analysed"))},
    ),
    "KENT-4-chronology": Said(
        "tools",
        lambda: talks("kent", {"M1": ("2026-02-02",), "M2": ("2026-02-02",)}),
        "case", {"M1": (0, 1), "M2": (1, 1)}, kind="chronology",
        more={"on_file": (OnFile("M1", date(2026, 2, 2), "genogram", "analysed"),
                          OnFile("M2", date(2026, 2, 2), "chronology", "analysed"))},
    ),
    # Ann's records were audited in June; Bob's more than a year ago; M3 is no child protection case.
    "LSCB-cp-audit": Said(
        "cp_audited",
        lambda: council(ann(), bob(), policy="lscb", cases=[case(), case(ref="M2"), case("child_in_need", "M3")],
                        allocations=[allocated(), allocated("bob", ref="M2"), allocated("bob", ref="M3")],
                        audits=[audit("sue", "ann", "2025-06-10", "file_audit"),
                                audit("sam", "bob", "2025-03-01", "file_audit")]),
        "team", {"North": (1, 1), "South": (0, 1)},
    ),
    # Thirteen times every four weeks are booked for Ann; one of thirteen for Bob, whose other one is too far away.
    "MAN-2.1-b": Said(
        "year_ahead",
        lambda: council(ann(), bob(), policy="manchester", sessions=[
            *booked("ann", "tom", *FOUR_WEEKLY), *booked("bob", "tim", date(2026, 4, 14), date(2027, 5, 4))]),
        "kind", {"planned": (13, 13), "short": (1, 13)},
    ),
    # In the North Ann has two cases, the others four and three: 3.5 in the middle. In the South Bob has three and Gus nine,
    # both in their assessed year, and Eve two.
    "MAN-2.3-c": Said(
        "asye_caseload",
        lambda: council(ann(asye_from=ASYE), cid(), dee(), bob(asye_from=ASYE), bob(id="eve"),
                        bob(id="gus", asye_from=ASYE), policy="manchester", cases=[case(ref=f"M{n}") for n in range(23)],
                        allocations=[allocated(who, ref=f"M{n}") for n, who in enumerate(
                            ["ann"] * 2 + ["cid"] * 4 + ["dee"] * 3 + ["bob"] * 3 + ["eve"] * 2 + ["gus"] * 9)]),
        "team", {"North": (1, 1), "South": (0, 2)},
    ),
    # In January Tom twice; in February Tim; in March Tim observed Ann, whom he neither supervises nor manages.
    "MAN-3.6-d": Said(
        "observing",
        lambda: council(ann(), bob(), policy="manchester", observations=[
            observed("ann", "tom", "2026-01-12"), observed("ann", "tom", "2026-01-20"), observed("bob", "tim", "2026-02-03"),
            observed("ann", "tim", "2026-03-04")]),
        "month", {JAN: (1, 2), FEB: (1, 2), MAR: (0, 2)},
    ),
    "MAN-5.3-a": Said("audits", lambda: auditors(*DIPS), "month", {JAN: (8, 8), FEB: (3, 8), MAR: (0, 8)}),
    "MAN-K-e": Said("audits", lambda: auditors(*DIPS), "month", {JAN: (3, 4), FEB: (0, 4), MAR: (0, 4)}),
    "MAN-5.3-c": Said("audits", lambda: auditors(*FILES), "month", {MAR: (1, 2)}),
    "MAN-5.3-e": Said("audits", lambda: auditors(*FILES), "month", {MAR: (2, 2)}),
    # Hal's and Sal's are of supervision files too; Sam made none.
    "MAN-5.3-f": Said("audits", lambda: auditors(*FILES), "month", {MAR: (3, 4)}),
    "MAN-5.3-g": Said("audits", lambda: auditors(*FILES), "month", {JUN: (2, 4)}, as_of=at("2026-06-30")),
    # Tim supervises Bob and Cid, who are of another profession; Cid had a session with Eve, who is of Cid's.
    "PLY-5.4.2": Said(
        "same_profession",
        lambda: council(ann(), bob(profession="family_support"), cid(manager="tim", profession="family_support"),
                        dee(profession=None), bob(id="eve", profession="family_support"), policy="plymouth",
                        sessions=[held_by("cid", "eve", "2026-01-10"), held_by("bob", "eve", "2025-03-31")]),
        "person", {"ann": (1, 1), "bob": (0, 1), "cid": (1, 1), "eve": (0, 1)},
    ),
    # Tom in January; Tim while Tom was away in February; Tim though Tom was there in March.
    "WOK-s4-f": Said(
        "same_supervisor",
        lambda: council(ann(), sessions=[held_by("ann", "tom", "2026-01-05"), held_by("ann", "tim", "2026-02-04"),
                                         held_by("ann", "tim", "2026-03-04")],
                        absences=[{"person": "tom", "from": "2026-02-01", "until": "2026-02-10"}]),
        "kind", {"own_supervisor": (1, 1), "stood_in": (0, 1), "another": (0, 1)},
    ),
}  # fmt: skip


def rows(said: Said) -> list[Item]:
    """Of the first six months of 2026, by which the half-years are over too."""
    facts = said.make()
    teams = (
        {row["id"]: "South" for row in MANAGERS}
        | {"bob": "South", "eve": "South", "gus": "South"}
        | dict.fromkeys(NORTH, "North")
    )
    return measured(Asked(facts, POLICIES[facts.policy], said.as_of, JUN, 6, teams, **said.more))


@pytest.mark.parametrize("rule", REPORTED)
def test_what_a_rule_asks_to_be_reported_is_a_figure_of_a_planted_council(rule: str) -> None:
    said = REPORTED[rule]
    cites = said.cites or rule
    found = [one for one in rows(said) if one.measure == said.measure and one.rule == cites]
    found = [one for one in found if not said.kind or one.kind == said.kind]
    figures = {getattr(one, said.by) for one in found}
    summed = {key: [one for one in found if getattr(one, said.by) == key] for key in figures}
    assert {key: (sum(r.number for r in some), sum(r.out_of for r in some)) for key, some in summed.items()} == said.figures
    assert all(one.why and one.source and one.person for one in found)
    assert said.measure in measures_of(POLICIES[said.make().policy].at(END.date()), said.make().settings)


def test_an_action_is_carried_over_once_two_sessions_went_by_after_its_day() -> None:
    facts = council(ann(), sessions=held("2026-01-05", "2026-02-04", "2026-03-04"))
    day = date(2026, 1, 20)
    actions = (
        Action("a1", "ann", "ann", None, JAN, day, None),
        Action("a2", "ann", "tom", None, JAN, day, date(2026, 3, 4)),  # settled
        Action("a3", "ann", "tom", None, JAN, date(2026, 2, 20), None),  # one session since
        Action("a4", "ann", "tom", None, JAN, day, date(2026, 4, 1)),  # settled after the day of the report
        Action("a5", "ann", "tom", None, date(2026, 4, 1), day, None),  # not agreed yet
    )
    found = measured(Asked(facts, POLICIES["wokingham"], END, MAR, 3, {}, actions=actions))
    mine = {one.about: (one.kind, one.number, one.days) for one in found if one.measure == "carried_over"}
    late = (END.date() - day).days
    assert mine == {"a1": ("carried_over", 1, late), "a3": ("still_open", 0, None), "a4": ("carried_over", 1, late)}


def test_samples_that_managers_owe_together_are_counted_once() -> None:
    facts = council(ann(), bob(), policy="manchester", audits=DIPS, settings={"dip_samples_by": "all"})
    found = measured(Asked(facts, POLICIES["manchester"], END, MAR, 3, {}))
    mine = [one for one in found if one.measure == "audits" and one.kind == "dip_sample"]
    assert [(one.month, one.number, one.out_of, set(one.responsible)) for one in mine] == [
        (month, number, 4, {"sue", "sam"}) for month, number in ((JAN, 4), (FEB, 3), (MAR, 0))
    ]


def test_each_of_these_rules_names_what_shows_it_and_no_other_does() -> None:
    name = test_what_a_rule_asks_to_be_reported_is_a_figure_of_a_planted_council.__name__
    here = f"tests/scheduling/test_reported_rules.py::{name}"
    naming = {rule.id for name in NAMES for rule in rulebook(name).rule if here in rule.shown_by}
    assert naming == REPORTED.keys()


@pytest.mark.parametrize("policy", NAMES)
def test_a_policy_cites_its_own_rules_for_what_is_measured_and_is_shown_no_figure_it_does_not_ask_for(policy: str) -> None:
    facts = council(ann(), bob(), policy=policy, groups=[group("2026-02-10", "tom", "ann")], sessions=held("2026-02-04"),
                    cases=[case()], allocations=[allocated()], discussions=[discussed("2026-02-02")])  # fmt: skip
    found = measured(Asked(facts, POLICIES[policy], END, MAR, 3, {}))
    asked = measures_of(POLICIES[policy].at(END.date()), facts.settings)
    assert {one.measure for one in found} <= asked.keys()
    assert {key[0] for key in counted(found)} >= {"drift", "agreements"}
