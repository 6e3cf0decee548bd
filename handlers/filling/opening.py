"""The ways into the forms of the policy: every button, command and shortcut that opens one comes through here."""

from collections.abc import Sequence

from handlers.asking import WordedError
from handlers.filling import audit as auditing
from handlers.filling import case_summary as summary
from handlers.filling import correcting, feedback, joint_planning
from handlers.filling import observation as observing
from handlers.filling import self_assessment as assessment
from handlers.filling.engine import ADDS, open_form
from handlers.filling.sheet import Sheet
from handlers.reply import Reply
from handlers.request import Request
from handlers.words import audit as audit_words
from handlers.words import growing as words
from handlers.words import kit
from handlers.words import observations as observation_words
from handlers.words.phrases import who
from storage.records.observations import FORMS as FORM_OF
from storage.unit import UnitOfWork


class NotAuditedError(WordedError):
    """This file is not the viewer's to audit."""


class NotAskedForError(WordedError):
    """The policy in force does not ask for this here, so there is none to record."""


def session_record(request: Request, work: UnitOfWork, session_id: str) -> Reply:
    """The record of a session that was held. Raises NotFound, ForTheSupervisor."""
    held = work.sessions.to_write(session_id, viewer=request.viewer)
    return open_form(request, work, Sheet("session", held.supervisee_id, session=held.id))


def session_feedback(request: Request, work: UnitOfWork, session_id: str) -> Reply:
    """What the supervisee thinks of a session. Raises NotFound, ForTheSupervisedPerson, AnsweredAlready."""
    session = feedback.held(request, work, session_id)
    return open_form(request, work, Sheet(feedback.FORM, session.supervisee_id, session=session.id))


def case_discussion(request: Request, work: UnitOfWork, person_id: str, refs: Sequence[str]) -> Reply:
    """The record of cases discussed on their own; on a joint case with the lead, where the policy says so.

    Raises NotFound, ForTheSupervisor.
    """
    person = work.case_notes.supervised_on(refs[0], person_id, viewer=request.viewer)
    return open_form(request, work, Sheet("case_discussion", person, case=",".join(refs)))


def agreement(request: Request, work: UnitOfWork, person_id: str) -> Reply:
    """The supervision agreement of a supervisee with their supervisor. Raises NotFound, NoSupervisor."""
    return open_form(request, work, Sheet("agreement", person_id))


def observation(request: Request, work: UnitOfWork, person_id: str, form: str) -> Reply:
    """An observation of somebody: their own part, or the observer's; where the other has begun, beside it.

    Raises NotFound.
    """
    work.sight.must_see(request.viewer, person_id)
    by = "supervisee" if request.viewer.id == person_id else "observer"
    kind = observing.KINDS[form]
    planned = [each for each in work.observations.ahead(request.viewer) if (each.of_id, each.kind) == (person_id, kind)]
    mine = [each for each in planned if by == "supervisee" or each.by_id == request.viewer.id]
    begun = _to_add_to(request, work, person_id, form, by)
    if mine and not begun:
        return planned_observation(request, work, mine[0].id)
    reply = open_form(request, work, Sheet(form, person_id, by=by, corrects=begun, kind=ADDS if begun else ""))
    if by == "observer" and reply.modal:
        plan = kit.button(observation_words.PLAN, observation_words.TO_PLAN, f"{person_id},{kind}")
        reply.modal["blocks"].insert(1, kit.actions(plan).to_dict())
    return reply


def planned_observation(request: Request, work: UnitOfWork, planned_id: str) -> Reply:
    """The viewer's part of an observation that was planned, beside what the other has written of it. Raises NotFound."""
    planned = work.observations.planned(planned_id, viewer=request.viewer)
    form = FORM_OF[planned.kind]
    by = "supervisee" if request.viewer.id == planned.of_id else "observer"
    template = work.policy.form(form)
    for record in work.written.of_one(planned.id, viewer=request.viewer):
        if correcting.to_add(request, work, record, template, by):
            sheet = Sheet(form, planned.of_id, of=planned.id, by=by, corrects=record.id, kind=ADDS)
            return open_form(request, work, sheet)
    return open_form(request, work, Sheet(form, planned.of_id, of=planned.id, by=by))


def _to_add_to(request: Request, work: UnitOfWork, person_id: str, form: str, by: str) -> str:
    """The latest record that waits for the viewer's part; "" where none does, and theirs is the beginning of one.

    An observer's words are the beginning of another observation where there are some already, signed or not.
    """
    template = work.policy.form(form)
    for record in work.written.of(person_id, viewer=request.viewer, form=form, most=5):
        if by == "observer" and record.of_id and work.observations.is_for_another(record.of_id, request.viewer):
            continue
        waits = correcting.to_add(request, work, record, template, by) if record.missing else frozenset()
        if waits and (by == "supervisee" or correcting.is_added(template, by, waits)):
            return record.id
    return ""


