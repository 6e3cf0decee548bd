"""Every request Cornerstone answers, by what Slack calls it."""

from collections.abc import Mapping

from handlers import casenotes, decision, decisions, message
from handlers.actions import (
    absence,
    access,
    agenda,
    agreed,
    audits,
    feed,
    groups,
    help,
    invite,
    observing,
    putting,
    raising,
    record,
    records,
    signing,
    snoozing,
    team,
    training,
    whatif,
    whole,
    why,
)
from handlers.actions import agreement as agreements
from handlers.actions import booking as bookings
from handlers.actions import plan as plans
from handlers.casework import command as case_command
from handlers.casework import flags, looking, often, oversight
from handlers.entry import Entry, Record
from handlers.filling import engine, opening
from handlers.forms import absence as absence_form
from handlers.forms import access as access_form
from handlers.forms import (
    agreement,
    audit,
    booking,
    bringing,
    calling_off,
    decision_back,
    decision_change,
    family,
    joint,
    matter,
    session,
    unsent,
)
from handlers.forms import case as case_form
from handlers.forms import decision as decision_form
from handlers.forms import observing as observing_form
from handlers.forms import plan as plan_form
from handlers.forms import rhythm as rhythm_form
from handlers.forms import training as training_form
from handlers.homes import lists, teams
from handlers.kept import CHOOSE, OPEN_FORM, choose, opener
from handlers.reply import Reply, show
from handlers.reporting import lists as report_lists
from handlers.reporting import rest as report_rest
from handlers.reporting import sending as report_sending
from handlers.reporting import window as report_window
from handlers.request import Request
from handlers.supervision import command
from handlers.typed import TypedDecision
from handlers.words import agenda as agenda_words
from handlers.words import agreed as agreed_words
from handlers.words import audit as audit_words
from handlers.words import buttons
from handlers.words import calling_off as calling_off_words
from handlers.words import checklist as checklist_words
from handlers.words import feed as feed_words
from handlers.words import feedback as feedback_words
from handlers.words import helping as helping_words
from handlers.words import invite as invite_words
from handlers.words import observations as observation_words
from handlers.words import plan as plan_words
from handlers.words import putting as putting_words
from handlers.words import raised as raised_words
from handlers.words import report as report_words
from handlers.words import rhythm as rhythm_words
from handlers.words import snoozing as snoozing_words
from handlers.words import training as training_words
from handlers.words import whatif_form as whatif_words
from scheduling.errors import SupervisionError
from storage.unit import UnitOfWork


def _faults(table: Mapping[type[SupervisionError], str]) -> tuple[tuple[type[SupervisionError], str], ...]:
    return tuple(table.items())


def _log_decision(request: Request, work: UnitOfWork) -> Reply:
    return show(decision_form.modal(request, work, TypedDecision("", "", "")))


def _log_session(request: Request, work: UnitOfWork) -> Reply:
    return show(session.ask_person(request, work))


def _notes(request: Request, work: UnitOfWork) -> Reply:
    return opening.session_record(request, work, request.value)


def _feedback(request: Request, work: UnitOfWork) -> Reply:
    return opening.session_feedback(request, work, request.value)


def _checklist(request: Request, work: UnitOfWork) -> Reply:
    return opening.first_session(request, work, request.value)


def _rhythm(request: Request, work: UnitOfWork) -> Reply:
    return show(rhythm_form.modal(request, work, request.viewer))


COMMANDS: dict[str, Entry] = {
    "/decision": Entry(
        decision.run,
        together=decision.run_all,
        joins=decision.joins,
        refill=decision.refill,
        blank=decision.blank,
        record=Record.CASE,
        written=decision.written,
        apart=("ref",),
    ),
    "/supervision": Entry(
        command.TABLE.run,
        refill=command.TABLE.refill,
        has_form=command.TABLE.has_form,
        stores_for=command.TABLE.stores,
        to_copy=command.TABLE.to_copy,
        written=command.TABLE.written,
    ),
    "/case": Entry(
        case_command.TABLE.run,
        refill=case_command.TABLE.refill,
        has_form=case_command.TABLE.has_form,
        stores_for=case_command.TABLE.stores,
        to_copy=case_command.TABLE.to_copy,
        written=case_command.TABLE.written,
        record=Record.CASE,
        apart=("ref",),
    ),
}

SHORTCUTS: dict[str, Entry] = {
    "log_decision": Entry(_log_decision, stores=False),
    "log_session": Entry(_log_session, stores=False),
    "log_message": Entry(
        message.run, stores=False, refill=message.refill, record=Record.CASE, written=message.written, apart=("ref",)
    ),
}

