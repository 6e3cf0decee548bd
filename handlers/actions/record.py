"""*Held: record it* and its sisters: the form that settles this kind of obligation."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers import casenotes as casenotes_copy
from handlers import decisions
from handlers.actions import agreement, audits, signing
from handlers.actions.duty import pressed
from handlers.asking import WordedError
from handlers.casework import oversight
from handlers.filling import opening
from handlers.forms import session
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import TypedDecision
from handlers.words import casenotes, kit
from handlers.words.duties import CASE_DISCUSSIONS, SUPERVISIONS
from storage.errors import NotFound, NotTheirCase
from storage.records.casebook import Held
from storage.unit import UnitOfWork
from storage.views import ObligationView

ON_ITS_OWN = "case_on_its_own"
DISCUSS = "case_discuss"
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
    modal = session.modal(request, work, owed[0].person, discussed=refs, asks_how=bool(refs))
    if refs:
        on_its_own = kit.button(casenotes.ON_ITS_OWN, ON_ITS_OWN, ",".join(one.id for one in owed))
        modal["blocks"].insert(1, kit.actions(on_its_own).to_dict())
    return show(modal)


def on_its_own(request: Request, work: UnitOfWork) -> Reply:
    """A case discussed outside a session: the policy's form for it, in place of the form of a session."""
    owed = pressed(request, work)
    refs = [one.case_ref for one in owed if one.case_ref]
    if not refs:
        raise NotFound
    return replace(opening.case_discussion(request, work, owed[0].person.id, refs), replaces=True)


def discuss(request: Request, work: UnitOfWork) -> Reply:
    """*Record a discussion* of the case the button names, with whoever answers for it, or works on it under the viewer."""
    case = work.cases.must_see(request.value, request.viewer)
    if not case.is_allocated:
        raise NotTheirCase
    mine = [worker for worker in case.workers if request.viewer.id in work.sight.above(worker)]
    return opening.case_discussion(request, work, (mine or case.workers)[0], [case.ref])


def is_discussed_by(request: Request, work: UnitOfWork, case: Held) -> bool:
    """Whether *Record a discussion* is the viewer's to press: where the policy says so, only the lead's manager's."""
    mine = [worker for worker in case.workers if request.viewer.id in work.sight.above(worker)]
    if not mine or not case.is_allocated:
        return False
    of = work.case_notes.supervised_on(case.ref, mine[0], viewer=request.viewer)
    return request.viewer.id in work.sight.above(of)


def _oversight(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    ref = (owed[0].case_ref or "") if len(owed) == 1 else ""
    return show(oversight.modal(request, work, ref, TypedDecision(ref, "", "")))


def _notes(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    what, _, group_id = owed[0].about.partition(" ")
    if what == "group":
        return _sign_off(request, work, group_id)
    return opening.session_record(request, work, owed[0].about)


def _filed(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    """What was decided or discussed is copied and filed; a session's record is written first, where it is not yet."""
    try:
        return decisions.copy_of(request, work, owed[0].about)
    except NotFound:
        note = work.case_notes.read(owed[0].about, viewer=request.viewer)
    if note.session_id and not note.filled:
        held = work.sessions.get(note.session_id, viewer=request.viewer)
        if held.recorded_on is None:
            return opening.session_record(request, work, held.id)
    return casenotes_copy.copy_of(request, work, note.id)


def _sign(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    return agreement.opened(request, work, owed[0].person.id)


def _review(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    return agreement.opened(request, work, owed[0].person.id)


def _observation(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    return opening.observation(request, work, owed[0].person.id, owed[0].kind)


def _audit(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    """The form, where it is one supervisor's records; the viewer's sample, where files were drawn."""
    of = work.people.get(owed[0].about)
    return audits.run(request, work) if of is None else opening.audit(request, work, of.id)


def _sign_off(request: Request, work: UnitOfWork, group_id: str) -> Reply:
    """The record of a group, to be written or, where it is, to be read and signed by whoever led it."""
    written = work.written.of_one(group_id, viewer=request.viewer)
    if not written:
        return opening.group_record(request, work, group_id)
    return signing.read(replace(request, incoming=replace(request.incoming, value=written[0].id)), work)


def _group(request: Request, work: UnitOfWork, owed: Sequence[ObligationView]) -> Reply:
    return opening.group(request, work, owed[0].person.id, GROUPS[owed[0].kind])


GROUPS = {"group_supervision": "team", "asye_group": "asye", "asye_training": "asye_training"}
"""What sort of group each of these asks for."""
FORMS: dict[str, Opener] = {
    **dict.fromkeys((*SUPERVISIONS, *CASE_DISCUSSIONS), _session),
    "management_oversight": _oversight,
    "record_session": _notes,
    "record_discussion": _filed,
    "agreement_signature": _sign,
    "agreement_review": _review,
    "practice_observation": _observation,
    "supervision_observation": _observation,
    "audit_sample": _audit,
    "audit_feedback": lambda request, work, owed: opening.audit_feedback(request, work, owed[0].about),
    **dict.fromkeys(GROUPS, _group),
    "good_conversation": lambda request, work, owed: opening.good_conversation(request, work, owed[0].person.id),
    "probation_assessment": lambda request, work, owed: opening.probation(request, work, owed[0].person.id),
    "self_assessment": lambda request, work, owed: opening.self_assessment(request, work, owed[0].about),
    "planning_meeting": lambda request, work, owed: opening.joint_planning_meeting(request, work, owed[0].case_ref or ""),
    "case_summary": lambda request, work, owed: opening.case_summary(request, work, owed[0].case_ref or "", owed[0].person.id),
}
