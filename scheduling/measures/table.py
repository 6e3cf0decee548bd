"""Every measure, with what is counted, in words a board can read; and which of them a policy asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from scheduling.facts import Settings
from scheduling.saying import Cited
from scheduling.terms import Version

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
            "Sessions moved or called off",
            "Each time a booked session was put off or called off, in the month it was: by the sort of reason, and for whom. "
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
        Measure(
            "audits",
            "Audits against quota",
            "Of the audits the policy asks each auditor for in a month, quarter or half-year, how many were made in it; in the "
            "month with which it ends, once it is over. More than were asked for do not count, and no more are asked for than "
            "could be drawn; of those to be of different files, one file counts once. Looking at the self-assessments is "
            "counted beside, as audits of its own. Whoever was not in post on its first working day, when samples are drawn "
            "(had not started, was of another level or, as a team manager, supervised nobody) owes none. Where the managers "
            "of a level owe them together they are counted once.",
            "share",
            by_month=True,
        ),
        Measure(
            "cp_audited",
            "Child protection: records audited",
            "Of the open child protection cases somebody works on, how many where the supervision records of the worker, or of "
            "whoever supervises the case, were audited in the twelve months before the day of the report. The guidance says "
            "systematically and gives no number; twelve months is ours.",
            "share",
        ),
        Measure(
            "team_groups",
            "Team groups held",
            "Of the teams there were at the end of the month, how many had their group supervision no longer ago than the "
            "policy, or the council, asks for. A team too new to have had one is not counted.",
            "share",
            by_month=True,
        ),
        Measure(
            "attendance",
            "There at team groups",
            "Of everybody in the team on the day of a team's group, its supervisor among them, how many were there. Whoever "
            "was away that day is not counted. It is the team of whoever led the group, or the one they are in.",
            "share",
            by_month=True,
        ),
        Measure(
            "same_supervisor",
            "Held by the same supervisor",
            "Of the sessions held in the month, how many were held by the supervisor of that day. Those held by whoever stood "
            "in while the supervisor was away are told apart in the list. Informal ones are not counted.",
            "share",
            by_month=True,
        ),
        Measure(
            "same_profession",
            "Supervised within their profession",
            "Of the people supervised on the day of the report, how many have a supervisor of their own profession or, where "
            "theirs is of another, had a session with somebody of their own in the twelve months before. Where a profession is "
            "not known nothing is counted.",
            "share",
        ),
        Measure(
            "year_ahead",
            "The year ahead planned",
            "Of the dates the next twelve months ask for from the day of the report, by the interval that holds for each "
            "supervisee, how many are booked. More than are asked for do not count. When a booking was made is not kept, so of "
            "a past day it shows what was booked for later by now.",
            "share",
        ),
        Measure(
            "conversations",
            "Good Conversations",
            "Of the two the policy asks for in the year of service that runs on the day of the report, one to plan and then "
            "one to review, how many were held.",
            "share",
        ),
        Measure(
            "observing",
            "Line managers who observed",
            "Of the line managers who supervised at the end of the month, how many observed the practice of somebody they "
            "supervise or manage at least once in it: it counts towards the one observation a month of the quality assurance "
            "framework.",
            "share",
            by_month=True,
        ),
        Measure(
            "asye_caseload",
            "Assessed year: caseload reduced",
            "Of the people in their assessed and supported year, how many are on fewer open cases than the middle one of the "
            "others who hold cases in their team. The policy gives no number; it is compared with the team as it is. Where "
            "there is nobody to compare with, nothing is counted.",
            "share",
        ),
        Measure(
            "drift",
            "Cases that drift",
            "Of the open cases discussed in supervision before, how many were late at their last two turns or more: discussed "
            "after the day they were due and late again the next time. The turn that runs counts once it is late.",
            "share",
            more_is_better=False,
        ),
        Measure(
            "carried_over",
            "Actions carried over",
            "Of the actions agreed in supervision that have a day and are open on the day of the report, how many are past it "
            "while two or more sessions with the supervisee were held since.",
            "share",
            more_is_better=False,
        ),
        Measure(
            "tools",
            "Genogram and chronology",
            "Of the genograms and chronologies the files of open cases should have, one of each for a case discussed in "
            "supervision, how many were on the file and analysed when a discussion last noted it. What no discussion has noted "
            "yet does not count as analysed.",
            "share",
        ),
    )
}
_CITES: Final[Mapping[str, Callable[[Version], Sequence[Cited | None]]]] = {
    "audits": lambda version: [*version.audits.sample, version.measured.get("with_ratings")],
    "cp_audited": lambda version: [version.measured.get("cp_audited")],
    "team_groups": lambda version: [version.groups.team],
    "attendance": lambda version: [version.measured.get("attendance"), version.groups.team, version.groups.size],
    "same_supervisor": lambda version: [version.same_supervisor],
    "same_profession": lambda version: [version.same_profession],
    "year_ahead": lambda version: [version.measured.get("year_ahead")],
    "conversations": lambda version: [version.conversation],
    "observing": lambda version: [version.measured.get("observing")],
    "asye_caseload": lambda version: [version.measured.get("asye_caseload")],
    "drift": lambda version: [version.measured.get("drift")],
    "carried_over": lambda version: [version.measured.get("drift")],
    "tools": lambda version: [version.measured.get("genogram"), version.measured.get("chronology")],
    "trained": lambda version: [*version.training],
}
"""What the policy says that a measure shows; of the measures not named here their rows say it."""
_WHATEVER_IT_SAYS: Final = ("drift", "carried_over")
_BY_OWN_INTERVAL: Final = ("team_groups", "attendance")


def cited_by(version: Version, measure: str) -> list[Cited]:
    """What the policy says of it, whether or not there is a row yet."""
    return [cited for cited in _CITES[measure](version) if cited] if measure in _CITES else []


def measures_of(version: Version, settings: Settings) -> dict[str, Measure]:
    """Those there is something to show of under this policy: the others are about what it does not ask for."""
    has_groups = "group_supervision" in settings.intervals
    return {
        key: each
        for key, each in MEASURES.items()
        if key not in _CITES or key in _WHATEVER_IT_SAYS or cited_by(version, key) or (has_groups and key in _BY_OWN_INTERVAL)
    }
