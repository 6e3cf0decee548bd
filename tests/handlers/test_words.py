"""What the bot says, notice by notice: the voice, Slack's limits, and what no message may hold."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from handlers import words
from handlers.words import kit
from handlers.words.beside import Beside
from handlers.words.duties import PHRASES, TITLES
from handlers.words.messages import ALONE
from handlers.words.morning import ROUTINE
from scheduling.calendar import Interval
from scheduling.shapes import KINDS
from storage.notices.kinds import GATHERED
from storage.papers import PDF, Paper
from storage.quiet import MonthView, SnoozeView, Unbooked, Waiting, WeekView
from storage.views import GrantView, ItemView, MessageView, Move, Person
from storage.written import DisputeView, RecordView
from tests.handlers.planted import (
    ANN,
    COURT,
    PRIVATE,
    SUE,
    TODAY,
    TOM,
    TWO_PM,
    ZOE,
    item,
    message,
    obligation,
    person,
    settled,
)

BROUGHT = item("group_ahead", case_ref="M1", booked_on=date(2026, 3, 25), person=TOM, prepare=("a map",))
LATE = obligation(due=date(2026, 3, 2))
PAT = person("Pat")
GRANT = GrantView(
    id="g1",
    about=ANN,
    reader=PAT,
    outside="",
    category="performance",
    purpose="audit",
    reason="Ann's <b>yearly</b> audit",
    covers_personal=False,
    granted_by=SUE,
    granted_at=datetime(2026, 3, 24, 9, tzinfo=UTC),
    last_on=date(2026, 4, 14),
    untold="",
    allowed_by=None,
    tell_on=None,
    is_in_force=True,
)
RECORD = RecordView(
    id="r1",
    form="session",
    title="Supervision record",
    layer="personal",
    about_id=ANN.id,
    by_id=TOM.id,
    case_ref=None,
    session_id="s1",
    of_id=None,
    policy="Wokingham v2",
    version=1,
    state="open",
    made_at=datetime(2026, 3, 24, 9, tzinfo=UTC),
    content_erased_on=None,
)
DISPUTE = DisputeView(
    id="x1",
    record_id="r1",
    version=1,
    raised_by_id=ANN.id,
    raised_at=datetime(2026, 3, 24, 9, tzinfo=UTC),
    words="",
    to_id=SUE.id,
    outcome="",
    outcome_words="",
    settled_by_id=None,
    settled_at=None,
)
PASSED_ON = replace(DISPUTE, to_id=ZOE.id, passed_at=DISPUTE.raised_at)
YEAR = (date(2026, 4, 7), date(2026, 5, 5))
UNTOLD = replace(GRANT, untold="legal", allowed_by=ZOE)
HANDED = replace(GRANT, reader=None, outside="HMI Roe", category="inspector", purpose="inspection")
WEEK = WeekView(
    late=((TOM, 3),),
    will_be=(Unbooked(ANN, date(2026, 3, 27)),),
    without_cover=(TOM,),
    to_confirm=2,
    to_sign=1,
    to_decide=1,
    raised=(ANN,),
    to_allocate=2,
)

MONTH = MonthView(
    month=date(2026, 2, 1),
    in_month=(12, 14),
    in_month_before=(0, 0),
    late=Waiting(3, date(2026, 2, 2)),
    to_record=Waiting(1, date(2026, 3, 3)),
    to_sign=Waiting(2, date(2025, 12, 30)),
    agreements_missing=1,
    agreements_past_review=2,
    escalated=1_002,
    escalated_since=1,
)
QUIET_MONTH = MonthView(date(2025, 12, 1), (0, 0), (3, 4), *[Waiting(0, None)] * 3, 0, 0, 0, 0)
IN_ORDER = replace(QUIET_MONTH, month=MONTH.month, in_month=MONTH.in_month, in_month_before=(1, 1))
NEW_HERE = {  # how a month is told whose council began on that day
    date(2026, 1, 12): "85%, 12 of 14; in January nothing fell due, counted since Cornerstone began here on 12 January.",
    date(2026, 2, 1): "85%, 12 of 14, counted since Cornerstone began here on 1 February.",
    date(2026, 2, 12): "85%, 12 of 14, counted since Cornerstone began here on 12 February.",
    date(2026, 3, 2): "not counted, for Cornerstone began here on 2 March.",
}
MADE_FROM = (
    "Counted from the schedule kept here; chart and workbook count all the policy asks for, from the facts. "
    "The chart and the workbook come into this message's thread. Where they are not there, whoever runs Cornerstone makes the"
)


def put_off(by: Person, until: int, kind: str) -> SnoozeView:
    """Until that day of March."""
    return SnoozeView(by, date(2026, 3, 4), date(2026, 3, until), kind)


def labels(rendered: words.Rendered) -> list[str]:
    return [element["text"]["text"] for block in rendered.blocks if block["type"] == "actions" for element in block["elements"]]


def shown(rendered: words.Rendered) -> str:
    return "\n".join(str(block["text"]["text"]) for block in rendered.blocks if "text" in block)


def called_off(by: Person, due: date = date(2026, 3, 31), **changes: Any) -> ItemView:
    """A booking of Ann's that somebody called off."""
    move = Move(date(2026, 4, 2), None, "", TODAY, by.id)
    booked = {"session_id": "s1", "booked_on": date(2026, 4, 2), "booked_at": time(14)}
    return item("booking_moved", obligation(due=due), **{**booked, "person": by, "moves": (move,), **changes})


