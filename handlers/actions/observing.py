"""Observations planned: opened, called off, and on the Home tab of whom they concern."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from handlers.filling import opening
from handlers.forms import observing
from handlers.homes.lists import Listed, Part
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import observations as words
from handlers.words.phrases import possessive, who
from storage.unit import UnitOfWork
from storage.views import Person

SHOWN = 4


def ask(request: Request, work: UnitOfWork) -> Reply:
    """*Plan it for a day*."""
    person_id, kind = [*request.ids, "", ""][:2]
    return show(observing.modal(request, work, person_id, observing.kind_in(kind)))


def run(request: Request, work: UnitOfWork) -> Reply:
    """The viewer's part of it."""
    return opening.planned_observation(request, work, request.value)


def call_off(request: Request, work: UnitOfWork) -> Reply:
    """It is not to be made."""
    planned = work.observations.call_off(request.value, viewer=request.viewer)
    said = words.called_off(work.people.get(planned.of_id), planned.kind, planned.on, request.today)
    return say(said, title=words.OFF_TITLE, stored=True)


def ahead(request: Request, work: UnitOfWork, people: Sequence[Person]) -> list[Part]:
    """A line for each planned of the viewer, by the viewer, or of those they supervise; nothing where there is none."""
    planned = work.observations.ahead(request.viewer, people)
    known = work.people.by_id({each for one in planned for each in (one.of_id, one.by_id)})
    made: list[list[Block]] = []
    for one in planned:
        of = words.YOUR if one.of_id == request.viewer.id else possessive(who(known[one.of_id]))
        by = words.YOU if one.by_id == request.viewer.id else who(known[one.by_id])
        said = words.planned_line(of, by, one.kind, one.on, request.today)
        is_theirs = request.viewer.id in (one.of_id, one.by_id)
        row = [kit.button(words.OPEN_LABEL, words.OPEN, one.id)] if is_theirs else []
        may_call_off = request.viewer.id != one.of_id and work.sight.can_see(request.viewer, one.of_id)
        row += [kit.button(words.OFF_LABEL, words.OFF, one.id)] if may_call_off else []
        made.append([kit.section(said), *([kit.actions(*row)] if row else [])])
    return [Listed("observations", words.PLANNED, made, SHOWN)]
