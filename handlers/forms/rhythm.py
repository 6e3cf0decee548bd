"""The form for when somebody is written to: their working days, and for oneself the hour of the morning message."""

from typing import Any

from handlers.forms import fields
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import kit
from handlers.words import rhythm as words
from scheduling.errors import SupervisionError
from scheduling.rhythm import NoSuchDays, NotInTheMorning, days_of, morning_of
from storage.unit import UnitOfWork
from storage.views import Person

FAULTS: dict[type[SupervisionError], str] = {NoSuchDays: "days", NotInTheMorning: "at"}


def modal(request: Request, work: UnitOfWork, person: Person) -> dict[str, Any]:
    """As it stands now. Raises NotFound."""
    work.sight.must_see(request.viewer, person.id)
    is_own = person.id == request.viewer.id
    chosen = [str(day) for day in sorted(days_of(person.works_on))]
    blocks = [
        kit.context(words.stands(person, is_own=is_own)),
        fields.many_field("days", words.DAYS, words.WEEKDAYS, chosen, hint=words.DAYS_HINT),
    ]
    if is_own:
        hours = {hour: hour for hour in words.HOURS}
        now_at = f"{morning_of(person.morning_at):%H:%M}"
        blocks.append(fields.select_field("at", words.MORNING, hours, now_at, hint=words.MORNING_HINT))
    title = words.TITLE if is_own else words.THEIR_TITLE
    return fields.form(title, words.FORM, blocks, meta={"person": person.id})


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Keep what was chosen."""
    person_id = request.carried("person")
    days = {int(day) for day in request.chosen("days") if day in words.WEEKDAYS}
    person = work.rhythms.choose_days(days, viewer=request.viewer, person_id=person_id)
    at = request.clock("at")
    if at is not None and person_id == request.viewer.id:
        person = work.rhythms.choose_morning(at, viewer=request.viewer)
    return saved(request, person)


def saved(request: Request, person: Person) -> Reply:
    """What holds now."""
    said = words.saved(person, is_own=person.id == request.viewer.id)
    return say(said, title=words.SAVED, stored=True, about=person.id)
