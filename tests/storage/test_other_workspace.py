"""Every method of every repository, called in one workspace beside another with the same ids: nothing of it shows or changes.

Generated: a method that asks for something this file has no value for fails here, and says what.
"""

import inspect
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

import pytest
from sqlalchemy import select

from scheduling.calendar import Interval
from scheduling.errors import SupervisionError
from scheduling.forms import Answer, Filled, FilledPart
from scheduling.policy import Policy
from storage import SINGLE
from storage.exports.asking import Chosen
from storage.models import Base, RaisedRow, new_id
from storage.papers import Paper
from storage.records.agreements import Agreed
from storage.records.decisions import ToLog, Words
from storage.records.grants import Wanted
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.storage.conftest import migrated, opened
from tests.storage.council import at, day, person_row, sampled, settle, who

OTHER = "other"
NOW = at("2026-03-26")
MARK = "Otherland"
"""Stands in every text of the other workspace."""
NOT_RECORDS = {"index"}
"""Derives; it is called by every change here, and has tests of its own."""


def repositories() -> list[tuple[str, str]]:
    """Each public method, as `work.<repository>.<method>`."""
    found = []
    for name, member in vars(UnitOfWork).items():
        if isinstance(member, cached_property) and name not in NOT_RECORDS:
            kind: Any = member.func  # a repository is made of its class
            if inspect.isclass(kind) and kind.__module__.startswith("storage.records"):
                methods = inspect.getmembers(kind, inspect.isfunction)
                found += [(name, method) for method, _ in methods if not method.startswith("_")]
    return found


METHODS = repositories()


@pytest.fixture
def two(databases: Databases, policy: Policy) -> Iterator[Store]:
    with databases.copy(databases.template("two", lambda url: plant(url, policy))) as url:
        store = opened(url, policy)
        yield store
        store.close()


def plant(url: str, policy: Policy) -> None:
    """The same council twice, and in the other each text is marked."""
    migrated(url, policy)
    store = opened(url, policy)
    for workspace in (SINGLE, OTHER):
        with store.work(workspace, at("2026-03-16")) as work:
            settle(work)
            work.session.add(person_row("zed", None, workspace, level="senior_manager", role="non_case_holder"))
            work.commit()
        with store.work(workspace, NOW) as work:
            tom, ann = who(work, "tom"), who(work, "ann")
            words = MARK if workspace == OTHER else "ours"
            work.decisions.log(viewer=ann, ref="M100001", decision=words, rationale=words)
            held = next(each for each in work.sessions.of("ann", viewer=tom) if each.held_on)
            work.sessions.record_notes(viewer=tom, session_id=held.id, notes=words)
            work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-04-01"))
            work.sessions.move(viewer=tom, supervisee_id="ann", to_on=day("2026-04-02"), reason=words)
            work.grants.give(wanted(words), viewer=who(work, "sue"))
            work.matters.write(held.id, words, viewer=tom)
            work.groups.hold(viewer=tom, facilitator_id="tom", on=day("2026-03-24"), attendees={"ann": ""}, cases=["M100001"])
            record = work.written.write("session", told(words), viewer=tom, about_id="ann", session_id=held.id)
            work.disputes.bring(record.id, 1, words, viewer=ann)
            work.flags.raise_("M100001", words, viewer=tom)
            work.actions.agree(words, viewer=tom, supervisee_id="ann", owner_id="ann", record_id=record.id)
            work.case_notes.record(told(words), viewer=tom, person_id="ann", ref="M100001", on=day("2026-03-26"))
            work.plans.propose(viewer=tom, supervisee_id="ann", days=[day("2026-04-28")])
            work.drafts.keep(tom, "draft", {"words": words})
            work.api_tokens.issue("ann", viewer=tom, reach="line", ahead_days=30)
            work.absences.record(viewer=tom, person_id="ann", from_on=day("2026-03-02"), until_on=day("2026-03-04"))
            work.session.flush()
            work.session.add(raised_row(workspace, work.obligations.of("ann", viewer=tom)[0].id, work.now))
            sampled(work, "tom", "dan", "tim")
            work.audits.record(viewer=tom, of_id="ann", on=day("2026-03-24"))
            work.trainings.note(viewer=ann, person_id="ann", kind="other", on=day("2026-03-02"), title=words)
            work.settings.put("words", words)
            work.commit()
        sweep(store, workspace, NOW)
    with store.work(OTHER, NOW) as work:
        for person in Base.metadata.tables["people"].c.name, Base.metadata.tables["people"].c.post:
            table = person.table
            work.session.execute(table.update().where(table.c.workspace == OTHER).values({person: MARK}))
        work.commit()
    store.close()


