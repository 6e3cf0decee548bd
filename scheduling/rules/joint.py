"""Joint working: the planning meeting at the outset; and the evidence on each child's file."""

from collections.abc import Iterator

from scheduling.answers import Obligation
from scheduling.calendar import days_after
from scheduling.casework import Casework
from scheduling.index import day_of


def planning_meeting(work: Casework) -> Iterator[Obligation]:
    """A planning meeting by the day joint working starts (R-27); what is planned ahead is reminded ahead."""
    terms, case, view = work.terms.planning_meeting, work.case, work.view
    if terms is None or case.joint_from is None or view.happened(case.planning_meeting_on):
        return
    manager = view.line_manager(work.holder.worker)
    responsible = view.acting(manager) if manager else work.responsible
    why = f"joint working from {case.joint_from}; no planning meeting held"
    due = days_after(case.joint_from, view.readings.planning_meeting_days)
    yield view.obligation(terms, "planning_meeting", work.holder.worker, due, responsible, why, case=case.ref)


def evidence(work: Casework) -> Iterator[Obligation]:
    """The last discussion of the family is evidenced on each child's file; it is owed that day."""
    terms, children = work.terms.evidence, work.case.children
    if terms is None or not children or work.case.category in work.terms.starts_after or not (held := work.held):
        return
    last = held[-1]
    done = len(set(children) & set(last.evidenced_for))
    if done < len(children):
        on = day_of(last.on)
        why = f"discussed {on}; on {done} of {len(children)} children's files"
        yield work.view.obligation(
            terms,
            "evidence_child_file",
            work.holder.worker,
            on,
            work.responsible,
            why,
            case=work.case.ref,
            about=last.id or on.isoformat(),
        )
