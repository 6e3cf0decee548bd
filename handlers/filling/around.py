"""What most forms choose from: the supervisee's cases, whoever may own an action, the actions still open."""

from handlers.request import Request
from handlers.words.duties import CASE_DISCUSSIONS
from handlers.words.session import case_due
from scheduling.forms import Near
from storage.unit import UnitOfWork
from storage.views import CaseView


def around(request: Request, work: UnitOfWork, person_id: str, *, with_actions: bool = True) -> Near:
    """Of one supervisee, as the viewer may see them. Raises NotFound."""
    person = work.people.must_get(person_id)
    work.sight.must_see(request.viewer, person_id)
    cases = work.cases.of_worker(person_id, viewer=request.viewer)
    supervisor = work.people.supervisor_of(person_id)
    people = {each.id: each.name for each in (person, supervisor, request.viewer) if each}
    actions = work.actions.open_of(person_id, viewer=request.viewer) if with_actions else []
    return Near(
        cases={case.ref: case_label(case, request) for case in cases},
        categories={case.ref: case.category for case in cases},
        people=people,
        actions={each.id: each.words for each in actions},
        role=person.role,
        children=work.families.evidenced([case.ref for case in cases], viewer=request.viewer),
    )


def case_label(case: CaseView, request: Request) -> str:
    """Its reference, and when it is to be discussed."""
    due = next((one.due_on for one in case.due if one.kind in CASE_DISCUSSIONS), None)
    return case_due(case.ref, due, request.today)
