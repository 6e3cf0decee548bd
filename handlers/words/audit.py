"""Audits of supervision: samples to do, the file, the form, the feedback, and what was found."""

from collections.abc import Mapping
from datetime import date

from handlers.words.phrases import count, day, days_in_words, plain_day, possessive, who
from storage.auditviews import AuditView, Findings, SampleView, Theme
from storage.views import Person

OPEN, FORM, FILE = "audit_open", "audit_fill", "audit_file"
REDRAW, REDRAW_FORM = "audit_redraw", "audit_redraw_form"
FEEDBACK, FINDINGS, DISCUSSED = "audit_feedback_give", "audit_findings", "audit_discussed"
TITLE = "Audits"
SAVED = "Saved"
OPEN_LABEL = "See them"
FILL = "Audit it"
READ_FILE = "Read the file"
CANNOT = "It cannot be audited…"
GIVE = "Give feedback"
FINDINGS_LABEL = "What was found"
DISCUSSED_LABEL = "Discussed at the meeting"
BEFORE = "The quarter before"
NOTHING = "No sample waits for you. Samples are drawn on the first working day of their month, quarter or half-year."
SILENT = (
    "The policy in force asks for no sample of supervision files. `/supervision audit @name` records an audit of the records a "
    "supervisor keeps."
)
TO_DO = "Supervision files drawn for you to audit"
FEEDBACK_DUE = "Feedback to give"
AUDITED = "Audited by you in the last three months"
KINDS: Mapping[str, str] = {
    "dip_sample": "dip sample",
    "file_audit": "file audit",
    "peer": "peer audit",
    "personal_records": "audit of records",
}
WITH_RAG = "look at the self-assessments too"
WHOSE = "Whose supervision"
SUPERVISEE = "Name of Supervisee"
SUPERVISOR = "Name of Supervisor"
FILE_TITLE = "The file"
SESSIONS = "Sessions held in the last year"
RECORDS = "On the file"
NO_SESSION = "No session was held in the last year."
NO_RECORD = "No filled form is on the file."
READ = "Read"
ONLY_THIS = (
    "What the audit needs of the file, until its feedback is given. That you looked is noted. Not here: personal matters, and "
    "what the supervisee thinks of the supervision."
)
WHY = "Why can it not be audited?"
WHY_HINT = "It is kept with the sample. Another file is drawn by the same seed."
REASONS: Mapping[str, str] = {
    "away": "The supervisee is away for long",
    "nothing_held": "No session has been held yet",
    "left": "The supervisee has left",
    "moved": "They have moved to another team",
    "too_near": "I am too near to it to audit it",
}
"""By the word each is stored as."""
REDRAW_TITLE = "Draw another"
REDRAW_SUBMIT = "Draw another"
NO_OTHER = "Saved, with the reason. There is no other file to draw, so the sample is smaller by this one."
NOT_OWN = "You supervise {them} yourself, and nobody audits their own supervision: somebody else audits that file."
NO_SUPERVISOR = "{them} supervises nobody. An audit looks at the records a supervisor keeps: name the supervisor."
FOUND_TITLE = "What audits found"
LEAST = 5
"""Audits from which questions are counted for those who may not read each of them: fewer would tell whose it was."""
FEW = 3
"""Answers below which such a number is not told."""
NEARLY_ALL_FROM = 10 * (FEW - 1)
"""Answers of which the others are at least nine in ten, however many of the untold there are."""
TOO_FEW = f"Fewer than {LEAST} audits, so nothing is counted here: it would tell whose they were."
HELD_BACK = f"A number below {FEW} is not shown, since you may not read every one of these audits."
OF_SERVICE = "across the service"
OF_YOURS = "made by you, or of supervisors below you"
PERIODS = "`findings`, `findings last`, `findings 2026-10`, `findings 2026-q3` or `findings 2026`"
NO_PERIOD = f"I could not read that time. Type {PERIODS}."


def head(of: Person | None, by: Person | None) -> str:
    """Above every step."""
    if of is None or by is None or of.id == by.id:
        return f"An audit of the supervision records {who(by)} keeps, by you."
    return f"An audit of {possessive(who(of))} supervision with {who(by)}, by you."


def feedback_head(of: Person | None, by: Person | None) -> str:
    """Above the feedback."""
    whose = "the records they keep" if of is None or by is None or of.id == by.id else f"{possessive(who(of))} supervision"
    return f"Feedback to {who(by)} on the audit of {whose}."


def saved(of: Person | None, by: Person | None, due_on: date | None, today: date) -> str:
    """Once it is recorded, and signed by the auditor."""
    whose = possessive(who(by if of is None else of))
    due = f" Feedback to {who(by)} is due by *{day(due_on, today)}*." if due_on else ""
    return f"Saved, and signed by you. The audit of {whose} supervision is recorded.{due}"


def given(them: str) -> str:
    """Once the feedback is given."""
    return f"Saved. {them} is asked to read it, and to sign that it was given. It stays on their file."


