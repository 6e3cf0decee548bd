"""The form that plans an observation: who observes, and the day."""

from typing import Any

from handlers.asking import FieldError, UnmetError
from handlers.forms import fields
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import kit
from handlers.words import observations as words
from handlers.words.phrases import who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork

CALLBACK = words.PLAN_FORM
FAULTS: dict[type[SupervisionError], str] = {errors.InThePast: "on", errors.NotTheirObserver: "observer"}


def modal(request: Request, work: UnitOfWork, person_id: str, kind: str) -> dict[str, Any]:
    """Planned by the line above. Raises NotFound, ForTheSupervisor."""
    work.sight.must_supervise(request.viewer, person_id)
    blocks = [
        kit.context(words.plan_head(work.people.get(person_id), kind)),
        fields.person_field(
            "observer", words.OBSERVER, request.viewer.slack_id or "", optional=False, hint=words.OBSERVER_HINT
        ),
        fields.day_field("on", words.PLANNED_ON),
    ]
    meta = {"person": person_id, "kind": kind}
    return fields.form(words.PLAN_TITLE, CALLBACK, blocks, submit=words.PLAN_SUBMIT, meta=meta)


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Plan it."""
    person_id, kind = request.carried("person"), kind_in(request.carried("kind"))
    if not request.typed("observer"):
        raise FieldError("observer", words.NO_OBSERVER)
    observer = work.people.of_slack(request.typed("observer"))
    if observer is None:
        work.sight.must_supervise(request.viewer, person_id)
        raise UnmetError(request.typed("observer"))
    on = request.day("on") or request.today
    made = work.observations.plan(viewer=request.viewer, of_id=person_id, by_id=observer.id, kind=kind, on=on)
    said = words.planned(work.people.get(person_id), who(observer), kind, on, request.today)
    return say(said, title=words.PLANNED_TITLE, stored=True, about=made)


def kind_in(carried: str) -> str:
    """Of practice, where a button or form of ours says nothing else."""
    return carried if carried in words.OF else "practice"
