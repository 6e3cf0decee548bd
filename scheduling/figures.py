"""The figures of a policy as a person compares them: topic by topic, in words, each with its rule and section."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from scheduling.calendar import LONDON, Interval
from scheduling.facts import Facts, Organisation, Person, Relationship
from scheduling.index import index
from scheduling.policy import Policy
from scheduling.rules import clocks
from scheduling.saying import Cited
from scheduling.shapes import CATEGORIES
from scheduling.terms import Version
from scheduling.view import View

SILENT: Final = "silent"
_START: Final = date(2026, 1, 5)
_LONG_AGO: Final = date(2015, 1, 5)
POSTS: Final[dict[str, dict[str, Any]]] = {
    "case holder": {},
    "case holder, part-time": {"hours": "part_time"},
    "agency worker, first weeks": {"employment": "agency", "started_on": _START},
    "newcomer in probation": {"started_on": _START},
    "assessed and supported year, first weeks": {"asye_from": _START},
    "without cases": {"role": "non_case_holder"},
    "without cases, part-time": {"role": "non_case_holder", "hours": "part_time"},
    "not frontline": {"role": "non_frontline"},
    "Front Door": {"role": "front_door"},
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a policy says on one topic."""

    topic: str
    words: str
    rule: str = ""
    section: str = ""


def figures(policy: Policy, on: date) -> list[Figure]:
    """Everything with a figure in the version in force that day."""
    version = policy.at(on)
    found = [*_intervals(policy, on), *_lengths(version), *_agreement(version), *_recording(version), *_cases(version)]
    return [*found, *_people(version), *_managers(policy, version)]


def _figure(topic: str, words: str, cited: Cited, rule: str = "") -> Figure:
    return Figure(topic, words, rule or cited.rule, cited.section)


def _intervals(policy: Policy, on: date) -> Iterator[Figure]:
    for post, values in POSTS.items():
        worker = Person("worker", manager="manager", **{"started_on": _LONG_AGO, **values})
        people = (worker, Person("manager", role="non_case_holder", level="supervisor", started_on=_LONG_AGO))
        tie = Relationship("worker", "manager", worker.started_on or _LONG_AGO)
        facts = Facts(policy.name, people, (tie,), organisation=Organisation())
        day = max(on, _START) if worker.started_on == _LONG_AGO and not worker.asye_from else _START
        view = View(index(facts), policy, datetime.combine(day, time(9), LONDON))
        for clock in policy.at(on).supervision:
            if view.matches(worker, clock):
                found = clocks.policy_interval(view, "worker", clock, day, day)
                words = found.every.words if found else "silent: agree an interval"
                yield _figure(f"{clock.kind.replace('_', ' ')}, {post}", words, found.cited if found else clock.silent)


def _lengths(version: Version) -> Iterator[Figure]:
    for length in version.length:
        least, most = length.minutes_min, length.minutes_max
        words = f"{least} to {most} minutes" if least and most else f"at least {least} minutes" if least else "may be short"
        whom = ", ".join(f"{key} {'/'.join(map(str, value))}" for key, value in length.who.items()).replace("_", " ")
        stage = f"first {_lasting(length.lasts)} of {length.from_}" if length.from_ and length.lasts else ""
        yield _figure("length of a session" + "".join(f", {part}" for part in (whom, stage) if part), words, length)


def _lasting(lasts: tuple[Interval, ...]) -> str:
    return " and ".join(length.length for length in lasts)


def _agreement(version: Version) -> Iterator[Figure]:
    terms = version.agreement
    if terms.sign:
        yield _figure("agreement signed", f"within {terms.sign.within.length}", terms.sign)
    if terms.sign_at_first_session:
        yield _figure("agreement signed", "at the first session", terms.sign_at_first_session)
    if terms.review:
        yield _figure("agreement reviewed", terms.review.every.words, terms.review)
    if terms.named_manager:
        yield _figure("agreement names a manager", "yes", terms.named_manager)


def _recording(version: Version) -> Iterator[Figure]:
    terms = version.recording
    if terms.session:
        yield _figure("session recorded", f"within {terms.session.within.length}", terms.session)
    if terms.group:
        yield _figure("group signed off", f"within {terms.group.within.length}", terms.group)
    for each in terms.discussion:
        for kind in each.kinds:
            days = "" if each.days_are != "working" else " (working)"
            yield _figure(f"{kind.replace('_', ' ')} recorded", f"within {each.within.length}{days}", each)


