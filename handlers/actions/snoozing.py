"""*Put it off*: a reminder waits for a few days, with a reason the next rung sees."""

from datetime import date

from handlers.actions.duty import pressed
from handlers.asking import FieldError
from handlers.forms import fields, unsent
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import snoozing as words
from handlers.words.duties import title
from handlers.words.phrases import day, deadline
from scheduling.errors import SupervisionError
from scheduling.snoozing import TIMES
from storage import errors
from storage.unit import UnitOfWork

FAULTS: dict[type[SupervisionError], str] = {
    errors.PutOffTooLong: "until",
    errors.SnoozeReasonMissing: "words",
    errors.TooLong: "words",
}


def ask(request: Request, work: UnitOfWork) -> Reply:
    """Until which of the days that are open, and why."""
    every = pressed(request, work)
    open_days = work.snoozes.days([one.id for one in every], viewer=request.viewer)
    first = every[0]
    what = title(first) if len(every) == 1 else f"{title(first)}, {words.several(len(every))}"
    left = TIMES - work.snoozes.times(first.id, viewer=request.viewer)
    blocks = [
        kit.context(words.head(what, deadline(first.due, request.today), left)),
        fields.select_field("until", words.UNTIL, {on.isoformat(): day(on, request.today) for on in open_days}),
        fields.select_field("kind", words.WHY, words.REASONS),
        fields.text_field("words", words.WORDS, optional=True, hint=words.WORDS_HINT),
    ]
    meta = {"owed": ",".join(one.id for one in every)}
    return show(unsent.kept(fields.form(words.TITLE, words.FORM, blocks, submit=words.SUBMIT, meta=meta)))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Put each of them off."""
    until_on = _day(request)
    kind, typed = request.typed("kind"), request.typed("words")
    ids = [one for one in request.carried("owed").split(",") if one]
    for obligation_id in ids:
        work.snoozes.snooze(obligation_id, viewer=request.viewer, kind=kind, words=typed, until_on=until_on)
    if not ids:
        raise errors.NotFound
    return say(words.saved(until_on, request.today), title=words.DONE, stored=True, about=ids[0])


def _day(request: Request) -> date:
    chosen = request.day("until")
    if chosen is None:
        raise FieldError("until", errors.PutOffTooLong().sentence)
    return chosen
