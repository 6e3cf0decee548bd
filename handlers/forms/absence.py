"""The form that records an absence, and the one that says when somebody is back."""

from datetime import date
from typing import Any

from handlers.asking import UnmetError
from handlers.forms import fields
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import absence as words
from handlers.words import kit
from handlers.words.phrases import who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork
from storage.views import Person

CALLBACK = "absence_form"
BACK_FORM = "absence_back_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.ReturnBeforeLeaving: "until",
    errors.AwayAlready: "from",
    errors.NotAKindOfAbsence: "kind",
    errors.CoverIsThemselves: "cover",
    errors.CoverNotThere: "cover",
}
BACK_FAULTS: dict[type[SupervisionError], str] = {errors.ReturnBeforeLeaving: "until", errors.AwayAlready: "until"}


def modal(
    request: Request, work: UnitOfWork, person: Person, from_on: date | None = None, until_on: date | None = None
) -> dict[str, Any]:
    """From when, until when, what it is, who covers. Raises NotFound."""
    work.sight.must_see(request.viewer, person.id)
    blocks = [
        kit.context(words.form_head(who(person), own=person.id == request.viewer.id)),
        fields.day_field("from", words.FROM, from_on or request.today),
        fields.day_field("until", words.UNTIL, until_on, optional=True, hint=words.UNTIL_HINT),
        fields.select_field("kind", words.KIND, words.KINDS, hint=words.KIND_HINT),
        fields.person_field("cover", words.COVER, hint=words.COVER_HINT),
    ]
    return fields.form(words.TITLE, CALLBACK, blocks, meta={"person": person.id})


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Record it."""
    person_id = request.carried("person")
    slack_id = request.typed("cover")
    cover = work.people.of_slack(slack_id) if slack_id else None
    if slack_id and cover is None:
        raise UnmetError(slack_id)
    absence = work.absences.record(
        viewer=request.viewer,
        person_id=person_id,
        from_on=request.day("from") or request.today,
        until_on=request.day("until"),
        cover_id=cover.id if cover else None,
        kind=request.typed("kind") or "other",
    )
    said = words.recorded(absence, request.today, own=person_id == request.viewer.id)
    return say(said, title=words.SAVED, stored=True, about=absence.id)


def ask_back(request: Request, work: UnitOfWork) -> Reply:
    """*Back*: when."""
    absence = work.absences.get(request.value, viewer=request.viewer)
    blocks = [
        kit.context(words.line(absence, request.today)),
        fields.day_field("until", words.BACK_ON, request.today, hint=words.BACK_HINT),
    ]
    return show(fields.form(words.BACK_TITLE, BACK_FORM, blocks, meta={"absence": absence.id}))


def submit_back(request: Request, work: UnitOfWork) -> Reply:
    """The first day back is another one."""
    absence = work.absences.back(request.carried("absence"), request.day("until") or request.today, viewer=request.viewer)
    return say(words.back(absence, request.today), title=words.SAVED, stored=True, about=absence.id)
