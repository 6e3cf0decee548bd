"""`/case oversight`: management oversight in the months between discussions; `summary`: the summary of a case."""

from handlers.casework import reading
from handlers.filling import opening
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.typed import parse_decision
from handlers.words import casework as words
from storage.errors import NotFound
from storage.unit import UnitOfWork


def oversee(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """What was looked at and why: by a manager, with the rationale every policy asks for."""
    ref, _ = reading.take_ref(request, work, "oversight", rest)
    typed = parse_decision(rest)
    made = work.decisions.oversee(ref, typed.decision, typed.rationale, viewer=request.viewer)
    return say(words.overseen(made.ref), stored=True, about=made.id)


def summarise(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The policy's form for it."""
    ref, _ = reading.take_ref(request, work, "summary", rest)
    case = work.cases.find(ref, viewer=request.viewer)
    if case.worker_id is None:
        raise NotFound
    return opening.case_summary(request, work, case.ref, case.worker_id)
