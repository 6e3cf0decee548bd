"""Everybody who may try to reach Ann's record, and all that it holds, planted: each text a word nothing else contains."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.desk import Member
from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE
from storage.models import AllocationRow, CaseRow, GrantRow, PersonRow, RelationshipRow
from storage.names import name_key
from storage.records.grants import Delay, Wanted
from storage.store import Store
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.office import TUESDAY, open_store, settle, slack_id, staff_id
from tests.storage.council import sampled

OTHER = "other"
"""Another council in the same database, with people of the same Slack ids."""
ROLES: dict[str, tuple[str, str]] = {
    # role: who asks, from which workspace
    "the supervisee": ("ann", SINGLE),
    "their supervisor": ("tom", SINGLE),
    "the manager above": ("sue", SINGLE),
    "the head of service": ("zoe", SINGLE),
    "a colleague": ("priya", SINGLE),
    "another supervisor": ("carol", SINGLE),
    "a manager aside": ("ned", SINGLE),
    "their supervisor before": ("fay", SINGLE),
    "quality with a grant": ("quinn", SINGLE),
    "quality whose grant is over": ("olga", SINGLE),
    "quality whose grant was taken back": ("rita", SINGLE),
    "quality without a grant": ("quentin", SINGLE),
    "a peer who audits": ("pete", SINGLE),
    "somebody who has left": ("lee", SINGLE),
    "a stranger": ("stranger", SINGLE),
    "a guest of the workspace": ("guest", SINGLE),
    "the same account in another council": ("tom", OTHER),
}
MORE: dict[str, tuple[str, str, str | None]] = {
    # id: name, level, manager
    "ned": ("Ned Aside", "service_manager", "zoe"),
    "fay": ("Fay Former", "supervisor", "ned"),
    "pete": ("Pete Peer", "supervisor", "ned"),
    "quinn": ("Quinn Audit", "practitioner", None),
    "olga": ("Olga Over", "practitioner", None),
    "rita": ("Rita Revoked", "practitioner", None),
    "quentin": ("Quentin Quality", "practitioner", None),
    "nell": ("Nell Nobody", "practitioner", None),
    "lee": ("Lee Left", "senior_manager", None),
}
WORDS: dict[str, str] = {
    "notes": "zephyrnotes",
    "form": "cinderform",
    "flag": "bramblechange",
    "dispute": "tansydispute",
    "open matter": "quillmatter",
    "kept matter": "larchmatter",
    "decision": "umberdecision",
    "rationale": "fjordrationale",
    "draft decision": "ochredraft",
    "draft rationale": "basaltdraft",
    "case note": "slatecasenote",
    "reason of a move": "willowmove",
    "reason of a grant": "garnetgrant",
    "reason of a delay": "cobaltdelay",
    "somebody outside": "sorrelinspector",
    "action": "hazelaction",
    "group": "maplegroup",
    "audit": "rowanaudit",
    "training": "yewtraining",
}
"""What is written in the record, by where."""


REF = "M555555"
"""A case of hers like no other reference here, so that nothing near it is suggested."""


@dataclass(frozen=True)
class Planted:
    """The ids of what there is; a second one of them holds ids of nothing."""

    person: str
    slack: str
    ref: str
    session: str
    booked: str
    owed: str
    case_owed: str
    raised: str
    """What she raised with Tom."""
    decision: str
    draft: str
    note: str
    """A case discussed on its own."""
    grant: str
    hidden: str
    """A grant the supervisee has not been told of."""
    flag: str
    """A change flagged on a case of hers."""
    record: str
    """A filled form in her file."""
    dispute: str
    matter: str
    kept: str
    action: str
    """Agreed in her supervision, and hers."""
    absence: str
    """Hers, and over."""
    group: str
    """One she was the caseworker of, led by Tom, and she herself."""
    group_record: str
    """Its record, in Tom's file."""
    plan: str
    """A year's sessions, put to her by Tom."""
    agreement: str
    """Hers with Tom, as both have signed it."""
    planned: str
    """An observation of her practice, planned with Tom."""
    sample: str
    """Her supervision, drawn for Pete to audit."""
    audit: str
    """Another, which he has audited and given no feedback on yet."""
    audited: str
    """Its record, in Tom's file."""
    training: str
    """That she was trained, as she says herself."""
    typed: str
    """Where something Ann typed is kept."""


NOTHING = Planted("E-nell", slack_id("nell"), "M999999", *(letter * 32 for letter in "abcdefghijklmnopqrstuvwxyz0"))


def planted_council(databases: Databases) -> AbstractContextManager[str]:
    """A copy of it: planted once."""
    return databases.copy(databases.template("matrix", _settle))


