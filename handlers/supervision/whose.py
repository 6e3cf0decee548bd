"""Whose session is booked or moved where nobody is named."""

from handlers.asking import AskError, Choice
from handlers.request import Request
from handlers.typed import plain
from handlers.words import people as words
from storage.unit import UnitOfWork
from storage.views import Person


def or_own(
    request: Request, work: UnitOfWork, person: Person | None, word: str, after: str, *, may_be_own: bool = True
) -> Person:
    """The person named; oneself where one supervises nobody; otherwise asked, one button each."""
    if person is not None:
        return person
    supervisees = work.people.supervisees_of(request.viewer.id)
    if not supervisees:
        return request.viewer
    choices = [Choice(one.name, f"id:{one.id}") for one in supervisees[:18]]
    more = words.ANYBODY_ELSE if len(supervisees) > len(choices) else ""
    if may_be_own and work.people.supervisor_of(request.viewer.id):
        choices.append(Choice(words.OWN, "me"))
    raise AskError(words.WHOSE.format(more=more), before=word, after=plain(after), choices=choices, has_form=False)
