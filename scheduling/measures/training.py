"""Whether everybody who supervises has had the training the policy asks for, as far as it is noted."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from scheduling.measures.shapes import Asked, Item, Trained
from scheduling.terms import Training
from scheduling.view import View

KINDS: Final[Mapping[str, str]] = {
    "skills": "trained_in_supervision",
    "procedures": "trained_in_procedures",
    "top_up": "top_up_taken",
    "objectives": "objectives_agreed",
}
"""What a row is called, by what was asked for."""


def rows(asked: Asked, view: View) -> Iterator[Item]:
    """One for each supervisor and each thing the policy asks of them; none where it asks for nothing."""
    terms = view.version.training
    noted: dict[str, list[Trained]] = defaultdict(list)
    for each in asked.trainings if terms else ():
        noted[each.person].append(each)
    for person in view.index.people if terms else ():
        if asked.is_about(person) and view.is_here(person) and _supervises(view, person):
            for term in terms:
                yield _row(asked, view, person, term, noted[person])


def _supervises(view: View, person: str) -> bool:
    return person in view.index.supervisees and bool(view.supervisees(person))


def _row(asked: Asked, view: View, person: str, term: Training, noted: list[Trained]) -> Item:
    its = [each for each in noted if each.what == term.what]
    done = [each for each in its if each.done_on and each.done_on <= view.today]
    latest = max(done, key=lambda each: (each.done_on or date.min, not each.is_own_word), default=None)
    number, why = int(latest is not None), _said(latest) if latest else "nothing noted"
    due: date | None = None
    if term.what == "top_up":
        to_take = [each.needed_on for each in its if _is_to_take(each, view.today)]
        due = min((on for on in to_take if on), default=None)
        number = int(not to_take)
        why = f"found to be needed {due}, not taken" if due else why if latest else "none found to be needed"
    return Item(
        measure="trained", month=None, team=asked.team(person), kind=KINDS[term.what], category="", person=person, due=due,
        done_on=latest.done_on if latest else None, number=number, why=why, rule=term.rule, source=view.policy.source(term),
        responsible=view.responsible(person),
    )  # fmt: skip


def _is_to_take(each: Trained, today: date) -> bool:
    return each.needed_on is not None and each.needed_on <= today and not (each.done_on and each.done_on <= today)


def _said(latest: Trained) -> str:
    return f"noted for {latest.done_on}" + (", as they say themselves" if latest.is_own_word else "")