def raised_row(workspace: str, obligation_id: str, now: datetime) -> RaisedRow:
    """Ann raised it with Tom."""
    mine = {"workspace": workspace, "obligation_id": obligation_id, "by_id": "ann", "to_id": "tom"}
    return RaisedRow(id=new_id(), **mine, step=0, how="raised", raised_at=now)


def told(words: str) -> Filled:
    """A form with these words in it."""
    return Filled((FilledPart("What was discussed", "personal", "", (Answer("discussed", "Discussed", "", "text", words),)),))


def wanted(reason: str) -> Wanted:
    """That zed, who is not in the line above ann, reads her records."""
    return Wanted("ann", "senior_manager", "case_progression", day("2026-04-10"), reason, reader_id="zed")


def rows(store: Store) -> dict[str, Any]:
    """Everything the other workspace has."""
    with store.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table).where(table.c.workspace == OTHER))))
            for table in Base.metadata.sorted_tables
            if "workspace" in table.c
        }


def ids(store: Store, workspace: str) -> dict[str, str]:
    """An id of each kind of record there, that a payload might carry."""
    with store.read(workspace, NOW) as work:
        tom = who(work, "tom")
        held = next(each.id for each in work.sessions.of("ann", viewer=tom) if each.held_on)
        due = work.obligations.on_case("M100001", viewer=tom)
        discussed = next(each.about for each in due if each.kind == "record_discussion")
        return {
            "discussion_id": discussed,
            "decision_id": work.decisions.of_case("M100001", viewer=tom)[0].id,
            "session_id": held,
            "obligation_id": work.obligations.of("ann", viewer=tom)[0].id,
            "agreement_id": work.agreements.begun("ann", viewer=tom),
            "grant_id": work.grants.about("ann", viewer=who(work, "sue"))[0].id,
            "record_id": work.written.of("ann", viewer=tom)[0].id,
            "dispute_id": work.disputes.waiting(who(work, "sue"))[0].id,
            "raised_id": work.raised.to_answer(tom, 10)[0].id,
            "absence_id": work.absences.of("ann", viewer=tom)[0].id,
            "flag_id": work.flags.of_case("M100001", viewer=tom)[0].id,
            "group_id": work.groups.of("ann", viewer=tom)[0].id,
            "action_id": work.actions.open_of("ann", viewer=tom)[0].id,
            "plan_id": plan_of(work),
            "token_id": work.api_tokens.standing()[0].id,
            "sample_id": work.samples.to_do(tom)[0].id,
            "audit_id": work.audits.without_feedback(tom)[0].id,
            "training_id": work.trainings.of("ann", viewer=tom)[0].id,
            "matter_id": work.matters.of_session(held, viewer=tom)[0].id,
        }


def plan_of(work: UnitOfWork) -> str:
    """The plan put to Ann."""
    plan = work.plans.open_of("ann", viewer=who(work, "tom"))
    assert plan
    return plan.id


