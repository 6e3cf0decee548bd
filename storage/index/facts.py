"""Facts for the engine: the whole workspace, or the people and cases asked for with whoever stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling import facts
from storage.index import casework, growth, staff, supervision
from storage.index.scope import Scope

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def load(work: UnitOfWork, scope: Scope) -> facts.Facts:
    """A number of statements that does not depend on how much is stored."""
    allocations = casework.allocations(work, scope.cases)
    discussions = casework.discussions(work, scope.cases)
    below = None if scope.people is None else staff.below(work, scope.people)
    workers = None if below is None else below | {a.worker for a in allocations}
    relationships = supervision.relationships(work, workers, below)
    agreements = supervision.agreements(work, workers)
    sessions = supervision.sessions(work, scope.people)
    observations = supervision.observations(work, scope.people)
    audits, draws = supervision.audits(work, scope.people), supervision.draws(work, scope.people)
    # A team's group may be led by any of those supervised, who need not be in the management line.
    teams = None if workers is None else workers | {who for r in relationships for who in (r.supervisor, r.supervisee)}
    groups = growth.groups(work, teams, scope.cases)
    settings, organisation = staff.settings(work)
    seniors = staff.seniors(work, organisation)
    around = None
    if teams is not None:
        around = teams | {s.supervisor for s in sessions} | {o.by for o in observations} | seniors
        around |= {who for a in agreements for who in (a.supervisor, a.named_manager) if who}
        around |= {who for a in audits for who in (a.auditor, a.of_supervision)}
        around |= {who for g in groups for who in (g.facilitator, *g.attendees)}
        around |= {who for d in discussions for who in (d.by, d.worker, *d.with_)}
    people, absences = staff.people_and_absences(work, around)
    return facts.Facts(
        policy=work.policy.name,
        people=people,
        relationships=relationships,
        agreements=agreements,
        sessions=sessions,
        cases=casework.cases(work, scope.cases),
        allocations=allocations,
        discussions=discussions,
        observations=observations,
        groups=groups,
        conversations=growth.conversations(work, scope.people),
        probation_assessments=growth.probation_assessments(work, scope.people),
        audits=audits,
        draws=draws,
        absences=absences,
        settings=settings,
        organisation=organisation,
    )
