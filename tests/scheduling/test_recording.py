"""By when what was held is on record, as each policy says; nothing where it gives no time."""

import pytest

from tests.scheduling.council import Row, allocated, ann, case, council, discussed, held, owed, sent

NOT_YET = {"recorded_on": None, "filed_on": None}
ON = "2026-03-10"  # a Tuesday
OWED = [
    # policy, what was held, and what is owed: by when, by which rule, and until it is recorded or filed
    ("wokingham", "session", "2026-03-15", "WOK-8", "recorded"),
    ("wokingham", "group session", "2026-03-15", "WOK-s6-b", "recorded"),
    ("wokingham", "supervision", "2026-03-15", "WOK-8", "recorded"),
    ("wokingham", "oversight", "2026-03-15", "WOK-8", "recorded"),
    ("wokingham", "ad_hoc", "2026-03-15", "WOK-s2.2-b", "filed"),
    ("wokingham", "group", "2026-03-15", "WOK-s7-a", "filed"),
    ("manchester", "session", None, "", ""),
    ("manchester", "group session", None, "", ""),
    ("manchester", "supervision", "2026-03-17", "MAN-3-h", "recorded"),
    ("manchester", "ad_hoc", "2026-03-17", "MAN-3.1-l", "filed"),
    ("manchester", "group", "2026-03-17", "MAN-3.3-g", "filed"),
    *((policy, what, None, "", "") for policy in ("kent", "plymouth", "lscb") for what in ("session", "supervision", "ad_hoc")),
]


def on_record(policy: str, what: str, **when: str | None) -> list[tuple[str, str]]:
    """What is owed, and by which rule, the day after something was held of which this much is written down."""
    rows: dict[str, list[Row]] = {"cases": [case()], "allocations": [allocated()]}
    if what == "session":
        rows = {"sessions": [{**held(ON)[0], "recorded_on": when.get("recorded_on")}]}
    elif what == "group session":
        rows = {"groups": [{"on": ON, "facilitator": "tom", "signed_off_on": when.get("recorded_on")}]}
    else:
        rows |= {"discussions": [discussed(ON, what, **NOT_YET | when)]}
    found = owed(council(ann(), policy=policy, **rows), "2026-03-11", "record_session", "record_discussion")
    return [(each.due_on.isoformat(), each.rule) for each in found]


@pytest.mark.parametrize(("policy", "what", "due", "rule", "until"), OWED)
def test_what_was_held_is_on_record_when_due(policy: str, what: str, due: str | None, rule: str, until: str) -> None:
    expected = [(due, rule)] if due else []
    assert on_record(policy, what) == expected
    assert on_record(policy, what, recorded_on=ON) == (expected if until == "filed" else []), "recorded at the time"
    assert on_record(policy, what, recorded_on=ON, filed_on=ON) == []


OWN_TIME = {"wokingham": "", "manchester": "MAN-2.1-k", "kent": "KENT-2-rec-ps", "plymouth": "PLY-5.2-c"}
OWN_TIME |= {"lscb": "LSCB-sup-recorded"}
"""The rule that asks for a record of the session and names no day."""


@pytest.mark.parametrize("policy", OWN_TIME)
def test_where_the_policy_names_no_day_the_councils_own_chases_the_record(policy: str) -> None:
    sessions = [{**held(ON)[0], "recorded_on": None}]
    facts = council(ann(), policy=policy, sessions=sessions, settings={"intervals": {"record_session": {"days": 3}}})
    found = [(f"{each.due_on}", each.rule) for each in owed(facts, "2026-03-11", "record_session")]
    assert found == [("2026-03-13", OWN_TIME[policy]) if OWN_TIME[policy] else ("2026-03-15", "WOK-8")]
    assert sent(facts, "2026-03-16", "2026-03-16", "record_session") == ["03-16 late tom"]


def test_where_the_policy_names_no_day_the_councils_own_chases_the_agreement() -> None:
    settings = {"intervals": {"agreement_signature": {"months": 1}}}
    facts = council(ann(), policy="manchester", settings=settings)  # supervised by Tom since 1 September 2025
    assert [(f"{each.due_on}", each.rule) for each in owed(facts, "2025-09-20", "agreement_signature")] == [
        ("2025-10-01", "MAN-2.1-a")
    ]
    assert owed(council(ann(), policy="manchester"), "2025-09-20", "agreement_signature") == []