def members() -> list[Member]:
    """Those of the cast, in Slack."""
    return [Member(slack_id(key), key, row[0], f"{key}@example.org") for key, row in MORE.items()]


def ids_of(store: Store) -> Planted:
    """What is there to be reached."""
    with store.read(SINGLE, TUESDAY) as work:
        return Planted(**work.settings.get("planted"))  # type: ignore[arg-type]


def _settle(url: str) -> None:
    settle(url)
    store = open_store(url)
    for step in (_people, _before, _record, _other):
        with store.work(OTHER if step is _other else SINGLE, TUESDAY) as work:
            step(work)
            work.commit()
    store.close()


def _people(work: UnitOfWork) -> None:
    for person_id, (name, level, manager) in MORE.items():
        work.session.add(_person(person_id, name, level, manager))
        work.session.flush()
    work.session.add(RelationshipRow(**_pair("fay", "ned"), from_on=date(2024, 1, 8)))
    work.session.add(CaseRow(workspace=SINGLE, ref=REF, category="child_protection", opened_on=date(2026, 3, 9)))
    work.session.flush()
    work.session.add(AllocationRow(workspace=SINGLE, case_ref=REF, worker_id="E-ann", from_on=date(2026, 3, 9)))
    everybody = {each.id: each for each in work.session.query(PersonRow)}
    for row in everybody.values():
        row.slack_id = slack_id(row.id.removeprefix("E-"))
    everybody["E-lee"].left_on = date(2026, 3, 1)
    everybody["E-zoe"].manager_id = "E-lee"  # in the line above everybody, and gone
    work.session.flush()
    work.index.refresh_all()


def _before(work: UnitOfWork) -> None:
    """Fay supervised Ann until February, and held her last session."""
    (now,) = work.session.query(RelationshipRow).filter_by(supervisee_id="E-ann").all()
    now.from_on = date(2026, 2, 9)
    work.session.add(RelationshipRow(**_pair("ann", "fay"), from_on=date(2024, 1, 8), until_on=date(2026, 2, 9)))
    work.session.flush()
    work.index.refresh_all()


