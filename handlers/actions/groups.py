"""Groups beside their record: ideas brought to somebody's own supervision, and what a group left to be read."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from handlers.homes.lists import Listed
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import group as words
from handlers.words import kit, messages
from storage.errors import NotFound
from storage.records.groupviews import GroupView
from storage.unit import UnitOfWork
from storage.views import Person

RELAYED = "group_relayed"
SHOWN = 5


def relayed(request: Request, work: UnitOfWork) -> Reply:
    """*Relayed in supervision*: of one group and one person, by them or whoever supervises them."""
    group_id, person_id = [*request.ids, "", ""][:2]
    person = work.people.get(person_id)
    if person is None:
        raise NotFound
    group = work.groups.relay(group_id, viewer=request.viewer, person_id=person.id)
    said = words.relayed(person, group.held_on, request.today, is_own=person.id == request.viewer.id)
    return say(said, title=words.SAVED, stored=True)


def to_relay(request: Request, work: UnitOfWork, people: Sequence[Person]) -> Listed:
    """Whose ideas are still to be brought to supervision: the viewer's own, or those of whom they supervise."""
    waiting = work.groups.to_relay(*(each.id for each in people), viewer=request.viewer)
    is_own = [each.id for each in people] == [request.viewer.id]
    named = {each.id: each for each in people}
    led_by = work.people.by_id({group.facilitator_id for _, group in waiting})
    made: list[list[Block]] = []
    for person_id, group in waiting:
        said = words.line(group.held_on, request.today, led_by.get(group.facilitator_id))
        said = said if is_own else words.to_hear(named[person_id], said)
        made.append([kit.section(said, accessory=kit.button(words.RELAYED, RELAYED, f"{group.id},{person_id}"))])
    return Listed(*(("relay", words.TO_RELAY) if is_own else ("hear", words.TO_HEAR)), made, SHOWN)


def taken_part(request: Request, work: UnitOfWork, person: Person) -> list[Block]:
    """Records of groups somebody took part in, as far as the viewer may read them: they stand in another's file."""
    if not work.sight.can_see(request.viewer, person.id):
        return []
    groups: dict[str, GroupView] = {each.id: each for each in work.groups.of(person.id, viewer=request.viewer)}
    records = work.written.of_one(*groups, viewer=request.viewer)
    theirs = [each for each in records if each.about_id != person.id]
    made: list[Block] = [kit.section(f"*{words.THEIRS}*")] if theirs else []
    for one in theirs[:SHOWN]:
        group = groups[one.of_id or ""]
        said = words.line(group.held_on, request.today, work.people.get(group.facilitator_id), one.case_ref or "")
        made.append(kit.section(said, accessory=kit.button(words.READ, messages.FORM_READ, one.id)))
    return made