SAID: list[tuple[str, MessageView, str, list[str]]] = [
    (
        "seven days before, to the supervisee",
        message("morning", item("upcoming", obligation()), to=ANN),
        "Supervision with <@UTOM> is due by *Tue 31 March*. Nothing is booked yet.",
        ["Book", "Put it off", "Why am I seeing this?"],
    ),
    (
        "seven days before, to the supervisor, with a session booked",
        message(
            "morning",
            item("upcoming", obligation(booked_on=date(2026, 3, 30), booked_at=TWO_PM), booked_on=date(2026, 3, 30)),
        ),
        "Supervision with <@UANN> is due by *Tue 31 March*. Booked for Mon 30 March, 14:00.",
        ["Move", "Call off", "Held: record it", "Why am I seeing this?"],
    ),
    (
        "seven days before, with a session whose day has passed",
        message(
            "morning",
            item("upcoming", obligation(booked_on=date(2026, 3, 20)), booked_on=date(2026, 3, 20)),
        ),
        "Supervision with <@UANN> is due by *Tue 31 March*. It was booked for Fri 20 March and is not recorded yet.",
        ["Move", "Call off", "Held: record it", "Put it off", "Why am I seeing this?"],
    ),
    (
        "the day after, to the supervisor, with a session whose day has passed",
        message(
            "morning",
            item("late", obligation(due=TODAY - timedelta(days=1), booked_on=date(2026, 3, 20)), booked_on=date(2026, 3, 20)),
        ),
        "Supervision with <@UANN> was due yesterday. It was booked for Fri 20 March. If it happened, record it and this goes "
        "away.",
        ["Held: record it", "Move", "Call off", "Put it off", "Why am I seeing this?"],
    ),
    (
        "the day after, to the supervisor",
        message("morning", item("late", obligation(due=TODAY - timedelta(days=1)))),
        "Supervision with <@UANN> was due yesterday. If it happened, record it and this goes away.",
        ["Held: record it", "Book", "Put it off", "Why am I seeing this?"],
    ),
    (
        "a week after, to the supervisor",
        message("morning", item("still_late", LATE), on=date(2026, 3, 10)),
        "Supervision with <@UANN> was due on *Mon 2 March* and is not recorded yet. If it happened, record it and this goes "
        "away. From Tue 24 March the policy passes it to your line manager.",
        ["Held: record it", "Book", "Put it off", "Why am I seeing this?"],
    ),
    (
        "a reminder that was put off, on the day it comes back",
        message("morning", item("again", LATE, snoozes=(put_off(TOM, 10, "court"),)), on=date(2026, 3, 10)),
        "Supervision with <@UANN> was due on *Mon 2 March* and is not recorded yet. You have put this off once: court. "
        "From Tue 24 March the policy passes it to your line manager.",
        ["Held: record it", "Book", "Put it off", "Why am I seeing this?"],
    ),
    (
        "a reminder put off today, in the message it was in",
        message("morning", item("still_late", LATE, snoozes=(put_off(TOM, 12, "leave"),)), on=date(2026, 3, 10)),
        "*Put off until Thu 12 March:* on leave. Supervision with <@UANN>, due by Mon 2 March.",
        [],
    ),
    (
        "one put off by another, in one's own message",
        message("morning", item("still_late", LATE, snoozes=(put_off(ANN, 12, "leave"),)), on=date(2026, 3, 10)),
        "Supervision with <@UANN> was due on *Mon 2 March* and is not recorded yet. If it happened, record it and this goes "
        "away. From Tue 24 March the policy passes it to your line manager.",
        ["Held: record it", "Book", "Put it off", "Why am I seeing this?"],
    ),
    (
        "put off twice: no third time",
        message(
            "morning",
            item("again", LATE, snoozes=(put_off(TOM, 6, "leave"), put_off(TOM, 10, "court"))),
            on=date(2026, 3, 10),
        ),
        "Supervision with <@UANN> was due on *Mon 2 March* and is not recorded yet. You have put this off twice: on leave; "
        "court. From Tue 24 March the policy passes it to your line manager.",
        ["Held: record it", "Book", "Why am I seeing this?"],
    ),
    (
        "the escalation of what was put off twice, to the next rung",
        message(
            "escalation",
            item("escalation", LATE, snoozes=(put_off(TOM, 6, "leave"), put_off(TOM, 10, "leave"))),
            to=SUE,
        ),
        "<@UANN>'s supervision with <@UTOM> was due on *Mon 2 March* and has not been recorded. That is more than three "
        "weeks.\nLast held 2 February · nothing booked.\nThe reminder was put off twice by <@UTOM>: on leave.\n"
        "It is with you now as <@UTOM>'s line manager. You can arrange cover, ask <@UTOM>, or say when it will happen.",
        ["It will happen on…", "Why am I seeing this?"],
    ),
    (
        "the last day in time, come to somebody's return",
        message("morning", item("last_day", LATE, named_on=date(2026, 3, 23)), on=date(2026, 3, 25)),
        "Supervision with <@UANN> was due on *Mon 2 March* and is not recorded yet. If it happened, record it and this goes "
        "away.",
        ["Held: record it", "Book", "Why am I seeing this?"],
    ),
    (
        "a reminder ahead, come to somebody's return after the day",
        message("morning", item("upcoming", LATE), on=date(2026, 3, 3)),
        "Supervision with <@UANN> was due yesterday. If it happened, record it and this goes away.",
        ["Held: record it", "Book", "Put it off", "Why am I seeing this?"],
    ),
    (
        "a line manager's week",
        message("morning", item("week", week=WEEK), to=SUE),
        "*Your week*\n• *Late:* three supervisions. By supervisor: <@UTOM> 3.\n"
        "• *Will be late* unless booked, due this week: <@UANN> by Fri 27 March.\n"
        "• *Waiting for you:* cover for <@UTOM>, two cases of people who have left to allocate, two decisions to "
        "confirm, one record to sign, one dispute to decide and "
        "an answer to <@UANN>, who raised a missed session.\nYour Home tab has all of it.",
        [],
    ),
    (
        "the last day in time, to the supervisor",
        message("morning", item("last_day", LATE), on=date(2026, 3, 23)),
        "Today is three weeks since supervision with <@UANN> was due (2 March). "
        "From tomorrow the policy passes it to your line manager.",
        ["Held: record it", "Book", "Why am I seeing this?"],
    ),
    (
        "the last day in time, to the supervisee",
        message("morning", item("last_day", LATE), on=date(2026, 3, 23), to=ANN),
        "Today is three weeks since supervision with <@UTOM> was due (2 March). "
        "From tomorrow the policy passes it to <@UTOM>'s line manager.",
        ["Book", "Raise with my supervisor", "Why am I seeing this?"],
    ),
    (
        "the day it is the supervisee's to raise",
        message("morning", item("duty_to_raise", LATE), to=ANN),
        "Supervision with <@UTOM> was due on *Mon 2 March* and has not been recorded. The policy has passed it to "
        "<@UTOM>'s line manager. It also asks you to raise it with <@UTOM> yourself: one press does that.",
        ["Raise with my supervisor", "Why am I seeing this?"],
    ),
    (
        "the escalation",
        message(
            "escalation",
            item(
                "escalation",
                replace(LATE, booked_on=date(2026, 3, 30)),
                booked_on=date(2026, 3, 30),
                moves=(COURT, replace(COURT, reason="sickness")),
            ),
            to=SUE,
        ),
        "<@UANN>'s supervision with <@UTOM> was due on *Mon 2 March* and has not been recorded. That is more than three "
        "weeks.\nLast held 2 February · booked for 30 March · moved twice (court; sickness).\n"
        "It is with you now as <@UTOM>'s line manager. You can arrange cover, ask <@UTOM>, or say when it will happen.",
        ["It will happen on…", "Why am I seeing this?"],
    ),
    (
        "the escalation where the supervisor has no line manager",
        message("escalation", item("escalation", LATE, line_manager=None), to=ZOE),
        "<@UANN>'s supervision with <@UTOM> was due on *Mon 2 March* and has not been recorded. That is more than three "
        "weeks.\nLast held 2 February · nothing booked.\n"
        "It is with you because no line manager is on record for <@UTOM>. "
        "You can arrange cover, ask <@UTOM>, or say when it will happen.",
        ["It will happen on…", "Why am I seeing this?"],
    ),
    (
        "a week after the escalation, to the next manager up",
        message("escalated_again", item("escalated_again", LATE), to=ZOE, on=date(2026, 3, 31)),
        "<@UANN>'s supervision with <@UTOM> was due on *Mon 2 March* and has not been recorded. That is more than four "
        "weeks.\nLast held 2 February · nothing booked.\n"
        "<@USUE> has been told and it is still open. "
        "You can arrange cover, ask <@UTOM>, or say when it will happen.",
        ["It will happen on…", "Why am I seeing this?"],
    ),
    (
        "a draft of a decision sent back",
        message("sent_back", item("sent_back", decision_id="d1", case_ref="M100001"), to=ANN),
        "Your decision on *M100001* has been sent back to you. "
        "Read why, change it and send it again: until it is confirmed it is a draft.",
        ["Read why, and change it"],
    ),
    (
        "a decision to confirm",
        message("to_confirm", item("to_confirm", decision_id="d1", case_ref="M100001")),
        "<@UANN> has logged a decision on *M100001* for you to confirm. "
        "Until then it is a draft and does not count as management oversight.",
        ["Read and confirm"],
    ),
    (
        "a draft to confirm, a record to sign and a draft that was confirmed, in the morning",
        message(
            "morning",
            item("logged", decision_id="d2", case_ref="M100002", person=SUE, subject="d2"),
            item("to_sign", person=TOM, record=RECORD, rung=1, subject="r1"),
            item("to_confirm", decision_id="d1", case_ref="M100001", subject="d1"),
            to=SUE,
        ),
        "*Two things for today*, the most urgent first.\n"
        "<@UANN> has logged a decision on *M100001* for you to confirm. "
        "Until then it is a draft and does not count as management oversight.\n"
        "<@UTOM> has written the supervision record of <@UANN>. Read it, then confirm that it is right, or say what is not.\n"
        "Your decision on *M100002* has been confirmed by <@UTOM>. It counts as management oversight.",
        ["Read and confirm", "Read and sign", "Read it"],
    ),
    (
        "a plan that has waited for a week",
        message("morning", item("plan_to_confirm", person=TOM, plan_id="p1", plan_days=YEAR, rung=1), to=ANN),
        "<@UTOM> proposes two supervision sessions for the year, from Tue 7 April to Tue 5 May. "
        "It has waited for a week: nothing is booked until you confirm it, or change its days.",
        ["Read and confirm"],
    ),
    (
        "a decision to read",
        message("to_read", item("to_read", decision_id="d1", case_ref="M100001", person=TOM), to=ANN),
        "<@UTOM> has logged an ad hoc decision on *M100001* for you to read.",
        ["Read it"],
    ),
    (
        "a draft that was confirmed",
        message("logged", item("logged", decision_id="d1", case_ref="M100001"), to=ANN),
        "Your decision on *M100001* has been confirmed by <@UTOM>. It counts as management oversight.",
        ["Read it"],
    ),
    (
        "a missed supervision that was raised",
        message("raised", item("raised", LATE)),
        "<@UANN> has raised with you that their supervision, due on *Mon 2 March*, has not been recorded. "
        "If it happened, record it; if not, agree a day together.",
        ["Held: record it", "Book", "Why am I seeing this?"],
    ),
    (
        "a supervisor who is away",
        message("cover_needed", item("cover_needed", person=TOM, absent_from_on=date(2026, 3, 2)), to=SUE),
        "<@UTOM> is away from Mon 2 March, with no date of return yet. Supervision that falls due meanwhile still falls due. "
        "As <@UTOM>'s line manager you arrange who holds it and looks after the cases.",
        [],
    ),
    (
        "somebody is away, to whoever covers",
        message("covering", item("covering", person=TOM, cover=SUE, absent_from_on=date(2026, 3, 2)), to=SUE),
        "<@UTOM> is away from Mon 2 March, with no date of return yet. You cover: reminders and what is passed up come to you "
        "meanwhile, and supervision still falls due.",
        [],
    ),
    (
        "somebody is away whom another covers, to their line manager",
        message("covering", item("covering", person=TOM, cover=ANN, absent_from_on=date(2026, 3, 2)), to=SUE),
        "<@UTOM> is away from Mon 2 March, with no date of return yet. <@UANN> covers. Supervision that falls due meanwhile "
        "still falls due. If that is not right, as <@UTOM>'s line manager you name somebody else with `/supervision absence`.",
        [],
    ),
    (
        "a deadline in hours",
        message(
            "at_once",
            item(
                "at_once",
                obligation("first_case_discussion", case_ref="M100001", due=date(2026, 3, 24)),
            ),
        ),
        "The first discussion of *M100001* with <@UANN> is due *today, Tue 24 March*. "
        "The policy counts this in hours, so it comes to you at once.",
        ["Discussed: record it", "Why am I seeing this?"],
    ),
    (
        "access given to somebody here",
        message("told_of_access", item("told_of_access", grant=GRANT), to=ANN),
        "<@USUE> has given <@UPAT> (performance staff) access to your supervision record, for audit, until Tue 14 April. "
        "Personal matters are not part of it.",
        ["See why"],
    ),
    (
        "access given to somebody outside, told late",
        message(
            "told_of_access",
            item("told_of_access", grant=replace(HANDED, untold="time", allowed_by=ZOE, tell_on=TODAY, covers_personal=True)),
            to=ANN,
        ),
        "<@USUE> has given an inspector outside Cornerstone access to your supervision record, for inspection, until Tue 14 "
        "April. Personal matters are part of it. Told on Tue 24 March, not at once, because of a time constraint that <@UZOE> "
        "allowed.",
        ["See why"],
    ),
    (
        "access, to the reader",
        message("access_given", item("access_given", grant=GRANT), to=PAT),
        "<@USUE> has given you access to <@UANN>'s supervision record, for audit, until Tue 14 April. <@UANN> has been told. "
        "Each time you read it is noted.",
        ["Read the record"],
    ),
    (
        "access the supervisee does not know of, to the reader",
        message("access_given", item("access_given", grant=UNTOLD), to=PAT),
        "<@USUE> has given you access to <@UANN>'s supervision record, for audit, until Tue 14 April. "
        "<@UANN> has *not* been told yet, so do not speak of it. Each time you read it is noted.",
        ["Read the record"],
    ),
    (
        "access that is over, to the reader",
        message("access_given", item("access_given", grant=GRANT, closed_how="access_ended"), to=PAT),
        "*Over.* Access to <@UANN>'s supervision record.",
        [],
    ),
    (
        "a personal matter",
        message("to_agree", item("to_agree", person=TOM, matter_id="m1"), to=ANN),
        "<@UTOM> would like to keep a personal matter with the record of your supervision on 2 February. "
        "It is kept only if you agree, and only you and your supervisor read it.",
        ["Read and answer"],
    ),
    (
        "a personal matter that was not kept",
        message("to_agree", item("to_agree", person=TOM, matter_id="m1", closed_how="not_kept", closed_on=TODAY), to=ANN),
        "*Not kept.* A personal matter in the record of your supervision.",
        [],
    ),
    (
        "a record to sign",
        message("to_sign", item("to_sign", person=TOM, record=RECORD, rung=1), to=ANN),
        "<@UTOM> has written your supervision record. Read it, then confirm that it is right, or say what is not.",
        ["Read and sign"],
    ),
    (
        "a record that was signed",
        message("to_sign", item("to_sign", person=TOM, record=RECORD, rung=1, closed_how="signed", closed_on=TODAY), to=ANN),
        "*Done:* signed on Tue 24 March. Your supervision record.",
        [],
    ),
    (
        "a record that waits for a name since a week",
        message("morning", item("still_to_sign", record=RECORD, waits_for=(ANN,), rung=2), to=ANN),
        "Your supervision record, written Tue 24 March, still waits for your name: confirm that it is right, "
        "or say what is not.",
        ["Read it"],
    ),
    (
        "a record that waits for somebody's name since two weeks, to their supervisor",
        message("morning", item("still_to_sign", record=RECORD, waits_for=(ANN,), rung=3), to=TOM),
        "The supervision record of <@UANN>, written Tue 24 March, still waits for their name.",
        ["Read it"],
    ),
    (
        "a record somebody says is not right, to the named manager",
        message("disputed", item("disputed", person=ANN, record=RECORD, dispute=DISPUTE), to=SUE),
        "<@UANN> says that their own supervision record is not right. It has come to you to decide.",
        ["Read why"],
    ),
    (
        "a significant change on a case",
        message("significant_change", item("significant_change", person=ANN, flag_id="f1", case_ref="M100001"), to=TOM),
        "<@UANN> has flagged a significant change on *M100001*. "
        "Read it, then discuss it and log the decision, or say why it needs no discussion.",
        ["Read it", "Log a decision", "It needs no discussion"],
    ),
    (
        "a significant change that was discussed",
        message(
            "significant_change",
            item("significant_change", person=ANN, flag_id="f1", case_ref="M100001", closed_how="discussed", closed_on=TODAY),
            to=TOM,
        ),
        "*Done:* discussed on Tue 24 March. A significant change on *M100001*.",
        [],
    ),
    (
        "a workbook of one team, asked for",
        message("paper", item("paper", paper=Paper(date(2026, 2, 1), "North & East")), to=SUE),
        "*The workbook you asked for:* how supervision stands, *North &amp; East*, to February. "
        "It comes with its chart into this message's thread, drawn from the facts as they stand then. Where it is not there, "
        "whoever runs Cornerstone makes it with "
        "`cornerstone report --month 2026-02 --team 'North &amp; East' --as sue --xlsx report.xlsx`.",
        [],
    ),
    (
        "a PDF of the whole line, where files may not lie in Slack any more",
        replace(
            message("paper", item("paper", paper=Paper(date(2025, 12, 1), None, (PDF,))), to=SUE),
            sends_files=False,
            workspace="T0S",
        ),
        "*The PDF you asked for:* how supervision stands, your line, to December 2025. This council keeps no files in Slack, "
        "so whoever runs Cornerstone makes it with "
        "`cornerstone report --month 2025-12 --as sue --workspace T0S --pdf report.pdf`.",
        [],
    ),
    (
        "a record that waits for somebody else's name, to the supervisor",
        message("morning", item("still_to_sign", record=RECORD, waits_for=(SUE, ANN), rung=3)),
        "The supervision record of <@UANN>, written Tue 24 March, still waits for the name of <@USUE> and <@UANN>.",
        ["Read it"],
    ),
    (
        "a record to be corrected, to whoever is to",
        message("morning", item("still_to_sign", record=RECORD, waits_for=(TOM,), is_to_correct=True, rung=2)),
        "The supervision record of <@UANN>, written Tue 24 March, is still to be corrected, as was decided: "
        "open it and correct it.",
        ["Read it"],
    ),
    (
        "a record to be corrected, to the supervisor of today",
        message("morning", item("still_to_sign", record=RECORD, waits_for=(SUE,), is_to_correct=True, rung=3)),
        "The supervision record of <@UANN>, written Tue 24 March, is still to be corrected by <@USUE>, as was decided.",
        ["Read it"],
    ),
    (
        "a reminder of what was corrected since",
        message("morning", item("still_to_sign", record=RECORD, rung=2, closed_how="corrected"), to=ANN),
        "*Changed:* it was written anew since, and whoever signs it is asked again. Your supervision record.",
        [],
    ),
    (
        "a reminder of what is said not to be right",
        message("morning", item("still_to_sign", record=RECORD, rung=2, closed_how="not_right"), to=ANN),
        "*Said not to be right*, and not decided yet. Your supervision record.",
        [],
    ),
    (
        "a record somebody says is not right, to whoever wrote it",
        message("disputed", item("disputed", person=ANN, record=RECORD, dispute=DISPUTE)),
        "<@UANN> says that their own supervision record is not right. "
        "The manager their agreement names is asked to decide; you can read why, and correct it.",
        ["Read why"],
    ),
    (
        "the same, where nobody is above to decide",
        message("disputed", item("disputed", person=ANN, record=RECORD, dispute=replace(DISPUTE, to_id=None))),
        "<@UANN> says that their own supervision record is not right. "
        "Nobody is above to decide it: tell your administrator. You can read why, and correct it.",
        ["Read why"],
    ),
    (
        "a dispute that was not decided in time, to the next manager",
        message(
            "disputed",
            item(
                "disputed",
                person=ANN,
                record=RECORD,
                rung=1,
                dispute=PASSED_ON,
            ),
            to=ZOE,
        ),
        "<@UANN> says that their own supervision record is not right. "
        "It was not decided in ten working days, so it has come to you.",
        ["Read why"],
    ),
    (
        "the same, to whoever had it first",
        message("disputed", item("disputed", person=ANN, record=RECORD, dispute=DISPUTE, closed_how="passed_on"), to=SUE),
        "*Gone on* to the next manager: it was not decided in ten working days. The supervision record of <@UANN>.",
        [],
    ),
    (
        "a dispute that was taken back",
        message("settled", item("settled", person=ANN, record=RECORD, dispute=replace(DISPUTE, outcome="withdrawn"))),
        "<@UANN> no longer says that the supervision record of <@UANN> is not right: it was taken back; the record stands.",
        ["Read why"],
    ),
    (
        "what was decided about it",
        message("settled", item("settled", person=SUE, record=RECORD, dispute=replace(DISPUTE, outcome="to_correct")), to=ANN),
        "<@USUE> has decided about your supervision record: it is to be corrected.",
        ["Read why"],
    ),
    (
        "a session that was recorded",
        message("morning", item("late", settled(LATE))),
        "*Done:* held on Tue 24 March. Supervision with <@UANN>, due by Mon 2 March.",
        [],
    ),
    (
        "a draft that was confirmed, to the manager",
        message(
            "to_confirm",
            item("to_confirm", decision_id="d1", case_ref="M100001", closed_how="confirmed", closed_on=TODAY),
        ),
        "*Done:* confirmed on Tue 24 March. The decision of <@UANN> on *M100001*.",
        [],
    ),
    (
        "actions agreed, the day before one and after two others",
        message(
            "morning",
            item("action_due", subject="a1", action_due_on=TODAY + timedelta(days=1), last_held_on=date(2026, 3, 10)),
            item("action_due", subject="a2", action_due_on=date(2026, 3, 20), last_held_on=date(2026, 3, 10)),
            item("action_due", subject="a3", action_due_on=date(2026, 3, 20), last_held_on=date(2026, 3, 10)),
            to=ANN,
        ),
        "Two actions from supervision of 10 March were due on *Fri 20 March* and are still open.\n"
        "One action from supervision of 10 March is due *tomorrow*.",
        ["See your actions"],
    ),
    (
        "an action that is settled",
        message(
            "morning",
            item("action_due", subject="a1", last_held_on=date(2026, 3, 10), closed_how="action_done", closed_on=TODAY),
            to=ANN,
        ),
        "*Done:* done on Tue 24 March. An action from supervision of 10 March.",
        [],
    ),
    (
        "feedback on a session",
        message("morning", item("feedback_asked", subject="s1", session_id="s1", last_held_on=date(2026, 3, 23)), to=ANN),
        "<@UTOM> would like your feedback on the session of 23 March. It takes a minute, and it is up to you.",
        ["Give feedback"],
    ),
    (
        "a session on the next working day, to the supervisee",
        message("morning", item("session_ahead", subject="s1", session_id="s1", booked_on=date(2026, 3, 25)), to=ANN),
        "Supervision with <@UTOM> is on *Wed 25 March*.",
        ["Call off"],
    ),
    (
        "the same to the supervisor, who may move it",
        message("morning", item("session_ahead", session_id="s1", booked_on=date(2026, 3, 25), booked_at=time(14)), to=TOM),
        "Supervision with <@UANN> is on *Wed 25 March, 14:00*.",
        ["Move", "Call off"],
    ),
    (
        "the dates of a year, to be confirmed",
        message("morning", item("plan_to_confirm", person=TOM, plan_id="p1", plan_days=YEAR, booked_at=time(9, 30)), to=ANN),
        "<@UTOM> proposes two supervision sessions for the year, from Tue 7 April to Tue 5 May, at 09:30.",
        ["Read and confirm"],
    ),
    (
        "a booking that was moved, to the other of the two",
        message(
            "booking_moved",
            item(
                "booking_moved",
                person=TOM,
                session_id="s1",
                booked_on=date(2026, 4, 2),
                booked_at=time(14),
                moves=(Move(date(2026, 3, 31), date(2026, 4, 2), "", TODAY, "tom"),),
            ),
            to=ANN,
        ),
        "<@UTOM> has moved your supervision of Tue 31 March to *Thu 2 April, 14:00*, seven days ahead. "
        "Why stands in its history. If the new day does not suit, say so to each other and move it again.",
        ["See its history"],
    ),
    (
        "a booking that was called off, to the supervisee",
        message("booking_moved", called_off(TOM), to=ANN),
        "<@UTOM> has called off your supervision of *Thu 2 April, 14:00*. It stays due by *Tue 31 March*, "
        "and nothing is booked now: book another day. Why stands in its history.",
        ["Book", "See its history"],
    ),
    (
        "the same to the supervisor, where it was due before",
        message("booking_moved", called_off(ANN, due=date(2026, 3, 2)), to=TOM),
        "<@UANN> has called off their supervision with you of *Thu 2 April, 14:00*. It was due by *Mon 2 March* and stays due. "
        "Nothing is booked now: book another day. Why stands in its history.",
        ["Book", "See its history"],
    ),
    (
        "the same to the supervisor, where a manager above did it",
        message("booking_moved", called_off(SUE), to=TOM),
        "<@USUE> has called off <@UANN>'s supervision of *Thu 2 April, 14:00*. It stays due by *Tue 31 March*, "
        "and nothing is booked now: book another day. Why stands in its history.",
        ["Book", "See its history"],
    ),
    (
        "the same once another is booked",
        message("booking_moved", called_off(TOM, closed_how="booked_again", closed_on=date(2026, 4, 7)), to=ANN),
        "*Done:* booked again for Tue 7 April. Supervision with <@UTOM>, due by Tue 31 March.",
        [],
    ),
    (
        "what told of the session that was called off",
        message("morning", item("session_ahead", session_id="s1", closed_how="called_off", closed_on=TODAY), to=ANN),
        "*Called off.* Supervision with <@UTOM>.",
        [],
    ),
    (
        "a session that was booked, to the supervisee",
        message(
            "booking_moved", item("booking_moved", session_id="s1", booked_on=date(2026, 4, 2), booked_at=time(14)), to=ANN
        ),
        "Your supervision with <@UTOM> is booked for *Thu 2 April, 14:00*. "
        "If that does not suit, say so to each other and move it.",
        [],
    ),
    (
        "a session that was booked and hurries nobody, to the supervisor",
        message("morning", item("session_booked", session_id="s1", booked_on=date(2026, 4, 2)), to=TOM),
        "The supervision of <@UANN> is booked for *Thu 2 April*. If that does not suit, say so to each other and move it.",
        [],
    ),
    (
        "records to be put where the policy keeps them, of one session together",
        message(
            "morning",
            item(
                "to_file",
                subject="s1",
                session_id="s1",
                last_held_on=date(2026, 3, 23),
                to_file="uploaded to SharePoint",
                file_place="SharePoint",
            ),
            item("to_file", subject="d1", session_id="s1", case_ref="M1", last_held_on=date(2026, 3, 23), to_file="saved"),
            item("to_file", subject="d2", session_id="s1", case_ref="M2", last_held_on=date(2026, 3, 23), to_file="saved"),
            to=TOM,
        ),
        "The record of the session with <@UANN> of 23 March is to be uploaded to SharePoint. "
        "The records of *M1* and *M2* of 23 March are to be saved. "
        "The policy gives no day for it: once it is there, press its button and this goes away.",
        ["It is in SharePoint", "Copy M1", "Copy M2"],
    ),
    (
        "one of them, filed",
        message(
            "morning",
            item("to_file", subject="d1", session_id="s1", case_ref="M1", closed_how="filed", closed_on=TODAY),
            to=TOM,
        ),
        "*Done:* filed on Tue 24 March. The record of *M1* of 2 February.",
        [],
    ),
    (
        "a case to be brought to a group on the next working day",
        message("morning", BROUGHT, to=ANN),
        "Group supervision led by <@UTOM> is on *Wed 25 March*: you bring *M1*.\n*To prepare:* a map.",
        ["See the case"],
    ),
    (
        "the same, to whoever leads it",
        message("morning", BROUGHT, to=TOM),
        "Group supervision is on *Wed 25 March*: <@UANN> brings *M1*.",
        ["See the case"],
    ),
    (
        "a case its worker wants discussed more often",
        message("morning", item("more_often", case_ref="M1", every=Interval(2, "weeks"), named_on=TODAY, person=ANN), to=TOM),
        "<@UANN> has asked that *M1* be discussed fortnightly, from Tue 24 March. "
        "Why stands with the case; you can end it there.",
        ["See the case"],
    ),
    (
        "a manager's month, in figures",
        message("morning", item("month", month=MONTH), to=SUE),
        "*Your report for February*\n"
        "• *Supervision and case discussions on time:* 85%, 12 of 14; in January nothing fell due.\n"
        "• *Late now:* 3, the longest since 2 February.\n"
        "• *Records waiting:* 1 to write, since 3 March; 2 to sign, the longest since 30 December 2025.\n"
        "• *Agreements:* 1 not signed in time and 2 past review.\n"
        "• *Escalated and still open:* 1,002, 1 of them since 1 February.\n"
        f"{MADE_FROM} workbook with `cornerstone report --month 2026-02 --as sue --xlsx report.xlsx`.",
        ["Open the report"],
    ),
    (
        "a month in which all was in order but what was late and went up",
        replace(
            message("morning", item("month", month=replace(IN_ORDER, escalated=5, escalated_since=5)), to=SUE), workspace="T0S"
        ),
        "*Your report for February*\n"
        "• *Supervision and case discussions on time:* 85%, 12 of 14; in January 100%, 1 of 1.\n"
        "• *Late now:* nothing.\n"
        "• *Records waiting:* none.\n"
        "• *Agreements:* none missing, none past review.\n"
        "• *Escalated and still open:* 5, since 1 February.\n"
        f"{MADE_FROM} workbook with `cornerstone report --month 2026-02 --as sue --workspace T0S --xlsx report.xlsx`.",
        ["Open the report"],
    ),
    (
        "a month in which nothing fell due",
        message("morning", item("month", month=QUIET_MONTH), to=SUE),
        "*Your report for December 2025:* nothing fell due below you, and nothing is late or waits.",
        ["Open the report"],
    ),
    (
        "the dates of a year, confirmed",
        message("morning", item("plan_confirmed", person=ANN, plan_id="p1", plan_days=YEAR), to=TOM),
        "<@UANN> has confirmed their own supervision sessions for the year: two sessions, from Tue 7 April to Tue 5 May.",
        ["See the plan"],
    ),
]