def _record(work: UnitOfWork) -> None:
    ann, tom, sue, zoe = (work.people.must_get(staff_id(each)) for each in ("ann", "tom", "sue", "zoe"))
    last = work.sessions.last_held(ann.id, viewer=tom)
    assert last
    work.sessions.record_notes(viewer=tom, session_id=last.id, notes=WORDS["notes"])
    answer = Answer("agenda_supervisee", "Agenda", "", "text", WORDS["form"])
    told = Filled((FilledPart("Agenda", "personal", "", (answer,)),))
    record = work.written.write("session", told, viewer=tom, about_id=ann.id, session_id=last.id)
    dispute = work.disputes.bring(record.id, 1, WORDS["dispute"], viewer=ann)
    flag = work.flags.raise_(REF, WORDS["flag"], viewer=ann)
    waiting = work.matters.write(last.id, WORDS["open matter"], viewer=tom)
    kept = work.matters.write(last.id, WORDS["kept matter"], viewer=tom)
    work.matters.answer(kept.id, viewer=ann, agrees=True)
    booked = work.sessions.book(viewer=tom, supervisee_id=ann.id, planned_on=date(2026, 3, 27))
    reason = WORDS["reason of a move"]
    work.sessions.move(viewer=tom, supervisee_id=ann.id, to_on=date(2026, 3, 30), reason=reason)
    plan = work.plans.propose(viewer=tom, supervisee_id=ann.id, days=[date(2026, 4, 28)])
    made = work.decisions.log(viewer=tom, ref=REF, decision=WORDS["decision"], rationale=WORDS["rationale"])
    draft = work.decisions.log(viewer=ann, ref="M100014", decision=WORDS["draft decision"], rationale=WORDS["draft rationale"])
    discussed = {"viewer": tom, "person_id": ann.id, "ref": "M100001", "on": date(2026, 3, 23)}
    note = work.case_notes.record(said(WORDS["case note"]), **discussed)
    owed = work.obligations.of(ann.id, viewer=ann)
    late = next(each for each in owed if each.kind == "personal_supervision")
    on_case = next(each for each in owed if each.case_ref == REF)
    grants = [
        work.grants.give(each, viewer=sue)
        for each in (
            _wanted("quinn"),
            _wanted("olga"),
            _wanted("rita"),
            _wanted(None, delay=Delay("legal", WORDS["reason of a delay"], zoe.id)),
        )
    ]
    work.grants.revoke(grants[2].id, viewer=sue)
    _is_over(work, grants[1].id)
    action = work.actions.agree(WORDS["action"], viewer=tom, supervisee_id=ann.id, owner_id=ann.id, due_on=date(2026, 4, 7))
    raised = work.raised.raise_(late.id, viewer=ann)
    away = work.absences.record(viewer=tom, person_id=ann.id, from_on=date(2026, 1, 5), until_on=date(2026, 1, 7))
    group = work.groups.hold(viewer=tom, facilitator_id=tom.id, on=date(2026, 3, 20), attendees={ann.id: "caseworker"})
    ideas = Filled((FilledPart("Ideas", "personal", "", (Answer("ideas", "Ideas", "", "text", WORDS["group"]),)),))
    of_group = work.written.write("group", ideas, viewer=tom, about_id=tom.id, of_id=group.id)
    with_tom = work.agreements.begun(ann.id, viewer=tom)
    agreed = work.written.write("agreement", ideas, viewer=tom, about_id=ann.id, of_id=with_tom)
    work.written.sign(agreed.id, 1, viewer=ann)
    observing = {"kind": "practice", "on": date(2026, 4, 2)}
    planned = work.observations.plan(viewer=tom, of_id=ann.id, by_id=tom.id, **observing)  # type: ignore[arg-type]
    sample, other = (sampled(work, staff_id("pete"), ann.id, tom.id, first) for first in ("2026-02-01", "2026-03-01"))
    pete = work.people.must_get(staff_id("pete"))
    audit = work.audits.record_sample(other, viewer=pete, on=TUESDAY.date())
    answer = Answer("structure_note", "Findings", "", "text", WORDS["audit"])
    found = Filled((FilledPart("Findings", "personal", "", (answer,)),))
    audited = work.written.write("supervision_audit", found, viewer=pete, about_id=tom.id, of_id=audit)
    learnt = {"kind": "other", "on": date(2026, 3, 2), "title": WORDS["training"]}
    training = work.trainings.note(viewer=ann, person_id=ann.id, **learnt)  # type: ignore[arg-type]
    work.drafts.keep(ann, "typed 0011223344556677", {"command": "/decision", "text": "M100014 x because y"})
    work.settings.put(
        "planted",
        {
            "person": ann.id, "slack": slack_id("ann"), "ref": REF, "session": last.id, "booked": booked.id,
            "owed": late.id, "case_owed": on_case.id, "raised": raised.id, "decision": made.id, "draft": draft.id,
            "note": note.id,
            "grant": grants[0].id, "hidden": grants[3].id, "flag": flag.id, "record": record.id, "dispute": dispute.id,
            "absence": away.id,
            "matter": waiting.id, "kept": kept.id, "action": action.id,
            "group": f"{group.id},{ann.id}", "group_record": of_group.id,
            "plan": plan.id, "agreement": agreed.id, "planned": planned,
            "sample": sample, "audit": audit, "audited": audited.id, "training": training,
            "typed": "typed 0011223344556677",
        },
    )  # fmt: skip


def said(words: str) -> Filled:
    """A form about a case with these words in it."""
    return Filled((FilledPart("The case", "case", "M100001", (Answer("discussed", "Discussed", "", "text", words),)),))


def _wanted(reader: str | None, **more: Any) -> Wanted:
    return Wanted(
        about_id=staff_id("ann"),
        category="performance" if reader else "inspector",
        purpose="audit" if reader else "inspection",
        until_on=TUESDAY.date() + timedelta(days=14),
        reason=WORDS["reason of a grant"],
        reader_id=staff_id(reader) if reader else None,
        outside="" if reader else WORDS["somebody outside"],
        **more,
    )


def _is_over(work: UnitOfWork, grant_id: str) -> None:
    row = work.session.get(GrantRow, grant_id)
    assert row
    row.until_on = TUESDAY.date()


def _other(work: UnitOfWork) -> None:
    """The same people by the same Slack ids, in a council of their own."""
    for person_id, manager in (("sue", None), ("tom", "sue")):
        row = _person(person_id, "Somebody Else", "supervisor", manager)
        row.workspace, row.slack_id = OTHER, slack_id(person_id)
        work.session.add(row)
        work.session.flush()
    work.index.refresh_all()


def _person(person_id: str, name: str, level: str, manager: str | None) -> PersonRow:
    return PersonRow(
        workspace=SINGLE,
        id=staff_id(person_id),
        name=name,
        name_key=name_key(name),
        email=f"{person_id}@example.org",
        level=level,
        role="non_case_holder",
        post="Officer",
        team="Aside",
        manager_id=staff_id(manager) if manager else None,
        started_on=date(2020, 1, 6),
    )


def _pair(supervisee: str, supervisor: str) -> dict[str, str]:
    return {"workspace": SINGLE, "supervisee_id": staff_id(supervisee), "supervisor_id": staff_id(supervisor)}


Make = Callable[[Planted], dict[str, Any]]
"""What is asked for, of what is there or of what is not."""