ACTIONS: dict[str, Entry] = {
    buttons.RECORD: Entry(record.run, stores=False),
    buttons.BOOK: Entry(bookings.run, stores=False),
    buttons.MOVE: Entry(bookings.run, stores=False),
    calling_off_words.CALL_OFF: Entry(bookings.call_off, stores=False),
    calling_off_words.CALL_OFF_ONE: Entry(bookings.call_off_one, stores=False),
    buttons.WILL_HAPPEN: Entry(bookings.run, stores=False),
    buttons.RAISE: Entry(raising.run),
    buttons.WHY: Entry(why.run, stores=False),
    raised_words.ESCALATE: Entry(raising.escalate),
    raised_words.ANSWER: Entry(raising.answer),
    absence.RECORD: Entry(absence.ask, stores=False),
    absence.BACK: Entry(absence_form.ask_back, stores=False),
    buttons.SNOOZE: Entry(snoozing.ask, stores=False),
    rhythm_words.OPEN: Entry(_rhythm, stores=False),
    teams.LIST: Entry(team.run, stores=False),
    report_words.OPEN: Entry(report_window.run, stores=False),
    report_words.LIST: Entry(report_lists.listed, stores=False),
    report_words.COUNTED: Entry(report_lists.counted, stores=False),
    report_words.REST: Entry(report_rest.run, stores=False),
    report_words.REST_AGAIN: Entry(report_rest.again, stores=False),
    report_words.SEND: Entry(report_sending.workbook),
    report_words.SEND_PDF: Entry(report_sending.pdf),
    lists.WHOLE: Entry(whole.run, stores=False),
    whatif_words.OPEN: Entry(whatif.ask, stores=False),
    helping_words.OPEN: Entry(help.run, stores=False),
    decisions.READ: Entry(decisions.read, stores=False),
    decisions.CONFIRM: Entry(decisions.ask_confirm, stores=False),
    decisions.BACK: Entry(decision_back.ask, stores=False),
    decisions.CHANGE: Entry(decision_change.ask, stores=False),
    decisions.COPY: Entry(decisions.copy, stores=False),
    decisions.FILED: Entry(decisions.filed),
    record.DISCUSS: Entry(record.discuss, stores=False),
    casenotes.COPY: Entry(casenotes.copy, stores=False),
    casenotes.FILED: Entry(casenotes.filed),
    record.ON_ITS_OWN: Entry(record.on_its_own, stores=False),
    session.NOTES: Entry(_notes, stores=False),
    session.PERSON: Entry(session.person_chosen, stores=False),
    feed_words.NEW: Entry(feed.new),
    feed_words.OFF: Entry(feed.off),
    plan_words.CALENDAR: Entry(feed.look),
    invite_words.ADD: Entry(invite.look),
    plan_words.OPEN: Entry(plans.opened, stores=False),
    plan_words.READ: Entry(plans.read, stores=False),
    plan_words.CHANGE: Entry(plans.change, stores=False),
    plan_words.HISTORY: Entry(plans.history, stores=False),
    plan_words.MOVE_ONE: Entry(plans.move_one, stores=False),
    plan_words.WEEKDAY: Entry(plan_form.weekday_chosen),
    plan_words.ANEW: Entry(plan_form.anew),
    agenda_words.OPEN: Entry(agenda.opened, stores=False),
    records.OPEN: Entry(records.run, stores=False),
    records.READ: Entry(records.read, stores=False),
    access.ABOUT_ME: Entry(access.about_me, stores=False),
    access.GIVE: Entry(access.ask_give, stores=False),
    access.TAKE_BACK: Entry(access.take_back),
    access.TELL: Entry(access.tell),
    matter.READ: Entry(matter.ask_answer, stores=False),
    looking.SHOW: Entry(looking.pressed, stores=False),
    looking.DO: Entry(case_command.do, stores=False),
    joint.PLAN: Entry(joint.plan, stores=False),
    looking.FLAG: Entry(flags.ask, stores=False),
    looking.DECIDE: Entry(flags.decide_on, stores=False),
    flags.READ: Entry(flags.read, stores=False),
    flags.DECIDE: Entry(flags.decide, stores=False),
    flags.NONE: Entry(flags.ask_none, stores=False),
    signing.READ: Entry(signing.read, stores=False),
    signing.OPEN: Entry(signing.open_dispute, stores=False),
    signing.NOT_RIGHT: Entry(signing.ask_not_right, stores=False),
    signing.TAKE_BACK: Entry(signing.take_back),
    signing.CORRECT: Entry(signing.correct, stores=False),
    signing.COPY: Entry(signing.copy),
    agreements.SAME: Entry(agreements.same),
    checklist_words.OPEN: Entry(_checklist, stores=False),
    agreed_words.OPEN: Entry(agreed.run, stores=False),
    agreed_words.DONE: Entry(agreed.done),
    agreed_words.NOT_DONE: Entry(agreed.ask_why, stores=False),
    putting_words.FILED: Entry(putting.filed),
    feedback_words.GIVE: Entry(_feedback, stores=False),
    groups.RELAYED: Entry(groups.relayed),
    observation_words.TO_PLAN: Entry(observing.ask, stores=False),
    observation_words.OPEN: Entry(observing.run, stores=False),
    observation_words.OFF: Entry(observing.call_off),
    audit_words.OPEN: Entry(audits.run, stores=False),
    audit_words.FORM: Entry(audits.fill, stores=False),
    audit_words.FILE: Entry(audits.read_file, stores=False),
    audit_words.REDRAW: Entry(audits.ask_redraw, stores=False),
    audit_words.FEEDBACK: Entry(audits.give, stores=False),
    audit_words.FINDINGS: Entry(audits.found, stores=False),
    audit_words.DISCUSSED: Entry(audits.discussed),
    training_words.LIST: Entry(training.run, stores=False),
    training_words.OPEN: Entry(training.opened, stores=False),
    training_words.NOTE: Entry(training.ask, stores=False),
    training_words.CONFIRM: Entry(training.confirm),
    training_words.TAKE_BACK: Entry(training.take_back),
    engine.GO_ON: Entry(engine.go_on, stores=False),
    engine.BACK: Entry(engine.back),
    engine.LATER: Entry(engine.later),
    engine.ANEW: Entry(engine.anew),
    unsent.ANEW: Entry(unsent.anew),
    CHOOSE: Entry(choose),
    OPEN_FORM: Entry(opener(COMMANDS)),
}

