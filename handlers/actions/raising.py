"""*Raise with my supervisor*, *Escalate*, and *I have it in hand*: each leaves a dated trace that both see."""

from handlers.actions.duty import pressed
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import duty as words
from handlers.words import kit
from handlers.words import raised as raised_words
from handlers.words.phrases import who
from storage.errors import AlreadyRaised
from storage.unit import UnitOfWork
from storage.views import RaisedView


def run(request: Request, work: UnitOfWork) -> Reply:
    """Raise each of the obligations the button stands for; what was raised before is left."""
    told = [one for owed in pressed(request, work) if (one := _raised(request, work, owed.id))]
    if not told:
        raise AlreadyRaised
    return say(words.raised(who(told[0].to)), title=words.RAISED_TITLE, stored=True)


def again(request: Request, work: UnitOfWork, obligation_id: str) -> Reply:
    """What came of it so far, and the way further up."""
    steps = work.raised.on(obligation_id)
    further = [kit.actions(kit.button(raised_words.ESCALATE_LABEL, raised_words.ESCALATE, obligation_id))]
    return say(raised_words.already(steps, request.today), *further, title=words.RAISED_TITLE)


def escalate(request: Request, work: UnitOfWork) -> Reply:
    """On to the next manager."""
    owed = pressed(request, work)[0]
    one = work.raised.escalate(owed.id, viewer=request.viewer)
    return say(raised_words.escalated(one), title=raised_words.ESCALATED_TITLE, stored=True)


def answer(request: Request, work: UnitOfWork) -> Reply:
    """*I have it in hand*."""
    one = work.raised.answer(request.value, viewer=request.viewer)
    return say(raised_words.answered(one), title=raised_words.ANSWERED_TITLE, stored=True)


def _raised(request: Request, work: UnitOfWork, obligation_id: str) -> RaisedView | None:
    try:
        return work.raised.raise_(obligation_id, viewer=request.viewer)
    except AlreadyRaised:
        return None
