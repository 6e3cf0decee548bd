"""The year's sessions: proposed, confirmed, booked; what was planned and what became of it."""

from collections.abc import Sequence
from datetime import date, datetime, time

from handlers.words.phrases import count, day, day_and_time, escape, listed, plain_day, possessive, sentence, times, who
from scheduling.calendar import LONDON
from scheduling.planner import Tally
from scheduling.readings import Readings
from scheduling.timetable import Why
from storage.records.plans import PlanView
from storage.views import Move, Person, SessionView

PLAN = "dates for the year ahead, proposed to you both, and what was planned before"
OPEN, READ, CHANGE, ANEW = "plan_open", "plan_read", "plan_change", "plan_anew"
WEEKDAY, HISTORY = "plan_weekday", "plan_history"
MOVE_ONE = "session_move"
CALENDAR = "feed_open"
FORM, CONFIRM_FORM = "plan_form", "plan_confirm_form"

TITLE = "Plan the year"
WINDOW = "A year's sessions"
PLANNER = "Dates and planner"
PROPOSE = "Propose"
CONFIRM = "Confirm"
PROPOSED_TITLE = "Proposed"
CONFIRMED_TITLE = "Booked"
PLAN_IT = "Plan the year"
GO_ON = "Go on with the plan"
READ_IT = "Read and confirm"
SEE_IT = "See the plan"
SEE_HISTORY = "See its history"
CHANGE_IT = "Change days"
START_AGAIN = "Start again"
SEE_PLANNER = "Dates and planner"
MOVE = "Move"
CALENDAR_LABEL = "Your calendar"
WHICH_DAY = "Any weekday"
ANY = "any"
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")
TIME = "Time, the same for all"
LEFT_OUT = "Leave a day empty to leave it out."
SAME_EACH_DAY = "Choose a weekday and the dates are proposed anew."
CHOOSE_WHOM = "Plan the year with…"
STILL_TO_CONFIRM = "It has waited for a week: nothing is booked until you confirm it, or change its days."
WITHOUT_END = "Nothing is planned yet. `/supervision plan` proposes the dates."
HEAD_PLANNED = "Planned"
A_YEAR = " in the last twelve months"
PASSED = "not held"
OFF = "called off"
IN_CALENDAR = (
    "They are in the private calendar of each of you who has one: `/supervision calendar`. Without one, *Dates and planner* "
    "has an entry for each, to add."
)

_WHY = {
    Why.PAST: "has passed",
    Why.WEEKEND: "is at the weekend",
    Why.HOLIDAY: "is a bank holiday",
    Why.SUPERVISEE_AWAY: "falls in the supervisee's leave",
    Why.SUPERVISOR_AWAY: "falls in the supervisor's leave",
    Why.SUPERVISEE_OFF: "is no day on which the supervisee works",
    Why.SUPERVISOR_OFF: "is no day on which the supervisor works",
    Why.TWICE: "is the day of another session",
}


def head(supervisee: Person, supervisor: Person | None, every: str, until: date, today: date) -> str:
    """`*@Ann with @Tom* · every 4 weeks · until Wed 24 March 2027`."""
    return f"*{who(supervisee)} with {who(supervisor)}* · {every} · until {day(until, today)}"


def asked(proposed: Sequence[date], today: date) -> str:
    """Above the dates."""
    days = sentence(count(len(proposed), "date"))
    return f"{days}, none on a bank holiday, in leave on record or on a day one of the two does not work. {LEFT_OUT}"


def booked(days: Sequence[date], today: date) -> str:
    """Sessions that are booked already, which the plan goes on from."""
    return f"Booked already: {listed(day(on, today) for on in days)}."


def goes_on(kept_at: datetime, today: date) -> str:
    """Where it was left."""
    local = kept_at.astimezone(LONDON)
    return f"You began this on {day(local.date(), today)}, {local:%H:%M}. It goes on where you left it."


def anew_after(on: date, today: date) -> str:
    """Above dates that follow from one that was changed."""
    return f"Those after {day(on, today)} are proposed anew, since they would have been late. Look at them, then propose."


def session(number: int) -> str:
    """The label of one date."""
    return f"Session {number}"


def hint(on: date | None, due: date, why: Why | None, today: date) -> str:
    """Under one date: by when it must be, and why it is not that day."""
    if on is None:
        return f"Left out. Due by {day(due, today)}."
    if on > due:
        return f"Late: due by {day(due, today)}, and there is no day in time on which both can."
    if on == due or why is None:
        return f"Due by {day(due, today)}."
    return f"Due by {day(due, today)}, which {_WHY[why]}."


def fault(on: date, why: Why, due: date, today: date) -> str:
    """Beside a date that will not do."""
    if why is Why.LATE:
        return f"{day(on, today)} is too late: this session is due by {day(due, today)}. Choose a day up to then."
    return f"{day(on, today)} {_WHY[why]}. Choose another day."


def proposed(days: Sequence[date], other: Person | None, today: date) -> str:
    """Once it is put to the other."""
    return (
        f"Proposed: {count(len(days), 'session')}, {_span(days, today)}. {who(other)} is asked to confirm, with the next "
        "morning message. They are booked once that is done."
    )


def confirmed(made: Sequence[SessionView], left_out: int, today: date) -> str:
    """Once it is booked."""
    days = [each.planned_on for each in made if each.planned_on]
    said = f"Confirmed: {count(len(days), 'session')} booked, {_span(days, today)}." if days else "Confirmed."
    if left_out:
        said += f" {sentence(count(left_out, 'day'))} left out: passed, or booked already."
    return said


