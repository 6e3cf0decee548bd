"""What is said around ad hoc decisions: their form, saved, read, confirmed, sent back, changed, filed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from handlers.words.phrases import clip, clock, day, deadline, escape, listed
from scheduling.calendar import local_day
from storage.views import Person

TITLE = "Ad hoc decision"
KINDS: Mapping[str, str] = {"ad_hoc": TITLE, "oversight": "Management oversight"}
NAMED: Mapping[str, str] = {"ad_hoc": "decision", "oversight": "management oversight"}
"""Within a sentence."""
LOG_TITLE = "Log a decision"
CONFIRM_TITLE = "Confirm a decision"
BACK_TITLE = "Send it back"
CHANGE_TITLES: Mapping[str, str] = {"ad_hoc": "Change a decision", "oversight": "Change oversight"}
SAVED = "Saved"
CONFIRMED = "Confirmed"
FILED = "Filed"
SENT_BACK = "Sent back"
CHANGED = "Saved"

CASE = "Case"
CASE_REFERENCE = "Case reference"
DECISION = "Decision"
SAYS: Mapping[str, str] = {"ad_hoc": DECISION, "oversight": "What was looked at, and what follows"}
"""Above its text."""
DECISION_HINT = "What was decided, and what happens next."
RATIONALE = "Rationale"
RATIONALE_HINT = "Why: enough for somebody who reads it later to follow it."
KIND = "What kind it is"
BACK_REASON = "What has to change"
BACK_HINT = "Whoever entered it reads this, writes it again, and it comes back to you."

READ_AND_CONFIRM = "Confirm"
SEND_BACK = "Send back"
CHANGE = "Change"
ADD = "Add"
NOT_THERE = "There is no such case among those you can see. Check the reference."
ONE_CASE = "Nothing is saved yet. One decision is about one case. Which?"
THE_OTHERS = "If the same was decided on another of them, press it as well:"
ONCE_CONFIRMED = "Once you confirm it, it counts as a manager's decision, in your name."
OTHERWISE = "If something has to change first, send it back with the reason."
COUNTS: Mapping[str, str] = {
    "ad_hoc": "A manager's decision: it counts.",
    "oversight": "A manager's oversight between discussions: it counts.",
}
NOTHING_SAID = "–"


def too_long(label: str) -> str:
    """Above what was typed and does not fit its field."""
    return f"{label}, as you typed it: it has to fit 3,000 characters"


def reference_hint(example: str) -> str:
    """Under the field for the case."""
    return f"The reference as the case system has it, for example {example}."


def logged(ref: str, at: str, *, is_draft: bool, kind: str, what: str) -> str:
    """`Saved. Ad hoc decision on M100001, 14:05 today, by you.`"""
    how = "Saved as a draft" if is_draft else "Saved"
    of_kind = f" Its kind: {escape(kind)}." if kind else ""
    return f"{how}. {what} on *{escape(ref)}*, {at} today, by you.{of_kind}"


def asked_to_confirm(asked: str, instead_of: str, later: str) -> str:
    """Of a draft. `instead_of`: whose place they take. `later`: when they are written to, where that is not now."""
    when = f"will be asked {later}" if later else "has been asked"
    away = f", as {instead_of} is away" if instead_of else ""
    return f"{asked or 'Your supervisor'} {when} to confirm it{away}; then it counts."


def told(worker: str, later: str) -> str:
    """The worker hears of it. `later`: when they are written to, where that is not now."""
    return f"{worker} {f'will be told {later} that' if later else 'has been told'} there is one to read."


def not_told(worker: Person, today: date) -> str:
    """The worker has left."""
    return f"{escape(worker.name)} left on {day(worker.left_on or today, today)} and is not told."


def later(when: datetime, today: date) -> str:
    """`at 09:00`; on another day, `at 09:00 on Mon 30 November`."""
    return f"at {clock(when)}" if local_day(when) == today else f"at {deadline(when, today)}"


def counts_for(today: date) -> str:
    """As management oversight of this month."""
    return f"\nIt counts as management oversight for {today:%B}."


def to_file(system: str, by: str) -> str:
    """Where and by when."""
    return f"To file on {system} by {by}."


def also_asked(headings: list[str]) -> str:
    """Of a decision logged in one line, where the policy's form asks for more."""
    return f"\nThe policy asks as well: {escape(listed(headings))}. *Add* opens the form for it."


