"""The form of an audit: a manager has looked at a supervisor's records of supervision."""

from typing import Any

from handlers.forms import fields
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import audit as words
from handlers.words import kit
from handlers.words.fields import SAVED
from handlers.words.phrases import day, possessive, who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork
from storage.views import Person

CALLBACK = "audit_form"
FAULTS: dict[type[SupervisionError], str] = {errors.InTheFuture: "on", errors.BeforeTheStart: "on"}


def modal(request: Request, of: Person) -> dict[str, Any]:
    """The day it was done; whoever records it is the auditor."""
    blocks = [
        kit.context(words.head(possessive(who(of)))),
        fields.day_field("on", words.ON, request.today, hint=words.HINT),
    ]
    return fields.form(words.TITLE, CALLBACK, blocks, meta={"person": of.id})


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Store that it was done."""
    of_id, on = request.carried("person"), request.day("on") or request.today
    work.audits.record(viewer=request.viewer, of_id=of_id, on=on)
    whose = possessive(who(work.people.get(of_id)))
    return say(words.saved(whose, day(on, request.today)), title=SAVED, stored=True)
