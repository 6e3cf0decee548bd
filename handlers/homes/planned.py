"""On the Home tab: a plan to confirm, one that was begun, and the next session's agenda with the way to every other."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from slack_sdk.models.blocks import Block

from handlers.actions import agenda
from handlers.forms import fields
from handlers.homes.lists import Listed, Part
from handlers.request import Request
from handlers.words import agenda as agenda_words
from handlers.words import kit
from handlers.words import plan as words
from scheduling.errors import SupervisionError
from storage.unit import UnitOfWork
from storage.views import ObligationView, Person

NEAR = timedelta(days=7)
SHOWN = 5
PREFIX = "plan "


def waiting(request: Request, work: UnitOfWork) -> list[Part]:
    """Plans that wait for the viewer, and those the viewer began and put away. Nothing where there are none."""
    made: list[list[Block]] = []
    plans = work.plans.waiting(request.viewer)
    begun = [place.removeprefix(PREFIX) for place, _ in work.drafts.places(request.viewer, PREFIX)]
    people = work.people.by_id({*begun, *(each.proposed_by_id for each in plans)})
    for each in plans:
        read = kit.button(words.READ_IT, words.READ, each.id)
        made.append([kit.section(words.on_home(each, people.get(each.proposed_by_id), request.today), accessory=read)])
    for person_id in begun:
        if person_id in people:
            go_on = kit.button(words.GO_ON, words.OPEN, person_id)
            made.append([kit.section(words.begun(people[person_id]), accessory=go_on)])
    return [Listed("plans", "", made, SHOWN)]


def of_supervisees(
    request: Request, work: UnitOfWork, standings: Sequence[tuple[ObligationView | None, Person]]
) -> list[Block]:
    """The agenda of the session that comes next, in a week at most; *Plan the year* and the agenda of anybody."""
    made: list[Block] = []
    near = [
        (owed.booked_on, person)
        for owed, person in standings
        if owed and owed.booked_on and request.today <= owed.booked_on <= request.today + NEAR
    ]
    if near:
        with suppress(SupervisionError):
            _, person = min(near, key=lambda each: (each[0], each[1].name))
            made.append(kit.section(agenda.text(request, work, person)))
    choices = {person.id: person.name for _, person in sorted(standings, key=lambda each: each[1].name)}
    plan_for = fields.choice(words.OPEN, words.CHOOSE_WHOM, choices)
    agenda_for = fields.choice(agenda_words.OPEN, agenda_words.CHOOSE_WHOM, choices)
    return [*made, kit.actions(plan_for, agenda_for)]
