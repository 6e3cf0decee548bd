"""Nobody is chased for an audit that nobody can make: as many are owed as could be drawn, and by the auditor alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduling.facts import Draw, DrawnFile, Facts
from scheduling.measures import Asked, measured
from tests.scheduling.council import POLICIES, at, owed
from tests.scheduling.test_sampling import away, service

DIP, LOCALITY, FILE, PEER = "MAN-5.3-a", "MAN-5.3-c", "MAN-5.3-f", "MAN-5.3-g"
FIRST = {DIP: date(2026, 4, 1), LOCALITY: date(2026, 4, 1), FILE: date(2026, 4, 1), PEER: date(2026, 1, 1)}
LAST = {DIP: date(2026, 4, 30), LOCALITY: date(2026, 6, 30), FILE: date(2026, 6, 30), PEER: date(2026, 6, 30)}
KIND = {DIP: "dip_sample", LOCALITY: "file_audit", FILE: "file_audit", PEER: "peer"}


def draw(rule: str, *files: DrawnFile, auditor: str = "sia", on: date | None = None) -> Draw:
    return Draw(auditor, rule, KIND[rule], FIRST[rule], LAST[rule], on or FIRST[rule], files)


def file(rag: bool = False, until: str | None = None, on: str = "2026-04-01") -> DrawnFile:
    return DrawnFile(date.fromisoformat(on), date.fromisoformat(until) if until else None, rag)


def drawn(*draws: Draw, **rows: Any) -> Facts:
    return replace(service(**rows), draws=draws)


def audited(*days: str, kind: str = "dip_sample", rag: bool = False, auditor: str = "sia") -> list[dict[str, Any]]:
    made = {"auditor": auditor, "kind": kind, "rag": rag}
    return [{**made, "of_supervision": f"a{place}", "on": on} for place, on in enumerate(days)]


NOTHING_MORE = "; the policy asks for 4, no more could be drawn"


@pytest.mark.parametrize(
    ("facts", "day", "said"),
    [
        (drawn(), "2026-04-20", "0 of 4 since 2026-04-01, 0 of 2 with RAG ratings"),
        (drawn(draw(DIP, *[file(True)] * 2, *[file()] * 2)), "2026-04-20", "0 of 4 since 2026-04-01, 0 of 2 with RAG ratings"),
        (drawn(draw(DIP, file(True), file(), file())), "2026-04-20",
         f"0 of 3 since 2026-04-01, 0 of 1 with RAG ratings{NOTHING_MORE}"),
        (drawn(draw(DIP, file(True), file()), audits=audited("2026-04-14")), "2026-04-20",
         f"1 of 2 since 2026-04-01, 0 of 1 with RAG ratings{NOTHING_MORE}"),
        (drawn(draw(DIP, file(True), file()), audits=audited("2026-04-14", "2026-04-15", rag=True)), "2026-04-20", None),
        (drawn(draw(DIP)), "2026-04-20", None),
        # one turned out to be none that can be audited, and another took its place, or there was no other
        (drawn(draw(DIP, file(True), file(until="2026-04-14"), file(on="2026-04-14"))), "2026-04-20",
         f"0 of 2 since 2026-04-01, 0 of 1 with RAG ratings{NOTHING_MORE}"),
        (drawn(draw(DIP, file(until="2026-04-14"))), "2026-04-13",
         f"0 of 1 since 2026-04-01{NOTHING_MORE}"),
        (drawn(draw(DIP, file(until="2026-04-14"))), "2026-04-14", None),
        # until the night it is drawn nobody knows how many there will be
        (drawn(draw(DIP, on=date(2026, 4, 3))), "2026-04-02", "0 of 4 since 2026-04-01, 0 of 2 with RAG ratings"),
        (drawn(draw(DIP, on=date(2026, 4, 3))), "2026-04-03", None),
        # the draw of another auditor, or of another sample, says nothing
        (drawn(draw(DIP, auditor="sol"), draw(PEER)), "2026-04-20", "0 of 4 since 2026-04-01, 0 of 2 with RAG ratings"),
    ],
)  # fmt: skip
def test_as_many_are_owed_as_could_be_drawn(facts: Facts, day: str, said: str | None) -> None:
    found = [
        row.why for row in owed(facts, day, "audit_sample") if (row.person, row.rule) == ("sia", DIP) if row.due_on.month == 4
    ]
    assert found == ([said] if said else [])


@pytest.mark.parametrize(
    ("files", "rules"),
    [
        # two team managers' files serve as the quarter's audit besides: that is not drawn again
        ([file(), file()], {LOCALITY, FILE}),
        ([file()], {LOCALITY, FILE}),
        ([], set()),
    ],
)
def test_what_serves_for_another_sample_says_how_many_can_be_made_of_it(files: list[DrawnFile], rules: set[str]) -> None:
    facts = drawn(draw(LOCALITY, *files, auditor="hal"))
    assert {row.rule for row in owed(facts, "2026-05-20", "audit_sample") if row.person == "hal"} == rules


def test_whoever_covers_owes_none_of_what_only_the_auditor_is_shown() -> None:
    facts = service(absences=[away("sia", "sol", "2026-04-06", "2026-05-11")])
    rows = [row for row in owed(facts, "2026-04-20", "audit_sample") if row.person == "sia"]
    assert {row.rule: row.responsible for row in rows} == dict.fromkeys((DIP, FILE, PEER), ("sia",))


@pytest.mark.parametrize(
    ("draws", "found"),
    [
        ([], {"dip_sample": (1, 4), "with_ratings": (1, 2)}),
        ([draw(DIP, file(True), file())], {"dip_sample": (1, 2), "with_ratings": (1, 1)}),
        ([draw(DIP, file())], {"dip_sample": (1, 1)}),
        ([draw(DIP)], {}),
    ],
)
def test_the_report_counts_them_against_what_could_be_drawn(draws: list[Draw], found: dict[str, tuple[int, int]]) -> None:
    facts = drawn(*draws, audits=audited("2026-04-14", rag=True))
    rows = measured(Asked(facts, POLICIES["manchester"], at("2026-05-04"), date(2026, 4, 1), 1, {}))
    mine = [row for row in rows if row.measure == "audits" and row.person == "sia"]
    assert {row.kind: (row.number, row.out_of) for row in mine} == found
