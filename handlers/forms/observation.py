"""The form of an observation: of practice, or of supervision."""

from typing import Any

from handlers.forms import fields
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import kit
from handlers.words.phrases import day, who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork
from storage.views import ObligationView

CALLBACK = "observation_form"
FAULTS: dict[type[SupervisionError], str] = {errors.InTheFuture: "on", errors.BeforeTheStart: "on"}


def modal(request: Request, obligation: ObligationView) -> dict[str, Any]:
    """The day it took place; whoever records it is the observer."""
    kind = "supervision" if obligation.kind == "supervision_observation" else "practice"
    what = "supervising" if kind == "supervision" else "practice"
    blocks = [
        kit.context(f"An observation of {who(obligation.person)}'s {what}, by you."),
        fields.day_field("on", "Observed on", request.today, hint="The write-up goes in the staff file, not here."),
    ]
    return fields.form("Observation", CALLBACK, blocks, meta={"person": obligation.person.id, "kind": kind})


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Store that it took place."""
    of_id, on = request.carried("person"), request.day("on") or request.today
    work.observations.record(viewer=request.viewer, of_id=of_id, by_id=request.viewer.id, kind=request.carried("kind"), on=on)
    said = f"Saved. The observation of {who(work.people.get(of_id))} on {day(on, request.today)} is recorded."
    return say(said, title="Saved", stored=True)
