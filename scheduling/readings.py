"""How open wording is read (R-1 … R-37), and the bot's own defaults: each a named setting with its default and its words.

A pack's `[readings]` table chooses otherwise for a council, `settings` in a facts file for one question. What the setting
means is its docstring here, in `words`, so that `cornerstone policy show` prints the same sentence.
"""

# ruff: noqa: RUF009  `reading` is `dataclasses.field` with a name
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import lru_cache
from typing import Any, Final, NamedTuple

from scheduling.calendar import Interval


class Timing(NamedTuple):
    """When notices go: the readings a ladder is made of."""

    remind_days_before: tuple[int, ...]
    remind_working_days_before: tuple[int, ...]
    remind_late_only_the_day_before: tuple[str, ...]
    still_late_days: tuple[int, ...]
    last_day: int
    escalate_again_days: int
    send_on_non_working_days: bool


def reading(default: Any, of: str, words: str, *, choices: tuple[str, ...] = (), least: int = 0) -> Any:
    """A setting: its default, the reading it belongs to, what it means, and what else it may be."""
    return field(default=default, metadata={"of": of, "words": words, "choices": choices, "least": least})


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Every reading, by its name."""

    # ---- counting days
    event_day_counts: bool = reading(
        False, "R-1", "false: within N days of a day, that day is day 0 and day N is the last in time; true: it is day 1"
    )
    plan_counts_from: str = reading(
        "anchor", "R-2", "months ahead are counted from the first day, or from the date before", choices=("anchor", "last_date")
    )
    hours_are: str = reading(
        "elapsed", "R-3", "an hours deadline is elapsed time, or the same hour by the clock", choices=("elapsed", "clock")
    )
    due_on_non_working_day_moves: bool = reading(
        False, "R-4", "true: a due date on a day nobody works moves to the last working day before it"
    )
    monthly: str = reading(
        "from_last_held",
        "R-5",
        "monthly: a month from the last session held, the end of the next calendar month, or four weeks",
        choices=("from_last_held", "calendar_month", "four_weeks"),
    )
    bi_monthly: Interval = reading(Interval(2, "months"), "R-6", "what bi-monthly means for a case")
    ninety_days_or_three_months: Interval = reading(Interval(90, "days"), "R-7", "which of “90 days (3 months)” governs")
    anchor: str = reading(
        "last_held",
        "R-17",
        "the next session counts from the last one held, or from a grid that begins with the first day",
        choices=("last_held", "grid"),
    )
    first_counts_from: str = reading(
        "relationship",
        "R-37",
        "where none was held yet: from the start of the relationship or of the post, the later; or from the post alone",
        choices=("relationship", "start"),
    )

    # ---- people
    asye_reading: str = reading(
        "std16",
        "R-8",
        "fortnightly for the six months after the first six weeks, or until six months from the start",
        choices=("std16", "s3"),
    )
    unnumbered: Interval | None = reading(
        None, "R-9", "what holds where the policy says “more often” without a number and nothing is agreed; none: the usual"
    )
    change_counts_from: str = reading(
        "last_held",
        "R-26",
        "after a change of category the new interval counts from the last one, or from the change",
        choices=("last_held", "change"),
    )
    absence_suspends: bool = reading(True, "R-29", "a supervisee's own date waits for the return; case dates run on")
    stage_last_day_counts: bool = reading(True, "R-30", "a date on the last day of a stage is still the stage's")
    agency_time_counts: bool = reading(False, "R-33", "true: time as an agency worker is part of the first months of service")
    overlapping: str = reading(
        "shortest", "R-35", "of several intervals the shortest holds, or the last named", choices=("shortest", "last_named")
    )

    # ---- cases
    case_cycle: str = reading(
        "rolling",
        "R-11",
        "a cycle in weeks runs from the last discussion, or in fixed windows from allocation",
        choices=("rolling", "fixed"),
    )
    oversight_in_two_months: tuple[int, ...] = reading(
        (1,), "R-13", "months after case supervision that need an oversight entry, where it is two-monthly"
    )
    oversight_in_three_months: tuple[int, ...] = reading((1, 2), "R-13", "the same where it is three-monthly; [2] is lighter")
    ad_hoc_counts_as_oversight: bool = reading(True, "R-13", "a manager's ad hoc decision is an oversight entry too")
    summaries_end_after_months: int = reading(0, "R-16", "summaries end after so many months; 0: while the case is open")
    planning_meeting_days: int = reading(0, "R-27", "days after joint working starts that a planning meeting is in time")
    reallocation: str = reading(
        "earlier",
        "R-28",
        "a reallocated case is due at the earlier of its running date and the new worker's first, or starts anew",
        choices=("earlier", "restarts"),
    )
    group_resets: str = reading(
        "policy",
        "R-32",
        "when group supervision is case supervision: as the pack says, never, or on the conditions of Manchester or Kent",
        choices=("policy", "never", "led_and_filed", "present_and_saved"),
    )

    # ---- recording
    record_day_kind: str = reading(
        "calendar", "R-10", "days to record a session in are calendar or working days", choices=("calendar", "working")
    )
    ad_hoc_within: Interval | None = reading(None, "R-14", "time to record an ad hoc decision in; none: the pack's figure")

    # ---- growing in post, observing, auditing
    probation_assessed: str = reading(
        "at", "R-15", "“at month one”: a month from the start, or by the month's last day", choices=("at", "during")
    )
    rolling_observation_checked: bool = reading(
        True, "R-18", "warn too where the line manager observed nothing in any twelve months"
    )
    twice_a_year: str = reading(
        "service", "R-19", "the year of “twice a year” for people", choices=("service", "april", "calendar")
    )
    dip_samples_by: str = reading(
        "each",
        "R-20",
        "the month's samples are owed by each manager of the level, or by all together",
        choices=("each", "all"),
    )
    head_of_locality_period: str = reading(
        "quarter",
        "R-21",
        "in which a head of locality samples two files; every file within a year besides",
        choices=("month", "quarter", "half"),
    )
    self_assessment_days: str = reading(
        "calendar", "R-34", "“2 days before” are calendar or working days", choices=("calendar", "working")
    )

    # ---- sizes
    supervisees_amber_from: int = reading(5, "R-22", "so many supervisees are shown amber in reports", least=1)
    supervisees_red_from: int = reading(7, "R-22", "so many supervisees are too many", least=1)
    facilitator_counts: bool = reading(True, "R-23", "a group's size counts everybody, its facilitator too")
    front_door_min_criteria: int = reading(3, "R-24", "different criteria among the cases of a Front Door session")
    frequent_events: int = reading(3, "R-25", "so many late or cancelled sessions by one party are frequent", least=1)
    frequent_window: Interval = reading(Interval(90, "days"), "R-25", "the time in which they are counted")

    # ---- lateness
    escalate_from_day: int = reading(22, "R-12", "days after the due date from which it is escalated", least=1)
    escalate_first_to: str = reading(
        "line_manager",
        "R-36",
        "the supervisor's line manager, or the manager the agreement names, is told first",
        choices=("line_manager", "named_manager"),
    )
    send_on_non_working_days: bool = reading(False, "R-31", "true: notices go on the day itself, whatever the day")

    # ---- the bot's own defaults
    remind_days_before: tuple[int, ...] = reading((7,), "default", "calendar days before the due date to remind")
    remind_working_days_before: tuple[int, ...] = reading((1,), "default", "working days before the due date to remind")
    remind_late_only_the_day_before: tuple[str, ...] = reading(
        ("management_oversight", "record_session", "record_discussion"),
        "default",
        "obligations reminded of only on the working day before",
    )
    still_late_days: tuple[int, ...] = reading((8, 15), "default", "days after the due date to ask again")
    last_day: int = reading(21, "default", "the last day in time, counted from the due date", least=1)
    raised_answered_days: int = reading(
        5, "default", "working days in which what a supervisee raised is answered, before it goes to the next manager", least=1
    )
    filing_reminded_days: tuple[int, ...] = reading(
        (1, 7), "default", "days after a record was written to ask, gently, whether it is where the policy keeps it"
    )
    escalate_again_days: int = reading(7, "default", "days from one rung of the ladder to the next", least=1)
    agenda_minutes_a_case: int = reading(10, "default", "minutes of a session one case takes, for an agenda", least=1)
    agenda_minutes_besides: int = reading(30, "default", "minutes of a session that are not for cases")
    missed_period_shown_days: int = reading(
        21, "default", "how long what was not done in a calendar period stays open after it"
    )

    @property
    def timing(self) -> Timing:
        """What a ladder is made of."""
        return Timing(
            self.remind_days_before,
            self.remind_working_days_before,
            self.remind_late_only_the_day_before,
            self.still_late_days,
            self.last_day,
            self.escalate_again_days,
            self.send_on_non_working_days,
        )


BY_NAME: Final[Mapping[str, Field[Any]]] = {each.name: each for each in fields(Readings)}
DEFAULTS: Final = Readings()


@lru_cache(maxsize=64)
def chosen_over(readings: Readings, chosen: tuple[tuple[str, object], ...]) -> Readings:
    """The pack's readings with what somebody chose otherwise."""
    values: dict[str, Any] = {name: getattr(readings, name) for name in BY_NAME}
    return Readings(**values | dict(chosen))
