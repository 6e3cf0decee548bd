"""The same line once it is settled: what happened, in place of the buttons."""

from datetime import date

from handlers.words import calling_off, putting
from handlers.words.duties import duty_of
from handlers.words.forms import line
from handlers.words.phrases import day, deadline, escape, plain_day, possessive, sentence, who
from storage.views import ItemView, Person

HOW: dict[str, str] = {
    "held": "held on",
    "discussed": "discussed on",
    "overseen": "management oversight recorded on",
    "recorded": "recorded on",
    "filed": "filed on",
    "signed": "signed on",
    "reviewed": "reviewed on",
    "observed": "observed on",
    "attended": "attended on",
    "assessed": "assessed on",
    "written": "written on",
    "done": "done on",
    "confirmed": "confirmed on",
    "back": "back on",
    "agreed": "agreed on",
    "settled": "decided on",
    "no_need": "it needs no discussion, said on",
    "action_done": "done on",
    "feedback_given": "given on",
    "returned": "sent back on",
    "plan_confirmed": "confirmed on",
    "rewritten": "written anew on",
}


def done(item: ItemView, reader: Person, today: date) -> str:
    """`*Done:* held on Tue 24 March. Supervision with @Ann, due by Mon 2 March.`"""
    what = f" {_what(item, reader, today)}"
    if item.closed_how == "due_changed":
        return f"*Changed:* the due date is another one now; your Home tab has it.{what}"
    if item.closed_how == "no_longer_owed":
        return f"*No longer owed.*{what}"
    if item.closed_how == "session_moved":
        return f"*Moved* to another day.{what}"
    if item.closed_how == "called_off":
        return calling_off.off(what.strip())
    if item.closed_how == "booked_again":
        return calling_off.settled(item, what.strip(), today)
    if item.closed_how == "plan_replaced":
        return f"*Changed:* another was proposed in its place.{what}"
    if item.closed_how == "access_ended":
        return f"*Over.*{what}"
    if item.closed_how == "corrected":
        return f"*Changed:* it was written anew since, and whoever signs it is asked again.{what}"
    if item.closed_how == "not_right":
        return f"*Said not to be right*, and not decided yet.{what}"
    if item.closed_how == "passed_on":
        return f"*Gone on* to the next manager: it was not decided in ten working days.{what}"
    if item.closed_how == "not_kept":
        return f"*Not kept.*{what}"
    if item.closed_how == "action_not_done":
        return f"*Not done*, and the reason is recorded.{what}"
    if item.closed_how == "action_dropped":
        return f"*No longer to be done.*{what}"
    if item.closed_how == "no_longer_covering":
        return f"*Changed:* nobody covers any more.{what}"
    if item.closed_how == "week_clear":
        return "*Done:* nobody below you is late, and nothing waits for you."
    if item.closed_how == "covered":
        return f"*Done:* cover is arranged.{what}"
    on = f" {day(item.closed_on, today)}" if item.closed_on else ""
    how = HOW.get(item.closed_how, "done on")
    return f"*Done:* {how if on else how.removesuffix(' on')}{on}.{what}"


def _what(item: ItemView, reader: Person, today: date) -> str:
    if item.obligation:
        return f"{sentence(duty_of(item, reader))}, due by {deadline(item.obligation.due, today)}."
    if item.decision_id:
        by = "Your decision" if item.person.id == reader.id else f"The decision of {who(item.person)}"
        return f"{by} on *{escape(item.case_ref or '')}*."
    if item.grant:
        return f"Access to {possessive(who(item.grant.about))} supervision record."
    if item.flag_id:
        return f"A significant change on *{escape(item.case_ref or '')}*."
    if item.record:
        return f"{line(item.record, item.supervisee, reader)}."
    if item.matter_id:
        return "A personal matter in the record of your supervision."
    if item.notice_kind == "action_due":
        return f"An action from supervision{_of(item, today)}."
    if item.plan_id:
        return f"The year's sessions, proposed by {who(item.person)}."
    if item.notice_kind == "to_file":
        return putting.what(item, _of(item, today))
    if item.notice_kind == "group_ahead":
        return f"Group supervision on *{escape(item.case_ref or '')}*."
    if item.notice_kind == "more_often":
        return f"*{escape(item.case_ref or '')}* discussed more often, as {who(item.person)} asked."
    if item.notice_kind in ("session_ahead", "session_booked", "booking_moved"):
        other = item.supervisor if item.supervisee and item.supervisee.id == reader.id else item.supervisee
        return f"Supervision with {who(other)}."
    if item.session_id:
        return f"Your feedback on the session{_of(item, today)}."
    return f"Supervision while {who(item.person)} is away."


def _of(item: ItemView, today: date) -> str:
    return f" of {plain_day(item.last_held_on, today)}" if item.last_held_on else ""