FORMS: dict[str, Entry] = {
    decision_form.CALLBACK: Entry(
        decision_form.submit, faults=_faults(decision_form.FAULTS), record=Record.CASE, apart=("ref",)
    ),
    session.CALLBACK: Entry(session.submit, faults=_faults(session.FAULTS)),
    oversight.FORM: Entry(oversight.submit, faults=_faults(oversight.FAULTS), record=Record.CASE, apart=("ref",)),
    bringing.CALLBACK: Entry(bringing.submit, faults=_faults(bringing.FAULTS), record=Record.CASE, apart=("ref",)),
    often.FORM: Entry(often.submit, faults=_faults(often.FAULTS), record=Record.CASE, apart=("ref",)),
    family.CALLBACK: Entry(family.submit, faults=_faults(family.FAULTS), record=Record.CASE, apart=("sibling", "children")),
    **{
        callback: Entry(submit, faults=_faults(case_form.FAULTS), record=Record.CASE, apart=("ref",))
        for callback, submit in case_form.FORMS.items()
    },
    flags.FORM: Entry(flags.submit, faults=_faults(flags.FAULTS), record=Record.CASE),
    flags.NONE_FORM: Entry(flags.submit_none, faults=_faults(flags.NONE_FAULTS), record=Record.CASE),
    signing.SIGN: Entry(signing.sign),
    signing.DISPUTE: Entry(signing.dispute),
    signing.SETTLE: Entry(signing.settle),
    engine.PERSONAL: Entry(engine.submit),
    engine.CASE: Entry(engine.submit, record=Record.CASE),
    booking.BOOK: Entry(booking.submit_book, faults=_faults(booking.FAULTS)),
    booking.MOVE: Entry(booking.submit_move, faults=_faults(booking.FAULTS)),
    calling_off.CALLBACK: Entry(calling_off.submit, faults=_faults(calling_off.FAULTS)),
    plan_words.FORM: Entry(plan_form.submit),
    plan_words.CONFIRM_FORM: Entry(plans.confirm),
    agreement.SIGN: Entry(agreement.submit_sign, faults=_faults(agreement.SIGN_FAULTS)),
    agreement.REVIEW: Entry(agreement.submit_review, faults=_faults(agreement.REVIEW_FAULTS)),
    audit.CALLBACK: Entry(audit.submit, faults=_faults(audit.FAULTS)),
    access_form.CALLBACK: Entry(access_form.submit, faults=_faults(access_form.FAULTS), apart=("outside",)),
    absence_form.CALLBACK: Entry(absence_form.submit, faults=_faults(absence_form.FAULTS)),
    absence_form.BACK_FORM: Entry(absence_form.submit_back, faults=_faults(absence_form.BACK_FAULTS)),
    matter.CALLBACK: Entry(matter.submit),
    whatif_words.FORM: Entry(whatif.work_out, stores=False, faults=_faults(whatif.FAULTS), record=Record.NONE),
    snoozing_words.FORM: Entry(snoozing.submit, faults=_faults(snoozing.FAULTS)),
    rhythm_words.FORM: Entry(rhythm_form.submit, faults=_faults(rhythm_form.FAULTS)),
    training_words.FORM: Entry(training_form.submit, faults=_faults(training_form.FAULTS)),
    observing_form.CALLBACK: Entry(observing_form.submit, faults=_faults(observing_form.FAULTS)),
    agreed_words.FORM: Entry(agreed.submit),
    decisions.CONFIRM_FORM: Entry(decisions.confirm),
    decision_back.CALLBACK: Entry(decision_back.submit, faults=_faults(decision_back.FAULTS), record=Record.CASE),
    decision_change.CALLBACK: Entry(decision_change.submit, faults=_faults(decision_change.FAULTS), record=Record.CASE),
    decisions.COPY_FORM: Entry(decisions.filed, faults=_faults(decisions.COPY_FAULTS), record=Record.NONE),
    casenotes.COPY_FORM: Entry(casenotes.filed, faults=_faults(casenotes.FAULTS), record=Record.NONE),
    joint.CALLBACK: Entry(joint.submit, faults=_faults(joint.FAULTS), record=Record.CASE, apart=("ref",)),
}
