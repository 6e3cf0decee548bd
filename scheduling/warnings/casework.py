"""Warnings about casework: decisions without their reasons, joint sessions without everybody, cases nobody sets a date for."""

from collections.abc import Iterator

from scheduling.answers import Finding
from scheduling.casework import Casework, casework
from scheduling.index import day_of
from scheduling.rules.cases import cycle_on
from scheduling.view import View


def _open(view: View) -> Iterator[Casework]:
    terms = view.version.cases
    for ref in view.index.cases if terms else ():
        work = casework(view, terms, view.case(ref)) if terms else None
        if work is not None:
            yield work


def rationales(view: View) -> Iterator[Finding]:
    """Ad hoc decisions and oversight entries without a rationale."""
    terms = view.version.cases.rationale if view.version.cases else None
    for ref, rows in view.index.discussions.items() if terms else ():
        for row in rows:
            if terms and row.kind in terms.kinds and row.rationale is False and view.happened(row.on):
                text = f"entry of {day_of(row.on)} has no rationale"
                yield Finding("rationale_missing", terms.rule, row.worker, ref, text)


def joint_sessions(view: View) -> Iterator[Finding]:
    """The last case supervision of a co-worked case, where a co-worker was not part of it."""
    terms = view.version.cases.joint if view.version.cases else None
    for work in _open(view) if terms else ():
        held = work.held
        if terms is None or not held:
            continue
        last, on = held[-1], day_of(held[-1].on)
        sharing = {
            row.worker
            for row in view.index.allocations.get(work.case.ref, ())
            if row.role in ("co_worker", "lead", "key_worker")
            and day_of(row.from_on) <= on
            and (row.until is None or row.until > on)
        }
        for missing in sorted(sharing - {last.worker, *last.with_}):
            text = f"supervised {on} without a co-worker; co-worked cases are supervised jointly"
            yield Finding("joint_session_incomplete", terms.rule, missing, work.case.ref, text)


def silences(view: View) -> Iterator[Finding]:
    """Open cases for whose category nobody gives an interval."""
    for work in _open(view):
        terms = work.terms
        if work.case.category not in terms.starts_after and cycle_on(work, work.holder, view.today) is None:
            text = f"the policy gives no interval for case supervision of this category ({terms.silent.section}); set one"
            yield Finding("policy_silent", terms.silent.rule, work.holder.worker, work.case.ref, text)