@pytest.mark.parametrize(("view", "text", "buttons"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_each_notice_says_the_fact_first_and_offers_what_can_be_done(view: MessageView, text: str, buttons: list[str]) -> None:
    rendered = words.message(view)
    assert shown(rendered) == text
    assert labels(rendered) == buttons
    assert rendered.text == text


def test_what_a_month_passed_up_is_told_apart_from_what_was_passed_up_before() -> None:
    for up, since, said in [(0, 0, "nothing."), (3, 0, "3, none since 1 February."), (3, 2, "3, 2 of them since 1 February.")]:
        month = replace(MONTH, escalated=up, escalated_since=since)
        assert f"still open:* {said}" in words.message(message("morning", item("month", month=month), to=SUE)).text


@pytest.mark.parametrize("begun_on", NEW_HERE)
def test_of_the_days_before_cornerstone_began_here_a_month_says_nothing(begun_on: date) -> None:
    view = message("morning", item("month", month=replace(MONTH, begun_on=begun_on)), to=SUE)
    assert f"• *Supervision and case discussions on time:* {NEW_HERE[begun_on]}\n" in words.message(view).text
    of_nothing = replace(QUIET_MONTH, month=MONTH.month, begun_on=begun_on)
    said = words.message(message("morning", item("month", month=of_nothing), to=SUE)).text
    assert ("nothing fell due below you" in said) == (begun_on <= MONTH.month)


def test_every_kind_of_notice_has_its_words() -> None:
    assert {row[1].kind for row in SAID} == set(ALONE) | {"morning"}
    assert {one.notice_kind for row in SAID if row[1].kind == "morning" for one in row[1].items} == set(ROUTINE)


OF_RECORDS = (
    "still_to_sign", "session_ahead", "session_booked", "plan_to_confirm", "plan_confirmed", "to_file", "more_often",
    "group_ahead", "week", "month", *GATHERED,
)  # fmt: skip
"""About a filled form, a session, a plan, a week, a month or a decision."""
ALONE_TOO = ("escalation", "escalated_again", "at_once", "raised")
ABOUT_OBLIGATIONS = [*(each for each in ROUTINE if each not in OF_RECORDS), *ALONE_TOO]


@pytest.mark.parametrize("notice", ABOUT_OBLIGATIONS)
@pytest.mark.parametrize("reader", [ANN, TOM, SUE], ids=lambda one: one.id)
def test_every_kind_of_obligation_can_be_told_to_anybody(notice: str, reader: Any) -> None:
    for kind in KINDS:
        owed = obligation(kind, due=date(2026, 2, 23), case_ref="M100001")
        for one in (owed, settled(owed), replace(owed, booked_on=TODAY)):
            rendered = words.message(message("morning" if notice in ROUTINE else notice, item(notice, one), to=reader))
            assert rendered.text[0].isupper() or rendered.text[0] in "<*", kind
            assert "None" not in rendered.text, kind
            assert "**" not in rendered.text, kind
            assert TITLES[kind]


def test_what_is_due_in_hours_says_the_hour_in_london() -> None:
    due = datetime(2026, 4, 1, 13, 5, tzinfo=UTC)
    owed = obligation("first_case_discussion", case_ref="M1", due=date(2026, 4, 1))
    said = words.message(message("at_once", item("at_once", replace(owed, due=due)))).text
    assert "due by *14:05 on Wed 1 April*" in said


def test_the_year_stands_only_where_it_is_another_one() -> None:
    said = words.message(message("morning", item("upcoming", obligation(due=date(2027, 1, 5))))).text
    assert "*Tue 5 January 2027*" in said


def test_somebody_slack_does_not_know_is_named() -> None:
    stranger = replace(person("Ida"), slack_id=None, name="Ida <b> & Co")
    said = words.message(message("morning", item("late", replace(LATE, person=stranger), person=stranger))).text
    assert "with Ida &lt;b&gt; &amp; Co was due" in said


def test_a_reason_somebody_typed_never_stands_in_a_message() -> None:
    rendered = words.message(message("escalation", item("escalation", LATE, moves=(COURT, PRIVATE)), to=SUE))
    assert "moved twice (court; another reason)" in rendered.text
    assert "Jamie" not in str(rendered)


def cases(number: int, notice: str = "late", **changes: Any) -> list[ItemView]:
    return [
        item(notice, obligation("case_discussion", due=date(2026, 3, 3) + timedelta(days=at), case_ref=f"M{at:06}", **changes))
        for at in range(number)
    ]


def test_several_cases_of_one_person_are_one_paragraph_with_one_row_of_buttons() -> None:
    rendered = words.message(message("morning", *cases(3)))
    assert rendered.text == (
        "Three of <@UANN>'s cases were due to be discussed: *M000000* on Tue 3 March, *M000001* on Wed 4 March, "
        "*M000002* on Thu 5 March. If they were discussed, record it and this goes away."
    )
    assert labels(rendered) == ["Discussed: record it", "Why am I seeing this?"]


def test_a_morning_with_several_things_is_a_list_the_most_urgent_first() -> None:
    oldest, newest = obligation(due=date(2026, 3, 2)), obligation("agreement_review", due=date(2026, 3, 31))
    rendered = words.message(message("morning", item("upcoming", newest), item("last_day", oldest)))
    lines = rendered.text.split("\n")
    assert lines[0] == "*Two things for today*, the most urgent first."
    assert lines[1].startswith("Today is ")
    assert lines[2].startswith("The review of the supervision agreement")


def test_what_is_done_moves_below_what_is_not() -> None:
    rendered = words.message(message("morning", item("late", settled(LATE)), item("upcoming", obligation("agreement_review"))))
    lines = rendered.text.split("\n")
    assert lines[0] == "*One thing for today*."
    assert lines[-1].startswith("*Done:* held on Tue 24 March.")


@pytest.mark.parametrize("number", [1, 2, 20, 21, 60, 400])
def test_a_heavy_morning_fits_in_one_message(number: int) -> None:
    kinds = [kind for kind in PHRASES if kind not in ("case_discussion", "first_case_discussion", "management_oversight")]
    people = [person(f"P{at}") for at in range(number)]
    items = [
        item("late", obligation(kinds[at % len(kinds)], person=one, case_ref="M1"), person=one) for at, one in enumerate(people)
    ]
    items = [replace(one, obligation=replace(one.obligation, id=str(at))) for at, one in enumerate(items) if one.obligation]
    rendered = words.message(message("morning", *items, *cases(number)))
    assert 0 < len(rendered.blocks) <= 50
    assert len(rendered.text) <= 4000
    assert all(len(str(block.get("text", {}).get("text", ""))) <= 3000 for block in rendered.blocks)
    assert all(len(element.get("value", "")) <= 2000 for block in rendered.blocks for element in block.get("elements", []))
    assert number <= 20 or "more on your Home tab" in rendered.text


def test_what_to_prepare_follows_the_supervision_it_is_for() -> None:
    owed = obligation()
    prepare = {owed.id: ["M100001", "M100014", "M100022"]}
    said = words.message(message("morning", item("upcoming", owed), to=ANN), Beside(prepare)).text
    assert said.endswith("\nThree cases will fall due before the one after: M100001, M100014, M100022.")


def test_the_supervisee_is_never_offered_a_button_that_would_be_refused() -> None:
    booked = obligation(booked_on=date(2026, 3, 30))
    assert labels(words.message(message("morning", item("upcoming", booked), to=ANN))) == [
        "Call off",
        "Why am I seeing this?",
    ]


def test_buttons_carry_ids_and_nothing_else() -> None:
    for _, view, _, _ in SAID:
        for block in words.message(view).blocks:
            for element in block.get("elements", []):
                ids = {one.obligation.id for one in view.items if one.obligation}
                ids |= {
                    str(each) for one in view.items for each in (one.decision_id, one.matter_id, one.session_id, one.plan_id)
                }
                ids |= {"own"}  # a list of the reader's own, whoever that is
                ids |= {each for one in view.items if one.grant for each in (one.grant.id, one.grant.about.id)}
                ids |= {each.id for one in view.items for each in (one.record, one.dispute) if each}
                ids |= {one.flag_id for one in view.items if one.flag_id}
                ids |= {one.subject for one in view.items if one.notice_kind == "to_file"}
                ids |= {f'{{"until": "{one.month.month:%Y-%m}"}}' for one in view.items if one.month}
                ids |= {one.case_ref for one in view.items if one.notice_kind in ("more_often", "group_ahead")}
                ids |= {one.supervisee.id for one in view.items if one.notice_kind == "booking_moved" and one.supervisee}
                assert set(str(element["value"]).split(",")) <= {str(one) for one in ids}


def test_our_own_check_refuses_what_the_models_let_pass() -> None:
    with pytest.raises(kit.TooMuchForSlackError):
        kit.rendered("x", [kit.divider()] * 51)
    with pytest.raises(kit.TooMuchForSlackError):
        kit.rendered("x", [])
    with pytest.raises(kit.TooMuchForSlackError):
        kit.rendered("x", [kit.actions(kit.button("a", "same", "1"), kit.button("b", "same", "2"))])
