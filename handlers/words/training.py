"""The words of the register of supervisors' training."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from handlers.words.phrases import day, escape, listed, sentence, who
from storage.records.trainings import KINDS, OBJECTIVES, OTHER, PROCEDURES, SKILLS, TOP_UP, TrainingView
from storage.views import Person

WORD = "training"
USAGE = "training [@name]"
DOES = "training to supervise and objectives for it: your own, and of those below you who supervise"
LIST, OPEN, NOTE, CONFIRM, TAKE_BACK = (
    "training_list",
    "training_open",
    "training_note",
    "training_confirm",
    "training_take_back",
)
FORM = "training_form"
TITLE = "Training to supervise"
YOU = "You"
BELOW = "Below you, who supervise"
NOTHING = "Nothing is noted yet."
SILENT = "This policy asks for no training of supervisors. What is noted here is kept all the same."
OPEN_LABEL = "Open"
NOTE_LABEL = "Note something"
CONFIRM_LABEL = "It is right"
TAKE_BACK_LABEL = "Take it back"
UNTRAINED = "No training to supervise is noted"
FORM_TITLE = "Note training"
WHAT = "What"
NEEDED = "needed"
"""In the form: a top-up that was found to be needed."""
CHOICES: Mapping[str, str] = {
    SKILLS: "Supervision skills",
    PROCEDURES: "This policy's procedures",
    TOP_UP: "Top-up training, taken",
    NEEDED: "Top-up training found to be needed",
    OBJECTIVES: "Performance objectives for supervision, agreed",
    OTHER: "Something else",
}
ON = "Which day"
ON_HINT = "The day it took place, was agreed, or was found to be needed."
CALLED = "What it was called"
CALLED_HINT = "Needed for something else. Of objectives only that there are some is noted, not what they say."
SAVED = "Noted"
_SHORT: Mapping[str, str] = {
    SKILLS: "supervision skills",
    PROCEDURES: "this policy's procedures",
    TOP_UP: "top-up training",
    OBJECTIVES: "performance objectives for supervision",
    OTHER: "other training",
}


def asks(kinds: Sequence[str], sources: Sequence[str]) -> str:
    """Above the register: what the policy asks for, and where."""
    said = {**_SHORT, TOP_UP: "any top-up found to be needed"}
    return f"Asked of everybody who supervises: {listed([said[each] for each in kinds])} ({escape(listed(sources))})."


def line(entries: Sequence[TrainingView], asked: Collection[str], today: date) -> str:
    """How one supervisor stands: `supervision skills 3 March · no performance objectives for supervision noted`."""
    parts: list[str] = []
    for kind in KINDS:
        its = [each for each in entries if each.kind == kind]
        done = [each.done_on for each in its if each.done_on]
        to_take = [each.needed_on for each in its if each.needed_on and not each.done_on]
        if done:
            parts.append(f"{_SHORT[kind]} {day(max(done), today)}")
        elif kind in asked and kind != TOP_UP:
            parts.append(f"{_SHORT[kind]}: nothing noted")
        parts += [f"*top-up needed since {day(min(to_take), today)}, not taken yet*"] if to_take else []
    return sentence(" · ".join(parts)) if parts else NOTHING


def entry(one: TrainingView, people: Mapping[str, Person], today: date) -> str:
    """One entry, with who says so."""
    when = (
        f"{'agreed' if one.kind == OBJECTIVES else ''} {day(one.done_on, today)}".strip()
        if one.done_on
        else f"needed since {day(one.needed_on, today)}, not taken yet"
        if one.needed_on
        else ""
    )
    called = f"\n{escape(one.title)}" if one.title else ""
    return f"*{sentence(_SHORT[one.kind])}* · {when} · {_says(one, people)}{called}"


def _says(one: TrainingView, people: Mapping[str, Person]) -> str:
    if one.by_id is None:
        return "from a list of attendance"
    if one.is_own_word:
        return "as they say themselves"
    confirmed = f", confirmed by {who(people.get(one.confirmed_by_id))}" if one.confirmed_by_id else ""
    return f"noted by {who(people.get(one.by_id))}{confirmed}"


def saved(person: Person, kind: str, on: date, today: date, *, is_own: bool) -> str:
    """After it was noted."""
    stands = " It stands as said by yourself until your line confirms it." if is_own else ""
    whose = "you" if is_own else who(person)
    what = "top-up training found to be needed" if kind == NEEDED else _SHORT[kind]
    return f"Noted for {whose}: {what}, {day(on, today)}.{stands}"


def untrained(person: Person) -> str:
    """On the Home tab of whoever manages them."""
    return f"{who(person)} supervises, and the training the policy asks for is not noted."