def _span(days: Sequence[date], today: date) -> str:
    if not days:
        return "none"
    return f"on {day(days[0], today)}" if len(days) == 1 else f"from {day(min(days), today)} to {day(max(days), today)}"


def stands(plan: PlanView, by: Person | None, supervisee: Person | None, supervisor: Person | None, today: date) -> str:
    """Above a plan to be read."""
    on = plan.proposed_at.astimezone(LONDON).date()
    of = f"*{who(supervisee)} with {who(supervisor)}*"
    return f"{of}\n{count(len(plan.days), 'session').capitalize()}, proposed by {who(by)} on {day(on, today)}."


def answered(plan: PlanView, by: Person | None, today: date) -> str:
    """How it ended."""
    on = day(plan.answered_at.astimezone(LONDON).date(), today) if plan.answered_at else ""
    if plan.answer == "confirmed":
        return f"Confirmed by {who(by)} on {on}."
    return f"Another was proposed in its place by {who(by)} on {on}."


def waits(other: Person | None) -> str:
    """To who proposed it."""
    return f"It waits for {who(other)} to confirm it."


def one_of(days: Sequence[date], at: time | None, today: date) -> str:
    """The dates, a line each."""
    return "\n".join(f"{number}. {day_and_time(on, at, today)}" for number, on in enumerate(days, 1))


def on_home(plan: PlanView, by: Person | None, today: date) -> str:
    """A plan the viewer is asked to confirm."""
    return f"*{count(len(plan.days), 'session').capitalize()}* for the year, proposed by {who(by)}, {_span(plan.days, today)}."


def begun(supervisee: Person) -> str:
    """A plan somebody began and put away."""
    return f"The year's sessions with {who(supervisee)}: you began to plan them."


# -- the planner (Manchester Appendix C)


def planner_head(supervisee: Person, supervisor: Person | None) -> str:
    """Name and job title of both, as the form of Appendix C has it."""
    return f"*Supervisee:* {_post(supervisee)}\n*Supervisor:* {_post(supervisor) if supervisor else 'none on record'}"


def _post(person: Person) -> str:
    return f"{who(person)}{f', {escape(person.post)}' if person.post else ''}"


def line(one: SessionView, today: date) -> str:
    """`*Tue 24 March, 14:00* · booked`."""
    on = day_and_time(one.planned_on, one.planned_at, today) if one.planned_on else ""
    if one.held_on:
        became = "held" if one.held_on == one.planned_on else f"held {day(one.held_on, today)}"
    else:
        became = OFF if one.called_off_on else PASSED if one.passed_on else "booked"
    return f"*{on}* · {became}"


def moved(move: Move, by: str, whose: str, today: date) -> str:
    """As plain text, for the reason is as somebody typed it: `Planned 3 March, moved to 10 March on 1 March by Tom Hale …`."""
    became = f"moved to {plain_day(move.to_on, today)}" if move.to_on else OFF
    names = f" by {by}" if by else ""
    names += f", for {whose}" if whose else ""
    return f"Planned {plain_day(move.from_on, today)}, {became} on {plain_day(move.moved_on, today)}{names}: {move.reason}"


def tally(rows: Sequence[Tally], people: dict[str, Person], readings: Readings, cited: str) -> str:
    """How many were moved, missed or begun late in a year and by whom; where that is frequent, what the policy asks for."""
    total = sum(row.in_the_year for row in rows)
    parts = [f"{row.in_the_year} for {who(people[row.who])}" for row in rows if row.who in people and row.in_the_year]
    unsaid = total - sum(row.in_the_year for row in rows if row.who in people)
    parts += [f"{unsaid} where nobody said for whom"] if unsaid and parts else []
    came_late = [row for row in rows if row.who in people and row.late_in_the_year]
    late = [f"{who(people[row.who])} {times(row.late_in_the_year)}" for row in came_late]
    said = (
        f"Moved, called off or not held{A_YEAR}: {total}{f' ({listed(parts)})' if parts else ''}." if total or not late else ""
    )
    said += f"{' ' if said else ''}Came late{'' if said else A_YEAR}: {listed(late)}." if late else ""
    often = [row for row in rows if row.is_frequent and row.who in people]
    return said + "".join(_often(row, who(people[row.who]), readings, cited) for row in often)


def _often(row: Tally, whose: str, readings: Readings, cited: str) -> str:
    """`*Three sessions in 90 days moved for @Priya*: 3 or more are frequent. …`"""
    number, days = sentence(count(row.in_the_window + row.late_in_the_window, "session")), readings.frequent_window.length
    what = f"moved or called off for {whose}" if row.in_the_window else f"to which {whose} came late"
    what += ", or begun late by them" if row.in_the_window and row.late_in_the_window else ""
    asked = f"{readings.frequent_events} or more are frequent. Talk about it in the next session and record it{cited}."
    return f"\n*{number} in {days} {what}*: {asked}"


# -- the morning message


def to_confirm(by: Person, days: Sequence[date], at: time | None, today: date) -> str:
    """To whoever is asked."""
    when = f", at {at:%H:%M}" if at else ""
    return f"{who(by)} proposes {count(len(days), 'supervision session')} for the year, {_span(days, today)}{when}."


def told_confirmed(by: Person, supervisee: Person | None, reader: Person, days: Sequence[date], today: date) -> str:
    """To who proposed it."""
    own = "their own" if supervisee and supervisee.id == by.id else possessive(who(supervisee))
    of = "your" if supervisee and supervisee.id == reader.id else own
    number = count(len(days), "session")
    return f"{who(by)} has confirmed {of} supervision sessions for the year: {number}, {_span(days, today)}."
