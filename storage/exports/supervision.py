"""What is owed, sessions and how they moved, agreements and observations."""

from sqlalchemy import and_, case, func, null, select

from scheduling.answers import State
from scheduling.shapes import KINDS, SESSION_KINDS
from storage.asking import TODAY
from storage.dialects import days_between
from storage.exports.columns import Table, beside, day, moment, number, or_none, person, team, word
from storage.index.closing import DONE, DUE_CHANGED, NO_LONGER_OWED
from storage.models import (
    AgreementRow,
    ObligationRow,
    ObservationRow,
    PostponementRow,
    ResponsibleRow,
    SessionRow,
)
from storage.records.booked import day_moved_to
from storage.records.lateness import DUE_AT, is_past

CLOSED = "closed"
STATES = (*(each.value for each in State), CLOSED)
ENDS = tuple(sorted({*DONE.values(), "done", DUE_CHANGED, NO_LONGER_OWED}))

_OWED = ObligationRow
_STATE = case(
    (_OWED.closed_at.is_not(None), CLOSED),
    (_OWED.suspended, State.SUSPENDED.value),
    (_OWED.escalates_on <= TODAY, State.ESCALATED.value),
    (is_past(), State.OVERDUE.value),
    (_OWED.due_on == TODAY, State.DUE.value),
    else_=State.UPCOMING.value,
)
_PAST = days_between(func.coalesce(_OWED.closed_on, TODAY), _OWED.due_on)
_FIRST = (
    select(ResponsibleRow.person_id)
    .where(ResponsibleRow.obligation_id == _OWED.id)
    .order_by(ResponsibleRow.place)
    .limit(1)
    .scalar_subquery()
)

OBLIGATIONS = Table(
    "obligations",
    "What the policy says is owed, open or closed: a supervision, a case discussion, a record to be written.",
    (
        word("The row's own id.", "id", _OWED.id, is_always=True),
        word("What is owed.", "kind", _OWED.kind, KINDS, is_always=True),
        word("The rule it follows from, as `cornerstone policy coverage` lists it.", "rule", _OWED.rule, is_always=True),
        word("The policy and its section.", "source", _OWED.source, is_always=True),
        person("Whom it is about", "person_id", _OWED.person_id, is_always=True),
        team(),
        word("The case, by its reference in the case system.", "case_ref", _OWED.case_ref),
        person("Who is to see to it, the first where there are several", "responsible_id", _FIRST),
        day("The day it is due.", "due_on", _OWED.due_on, is_always=True),
        moment("The moment it is due, where the policy counts hours.", "due_at", DUE_AT),
        word("How it stands at the moment of asking.", "state", _STATE, STATES, rule="R-12", is_always=True),
        number(
            "How long past its due date it is or, closed, was.",
            "days_late",
            case((_PAST > 0, _PAST), else_=0),
            "days",
            is_always=True,
        ),
        day("The day from which it is with the line manager.", "escalates_on", _OWED.escalates_on, rule="R-12"),
        day("The day the supervisee raised it.", "raised_on", _OWED.raised_on, rule="WOK-14"),
        moment("When it was first known to be owed.", "opened_at", _OWED.opened_at, is_always=True),
        day("The day it was done, or was no longer owed.", "closed_on", _OWED.closed_on),
        word("How it ended.", "closed_how", or_none(_OWED.closed_how), ENDS),
    ),
    beside(_OWED, _OWED.person_id),
    about=_OWED.person_id,
    workspace=_OWED.workspace,
    key=_OWED.id,
    on=_OWED.due_on,
    on_says="the day it is due",
)

_HELD = SessionRow
_MOVED = PostponementRow
_MOVES = select(func.count()).where(_MOVED.session_id == _HELD.id).scalar_subquery()
SESSIONS = Table(
    "sessions",
    "Supervision sessions, booked and held. Not what was said in them.",
    (
        word("The row's own id.", "id", _HELD.id, is_always=True),
        person("Who is supervised", "supervisee_id", _HELD.supervisee_id, is_always=True),
        team(),
        person("Who holds it", "supervisor_id", _HELD.supervisor_id, is_always=True),
        word("What kind of supervision it is.", "kind", _HELD.kind, SESSION_KINDS, is_always=True),
        word(
            "How it stands: `passed` was booked, and another was held in its place; `called_off` was called off.",
            "state",
            case(
                (_HELD.recorded_on.is_not(None), "recorded"),
                (_HELD.held_on.is_not(None), "held"),
                (_HELD.passed_on.is_not(None), "passed"),
                (_HELD.called_off_on.is_not(None), "called_off"),
                else_="booked",
            ),
            ("booked", "held", "recorded", "passed", "called_off"),
            is_always=True,
        ),
        day("The day it is booked for now, or was.", "planned_on", _HELD.planned_on, rule="MAN-2.1-b"),
        day("The day it was held.", "held_on", _HELD.held_on, rule="MAN-2.2-d"),
        number("How long it took.", "minutes", _HELD.minutes, "minutes", rule="WOK-20"),
        day("The day its record was written.", "recorded_on", _HELD.recorded_on, rule="WOK-8"),
        number(
            "How often its date was moved, calling it off included.", "moves", _MOVES, "times", rule="MAN-2.1-o", is_always=True
        ),
        moment("When it was last booked, moved or held, where that was noted.", "changed_at", _HELD.changed_at),
    ),
    beside(_HELD, _HELD.supervisee_id),
    about=_HELD.supervisee_id,
    workspace=_HELD.workspace,
    key=_HELD.id,
    on=func.coalesce(_HELD.held_on, _HELD.planned_on),
    on_says="the day it was held or, not held, is booked for",
)

