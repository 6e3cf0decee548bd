"""What is said of groups: their form, their record, their ideas brought to supervision."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.words.phrases import count, day, escape, listed, who
from scheduling.saying import Size
from storage.views import Person

KINDS: Mapping[str, str] = {
    "team": "Team group supervision",
    "asye": "Group for newly qualified staff (ASYE)",
    "asye_training": "Training for newly qualified staff (ASYE)",
}
"""By the value each is stored as."""
NOT_THERE = (
    "A group is recorded by whoever led it, by somebody who was there, or by a manager above one of them. "
    "Put yourself where you belong, or leave it to one of them."
)
NOBODY = "A group needs at least one person besides whoever led it. Say who was there."
READ = "Read"
RELAYED = "Relayed in supervision"
TO_RELAY = "Ideas of a group to bring to your supervision"
TO_HEAR = "Ideas of a group to hear at the next supervision"
THEIRS = "Groups taken part in"
SAVED = "Saved"
NO_ADVISOR = "No Advisor is named: the policy has one assist the Facilitator."
UNTRAINED = "The Facilitator is not said to be trained, as the policy asks."
NO_CONSENT = "With partners from other agencies there, the policy asks to consider gaining consent from the families."
NO_LEADER = "By the policy a group is generally led by a team leader/manager, a senior social worker or a practice lead."
NO_MAP = "A group that is case focused will follow the Signs of Safety mapping process, by the policy."
NO_INQUIRY = "A case discussion should use the Appreciative Inquiry template, by the policy."


def head(on: date | None, today: date) -> str:
    """Above every step."""
    return f"Group supervision, {day(on, today)}." if on else "One record of the group, for everybody who took part."


def no_case(ref: str) -> str:
    """Beside the references typed; the same whether there is no such case or it is not theirs to see."""
    return f"There is no case {ref} here that you or somebody in the group works on or oversees. Check the reference."


def size(number: int, terms: Size) -> str:
    """A warning: it is saved all the same."""
    people = count(number, "person", "people").capitalize()
    return f"{people} took part, counting everybody; the policy asks for {terms.least} to {terms.most}."


def saved(on: date, today: date, *, is_signed: bool, facilitator: Person | None) -> str:
    """What is said once it is recorded."""
    then = "and signed off by you" if is_signed else f"and waits for {who(facilitator)} to sign it off"
    return f"Saved. The group of {day(on, today)} is recorded, {then}."


def to_relay(people: Sequence[Person]) -> str:
    """Whose part comes next."""
    names = listed(map(who, people))
    return (
        f"{names} {'brings' if len(people) == 1 else 'bring'} its ideas to their own supervision: their Home tab reminds them."
    )


def line(on: date, today: date, facilitator: Person | None, ref: str = "") -> str:
    """One group in a list, or what it left on one case."""
    about = f" · *{escape(ref)}*" if ref else ""
    return f"Group of {day(on, today)} · led by {who(facilitator)}{about}"


def to_hear(person: Person | None, said: str) -> str:
    """To the supervisor: whose ideas to hear."""
    return f"{who(person)} · {said[:1].lower()}{said[1:]}"


def relayed(person: Person | None, on: date, today: date, *, is_own: bool) -> str:
    """What is said once the button is pressed."""
    whose = "your" if is_own else f"{who(person)}'s"
    return f"Saved. The ideas of the group of {day(on, today)} were brought to {whose} own supervision."


def to_choose(on: date, facilitator: str) -> str:
    """A group whose ideas wait, to be chosen in the record of a session, where it is read years on."""
    return f"Group of {day(on, date.min)}{f', led by {facilitator}' if facilitator else ''}"


def ideas(on: date, said: str, today: date) -> str:
    """Above that choice: what came of the group."""
    return f"Ideas of the group of {day(on, today)}: {said}"


def brought(number: int) -> str:
    """Once the record of the session is saved."""
    return f"The ideas of {count(number, 'group')} were relayed in it."
