"""People picked in Slack: stored by their id here, shown by their account."""

from collections.abc import Mapping, Sequence

from handlers.asking import UnmetError
from scheduling.forms import Field, Value
from storage.unit import UnitOfWork

PICKED = ("colleague", "people")
"""Kinds of field whose answer is an account."""

Answers = Mapping[str, Value | None]


def known(work: UnitOfWork, asked: Sequence[Field], answered: Answers, *, all_of_them: bool) -> dict[str, Value | None]:
    """The answers with the ids of the people picked; accounts not met yet stay as they are.

    Raises UnmetError for such an account where `all_of_them` must be known.
    """
    picked = _picked(asked, answered)
    ids = {account: person.id for account, person in work.people.of_slack_all(picked).items()} if picked else {}
    unmet = next((each for each in picked if each not in ids), None)
    if all_of_them and unmet:
        raise UnmetError(unmet)
    return _replaced(asked, answered, ids)


def shown(work: UnitOfWork, asked: Sequence[Field], answers: Mapping[str, Value]) -> dict[str, Value]:
    """The answers with the accounts of these people, as a field of Slack's begins with them; who has none is left out."""
    people = work.people.by_id(_picked(asked, answers))
    without = {each.id for each in people.values() if not each.slack_id}
    accounts = {person.id: person.slack_id for person in people.values() if person.slack_id}
    made = _replaced(asked, answers, accounts, without)
    return {name: value for name, value in made.items() if value}


def _picked(asked: Sequence[Field], answers: Answers) -> list[str]:
    return [each for field in asked if field.kind in PICKED for each in _several(answers.get(field.name))]


def _replaced(
    asked: Sequence[Field], answers: Answers, by: Mapping[str, str], without: set[str] | frozenset[str] = frozenset()
) -> dict[str, Value | None]:
    made = dict(answers)
    for field in asked:
        if field.kind in PICKED and answers.get(field.name):
            several = [by.get(each, each) for each in _several(answers[field.name]) if each not in without]
            made[field.name] = several if field.kind == "people" else "".join(several)
    return made


def _several(value: Value | None) -> list[str]:
    return [value] if isinstance(value, str) and value else list(value or [])