def values(work: UnitOfWork, known: dict[str, str]) -> dict[str, Callable[[], Any]]:
    """By the name of a parameter: something to give."""
    tom = who(work, "tom")
    person = ("person_id", "supervisee_id", "of_id", "about_id")
    return {
        **{name: (lambda found=found: found) for name, found in known.items()},
        **{name: (lambda: "ann") for name in person},
        "person_ids": lambda: ["ann", "bob"],
        "viewer": lambda: tom,
        "person": lambda: who(work, "ann"),
        "by_id": lambda: "tom",
        "cover_id": lambda: "tim",
        "named_manager_id": lambda: "sue",
        "slack_id": lambda: "UANN",
        "slack_ids": lambda: ["UANN", "UBOB"],
        "email": lambda: "ann@council.example",
        "zone": lambda: "Europe/London",
        "ref": lambda: "M100001",
        "text": lambda: "ann",
        "kind": lambda: "practice",
        "at": lambda: time(7, 30),
        "name": lambda: "words",
        "value": lambda: "new",
        "content": lambda: {"words": "new"},
        "decision": lambda: "d",
        "rationale": lambda: "r",
        "notes": lambda: "n",
        "reason": lambda: "illness",
        "minutes": lambda: 60,
        "who": lambda: "both",
        "until_on": lambda: day("2026-03-28"),
        "back_on": lambda: day("2026-03-05"),
        "obligation_ids": lambda: [known["obligation_id"]],
        "on": lambda: day("2026-03-25"),
        "held_on": lambda: day("2026-03-25"),
        "from_on": lambda: day("2026-03-25"),
        "planned_on": lambda: day("2026-04-08"),
        "to_on": lambda: day("2026-04-08"),
        "supervisee_signed_on": lambda: day("2026-03-25"),
        "supervisor_signed_on": lambda: day("2026-03-25"),
        "act": lambda: "read",
        "record": lambda: "r1",
        "object": lambda: "r1",
        "about": lambda: "ann",
        "noted": lambda: [],
        "tokens": lambda: ["t1"],
        "grant_ids": lambda: [known["grant_id"]],
        "agrees": lambda: True,
        "conversation_id": lambda: work.growing.converse(viewer=tom, person_id="ann", on=day("2026-03-24"), kind="plan"),
        "assessment_id": lambda: work.growing.assess(viewer=tom, person_id="ann", on=day("2026-03-24")),
        "planned_id": lambda: work.observations.plan(
            viewer=tom, of_id="ann", by_id="bob", kind="practice", on=day("2026-04-08")
        ),
        "observation_id": lambda: work.observations.record(
            viewer=tom, of_id="ann", by_id="tom", kind="practice", on=day("2026-03-25")
        ),
        "observation_ids": lambda: [
            work.observations.record(viewer=tom, of_id="ann", by_id="tom", kind="practice", on=day("2026-03-25"))
        ],
        "audit_ids": lambda: [known["audit_id"]],
        "made_at": lambda: work.now,
        "first_on": lambda: day("2026-01-01"),
        "last_on": lambda: day("2026-03-31"),
        "agreement_ids": lambda: [known["agreement_id"]],
        "form": lambda: "session",
        "ids": lambda: [known["record_id"], known["dispute_id"]],
        "part": lambda: "1000",
        "agreed": lambda: Agreed(),
        "every": lambda: Interval(2, "weeks"),
        "how": lambda: "review",
        "flag_id": lambda: known["flag_id"],
        "what": lambda: "on track",
        "why": lambda: "it was planned",
        "category": lambda: "child_in_need",
        "lead_id": lambda: "ann",
        "with_ids": lambda: ["bob"],
        "sibling": lambda: "M100002",
        "refs": lambda: ["M100001"],
        "worker_id": lambda: "ann",
        "most": lambda: 10,
        "facilitator_id": lambda: "tom",
        "attendees": lambda: {"ann": ""},
        "group_id": lambda: known["group_id"],
        "discussion_id": lambda: known["decision_id"],
        "children": lambda: ["C1"],
        "filled": lambda: told("n"),
        "starts": lambda: "d",
        "days": lambda: [day("2026-04-14"), day("2026-05-12")],
        "plan": lambda: work.plans.get(known["plan_id"], viewer=tom),
        "because": lambda: "a date was wrong",
        "version": lambda: 1,
        "words": lambda: "book the visit",
        "owner_id": lambda: "ann",
        "outcome": lambda: "done",
        "record_ids": lambda: [known["record_id"]],
        "before": lambda: "form session",
        "reach": lambda: "quality",
        "ahead_days": lambda: 30,
        "chosen": Chosen,
        "after": lambda: "",
        "table": lambda: "obligations",
        "where": lambda: "notes_form",
        "kinds": lambda: ["name"],
        "instead_of": lambda: None,
        "since_on": lambda: day("2026-01-01"),
        "asked": lambda: [("M100001", tom)],
        "to_log": lambda: ToLog(tom, "M100001", "d", "r"),
        "people": lambda: [who(work, "ann"), who(work, "tom")],
        "whose": lambda: ["ann", "tom"],
        "title": lambda: "a course",
        "wanted": lambda: [ToLog(tom, "M100001", "d", "r")],
        "paper": lambda: Paper(date(2026, 2, 1)),
    }


