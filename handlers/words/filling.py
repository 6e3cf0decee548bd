"""What the forms of the policy say of themselves. What they ask is the policy's own wording, in its pack."""

from collections.abc import Mapping
from datetime import date, datetime

from handlers.words.group import KINDS
from handlers.words.growing import CONVERSATIONS
from handlers.words.phrases import clock, count, day
from scheduling.calendar import LONDON

VALUES: Mapping[str, str] = {
    "yes": "Yes",
    "no": "No",
    "red": "Red",
    "amber": "Amber",
    "green": "Green",
    "done": "Done",
    "not_done": "Not done",
    "open": "Not yet: it stays open",
    "completed": "Completed",
    "partly_completed": "Partly completed",
    "planned": "Planned",
    **KINDS,
    **CONVERSATIONS,
}
"""What is chosen, by the value it is stored as; what the policy words stands for itself."""
LABELS: Mapping[str, str] = {
    "why": "Why not, where it was not done",
    "what": "Action",
    "who": "By whom",
    "by": "By when",
    "case": "Case",
    "state": "How far it has come",
    "example": "What the child and the worker did or will do",
    "on": "Next session on",
    "at": "Next session at",
    "number": "Number",
    "which": "Which of these",
}
"""Fields of a question of several parts."""
FAULTS: Mapping[str, str] = {
    "scale": "A scale goes from 0 to 10: choose a whole number.",
    "why_missing": "Say why it was not done, in a few words; or choose that it stays open.",
    "action_missing": "Say what is to be done, or leave the whole action empty.",
    "same_case": "The examples are to be on different cases: choose another one here.",
    "example_missing": "Say what the child and the worker did or will do on this case, or choose no case.",
    "case_missing": "Choose the case this example is on.",
    "not_a_number": "Write the unique data number, never a name.",
    "same_number": "This number stands above already. Each case is named once.",
    "which_missing": "Choose which of these the case is.",
    "number_missing": "Write the number of the case, or choose nothing beside it.",
}
"""Beside a field, by the fault (`scheduling.forms.faults`)."""
NEXT = "Next"
SAVE = "Save"
BACK = "Back"
LATER = "Save for later"
ANEW = "Start again"
BEGUN = "Begun and not saved yet"
GO_ON = "Go on"
MOST_IN_A_TITLE = 24
"""Letters Slack shows of a window's title."""
SHORT: Mapping[str, str] = {
    "joint_planning": "Planning meeting",
    "supervision_observation": "Supervision observed",
    "first_session": "File checklist",
}
"""What the window of a form is called where the policy's own title does not fit."""
KEPT_TITLE = "Kept for later"
CHANGED = "changed"
SCALE_HINT = "0 is the worst, 10 the best, as the policy words it."
NO_FORM = "This form has nothing to ask for this person. Ask your administrator whether the policy's form is set up."


def step_of(title: str, number: int, of: int) -> str:
    """`Step 2 of 6: Health and wellbeing`."""
    return f"Step {number} of {of}: *{title}*" if of > 1 else f"*{title}*"


def about_case(ref: str) -> str:
    """Above a step about one case."""
    return f"For the record of *{ref}*, kept apart from the supervisee's own."


def window_title(form: str, title: str) -> str:
    """The policy's own, or a short one: none is cut off."""
    return title if len(title) <= MOST_IN_A_TITLE else SHORT.get(form, title)


def continued(kept_at: datetime, today: date) -> str:
    """Above a form that goes on where it was left."""
    when = day(kept_at.astimezone(LONDON).date(), today)
    return f"You go on with what you wrote on {when}, {clock(kept_at)}."


def kept(title: str) -> str:
    """In place of a form that was put away."""
    return f"*{title}*: what you wrote is kept, for you alone, for 14 days. Open the form again and you go on where you were."


def begun(title: str, whose: str, when: str) -> str:
    """A form on the Home tab that waits to be gone on with: whose and when, never what stands in it."""
    return f"{title} · {whose} · {when}"


def more_begun(number: int) -> str:
    """What did not fit."""
    return f"And {number} more, which come here as these are saved."


def needed(asks: str) -> str:
    """Beside a field that was left empty."""
    return f"The policy asks for this: {asks}. Write something here, if only that there was nothing to say."


def recorded(supervisee: str, held: str) -> str:
    """What is said once the record of a session is saved."""
    return f"Saved. The supervision of {supervisee}{held} is recorded, and signed by you."


def asked_to_sign(supervisee: str) -> str:
    """The supervisee's part comes next."""
    return f"{supervisee} is asked to read and sign it."


def actions_agreed(number: int) -> str:
    """How many actions stand in it."""
    said = "it is" if number == 1 else "each is"
    return f"{count(number, 'action').capitalize()} agreed: {said} reminded of before its day, and looked at again next time."


def copied_part(title: str, case: str) -> str:
    """`CASE DISCUSSION - M100001`, in what is copied."""
    return f"{title.upper()}{f' - {case}' if case else ''}"


def copied_heading(asks: str, label: str) -> str:
    """`Actions: by whom`, in what is copied."""
    return f"{asks}{f': {label}' if label else ''}"
