"""*Send back*: a worker's draft, with what has to change in it."""

from datetime import datetime

from handlers.asking import OldFormError
from handlers.forms import fields, unsent
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import decision as words
from handlers.words.phrases import who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork

CALLBACK = "decision_back_form"
REASON = "back_reason"
FAULTS: dict[type[SupervisionError], str] = {errors.ReturnReasonMissing: REASON, errors.TooLong: REASON}


def ask(request: Request, work: UnitOfWork) -> Reply:
    """The form for the reason."""
    view = work.decisions.to_check(request.value, viewer=request.viewer)
    field = fields.text_field(REASON, words.BACK_REASON, hint=words.BACK_HINT)
    meta = {"decision": view.id, "as_of": view.written_at.isoformat()}
    return show(unsent.kept(fields.form(words.BACK_TITLE, CALLBACK, [field], submit=words.SEND_BACK, meta=meta)))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """It waits for whoever entered it."""
    view = work.decisions.send_back(
        request.carried("decision"), request.typed(REASON), viewer=request.viewer, as_of=as_of(request)
    )
    by = work.people.get(view.by_id)
    gone = words.sent_back_to_nobody(view.ref, by, request.today) if by and by.has_left(request.today) else ""
    return say(gone or words.sent_back(view.ref, who(by)), title=words.SENT_BACK, stored=True, about=view.id)


def as_of(request: Request) -> datetime | None:
    """Since when the draft said what the form showed; None in a form from before that was carried."""
    try:
        return datetime.fromisoformat(request.meta["as_of"]) if request.meta.get("as_of") else None
    except ValueError:
        raise OldFormError from None
