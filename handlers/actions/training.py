"""The register of supervisors' training: one's own, that of those below who supervise, and what can be done with an entry."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from handlers import paging
from handlers.forms import fields
from handlers.forms import training as form
from handlers.homes.lists import Listed, Part
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import training as words
from handlers.words.phrases import who
from storage.records.trainings import TrainingView
from storage.unit import UnitOfWork
from storage.views import Person

A_PAGE = 25
AT_HOME = 5
ENTRIES = 30
"""Of one person, the latest: with its buttons each is two blocks."""


def run(request: Request, work: UnitOfWork) -> Reply:
    """A page of those below."""
    return show(_line(request, work, paging.number_in(request.value.rpartition(",")[2])), replaces=True)


def window(request: Request, work: UnitOfWork, person: Person | None) -> dict[str, Any]:
    """Of one person; of nobody in particular one's own, with those below who supervise. Raises NotFound."""
    return _line(request, work, 0) if person is None else _one(request, work, person.id)


def opened(request: Request, work: UnitOfWork) -> Reply:
    """*Open*: all that is noted of one of them."""
    return show(_one(request, work, request.value))


def ask(request: Request, work: UnitOfWork) -> Reply:
    """*Note something*."""
    return show(form.modal(request, work, request.value))


def confirm(request: Request, work: UnitOfWork) -> Reply:
    """*It is right*."""
    entry = work.trainings.confirm(request.value, viewer=request.viewer)
    return Reply(modal=_one(request, work, entry.person_id), stored=True, replaces=True)


def take_back(request: Request, work: UnitOfWork) -> Reply:
    """*Take it back*: it was noted wrongly."""
    entry = work.trainings.take_back(request.value, viewer=request.viewer)
    return Reply(modal=_one(request, work, entry.person_id), stored=True, replaces=True)


def at_home(request: Request, work: UnitOfWork, people: Sequence[Person]) -> list[Part]:
    """Whom the viewer supervises, who supervises, and of whom no training is noted that the policy asks for."""
    made: list[list[Block]] = [
        [kit.section(words.untrained(each), accessory=kit.button(words.NOTE_LABEL, words.NOTE, each.id))]
        for each in work.trainings.untrained(people, viewer=request.viewer)
    ]
    return [Listed("untrained", words.UNTRAINED, made, AT_HOME)]


def _asked(request: Request, work: UnitOfWork) -> tuple[set[str], Block]:
    """What the policy asks for, and the line that says so."""
    terms = work.policy.at(request.today).training
    sources = list(dict.fromkeys(work.policy.source(each) for each in terms))
    said = words.asks([each.what for each in terms], sources) if terms else words.SILENT
    return {each.what for each in terms}, kit.context(said)


def _one(request: Request, work: UnitOfWork, person_id: str) -> dict[str, Any]:
    entries = work.trainings.of(person_id, viewer=request.viewer)
    _, head = _asked(request, work)
    whose = kit.section(f"*{who(work.people.must_get(person_id))}*")
    return fields.window(words.TITLE, [whose, head, *_entries(request, work, entries), _note(person_id)])


def _line(request: Request, work: UnitOfWork, number: int) -> dict[str, Any]:
    own = work.trainings.of(request.viewer.id, viewer=request.viewer)
    asked, head = _asked(request, work)
    below = work.people.by_id(work.people.leaders(work.sight.below(request.viewer))).values()
    without = {each.id for each in work.trainings.untrained(list(below), viewer=request.viewer)}
    ordered = sorted(below, key=lambda each: (each.id not in without, each.name, each.id))
    page = paging.Page([], number, max(-(-len(ordered) // A_PAGE), 1))
    shown = ordered[number * A_PAGE : (number + 1) * A_PAGE]
    noted = work.trainings.of_each([each.id for each in shown], viewer=request.viewer)
    made: list[Block] = [head, kit.section(f"*{words.YOU}*"), *_entries(request, work, own), _note(request.viewer.id)]
    made += [kit.divider(), kit.section(f"*{words.BELOW}*")] if shown else []
    for each in shown:
        said = f"{who(each)}\n{words.line(noted.get(each.id, ()), asked, request.today)}"
        made.append(kit.section(said, accessory=kit.button(words.OPEN_LABEL, words.OPEN, each.id)))
    turns = page.buttons(words.LIST, "line")
    return fields.window(words.TITLE, [*made, *([kit.actions(*turns)] if turns else [])])


def _entries(request: Request, work: UnitOfWork, entries: Sequence[TrainingView]) -> list[Block]:
    ids = {each for one in entries for each in (one.by_id, one.confirmed_by_id) if each}
    people = work.people.by_id(ids)
    made: list[Block] = []
    for one in entries[:ENTRIES]:
        made.append(kit.section(words.entry(one, people, request.today)))
        is_theirs = one.person_id == request.viewer.id
        row = [kit.button(words.CONFIRM_LABEL, words.CONFIRM, one.id)] if one.is_own_word and not is_theirs else []
        if one.is_own_word or not is_theirs:
            row.append(kit.button(words.TAKE_BACK_LABEL, words.TAKE_BACK, one.id))
        made += [kit.actions(*row)] if row else []
    return made or [kit.section(words.NOTHING)]


def _note(person_id: str) -> Block:
    return kit.actions(kit.button(words.NOTE_LABEL, words.NOTE, person_id))
