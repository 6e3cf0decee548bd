"""The actions agreed in a form, each with its owner and day."""

from datetime import date

from handlers.asking import FieldError
from handlers.filling.filling import Answers, Done
from handlers.request import Request
from handlers.words import session as words
from storage.errors import InTheFuture
from storage.unit import UnitOfWork

MOST = 10


def agree(request: Request, work: UnitOfWork, done: Done, person_id: str, record_id: str, audit_id: str = "") -> int:
    """Keep them; the supervisee's where nobody is named. Answers how many."""
    found = 0
    for at in range(MOST):
        what = done.text(f"actions.{at}.what")
        if what:
            by = done.text(f"actions.{at}.by")
            work.actions.agree(
                what,
                viewer=request.viewer,
                supervisee_id=person_id,
                owner_id=done.text(f"actions.{at}.who") or person_id,
                due_on=date.fromisoformat(by) if by else None,
                record_id=record_id,
                audit_id=audit_id,
            )
            found += 1
    return found


def must_be_in_time(request: Request, answered: Answers) -> None:
    """What was held has been held, and what is to be done is still to come. Raises FieldError."""
    if str(answered.get("on") or "") > request.today.isoformat():
        raise FieldError("on", InTheFuture().sentence)
    for name, value in answered.items():
        if name.startswith("actions.") and name.endswith(".by") and value and str(value) < request.today.isoformat():
            raise FieldError(name, words.STILL_TO_COME)
