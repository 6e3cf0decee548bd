"""On the Home tab: forms that were begun and not saved, each with a button that goes on with it."""

from slack_sdk.models.blocks import Block

from handlers.filling.engine import GO_ON
from handlers.filling.sheet import sheet_at
from handlers.homes.lists import Listed, Part
from handlers.request import Request
from handlers.words import filling as words
from handlers.words import kit
from handlers.words.phrases import clock, day, who
from scheduling.calendar import LONDON
from storage.unit import UnitOfWork

SHOWN = 5


def blocks(request: Request, work: UnitOfWork) -> list[Part]:
    """Nothing where nothing was begun; the latest first."""
    begun = [(sheet, at) for place, at in work.drafts.places(request.viewer, "form ") if (sheet := sheet_at(place))]
    people = work.people.by_id({sheet.person for sheet, _ in begun})
    made: list[list[Block]] = []
    for sheet, at in begun:
        when = f"{day(at.astimezone(LONDON).date(), request.today)}, {clock(at)}"
        form = work.policy.forms.get(sheet.form)
        if form is None or sheet.person not in people:
            continue
        said = words.begun(form.title, who(people[sheet.person]), when)
        made.append([kit.section(said, accessory=kit.button(words.GO_ON, GO_ON, sheet.place))])
    return [Listed("begun", words.BEGUN, made, SHOWN)]
