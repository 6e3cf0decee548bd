"""Who else may read a record: shown, given, taken back, told."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.actions import records
from handlers.forms import access as form
from handlers.forms import fields
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import access as words
from handlers.words import kit, messages
from handlers.words.phrases import possessive, who
from storage.unit import UnitOfWork
from storage.views import GrantView, Person

ABOUT_ME = messages.ACCESS_ABOUT_ME
GIVE = "access_give"
TAKE_BACK = "access_take_back"
TELL = "access_tell"
SHOWN = 30


def about_me(request: Request, work: UnitOfWork) -> Reply:
    """*See why*, under the message that told of it."""
    return show(mine(request, work))


def mine(request: Request, work: UnitOfWork) -> dict[str, Any]:
    """Who has been given access to the viewer's record, and what has been opened to the viewer."""
    given = work.grants.about(request.viewer.id, viewer=request.viewer)
    opened = work.grants.open_to(request.viewer)
    blocks: list[Block] = [kit.section(words.OWN_HEAD)]
    blocks.append(kit.section(words.OWN_READERS + ("" if given else words.NOBODY_ELSE)))
    blocks += [kit.section(words.in_full(one, request.today)) for one in given[:SHOWN]]
    if opened:
        blocks.append(kit.section(words.OPENED_HEAD))
    for one in opened[:SHOWN]:
        said = words.opened(possessive(who(one.about)), words.for_what(one, request.today))
        blocks.append(kit.section(said, accessory=kit.button(words.READ, records.OPEN, one.about.id)))
    blocks.append(kit.context(words.NOTED))
    return fields.window(words.TITLE, blocks)


def window(request: Request, work: UnitOfWork, person: Person) -> dict[str, Any]:
    """Of somebody below: who has access, and for those who may give it, the buttons."""
    given = work.grants.about(person.id, viewer=request.viewer)
    may_give = work.grants.may_grant(person.id, request.viewer)
    blocks: list[Block] = [kit.section(words.head(possessive(who(person))))]
    if not given:
        blocks.append(kit.section(words.nobody_but(who(person))))
    for one in given[:SHOWN]:
        blocks += [kit.section(words.in_full(one, request.today)), *(_buttons(one, request) if may_give else [])]
    if may_give:
        blocks.append(kit.actions(kit.button(words.GIVE, GIVE, person.id, primary=True)))
    else:
        blocks.append(kit.context(words.GIVEN_BY))
    return fields.window(words.TITLE, blocks)


def ask_give(request: Request, work: UnitOfWork) -> Reply:
    """*Give access*: the form."""
    return show(form.modal(request, work, work.people.must_get(request.value)))


def take_back(request: Request, work: UnitOfWork) -> Reply:
    """*Take back*: it ends now."""
    grant = work.grants.revoke(request.value, viewer=request.viewer)
    said = words.taken_back(words.reader(grant), possessive(who(grant.about)))
    return say(said, title=words.TAKEN_BACK, stored=True)


def tell(request: Request, work: UnitOfWork) -> Reply:
    """*Tell them now*: the constraint is over."""
    grant = work.grants.tell_now(request.value, viewer=request.viewer)
    return say(words.being_told(who(grant.about)), title=words.TOLD, stored=True)


def _buttons(grant: GrantView, request: Request) -> Sequence[Block]:
    row = [kit.button(words.TAKE_BACK, TAKE_BACK, grant.id)] if grant.is_in_force else []
    if grant.untold and (grant.tell_on is None or grant.tell_on > request.today):
        row.append(kit.button(words.tell_now(grant.about.name), TELL, grant.id))
    return [kit.actions(*row)] if row else []
