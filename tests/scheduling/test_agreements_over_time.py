"""An agreement signed or reviewed anew: days gone by are judged by what held on them, today by what holds today."""

from datetime import date
from typing import Any

import pytest

from scheduling.facts import Facts
from scheduling.measures import Asked, measured
from tests.scheduling.council import POLICIES, Row, at, codes, council, dates, held, sent

PAIR: Row = {"supervisee": "ann", "supervisor": "tom"}
SUPERVISION, REVIEW, SIGNATURE = "personal_supervision", "agreement_review", "agreement_signature"
FAR = "2027-12-31"


def signed(on: str = "2025-09-01", **more: Any) -> Row:
    """Between Ann and Tom, by both on one day."""
    return {**PAIR, "signed_by_supervisee_on": on, "signed_by_supervisor_on": on, **more}


def every(weeks: int, since: str, **more: Any) -> Row:
    """Signed in time, with an interval agreed."""
    return signed(every={"weeks": weeks}, **{"from": since}, **more)


def told(facts: Facts, kind: str, first: str, last: str, as_of: str = FAR) -> list[tuple[str, str, int]]:
    """Of what was done: when it was due, when it was done, and how many days late."""
    policy, ends = POLICIES[facts.policy], date.fromisoformat(last)
    begins = date.fromisoformat(first)
    months = (ends.year - begins.year) * 12 + ends.month - begins.month + 1
    found = measured(Asked(facts, policy, at(as_of), ends.replace(day=1), months, {}))
    return sorted(
        (f"{one.due}", f"{one.done_on}", one.days or 0)
        for one in found
        if (one.measure, one.kind, one.person) == ("on_time", kind, "ann") and one.done_on
    )


# Signed on 1 Sep 2025, so to be reviewed by 1 Sep 2026; Wokingham reviews every year.
FIRST = signed(until="2026-08-20")
SECOND = signed(reviewed_on="2026-08-20", until="2027-05-03")
THIRD = signed(reviewed_on="2027-05-03")
REVIEWS: list[tuple[str, list[Row], list[tuple[str, str, int]]]] = [
    ("once, in time", [FIRST, signed(reviewed_on="2026-08-20")], [("2026-09-01", "2026-08-20", 0)]),
    ("again, early", [FIRST, SECOND, THIRD], [("2026-09-01", "2026-08-20", 0), ("2027-08-20", "2027-05-03", 0)]),
    ("listed otherwise", [THIRD, FIRST, SECOND], [("2026-09-01", "2026-08-20", 0), ("2027-08-20", "2027-05-03", 0)]),
    (
        "again, and the first was late",
        [signed(until="2026-09-11"), signed(reviewed_on="2026-09-11", until="2027-05-03"), THIRD],
        [("2026-09-01", "2026-09-11", 10), ("2027-09-11", "2027-05-03", 0)],
    ),
    (
        "signed anew on paper: the review that was due then",
        [signed(until="2026-09-04"), signed("2026-09-04")],
        [("2026-09-01", "2026-09-04", 3)],
    ),
]


@pytest.mark.parametrize(("name", "agreements", "expected"), REVIEWS, ids=[one[0] for one in REVIEWS])
def test_a_review_answers_the_one_that_was_due_then(name: str, agreements: list[Row], expected: object) -> None:
    assert told(council(agreements=agreements), REVIEW, "2026-08-01", "2027-12-01") == expected


def test_a_signature_in_time_stays_in_time_whatever_came_after() -> None:
    """Supervised since 1 Sep 2025, and to be signed within a month."""
    once, anew = [signed("2025-09-15")], [signed("2025-09-15", until="2026-09-04"), signed("2026-09-04")]
    reviewed = [signed("2025-09-15", until="2026-08-20"), signed("2025-09-15", reviewed_on="2026-08-20")]
    for agreements in (once, anew, reviewed):
        assert told(council(agreements=agreements), SIGNATURE, "2025-09-01", "2025-12-01") == [("2025-10-01", "2025-09-15", 0)]


# Held on 12 Jan, agreed every two weeks: due 26 Jan, held on 9 Feb, a fortnight late; then due 23 Feb, and held on it.
TWO = every(2, "2026-01-12", until="2026-03-02")
SESSIONS = held("2026-01-12", "2026-02-09", "2026-02-23")
HELD = [("2026-01-26", "2026-02-09", 14), ("2026-02-23", "2026-02-23", 0)]
LENGTHENED: list[tuple[str, Row]] = [
    ("four weeks", every(4, "2026-03-02", reviewed_on="2026-03-02")),
    ("four weeks, dated back", every(4, "2026-01-20", reviewed_on="2026-03-02")),
    ("four weeks, from a day to come", every(4, "2026-05-01", reviewed_on="2026-03-02")),
    ("as the policy has it", signed(reviewed_on="2026-03-02")),
]


@pytest.mark.parametrize(("name", "then"), LENGTHENED, ids=[one[0] for one in LENGTHENED])
def test_a_late_session_stays_late_after_a_longer_interval_is_signed(name: str, then: Row) -> None:
    facts = council(agreements=[TWO, then], sessions=SESSIONS)
    for as_of in (FAR, "2026-02-28"):
        assert told(facts, SUPERVISION, "2026-01-01", "2026-02-01", as_of) == HELD, as_of


