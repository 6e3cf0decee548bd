"""*Held: record it* and its sisters: the form that settles this kind of obligation."""

from collections.abc import Callable, Sequence

from handlers import decisions
from handlers.actions.duty import pressed
from handlers.asking import WordedError
from handlers.filling import opening
from handlers.forms import agreement, audit, decision, observation, session
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import TypedDecision
from handlers.words.duties import CASE_DISCUSSIONS, SUPERVISIONS
from storage.errors import NotFound
from storage.unit import UnitOfWork
from storage.views import ObligationView

Opener = Callable[[Request, UnitOfWork, Sequence[ObligationView]], Reply]


class NoFormError(WordedError):
    """This cannot be recorded here yet; it is recorded where the council keeps it, and brought in with the next import."""


def run(request: Request, work: UnitOfWork) -> Reply:
    """Open the form for what the button stands for."""
    owed = pressed(request, work)
    opener = FORMS.get(owed[0].kind)
    if opener is None:
        raise NoFormError
    return opener(request, work, owed)


def _session(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    refs = [one.case_ref for one in owed if one.case_ref]
    return show(session.modal(request, work, owed[0].person, discussed=refs, asks_how=bool(refs)))


def _decision(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    ref = (owed[0].case_ref or "") if len(owed) == 1 else ""
    return show(decision.modal(request, work, TypedDecision(ref, "", "")))


def _notes(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    return opening.session_record(request, work, owed[0].about)


def _filed(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    """An ad hoc decision is copied and filed; a case discussed in a session is recorded with that session."""
    try:
        return decisions.copy_of(request, work, owed[0].about)
    except NotFound:
        waiting = work.sessions.of(owed[0].person.id, viewer=request.viewer)
        held = [one for one in waiting if one.held_on and not one.recorded_on and owed[0].case_ref in one.cases]
        if not held:
            raise NoFormError from None
        return opening.session_record(request, work, held[0].id)


def _sign(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    return show(agreement.sign_modal(request, work, owed[0].person))


def _review(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    return show(agreement.review_modal(request, work, owed[0].person))


def _observation(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    return show(observation.modal(request, owed[0]))


def _audit(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    of = work.people.get(owed[0].about)
    if of is None:
        raise NoFormError  # a sample: which records it was is chosen where the audits are kept
    return show(audit.modal(request, of))


FORMS: dict[str, Opener] = {
    **dict.fromkeys((*SUPERVISIONS, *CASE_DISCUSSIONS), _session),
    "management_oversight": _decision,
    "record_session": _notes,
    "record_discussion": _filed,
    "agreement_signature": _sign,
    "agreement_review": _review,
    "practice_observation": _observation,
    "supervision_observation": _observation,
    "audit_sample": _audit,
}