def could_not_save(ref: str) -> str:
    """No such case; what is no reference is not repeated."""
    return f"I could not save that: there is no case *{ref}*." if ref else "I could not save that: there is no such case."


def choose_one(refs: Sequence[str]) -> str:
    """Above the case in the form, where the line named several."""
    return f"You named {listed([f'*{escape(ref)}*' for ref in refs])}. One decision is about one case: choose it here."


def check_reference(said: str) -> str:
    """Nothing like it is known either."""
    return f"{said} Check the reference, or choose the case in the form."


def did_you_mean(said: str, cases: list[str]) -> str:
    """Those it may have been."""
    return f"{said} Did you mean {listed(cases, 'or')}?"


def meant(ref: str, worker: str) -> str:
    """`M100001 (@Ann)`."""
    return f"*{escape(ref)}*" + (f" ({worker})" if worker else "")


def confirmed_already(on: str) -> str:
    """Somebody was quicker."""
    return f"This has been confirmed already{f' on {on}' if on else ''}."


def confirmed(ref: str) -> str:
    """It counts."""
    return f"Confirmed. The decision on *{escape(ref)}* counts, in your name."


def sent_back(ref: str, to: str) -> str:
    """It waits for whoever entered it."""
    return f"Sent back. {to} is told, and reads why; once the decision on *{escape(ref)}* is written again it comes to you."


def sent_back_to_nobody(ref: str, by: Person, today: date) -> str:
    """Whoever entered it has left."""
    return f"Sent back. {not_told(by, today)} To have the decision on *{escape(ref)}* count, log it yourself."


def changed_draft(ref: str, supervisor: str) -> str:
    """A draft was written anew."""
    return f"Saved. The draft of the decision on *{escape(ref)}* says what you wrote now; {supervisor} is to confirm it."


def corrects(ref: str, what: str) -> str:
    """A new decision stands beside the one it corrects."""
    return f"It corrects the {what} before it on *{escape(ref)}*, which stays beside it as it was."


def change_draft_of(ref: str) -> str:
    """Above the form."""
    return f"Your draft on *{escape(ref)}*."


def change_decision_of(ref: str, what: str) -> str:
    """Above the form."""
    return f"The {what} on *{escape(ref)}* stays as it was. What you write here is logged beside it, as its correction."


def filed(system: str, ref: str, on: str, what: str) -> str:
    """Nothing is left to do."""
    return f"Filed on {escape(system)}{f' on {on}' if on else ''}. Nothing more is needed for the {what} on *{escape(ref)}*."


def erased(system: str, on: str) -> str:
    """`Filed on MOSAIC on Tue 7 April; its text is on the case system only.`"""
    return f"Filed on {escape(system)}{f' on {on}' if on else ''}; its text is on the case system only."


def waits(supervisor: str) -> str:
    """A draft."""
    return f"A draft: it waits for {supervisor or 'the supervisor'} to confirm it."


def was_sent_back(by: str, on: str) -> str:
    """A draft that waits for whoever entered it."""
    return f"A draft, sent back by {by} on {on}: it waits to be written again."


def confirmed_on(on: str, by: str) -> str:
    """Of what was a worker's draft."""
    return f"Confirmed on {on}{f' by {by}' if by else ''}."


def filed_on(counts: str, system: str, on: str) -> str:
    """How it stands."""
    return f"{counts} Filed on {escape(system)} on {on}."


def not_filed(counts: str, system: str) -> str:
    """How it stands."""
    return f"{counts} Not filed on {escape(system)} yet."


REPLACED: Mapping[str, str] = {
    "ad_hoc": "It has been corrected: a newer decision stands beside it.",
    "oversight": "It has been corrected: a newer record of it stands beside it.",
}
REPLACES: Mapping[str, str] = {
    "ad_hoc": "It corrects an earlier decision, which stands beside it as it was.",
    "oversight": "It corrects an earlier record of it, which stands beside it as it was.",
}
READ_NEWER = "Read the newer one"
READ_EARLIER = "Read the earlier one"
BECAUSE = "Why it was sent back"
SENT_BACK_TO_YOU = "*Decisions sent back to you*"


def of_kind(kind: str) -> str:
    """Above the text."""
    return clip(f"Kind: {kind}", 200)


def head(ref: str, when: str, by: str) -> str:
    """`*M100001* · 24 March, 10:05 · by @Tom`."""
    return f"*{escape(ref)}* · {when} · by {by}"