MONTHLY = held("2025-12-08", "2026-01-06", "2026-02-06")
SHORTENED = [every(1, since, reviewed_on="2026-03-02") for since in ("2026-03-02", "2026-01-01")]


@pytest.mark.parametrize("then", SHORTENED)
@pytest.mark.parametrize("before", [signed(until="2026-03-02"), {**PAIR, "until": "2026-03-02"}], ids=["signed", "begun"])
def test_a_shorter_interval_signed_today_makes_no_day_late_that_was_not(before: Row, then: Row) -> None:
    """Monthly by the policy: held 8 Dec, so due 8 Jan, and 6 Feb; a week's interval from 2 March, or dated back to January."""
    facts = council(agreements=[before, then], sessions=MONTHLY)
    expected = [("2026-01-08", "2026-01-06", 0), ("2026-02-06", "2026-02-06", 0)]
    assert told(facts, SUPERVISION, "2026-01-01", "2026-02-01") == expected
    # Tighter from 2 March: no later than before, 6 March, and no sooner than the change.
    assert dates(facts, "2026-03-02", SUPERVISION) == ["2026-03-02"]
    assert dates(facts, "2026-03-01", SUPERVISION) == ["2026-03-06"]


TODAY: list[tuple[str, Row, str]] = [
    # every two weeks until 2 March, held on 23 Feb, so due 9 March; from 2 March on
    ("longer: counted from the session", every(4, "2026-03-02"), "2026-03-23"),
    ("the policy's month", signed(), "2026-03-23"),
    ("shorter: no sooner than the change", every(1, "2026-03-02"), "2026-03-02"),
    ("longer from a day to come: until then as before", every(4, "2026-05-01"), "2026-03-09"),
    ("reviewed, and nothing else changed", every(2, "2026-01-12", reviewed_on="2026-03-02"), "2026-03-09"),
]


@pytest.mark.parametrize(("name", "then", "due"), TODAY, ids=[one[0] for one in TODAY])
def test_what_is_due_next_goes_by_what_holds_today(name: str, then: Row, due: str) -> None:
    facts = council(agreements=[TWO, then], sessions=SESSIONS)
    assert dates(facts, "2026-03-01", SUPERVISION) == ["2026-03-09"]
    assert dates(facts, "2026-03-03", SUPERVISION) == [due]


# What was signed on 2 March and after, and what is then due after the session of 23 March.
NEVER_BEGUN = every(1, "2026-03-20", until="2026-03-10")
LATER: list[tuple[str, list[Row], str]] = [
    ("longer, from 1 May", [every(4, "2026-05-01")], "2026-04-06"),
    ("shorter, from 1 May", [every(1, "2026-05-01")], "2026-04-06"),
    ("a week from 20 March, which was replaced before it began", [NEVER_BEGUN, every(4, "2026-05-01")], "2026-04-06"),
    ("none any more, then four weeks from 1 May", [signed(until="2026-03-10"), every(4, "2026-05-01")], "2026-04-23"),
    ("from 24 March, once it has begun", [every(4, "2026-03-24")], "2026-04-20"),
]


@pytest.mark.parametrize(("name", "then", "due"), LATER, ids=[one[0] for one in LATER])
def test_until_the_interval_agreed_begins_the_one_before_it_holds(name: str, then: list[Row], due: str) -> None:
    facts = council(agreements=[TWO, *then], sessions=[*SESSIONS, *held("2026-03-09", "2026-03-23")])
    assert dates(facts, "2026-03-24", SUPERVISION) == [due]


def test_what_was_missed_before_a_longer_interval_was_signed_is_owed_still() -> None:
    """Due 26 Jan by what held then (R-26): signing four weeks on 2 March does not undo that."""
    facts = council(agreements=[TWO, every(4, "2026-03-02")], sessions=held("2026-01-12"))
    assert dates(facts, "2026-03-03", SUPERVISION) == ["2026-01-26"]


@pytest.mark.parametrize(("until", "manager"), [("2026-03-25", "sam"), ("2026-03-24", "zoe")])
def test_the_manager_named_is_the_one_named_on_the_day(until: str, manager: str) -> None:
    """Held on 2 Feb, so it goes up on 24 March: where the council has it so, to whoever the agreement of that day names."""
    first = every(4, "2026-01-12", named_manager="sam", until=until)
    facts = council(
        agreements=[first, signed(named_manager="zoe")],
        sessions=held("2026-02-02"),
        settings={"escalate_first_to": "named_manager"},
    )
    assert f"03-24 escalation {manager}" in sent(facts, "2026-03-24", "2026-03-24", SUPERVISION)


def test_an_agreement_that_names_nobody_now_is_warned_of_though_one_did_before() -> None:
    named = [signed(named_manager="sam", until="2026-03-02"), signed()]
    facts = council(agreements=named)
    assert [who for code, who in codes(facts, "2026-03-01") if code == "named_manager_missing"] == []
    assert [who for code, who in codes(facts, "2026-03-02") if code == "named_manager_missing"] == ["ann"]
