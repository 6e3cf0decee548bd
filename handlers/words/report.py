"""How supervision stands: the report, the list behind each figure, what is counted."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from handlers.words.phrases import clock, day, escape, listed, sentence
from scheduling.calendar import LONDON
from storage.papers import PDF, WORKBOOK, Ordered, Paper

OPEN, LIST, COUNTED = "report_open", "report_list", "report_counted"
SEND, SEND_PDF = "report_send", "report_send_pdf"
REST, REST_AGAIN = "report_rest", "report_rest_again"
TITLE = "How supervision stands"
LIST_TITLE = "The list behind it"
COUNTED_TITLE = "What is counted"
SHOW_LIST = "Show the list"
SHOW = "Open"
SHOW_TEAMS = "By team"
OTHERS = "others"
NOTHING_DUE = "nothing fell due"
WHAT_COUNTS = "What is counted?"
REPORT = "Open the report"
PAPER = "The report as a file"
SEND_ME = "Send me the workbook"
AS_A_PDF = "As a PDF"
FORMS = {WORKBOOK: "workbook", PDF: "PDF"}
INTO_THE_THREAD = {
    WORKBOOK: "It comes with its chart into this message's thread, drawn from the facts as they stand then.",
    PDF: "It comes into this message's thread, drawn from the facts as they stand then.",
}
WHERE_NOT = "Where it is not there,"
NO_FILES = "This council keeps no files in Slack, so"
HELD_UP = "Slack takes no files from Cornerstone just now; who looks after it has been told. Until then"
YOUR_LINE = "Your line"
THE_COUNCIL = "The whole council"
READ = "Read the record"
PASSED_ON = "The case is with others now."
NOBODY_BELOW = "The report is about the people below you, and nobody is. Your own dates are under `/supervision next`."
NOTHING = "Nothing counts towards this yet."
NONE = "nothing"
"""Of what is only counted: a share of nothing cannot be told, the number can."""
BY_TEAM = "By team, the lowest first"
BY_TEAM_WORST = "By team, what is least as it should be first"
BY_KIND = "What fell due, by kind"
BY_CATEGORY = "Cases, by category"
NO_TEAM = "No team"
TELLS_OF_FEW = "not shown, it would tell of fewer than five people."
LEFT_OUT = "not shown"
"""Of a month, in place of its share."""
BY = {"month": "months", "team": "teams", "kind": "kinds", "category": "categories"}
"""Of which a figure may be left out."""
NOT_SHOWN = "Who it is about is not shown here. Ask for a record by its purpose: `/supervision access`."
AS_KEPT = (
    "So many people are below you that this is counted from the schedule as it has been kept since Cornerstone began here. "
    "A team opens with every figure and its list; all of it, twelve months of it from all the facts, is in the workbook."
)
NOT_YET = "That month has not come yet. `/supervision report` shows this month and the five before it."
TEAMS = "Teams"
EVERYBODY = (
    f"*{THE_COUNCIL}* is more people than can be counted while you wait. Open a team, let the other measures be counted, or "
    "have all of it as a workbook."
)
COUNT = "Count them"
COUNT_AGAIN = "Count again"
OTHER_MEASURES = "*All the other measures*, over everybody: recording, signing, agreements, observations, load and more."
ASK_A_TEAM = "The rules each figure follows stand there too, once a team is open."
ON_TIME = "On time"
KEPT = "Supervision and case discussions on time"
CASES_KEPT = "Case discussions on time"
FEW_TEAMS = 12
SPARK, VEILED = "▁▂▃▄▅▆▇█", "░"
KINDS = {
    "personal_supervision": "Supervision",
    "casework_supervision": "Casework supervision",
    "professional_support": "Professional support",
    "case_discussion": "Case discussions",
    "first_case_discussion": "First case discussions",
    "management_oversight": "Management oversight",
    "case_summary": "Case summaries",
    "record_session": "Sessions recorded",
    "record_discussion": "Discussions filed",
    "agreement_signature": "Agreements signed",
    "agreement_review": "Agreements reviewed",
    "practice_observation": "Practice observed",
    "supervision_observation": "Supervision observed",
    "probation_assessment": "Probation assessed",
    "trained_in_supervision": "Trained in supervision",
    "trained_in_procedures": "Trained in this policy",
    "top_up_taken": "Top-up training taken",
    "objectives_agreed": "Objectives for supervision",
    "no_cover": "nobody covers",
    "past_review": "past review",
    "in_order": "in order",
    "not_said": "not said for whom",
    "case": "never discussed",
    "good_conversation": "Good Conversations",
    "dip_sample": "Dip samples",
    "file_audit": "File audits",
    "peer": "Peer audits",
    "with_ratings": "Dip samples that look at the self-assessments",
    "audited": "records audited",
    "not_audited": "records not audited in the year",
    "group_held": "group held in time",
    "no_group": "no group in time",
    "observed": "observed somebody",
    "observed_nobody": "observed nobody",
    "there": "was there",
    "not_there": "was not there",
    "own_supervisor": "by their supervisor",
    "stood_in": "by whoever stood in",
    "another": "by somebody else",
    "own_profession": "own profession",
    "arranged": "own profession, arranged beside",
    "other_profession": "nobody of their own profession",
    "planned": "all dates booked",
    "short": "some dates booked",
    "no_dates": "no dates booked",
    "reduced": "fewer cases than the team",
    "not_reduced": "not fewer cases than the team",
    "nobody_beside": "nobody to compare with",
    "drifts": "late twice running or more",
    "in_time": "not late twice running",
    "carried_over": "carried over",
    "still_open": "open",
    "genogram": "Genogram",
    "chronology": "Chronology",
}
IN_TIME = "in time"
COUNTS = {"signing": "signed"}
"""What is counted beside the days something took, where the policy gives no time for it."""
CATEGORIES = {"supervising_social_worker": "supervising social worker", "child_in_care": "children in care"}


def kind(name: str) -> str:
    """As a person says it."""
    return KINDS.get(name) or CATEGORIES.get(name) or name.replace("_", " ")


def month(on: date, today: date) -> str:
    """`March`, with the year where it is not this one."""
    return f"{on:%B}" + (f" {on.year}" if on.year != today.year else "")


def percent(share: float | None) -> str:
    """`86%`: never 100 where one is missing."""
    return "–" if share is None else f"{int(share * 100 + 1e-9)}%"


def spark(shares: Sequence[float | None], veiled: Collection[int] = ()) -> str:
    """A bar a month; nothing fell due: a dot; `veiled` are the spots of months not shown. In words it stands beside it."""
    return "".join(
        VEILED if spot in veiled else "·" if share is None else SPARK[min(int(share * 8), 7)]
        for spot, share in enumerate(shares)
    )


def left_out(what: Sequence[str]) -> str:
    """`Months and kinds are left out where their figure would tell of fewer than five people.`"""
    return f"{sentence(listed(what))} are left out where their figure would tell of fewer than five people."


def head(whose: str, service: str, first: str, last: str, as_of: datetime, today: date) -> str:
    """Whose, of which council where that is beside it, which months, as of when."""
    of = f"*{whose}*, {service}" if service else f"*{whose}*"
    return f"{of} · {first} to {last} · as things stood {day(as_of.astimezone(LONDON).date(), today)}, {clock(as_of)}"


def kept_until(first: str, last: str, asked: str | None) -> str:
    """Which months the schedule was counted over, and what became of another that was asked for."""
    said = f"{first} to {last}, as the schedule stands now."
    return f"{said} You asked for {asked}: open a team to see it." if asked else said


def so_many_days(number: int) -> str:
    """`3 days`."""
    return f"{number:,} day{'' if number == 1 else 's'}"


def of(number: int, out_of: int) -> str:
    """`12 of 14`."""
    return f"{number:,} of {out_of:,}"


def trend(words: list[str]) -> str:
    """The last months in words."""
    return " · ".join(words)


def days(median: float, longest: int) -> str:
    """`2 days in the middle, 9 at the longest`."""
    middle = f"{median:g}"
    return f"{middle} day{'' if middle == '1' else 's'} in the middle, {longest} at the longest"


def of_so_many(number: int) -> str:
    """Where nothing else can be said of them."""
    return f"{number:,} in all"


def within(number: int, out_of: int, what: str) -> str:
    """`12 of 14 in time`."""
    return f"{of(number, out_of)} {what}"


def team_line(name: str, share: float | None, number: int, out_of: int) -> str:
    """One team."""
    return f"*{name}* {on_time(share, number, out_of)}"


def on_time(share: float | None, number: int, out_of: int) -> str:
    """So much of what fell due."""
    return f"{percent(share)} on time, {of(number, out_of)}"


def counting(people: int) -> str:
    """While it is: the window shows it by itself."""
    return (
        f"Counting, from everything known of {people:,} people. It will be shown here in some seconds. If nothing is here "
        "after a minute, close this window and press the button again."
    )


def of_category(said: str, category: str) -> str:
    """`Case discussions on time, child protection`."""
    return f"{said}, {category}" if category else said


def kept_of(kind: str, category: str) -> str:
    """Of one kind of duty, of the cases of a category, or of all that is counted from the schedule."""
    return of_category(f"{kind} on time" if kind else CASES_KEPT if category else KEPT, category)


def late_now(number: int, days: int, kinds: list[str]) -> str:
    """`Late now: 812 (supervision 300, case discussions 400, others 112), the longest 95 days.`"""
    if not number:
        return "*Late now:* nothing."
    longest = f", the longest {so_many_days(days)}" if days else ""
    return f"*Late now:* {number:,}" + (f" ({', '.join(kinds)})" if kinds else "") + f"{longest}."


def late_too(number: int, days: int) -> str:
    """Of a team, or of a kind."""
    return f"{number:,} late now" + (f", the longest {so_many_days(days)}" if days else "")


def before(begun_on: date, today: date) -> str:
    """Under the head, where months are shown in which Cornerstone was not yet used here."""
    return (
        f"Cornerstone began here on {day(begun_on, today)}. Of the time before only what the imported files hold is known: "
        "what they leave out shows as late."
    )


def foot(policy: str, version: str, trail: str, seq: int) -> str:
    """Under every picture."""
    kept = f"The audit trail ended at event {seq:,}: `{trail[:16]}`." if trail else "The audit trail has not begun."
    return f"{policy}, version {version}. {kept}"


def row(who: str, what: str, case: str, stands: str, why: str) -> str:
    """One row of a list."""
    about = f" · *{case}*" if case else ""
    return f"{who} · {what}{about}" + (f" · {stands}" if stands else "") + (f"\n{why}" if why else "")


def was_due(due: str, number: int) -> str:
    """Late, and not done; of an hour that passed today no day has gone by."""
    return f"was due {due}, {so_many_days(number)} late" if number else f"was due {due}, late"


def done(due: str, on: str, late: int, *, in_time: bool) -> str:
    """Done, in time or not; after its hour on the same day it is late by no day."""
    return f"due {due}, done {on}, " + ("in time" if in_time else f"{so_many_days(late)} late" if late else "late")


def ended(due: str, on: str) -> str:
    """Never done."""
    return f"was due {due}, not done by {on}, when it ended"


def list_head(title: str, said: str, number: int) -> str:
    """Above a list."""
    about = f" · {said}" if said else ""
    return f"*{title}*{about}: {number:,} row{'' if number == 1 else 's'}, what is not as it should be first."


def rules(cited: list[tuple[str, str]]) -> str:
    """By which rules."""
    return "Rules: " + "; ".join(f"{rule} ({source})" for rule, source in cited)


NO_RULE = "No rule of this policy is counted here yet."


def on_time_in(month: str, share: float | None, number: int, out_of: int, *, so_far: bool) -> str:
    """`February 95%, 38 of 40`; of the month that runs: so far."""
    return f"{month}{' so far' if so_far else ''} {percent(share)}, {of(number, out_of)}"


def on_time_line(shares: list[float | None], said: list[str], trend_word: str, since: date | None, today: date) -> str:
    """On the Home tab; `since` is the day Cornerstone began here, where the months shown reach back before it."""
    counted = f"Counted since Cornerstone began here on {day(since, today)}. " if since else ""
    line = f"*{KEPT}:* `{spark(shares)}` {trend(said)}{trend_word}"
    return f"{line}\n{counted}The report has every other duty too{', and what was imported from before' if since else ''}."


def rising(now: float | None, before: float | None) -> str:
    """The trend in a word."""
    if now is None or before is None:
        return ""
    if abs(now - before) < 0.005:
        return " · as the month before"
    return " · better than the month before" if now > before else " · lower than the month before"


def no_team(typed: str, teams: Sequence[str]) -> str:
    """No team below is called so, or several begin so: which there are, where they are few."""
    few = f" Teams below you: {listed(map(escape, teams))}." if 0 < len(teams) <= FEW_TEAMS else ""
    months = "A month is typed as `March`, `March 2025` or `2025-03`, after the team."
    return f"No one team below you is called *{typed}*, and it is no month.{few} {months} Try `/supervision report`."


def which(paper: Paper, today: date) -> str:
    """`how supervision stands, *North*, to March`."""
    whose = "your line" if paper.team is None else f"*{escape(paper.team) or NO_TEAM}*"
    return f"how supervision stands, {whose}, to {month(paper.month, today)}"


def instead(command: str) -> str:
    """What to do where no file comes, after why."""
    return f"whoever runs Cornerstone makes it with `{command}`."


def on_its_way(paper: Paper, today: date) -> str:
    """The answer to pressing."""
    said = f"*The {FORMS[paper.form]} is on its way:* {which(paper, today)}."
    return f"{said} It comes as a message from Cornerstone, with the file in its thread, in a minute or so."


def asked_before(paper: Paper, ordered: Ordered, today: date) -> str:
    """The answer to pressing again."""
    said = f"*The {FORMS[paper.form]}:* {which(paper, today)}, asked for at {clock(ordered.at)}"
    if ordered.is_there:
        return f"{said}, is in the thread of Cornerstone's message to you."
    return f"{said}, is on its way already: it is made once, and comes with the file in its thread."


def not_sent(why: str, paper: Paper, today: date, command: str) -> str:
    """The answer where no file can come, or none may lie in Slack."""
    return f"*The {FORMS[paper.form]}:* {which(paper, today)}. {why} {instead(command)}"