def _cases(version: Version) -> Iterator[Figure]:
    terms = version.cases
    if terms is None:
        return
    if terms.first:
        whom = " for those who help" if terms.first.roles else ""
        yield _figure("case first discussed", f"within {terms.first.within.length} of allocation{whom}", terms.first)
    for category in CATEGORIES:
        if category in terms.starts_after:
            continue
        for cycle in terms.cycle:
            if (not cycle.roles or "key_worker" in cycle.roles) and (not cycle.categories or category in cycle.categories):
                words = cycle.every.words + (", oversight between" if cycle.oversight else "")
                yield _figure(f"case discussed, {category.replace('_', ' ')}", words, cycle)
                break
    if terms.summary:
        yield _figure("case summary", terms.summary.every.words, terms.summary)
    if terms.points:
        of = ", ".join(terms.points.categories).replace("_", " ")
        yield _figure("overseen at decision and review points", of, terms.points)
    for topic, cited in (
        ("planning meeting", terms.planning_meeting),
        ("evidence on each child's file", terms.evidence),
        ("case discussed more often by agreement", terms.agreed),
    ):
        if cited:
            yield _figure(topic, "yes", cited)


def _people(version: Version) -> Iterator[Figure]:
    observed = version.observation
    if observed.practice:
        every = observed.practice.every.words if observed.practice.every else f"{observed.practice.count} a year"
        yield _figure("practice observed", every, observed.practice)
    if observed.first:
        yield _figure("practice first observed", f"within {observed.first.every.length} of starting", observed.first)
    if observed.supervision:
        yield _figure("supervision observed", observed.supervision.every.words, observed.supervision)
    if version.probation:
        months = ", ".join(map(str, version.probation.months))
        yield _figure("probation assessed", f"at months {months}", version.probation)
    if version.conversation:
        yield _figure("Good Conversation", "to plan and to review, each year", version.conversation)
    if version.self_assessment:
        yield _figure("self-assessment", f"{version.self_assessment.every.length} before a session", version.self_assessment)
    if version.direct_work:
        yield _figure("direct work", f"{version.direct_work.least} examples a session", version.direct_work)
    if version.same_supervisor:
        yield _figure("supervised by", "always the same supervisor", version.same_supervisor)
    for topic, words, rule in (
        ("supervised by", "the line manager", version.by_line_manager),
        ("supervised from another profession", "by somebody of their own as well", version.same_profession),
        ("own copy of a record", "identifies nobody", version.own_copy),
    ):
        if rule:
            yield _figure(topic, words, rule)
    for filing in version.filing:
        of = ", ".join((*filing.sessions, *filing.discussions)).replace("_", " ")
        yield _figure(f"record filed ({of})", filing.says, filing)
    for asked in version.prepare:
        yield _figure(f"to prepare ({asked.whose})", asked.says, asked)
    if version.front_door:
        yield _figure("Front Door", f"{version.front_door.least} to {version.front_door.most} cases", version.front_door)
    for topic, terms in (
        ("team group", version.groups.team),
        ("group in the assessed year", version.groups.asye),
        ("training in the assessed year", version.groups.asye_training),
    ):
        if terms:
            yield _figure(topic, terms.every.words, terms)
    if version.groups.size:
        yield _figure("group size", f"{version.groups.size.least} to {version.groups.size.most}", version.groups.size)


def _managers(policy: Policy, version: Version) -> Iterator[Figure]:
    for sample in version.audits.sample:
        period = sample.period if sample.period in ("month", "quarter", "half") else getattr(policy.readings, sample.period)
        topic = f"audits ({', '.join(sample.kinds)}) by {', '.join(sample.levels)}".replace("_", " ")
        yield _figure(topic, f"{sample.count} a {period}", sample)
    if version.audits.coverage:
        yield _figure("every file seen", version.audits.coverage.every.words, version.audits.coverage)
    if version.audits.personal_records:
        yield _figure("personal records audited", version.audits.personal_records.every.words, version.audits.personal_records)
    if version.audits.feedback:
        feedback = version.audits.feedback
        yield _figure("audit feedback", f"within {feedback.within.length} ({feedback.days_are})", feedback)
    if version.load:
        yield _figure("supervisees at most", str(policy.readings.supervisees_red_from - 1), version.load)
    for asked in version.training:
        yield _figure("asked of supervisors", asked.what.replace("_", " "), asked)
    if version.absence:
        yield _figure("cover for a supervisor away", f"more than {version.absence.long.within.length}", version.absence.long)
    yield _figure("escalated", f"from day {policy.readings.escalate_from_day} after the due date", version.escalation)