MOVES = Table(
    "moves",
    "A booked session moved to another day, or called off: when and for whom. The reason is not taken out.",
    (
        word("The row's own id.", "id", _MOVED.id, is_always=True),
        word("The session: `sessions.id`.", "session_id", _MOVED.session_id, is_always=True),
        person("Whose supervision was moved", "supervisee_id", _HELD.supervisee_id, is_always=True),
        team(),
        number("Which move of this session it was, from 0.", "place", _MOVED.place, "", is_always=True),
        day("The day it was booked for.", "from_on", _MOVED.from_on, is_always=True),
        day("The day it was moved to; none where it was called off.", "to_on", day_moved_to()),
        day("The day it was moved.", "moved_on", _MOVED.moved_on, rule="MAN-2.1-o", is_always=True),
        person("Who entered it, where that was kept", "moved_by_id", _MOVED.moved_by_id),
        word(
            "For whom it was moved, where that was kept.",
            "asked_by",
            case(
                (_MOVED.asked_by_id == _HELD.supervisee_id, "supervisee"),
                (_MOVED.asked_by_id == _HELD.supervisor_id, "supervisor"),
                (_MOVED.asked_by_id.is_not(None), "other"),
                else_=null(),
            ),
            ("supervisee", "supervisor", "other"),
        ),
    ),
    beside(_HELD, _HELD.supervisee_id).join(_MOVED, _MOVED.session_id == _HELD.id),
    about=_HELD.supervisee_id,
    workspace=_HELD.workspace,
    key=_MOVED.id,
    on=_MOVED.moved_on,
    on_says="the day it was moved",
)

_SIGNED = AgreementRow
AGREEMENTS = Table(
    "agreements",
    "Supervision agreements: who signed when, and how often the two meet. Not what is agreed otherwise.",
    (
        word("The row's own id.", "id", _SIGNED.id, is_always=True),
        person("Who is supervised", "supervisee_id", _SIGNED.supervisee_id, is_always=True),
        team(),
        person("Who supervises them", "supervisor_id", _SIGNED.supervisor_id, is_always=True),
        word(
            "How far it is signed.",
            "state",
            case(
                (and_(_SIGNED.signed_by_supervisee_on.is_not(None), _SIGNED.signed_by_supervisor_on.is_not(None)), "signed"),
                (func.coalesce(_SIGNED.signed_by_supervisee_on, _SIGNED.signed_by_supervisor_on).is_not(None), "signed_by_one"),
                else_="unsigned",
            ),
            ("unsigned", "signed_by_one", "signed"),
            is_always=True,
        ),
        day("The day the supervisee signed.", "signed_by_supervisee_on", _SIGNED.signed_by_supervisee_on, rule="MAN-2.1-m"),
        day("The day the supervisor signed.", "signed_by_supervisor_on", _SIGNED.signed_by_supervisor_on, rule="MAN-2.1-m"),
        day("The day it was last reviewed.", "reviewed_on", _SIGNED.reviewed_on, rule="PLY-8.3-a"),
        person("The manager named for disagreements", "named_manager_id", _SIGNED.named_manager_id),
        number(
            "How often they meet, where they agreed on that.",
            "every_count",
            _SIGNED.every_count,
            "of `every_unit`",
        ),
        word("What `every_count` counts.", "every_unit", _SIGNED.every_unit, ("days", "weeks", "months", "years")),
        day("The day from which they do.", "from_on", _SIGNED.from_on),
    ),
    beside(_SIGNED, _SIGNED.supervisee_id),
    about=_SIGNED.supervisee_id,
    workspace=_SIGNED.workspace,
    key=_SIGNED.id,
)

_SEEN = ObservationRow
OBSERVATIONS = Table(
    "observations",
    "Observations of practice and of supervision: of whom, by whom, when. Not what was seen.",
    (
        word("The row's own id.", "id", _SEEN.id, is_always=True),
        person("Who was observed", "of_id", _SEEN.of_id, is_always=True),
        team(),
        person("Who observed", "by_id", _SEEN.by_id, is_always=True),
        word("What was observed.", "kind", _SEEN.kind, ("practice", "supervision"), rule="MAN-3.1-n", is_always=True),
        day("The day.", "observed_on", _SEEN.observed_on, is_always=True),
    ),
    beside(_SEEN, _SEEN.of_id),
    about=_SEEN.of_id,
    workspace=_SEEN.workspace,
    key=_SEEN.id,
    on=_SEEN.observed_on,
    on_says="the day of the observation",
)
