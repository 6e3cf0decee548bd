"""What if: the question, the figures before and after, what goes late first, who goes over, and how it was reckoned.

Used by the command line and by the window of the Home tab. A `Name` turns a staff id into what the reader calls the person,
and leaves any other text as it is, made harmless where it has to be.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.words.duties import TITLES
from handlers.words.phrases import count, day, listed, plain_day
from scheduling.whatif import Answer, Away, Figures, Late, Missed, Over
from scheduling.whatif.diary import LOOK_AHEAD

Name = Callable[[str], str]
FIRST = 5
"""Of what goes late, and of those who go over, shown in words."""
AS_IT_IS = "As it is"
CHANGED = "With the change"
CHANGE = "Change"
LATE_BY_WEEK = "Late at the end of each week"
SESSIONS = "Sessions held a month"
DISCUSSIONS = "Case discussions held a month"
HOURS = "Hours held a month"
ENDING = "Week to"
LATE_FIRST = "What goes late first because of it"
GOES_OVER = "Who goes over because of it"
RECKONED = "How this was reckoned"
NOTHING_MORE_LATE = "Nothing goes late that would not have gone late anyway, as soon and for as long."
NOBODY_MORE_OVER = "Nobody goes over who is not over already."


@dataclass(frozen=True, slots=True)
class Line:
    """One figure before and after."""

    what: str
    before: float
    after: float

    @property
    def change(self) -> str:
        """`+3`, `-0.5`, `0`."""
        difference = round(self.after - self.before, 1)
        return f"{difference:+,.10g}" if difference else "0"


def figure(number: float) -> str:
    """`1,075.8`, `12`."""
    return f"{number:,.10g}"


def question(answer: Answer, name: Name) -> str:
    """What would be otherwise, in a sentence."""
    wanted, today = answer.wanted, answer.from_on
    parts = []
    if answer.before.policy != answer.after.policy:
        parts.append(f"the policy were {answer.after.policy.title()} and not {answer.before.policy.title()}")
    if wanted.vacancies:
        where = f" in {name(wanted.team)}" if wanted.team else ""
        who = f" ({listed([name(person) for person in answer.gone[:FIRST]])})" if len(answer.gone) <= FIRST else ""
        parts.append(f"there were {count(wanted.vacancies, 'more vacancy', 'more vacancies')}{where}{who}")
    if wanted.away:
        cover = f"{name(wanted.away.cover)} covering" if wanted.away.cover else "nobody covering"
        began = day(wanted.away.from_on, today)
        parts.append(f"{name(wanted.away.person)} were away for {count(wanted.away.weeks, 'week')} from {began}, {cover}")
    if not parts:
        return f"The council as it is, over {count(answer.weeks, 'week')} from {day(today, today)}."
    return f"What if {listed(parts)}? {count(answer.weeks, 'week').capitalize()} from {day(today, today)}."


def lines(answer: Answer) -> list[Line]:
    """Every figure, before and after."""
    return [Line(what, of(answer.before), of(answer.after)) for what, of in FIGURES]


def _overs(what: str) -> Callable[[Figures], float]:
    return lambda found: sum(1 for row in found.over if row.what == what)


FIGURES: tuple[tuple[str, Callable[[Figures], float]], ...] = (
    ("Sessions asked for a month", lambda found: found.asked.sessions),
    ("Case discussions asked for a month", lambda found: found.asked.discussions),
    ("Hours asked for a month", lambda found: found.asked.hours),
    (SESSIONS, lambda found: found.held.sessions),
    ("Short case meetings besides", lambda found: found.extra),
    (DISCUSSIONS, lambda found: found.held.discussions),
    (HOURS, lambda found: found.held.hours),
    ("Late on the first day", lambda found: found.late_already),
    ("Goes late after that", lambda found: len(found.late)),
    ("…of it passed up the line", lambda found: found.passed_on),
    ("Late at the end of the worst week", lambda found: max(found.late_by_week)),
    ("Supervisors over the policy's number", _overs("supervisees")),
    ("Workers whose cases outgrow their sessions", _overs("cases")),
    ("Supervisors over a week's hours", _overs("hours")),
    ("Most cases of one worker", lambda found: found.most_cases),
    ("People with a supervisor", lambda found: found.supervised),
    ("Open cases with a worker", lambda found: found.cases),
    ("No interval known: people", lambda found: found.silent_people),
    ("No interval known: cases", lambda found: found.silent_cases),
)


def late_first(answer: Answer, name: Name, most: int = FIRST) -> list[str]:
    """What goes late because of the change, the first of it; or that nothing does, and what stays late longer."""
    rows = answer.only_after
    if not rows:
        return [NOTHING_MORE_LATE, *_held_later(answer)]
    shown = [late(row, name, answer.from_on) for row in rows[:most]]
    return [*shown, *([f"and {len(rows) - most:,} more"] if len(rows) > most else [])]


def _held_later(answer: Answer) -> list[str]:
    """Of what is late on the first day, in the week in which it shows most."""
    ends, before, after = max(weeks(answer), key=lambda week: week[2] - week[1], default=("", 0, 0))
    if after <= before:
        return []
    as_it_is = f"{before:,}" if before else "none"
    return [f"What is late already stays late for longer: {after:,} at the end of the week to {ends}, and {as_it_is} as it is."]


def late(row: Late, name: Name, today: date) -> str:
    """`Case discussion of M100001, Ann with Tom: due Tue 24 March, held Fri 27 March`."""
    of = f" of {name(row.case)}" if row.case else ""
    when = f"held {day(row.done_on, today)}" if row.done_on else "not held by the end"
    return f"{TITLES[row.kind]}{of}, {name(row.person)} with {name(row.by)}: due {day(row.due_on, today)}, {when}"


def goes_over(answer: Answer, name: Name, most: int = FIRST) -> list[str]:
    """Who goes over because of the change; or that nobody does."""
    rows = answer.newly_over
    if not rows:
        return [NOBODY_MORE_OVER]
    shown = [over(row, name) for row in rows[:most]]
    return [*shown, *([f"and {len(rows) - most:,} more"] if len(rows) > most else [])]


def over(row: Over, name: Name) -> str:
    """One of them, with the figures."""
    has, most = figure(row.has), figure(row.most)
    if row.what == "supervisees":
        return f"{name(row.person)} would supervise {has}; the policy asks for no more than {most}"
    if row.what == "cases":
        return f"the cases of {name(row.person)} ask for {has} discussions a month; their sessions have room for {most}"
    return f"{name(row.person)} would be asked for {has} hours a week; a week holds {most}"


def what_became(answer: Answer) -> list[str]:
    """Of the cases of those who leave."""
    said = []
    if answer.moved:
        said.append(
            f"Their {count(answer.moved, 'case')} {'goes' if answer.moved == 1 else 'go'} to others of their team, "
            "each to whoever holds fewest by then."
        )
    if answer.unheld:
        said.append(
            f"Nobody is left in the team to hold {count(len(answer.unheld), 'case')}: nothing is counted for "
            f"{'it' if len(answer.unheld) == 1 else 'them'}."
        )
    return said


def assumptions(answer: Answer) -> list[str]:
    """How it was reckoned, for somebody who has to answer for it."""
    a_day, a_week = count(answer.room.a_day, "meeting"), count(answer.room.a_week, "meeting")
    return [
        f"A supervisor holds at most {a_day} a working day and {a_week} a week, soonest due first. No policy says how many: "
        "that is our assumption.",
        "Each is held on the last working day it is due; sooner only where the days before would not hold all, by "
        f"{LOOK_AHEAD} working days at most. The next one counts from the day it was held.",
        "In a session the cases due before the next one are discussed, earliest first, as many as fit. A case that cannot wait "
        "has a short meeting of its own.",
        _length(answer),
        "“Asked for” is each on the day it is due. Recording, oversight entries, groups and audits are not in the hours.",
        *([_over_there(answer)] if answer.before.policy != answer.after.policy else []),
        *(["An absence is not known of before it begins, so nothing is held sooner for it."] if answer.wanted.away else []),
        *([f"Who leaves is drawn by seed {answer.wanted.seed}: another seed draws others."] if answer.wanted.vacancies else []),
    ]


def _length(answer: Answer) -> str:
    said, found = dict.fromkeys(_minutes(found) for found in (answer.before, answer.after)), answer.after
    return f"{' '.join(said)} {found.besides} minutes of it are not for cases; {found.a_case} are for each case."


def _minutes(found: Figures) -> str:
    least, most = found.minutes
    if not most:
        return f"{found.policy.title()} names no interval, so no session is counted."
    long = f"{least} minutes" if least == most else f"{least} to {most} minutes"
    if found.own_length:
        return f"A session lasts {long}, as {found.policy.title()} has it."
    return f"{found.policy.title()} does not say how long a session lasts: {long}, as the last one was or by our assumption."


def _over_there(answer: Answer) -> str:
    return (
        f"Sessions held so far count under {answer.after.policy.title()} too, whatever it calls them. What is past its new "
        "date is late on the first day."
    )


EACH_COLUMNS = ("Supervisor", "People", "Cases", "Goes late", "Passed up the line", "What goes late first")
EACH_RECKONED = (
    "One after another, all else as it is, nobody covering. “Goes late” is what would not have gone late anyway, or not so "
    "soon or for so long; not what is late already, however long it stays so. The rest is reckoned as for one: see it by "
    "naming one of them."
)


def each_question(away: Away, today: date) -> str:
    """Above the list of all of them."""
    return f"Whose absence would hurt most, each away for {count(away.weeks, 'week')} from {day(away.from_on, today)}?"


def each_row(row: Missed, name: Name, today: date) -> tuple[str, ...]:
    """One of them, under `EACH_COLUMNS`."""
    first = late(row.late[0], name, today) if row.late else "nothing"
    return name(row.person), f"{row.people:,}", f"{row.cases:,}", f"{len(row.late):,}", f"{row.passed_on:,}", first


def week_ends(answer: Answer) -> list[date]:
    """The last day of each week."""
    return [answer.from_on + timedelta(days=7 * week - 1) for week in range(1, answer.weeks + 1)]


def weeks(answer: Answer) -> list[tuple[str, int, int]]:
    """Each week's end, and how many are late at it before and after."""
    ends = (plain_day(on, answer.from_on) for on in week_ends(answer))
    return list(zip(ends, answer.before.late_by_week, answer.after.late_by_week, strict=True))


def in_words(answer: Answer, rows: Sequence[tuple[str, int, int]]) -> str:
    """What the picture shows, in two sentences."""
    if not rows:
        return ""
    worst = " and ".join(_worst(named, rows, place) for named, place in ((AS_IT_IS, 1), (CHANGED, 2)))
    held = ", ".join(
        f"{what} {figure(old)} to {figure(new)}"
        for what, old, new in (
            ("sessions", answer.before.held.sessions, answer.after.held.sessions),
            ("case discussions", answer.before.held.discussions, answer.after.held.discussions),
            ("hours", answer.before.held.hours, answer.after.held.hours),
        )
    )
    return f"Late at the end of the worst week: {worst}. Held a month, before and after: {held}."


def _worst(named: str, rows: Sequence[tuple[str, int, int]], place: int) -> str:
    ends, number = max(((row[0], int(row[place])) for row in rows), key=lambda row: row[1])
    return f"{number:,} {named.lower()} ({ends})" if number else f"none {named.lower()}"
