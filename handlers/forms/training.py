"""The form that notes training to supervise, or objectives for it: what, and the day."""

from typing import Any

from handlers.asking import FieldError
from handlers.forms import fields, unsent
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import kit
from handlers.words import training as words
from handlers.words.phrases import who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork

FAULTS: dict[type[SupervisionError], str] = {
    errors.TrainedLater: "on",
    errors.WhichTraining: "title",
    errors.TooLong: "title",
}
LONGEST_TITLE = 150


def modal(request: Request, work: UnitOfWork, person_id: str) -> dict[str, Any]:
    """Of oneself, or of somebody below. Raises NotFound."""
    work.sight.must_see(request.viewer, person_id)
    blocks = [
        kit.context(who(work.people.must_get(person_id))),
        fields.select_field("what", words.WHAT, words.CHOICES),
        fields.day_field("on", words.ON, request.today, hint=words.ON_HINT),
        fields.text_field("title", words.CALLED, lines=False, optional=True, hint=words.CALLED_HINT, most=LONGEST_TITLE),
    ]
    return unsent.kept(fields.form(words.FORM_TITLE, words.FORM, blocks, meta={"person": person_id}))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Note it."""
    person_id, kind, title = request.carried("person"), request.typed("what"), request.typed("title")
    on = request.day("on") or request.today
    work.sight.must_see(request.viewer, person_id)
    if kind not in words.CHOICES:
        raise FieldError("what", errors.WhichTraining().sentence)
    if kind == words.NEEDED:
        made = work.trainings.need(viewer=request.viewer, person_id=person_id, on=on, title=title)
    else:
        made = work.trainings.note(viewer=request.viewer, person_id=person_id, kind=kind, on=on, title=title)
    is_own = person_id == request.viewer.id
    said = words.saved(work.people.must_get(person_id), kind, on, request.today, is_own=is_own)
    return say(said, title=words.SAVED, stored=True, about=made)
