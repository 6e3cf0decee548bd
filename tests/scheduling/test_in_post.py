"""Samples are owed by who was in post when they were drawn: not for what came before somebody was promoted or supervised."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduling.facts import Change, Facts, Relationship
from scheduling.measures import Asked, measured
from tests.scheduling.council import POLICIES, at, owed
from tests.scheduling.test_sampling import asked, service

DIP, FILE, PEER = "MAN-5.3-a", "MAN-5.3-f", "MAN-5.3-g"


def changed(person: str, on: str = "", **values: Any) -> Facts:
    """The service, with something of somebody's otherwise: from that day on, or always."""
    new = {"changes": (Change(date.fromisoformat(on), values),)} if on else values
    facts = service()
    return replace(facts, people=tuple(replace(each, **new) if each.id == person else each for each in facts.people))


def supervising(facts: Facts, supervisor: str, *ties: tuple[str, str, str | None]) -> Facts:
    """Whom somebody supervises instead of those they did, from when and until when."""
    others = tuple(row for row in facts.relationships if row.supervisor != supervisor)
    made = tuple(
        Relationship(who, supervisor, date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for who, since, until in ties
    )
    return replace(facts, relationships=(*others, *made))


PROMOTED = changed("a", "2026-07-01", level="service_manager")
A0 = changed("a0", level="supervisor", role="non_case_holder")
"""A0 is a team manager whom nobody has yet."""
BEGUN = supervising(A0, "a0", ("a1", "2026-07-01", None))
NEW = changed("sol", started_on=date(2026, 6, 29))


@pytest.mark.parametrize(
    ("facts", "person", "day", "found"),
    [
        # made service manager on 1 July: nothing of June, nor of the quarter before; but the peer audit of the first half-year,
        # which she owed as a team manager already
        (PROMOTED, "a", "2026-07-02", {(DIP, "2026-07-31"), (FILE, "2026-09-30"), (PEER, "2026-06-30"), (PEER, "2026-12-31")}),
        # on the 2nd: July is not a whole month of theirs, nor the quarter a whole quarter
        (changed("a", "2026-07-02", level="service_manager"), "a", "2026-07-31", {(PEER, "2026-12-31")}),
        (changed("a", "2026-07-02", level="service_manager"), "a", "2026-08-20", {(DIP, "2026-08-31"), (PEER, "2026-12-31")}),
        # 1 August is a Saturday: whoever came on Monday was there when samples were drawn
        (changed("a", "2026-08-03", level="service_manager"), "a", "2026-08-20", {(DIP, "2026-08-31"), (PEER, "2026-12-31")}),
        (changed("a", "2026-08-04", level="service_manager"), "a", "2026-08-20", {(PEER, "2026-12-31")}),
        # who began to supervise in July owes nothing of the half-year before, and the peer audit of this one by December
        (BEGUN, "a0", "2026-07-02", {(PEER, "2026-12-31")}),
        (supervising(A0, "a0", ("a1", "2026-07-02", None)), "a0", "2026-12-30", set()),
        # a team that changed altogether has been supervised without a day between
        (supervising(A0, "a0", ("a1", "2026-01-05", "2026-09-01"), ("b1", "2026-09-01", None)), "a0", "2026-09-02",
         {(PEER, "2026-12-31")}),
        (supervising(A0, "a0", ("a1", "2026-01-05", "2026-09-01"), ("b1", "2026-09-02", None)), "a0", "2026-09-02", set()),
        # two days in post: none of what was drawn before
        (NEW, "sol", "2026-06-30", set()),
        (NEW, "sol", "2026-07-31", {(DIP, "2026-07-31"), (FILE, "2026-09-30"), (PEER, "2026-12-31")}),
    ],
)  # fmt: skip
def test_nobody_owes_what_was_drawn_before_they_were_in_post(
    facts: Facts, person: str, day: str, found: set[tuple[str, str]]
) -> None:
    rows = [row for row in owed(facts, day, "audit_sample") if row.person == person]
    assert {(row.rule, row.due_on.isoformat()) for row in rows} == found
    running = {rule for rule, due in found if due >= day}
    assert set(asked(facts, person, day)) == running, "and what is not owed is not drawn"


def test_a_head_of_locality_has_the_year_from_the_day_they_are_one() -> None:
    facts = changed("sia", "2026-04-01", level="head_of_locality")
    found = [(row.about, row.due_on.isoformat()) for row in owed(facts, "2026-04-01", "file_coverage") if row.person == "sia"]
    assert found == [("a", "2027-04-01"), ("b", "2027-04-01")]


@pytest.mark.parametrize(
    ("facts", "person", "month", "kinds"),
    [
        (changed("a", "2026-06-25", level="service_manager"), "a", 6, {"peer"}),
        (changed("a", "2026-06-25", level="service_manager"), "a", 7, {"dip_sample", "with_ratings"}),
        (changed("a", "2026-06-01", level="service_manager"), "a", 6, {"dip_sample", "with_ratings", "peer"}),
        (supervising(A0, "a0", ("a1", "2026-06-25", None)), "a0", 6, set()),
        (supervising(A0, "a0", ("a1", "2026-06-25", None)), "a0", 12, {"peer"}),
        (NEW, "sol", 6, set()),
        (changed("sol", started_on=date(2026, 8, 3)), "sol", 8, {"dip_sample", "with_ratings"}),
    ],
)
def test_the_report_asks_for_what_was_owed(facts: Facts, person: str, month: int, kinds: set[str]) -> None:
    first = date(2026, month, 1)
    rows = measured(Asked(facts, POLICIES["manchester"], at("2027-01-04"), first, 1, {}))
    assert {row.kind for row in rows if row.measure == "audits" and row.person == person} == kinds
