"""On the Home tab of somebody of whom nothing is on record yet: what to do next, by role, with whom."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from handlers.request import Request
from handlers.words import home as words
from handlers.words import kit
from handlers.words.phrases import escape
from storage.unit import UnitOfWork
from storage.views import Person


def blocks(request: Request, work: UnitOfWork, people: Sequence[Person], *, manages: bool) -> list[Block]:
    """Nothing once a session of theirs, or of anybody they supervise, is on record."""
    if work.sessions.has_any([request.viewer.id, *(person.id for person in people)], viewer=request.viewer):
        return []
    supervisor = work.people.supervisor_of(request.viewer.id)
    steps: list[str] = [words.FIRST_RECORD.format(them=escape(people[0].name), number=len(people))] if people else []
    steps += [words.FIRST_BELOW] if manages else []
    steps += [words.FIRST_BOOK.format(them=escape(supervisor.name))] if supervisor else []
    steps += [] if steps else [words.FIRST_NOBODY]
    numbered = [f"{at}. {step}" for at, step in enumerate([*steps, words.FIRST_DECISION], 1)]
    return [kit.section("\n".join([words.FIRST_USE, *numbered])), kit.divider()]