def sample(each: SampleView, of: Person | None, by: Person | None, today: date) -> str:
    """`@Ann, supervised by @Tom · dip sample, by Thu 30 April · look at the self-assessments too`."""
    late = f"*late*: was due {day(each.ends_on, today)}" if each.ends_on < today else f"by {day(each.ends_on, today)}"
    rag = f" · {WITH_RAG}" if each.rag else ""
    return f"{who(of)}, supervised by {who(by)} · {KINDS[each.kind]}, {late}{rag}"


def drawn(each: SampleView, number: int, today: date) -> str:
    """How a sample came about, under it."""
    at_random, and_how = " at random", ""
    if each.first_until:
        at_random = ""
        and_how = f": first those whose year is up by {plain_day(each.first_until, today)}, the soonest first, then at random"
    return (
        f"{KINDS[each.kind].capitalize()}: {count(number, 'file')} left of those drawn{at_random} on "
        f"{plain_day(each.drawn_at.date(), today)} from {each.pool_size}{and_how} · seed `{each.seed}` · rule {each.rule}. "
        f"`cornerstone audits check --month {each.begins_on:%Y-%m}` draws it again."
    )


def redrawn(of: Person | None, by: Person | None) -> str:
    """Once another is drawn."""
    return f"Saved, with the reason. Drawn in its place: {possessive(who(of))} supervision with {who(by)}."


def feedback(of: Person | None, by: Person | None, due_on: date | None, today: date) -> str:
    """A line of what waits for feedback."""
    due = f" · by {day(due_on, today)}" if due_on else ""
    late = f" · *late*: was due {day(due_on, today)}" if due_on and due_on < today else due
    whose = (
        f"the records {who(by)} keeps" if of is None or by is None or of.id == by.id else f"{possessive(who(of))} supervision"
    )
    return f"To {who(by)}, on {whose}{late}"


def audited(each: AuditView, of: Person | None, by: Person | None, today: date) -> str:
    """A line of what was audited."""
    on = f" · {day(each.finished_on, today)}" if each.finished_on else ""
    given = f" · feedback given {plain_day(each.feedback_on, today)}" if each.feedback_on else ""
    is_own = of is None or by is None or of.id == by.id
    whose = f"The records {who(by)} keeps" if is_own else f"{possessive(who(of))} supervision with {who(by)}"
    return f"{whose}{on}{given}"


def on_home(number: int, late: int, next_on: date, today: date) -> str:
    """`*Four files* were drawn for you to audit; the first is due Thu 30 April.`"""
    was = "was" if number == 1 else "were"
    when = f"{late} {'is' if late == 1 else 'are'} late" if late else f"the first is due {day(next_on, today)}"
    return f"*{count(number, 'supervision file').capitalize()}* {was} drawn for you to audit; {when}."


def session(held_on: date, minutes: int | None, recorded_on: date | None, today: date) -> str:
    """`Tue 24 March · 90 minutes · recorded after 3 days`."""
    length = f" · {minutes} minutes" if minutes else " · length not recorded"
    if recorded_on is None:
        return f"{day(held_on, today)}{length} · *not recorded*"
    days = (recorded_on - held_on).days
    after = ("the same day", "the day after")[days] if days < 2 else f"after {days} days"
    return f"{day(held_on, today)}{length} · recorded {after}"


def sampled(of: Person | None, by: Person | None) -> str:
    """Above a file."""
    return f"{possessive(who(of))} supervision with {who(by)}"


def out_of_reach(text: str, today: date) -> str:
    """Files that cannot be seen in time; days in words."""
    return f"*Not every file can be seen in time.* {days_in_words(text, today, as_said=day)}."


def found(said: Findings, first_on: date, last_on: date, whose: str, today: date) -> str:
    """Above what was found."""
    span = f"from {plain_day(first_on, today)} to {plain_day(last_on, today)}"
    return f"*{count(said.audits, 'audit').capitalize()}* finished {span}, {whose}."


def theme(each: Theme, *, sees_all: bool) -> str:
    """`*No 7* · Yes 12 · Does the frequency …?`, small numbers held back."""
    if sees_all or min(each.yes, each.no) >= FEW:
        return f"*No {each.no}* · Yes {each.yes}"
    if max(each.yes, each.no) < FEW:
        return f"Fewer than {FEW} of either"
    # By how many answers there are alone: the words would else tell the small number to who knows how many that is.
    share = "Nearly all" if each.yes + each.no >= NEARLY_ALL_FROM else "Mostly"
    return f"{share} {'Yes' if each.yes > each.no else 'No'}"


def actions(agreed: Mapping[str, int]) -> str:
    """What came of them."""
    return f"Actions agreed in them: {agreed['agreed']}, of which {agreed['settled']} settled and {agreed['late']} late."


def discussed(on: date, today: date) -> str:
    """Under what has been discussed."""
    return f"Discussed at the meeting by {plain_day(on, today)}."


def noted(number: int) -> str:
    """Once that is recorded."""
    return f"Saved. The findings of {count(number, 'audit')} are noted as discussed at the meeting today."