def first_session(request: Request, work: UnitOfWork, person_id: str) -> Reply:
    """The checklist of somebody's supervision file. Raises NotFound, ForTheSupervisor."""
    return open_form(request, work, Sheet("first_session", person_id))


def group(request: Request, work: UnitOfWork, person_id: str, kind: str = "team") -> Reply:
    """A group that was held: led by this person with their team, until others are chosen. Raises NotFound."""
    return open_form(request, work, Sheet("group", person_id, kind=kind))


def group_record(request: Request, work: UnitOfWork, group_id: str) -> Reply:
    """The record of a group already known to have been held. Raises NotFound, RecordedAlready."""
    held = work.groups.get(group_id, viewer=request.viewer)
    return open_form(request, work, Sheet("group", held.facilitator_id, of=held.id))


def good_conversation(request: Request, work: UnitOfWork, person_id: str) -> Reply:
    """A Good Conversation with a supervisee. Raises NotFound, ForTheSupervisor, NotAskedForError."""
    work.sight.must_supervise(request.viewer, person_id)
    is_asked_for = work.policy.at(request.today).conversation is not None
    if not (is_asked_for or _is_owed(request, work, person_id, "good_conversation")):
        raise NotAskedForError(words.not_asked_for(words.CONVERSATION, work.people.get(person_id)))
    return open_form(request, work, Sheet("good_conversation", person_id))


def probation(request: Request, work: UnitOfWork, person_id: str) -> Reply:
    """An assessment in probation; of agency staff Kent asks for none. Raises NotFound, ForTheSupervisor, NotAskedForError."""
    work.sight.must_supervise(request.viewer, person_id)
    person, terms = work.people.must_get(person_id), work.policy.at(request.today).probation
    if not (terms and person.employment in terms.who.get("employment", (person.employment,))):
        raise NotAskedForError(words.not_asked_for(words.PROBATION, person))
    return open_form(request, work, Sheet("probation", person_id))


def self_assessment(request: Request, work: UnitOfWork, session_id: str = "") -> Reply:
    """The viewer's own work rated for a session of theirs, the one booked next where none is named.

    Raises NotFound, ForTheSupervisedPerson, AnsweredAlready, NotAskedForError.
    """
    mine = request.viewer
    if work.policy.at(request.today).self_assessment is None:
        raise NotAskedForError(words.not_asked_for(words.SELF_ASSESSMENT, mine))
    booked = None if session_id else work.sessions.booked(mine.id, viewer=mine)
    if not (session_id or booked):
        raise NotAskedForError(words.NOT_BOOKED)
    session = assessment.booked(request, work, session_id or (booked.id if booked else ""))
    return open_form(request, work, Sheet(assessment.FORM, session.supervisee_id, session=session.id))


def case_summary(request: Request, work: UnitOfWork, ref: str, person_id: str) -> Reply:
    """The summary of a case, by its worker or above. Raises NotFound."""
    return open_form(request, work, Sheet(summary.FORM, person_id, case=ref))


def joint_planning_meeting(request: Request, work: UnitOfWork, ref: str, on: str = "") -> Reply:
    """The planning meeting of a case worked jointly; `on` is its day, where that is known (ISO).

    Raises NotFound, ForTheSupervisor, NotJoint.
    """
    found = work.joint_work.to_plan(ref, viewer=request.viewer)
    return open_form(request, work, Sheet(joint_planning.FORM, found.lead.id, case=found.ref, kind=on))


def audit_of_sample(request: Request, work: UnitOfWork, sample_id: str) -> Reply:
    """The audit of a file drawn for the viewer. Raises NotFound, AuditedAlready."""
    sample = work.samples.get(sample_id, viewer=request.viewer)
    return open_form(request, work, Sheet(auditing.FORM, sample.by_id, of=sample.id))


def audit(request: Request, work: UnitOfWork, person_id: str) -> Reply:
    """The audit of the records a supervisor below the viewer keeps. Raises NotFound, ForTheSupervisor, NotAuditedError."""
    work.sight.must_supervise(request.viewer, person_id)
    person = work.people.must_get(person_id)
    if not work.people.supervisees_of(person.id):
        raise NotAuditedError(audit_words.NO_SUPERVISOR.format(them=who(person)))
    is_own = work.people.supervisors_of([person.id]).get(person.id) == request.viewer.id
    if is_own and auditing.kind_of(request, work) == "file_audit":
        raise NotAuditedError(audit_words.NOT_OWN.format(them=who(person)))
    return open_form(request, work, Sheet(auditing.FORM, person.id))


def audit_feedback(request: Request, work: UnitOfWork, audit_id: str) -> Reply:
    """The feedback on an audit of the viewer's. Raises NotFound, AnsweredAlready."""
    made = work.audits.get(audit_id, viewer=request.viewer)
    return open_form(request, work, Sheet(auditing.FEEDBACK, made.supervisor_id, of=made.id))


def _is_owed(request: Request, work: UnitOfWork, person_id: str, kind: str) -> bool:
    return any(each.kind == kind for each in work.obligations.of(person_id, viewer=request.viewer))