OWN: dict[tuple[str, str, str], Callable[[UnitOfWork], Any]] = {
    ("agreements", "hold", "record"): lambda work: ("r1", 1),
    ("trainings", "note", "kind"): lambda work: "skills",
    ("snoozes", "snooze", "until_on"): lambda work: day("2026-03-27"),
    ("rhythms", "choose_days", "days"): lambda work: [0, 1],
    ("grants", "give", "wanted"): lambda work: wanted("again"),
    ("decisions", "change", "words"): lambda work: Words("d", "r"),
    ("families", "name_children", "children"): lambda work: "C1",
    ("matters", "write", "content"): lambda work: "personal",
    ("matters", "answer", "viewer"): lambda work: who(work, "ann"),
    ("written", "sign", "viewer"): lambda work: who(work, "ann"),
    ("plans", "confirm", "viewer"): lambda work: who(work, "ann"),
    ("disputes", "bring", "viewer"): lambda work: who(work, "ann"),
    ("disputes", "settle", "viewer"): lambda work: who(work, "sue"),
    ("disputes", "settle", "outcome"): lambda work: "stands",
    ("growing", "assess_oneself", "viewer"): lambda work: who(work, "ann"),
    ("samples", "redraw", "because"): lambda work: "away",
    ("reports", "shown_again", "picture"): lambda work: work.reports.picture(viewer=who(work, "sue")),
    ("trail", "note", "kind"): lambda work: "session",
    ("sight", "note", "kind"): lambda work: "session",
    **{
        ("grants", method, "viewer"): lambda work: who(work, "sue")
        for method in ("about", "give", "revoke", "tell_now", "may_grant")
    },
}
"""Where a name means something else, or somebody else may ask."""


def call(work: UnitOfWork, repository: str, method: str, known: dict[str, str]) -> Any:
    """With a value for everything it needs."""
    bound, at_hand = getattr(getattr(work, repository), method), values(work, known)
    given, named = list[Any](), dict[str, Any]()
    for name, parameter in inspect.signature(bound).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            given.append("ann")
        elif parameter.default is inspect.Parameter.empty:
            own = OWN.get((repository, method, name))
            assert own or name in at_hand, f"{repository}.{method} asks for {name!r}: give it a value in `values`"
            value = own(work) if own else at_hand[name]()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
                named[name] = value
            else:
                given.append(value)
    return bound(*given, **named)


def test_every_method_keeps_to_its_workspace(two: Store) -> None:
    """Own ids, and the other's: guessed, or from a payload that was meant for it."""
    ours, theirs = ids(two, SINGLE), ids(two, OTHER)
    before, secrets = rows(two), {MARK, *theirs.values()}
    answered = set()
    for repository, method in METHODS:
        for known in (ours, theirs):
            with two.work(SINGLE, NOW) as work:
                try:
                    found = call(work, repository, method, known)
                    answered.add((repository, method))
                except SupervisionError as refusal:
                    found = refusal.sentence
                said = repr(found)
                work.commit()
            assert not [each for each in secrets if each in said], (repository, method)
            assert rows(two) == before, (repository, method)
    refused = set(METHODS) - answered
    assert len(refused) < len(METHODS) / 5, f"too many only refuse what this test gives them: {sorted(refused)}"
