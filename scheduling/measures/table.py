"""Every measure, with what is counted, in words a board can read."""

from dataclasses import dataclass
from typing import Final, Literal

Unit = Literal["share", "count", "days"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. The rules it follows are those its rows cite: they differ from policy to policy."""

    key: str
    title: str
    definition: str
    unit: Unit
    by_month: bool = False
    """Counted month by month; else as things stand at the day of the report."""
    more_is_better: bool = True


_DATED: Final = (
    "A thing counts from the day it was done; the day somebody typed it in is not kept for sessions held. "
    "A worker's own entry counts once it is confirmed, an absence once it is known."
)

MEASURES: Final[dict[str, Measure]] = {
    one.key: one
    for one in (
        Measure(
            "on_time",
            "On time",
            "Of everything that fell due in the month under the policy in force, how much was done on or before the day it "
            "was due (before the hour, where the policy counts hours). What was done early counts in the month it was due. "
            "What is not done by its due date is late, also where the person has since left or the case has been closed. "
            "What is not due yet, and what waits for somebody's return from absence, is not counted. " + _DATED,
            "share",
            by_month=True,
        ),
        Measure(
            "late",
            "Late now",
            "Everything the policy asks for that was due before the day of the report and is not done, with the days since. "
            "Moving a session does not move the day it is due.",
            "count",
            more_is_better=False,
        ),
        Measure(
            "moved",
            "Sessions moved",
            "Each time a booked session was put off, in the month it was moved: by the sort of reason given, and for whom. "
            "The sort is told from the words typed; the words themselves are not shown.",
            "count",
            by_month=True,
            more_is_better=False,
        ),
        Measure(
            "absent",
            "Supervisors away",
            "Supervisors with somebody to supervise who are away on the day of the report, and how many of them nobody covers "
            "though the policy asks for cover.",
            "share",
            more_is_better=False,
        ),
        Measure(
            "recording",
            "Recorded",
            "Calendar days from the day a session was held to the day its record was written, in the month it was held; and "
            "how many were written within the time the policy gives. What is not written yet counts as outside that time once "
            "the time has passed, and not at all before; it adds no days. Where the policy gives no time, only days are shown.",
            "days",
            by_month=True,
        ),
        Measure(
            "signing",
            "Signed",
            "Calendar days from the day a record was written to the day the supervisee signed it, in the month it was written. "
            "What is not signed yet adds no days; it is counted beside.",
            "days",
            by_month=True,
        ),
        Measure(
            "agreements",
            "Agreements in order",
            "Of the people supervised on the day of the report, how many have a supervision agreement with their supervisor of "
            "that day which both have signed and which is not past its review.",
            "share",
        ),
        Measure(
            "observations",
            "Observed",
            "Of the observations of practice the policy asks for in the current year or interval, how many are done.",
            "share",
        ),
        Measure(
            "supervisors_over",
            "Supervisors over the number",
            "Supervisors who supervise more people than the policy's number, of all supervisors with at least one supervisee.",
            "share",
            more_is_better=False,
        ),
        Measure(
            "trained",
            "Supervisors trained",
            "Of what the policy asks everybody to have who supervises somebody on the day of the report, how much is noted as "
            "done by then: training in supervision, training in the policy itself, what more was found to be needed and since "
            "taken, performance objectives for supervision agreed. Each counts once a supervisor, however often it is noted. "
            "What a supervisor noted themselves counts, and says so until their line confirms it.",
            "share",
        ),
        Measure(
            "never_discussed",
            "Cases never discussed",
            "Of the open cases somebody works on, how many have not been discussed in supervision since they were opened or "
            "last reopened.",
            "share",
            more_is_better=False,
        ),
    )
}
