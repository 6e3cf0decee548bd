"""A file that cannot be audited: why, and another is drawn in its place."""

from typing import Any

from handlers.forms import fields
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import audit as words
from handlers.words import kit
from scheduling.errors import SupervisionError
from storage import errors
from storage.auditviews import SampleView
from storage.unit import UnitOfWork

CALLBACK = words.REDRAW_FORM
FAULTS: dict[type[SupervisionError], str] = {errors.ReasonForRedrawMissing: "why"}


def modal(request: Request, work: UnitOfWork, sample: SampleView) -> dict[str, Any]:
    """Which file, and why."""
    people = work.people.by_id([sample.of_id, sample.by_id])
    asked = [
        kit.section(words.sample(sample, people.get(sample.of_id), people.get(sample.by_id), request.today)),
        fields.select_field("why", words.WHY, words.REASONS, hint=words.WHY_HINT),
    ]
    return fields.form(words.REDRAW_TITLE, CALLBACK, asked, submit=words.REDRAW_SUBMIT, meta={"sample": sample.id})


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Another, drawn from the seed of the sample."""
    made = work.samples.redraw(request.carried("sample"), viewer=request.viewer, because=request.typed("why"))
    if made is None:
        return say(words.NO_OTHER, title=words.SAVED, stored=True)
    people = work.people.by_id([made.of_id, made.by_id])
    said = words.redrawn(people.get(made.of_id), people.get(made.by_id))
    return say(said, kit.actions(kit.button(words.OPEN_LABEL, words.OPEN, "own")), title=words.SAVED, stored=True)
