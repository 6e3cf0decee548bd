"""One's private calendar address: made and shown once, made anew, switched off. Always the presser's own."""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block

from handlers.forms.fields import window
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import feed as words
from handlers.words import kit
from storage.unit import UnitOfWork


def look(request: Request, work: UnitOfWork) -> Reply:
    """The address somebody has; who has none is given one."""
    standing = work.feeds.standing(viewer=request.viewer)
    if standing:
        return _shown(_standing(request, work))
    return _made(request, work, None) if request.public_url else say(words.NO_ADDRESS)


def new(request: Request, work: UnitOfWork) -> Reply:
    """*New address*: in place of the one the button stood under, which ends with this."""
    if not request.public_url:
        return say(words.NO_ADDRESS)
    return _made(request, work, None if request.value == words.NONE else request.value)


def off(request: Request, work: UnitOfWork) -> Reply:
    """*Switch off*: whichever they have, for that is what they want who press it in an old window."""
    work.feeds.revoke(viewer=request.viewer)
    return _shown(words.ended(can_be_new=bool(request.public_url)), done=words.ENDED)


def _made(request: Request, work: UnitOfWork, instead_of: str | None) -> Reply:
    is_another = work.feeds.standing(viewer=request.viewer) is not None
    token = work.feeds.make(viewer=request.viewer, instead_of=instead_of)
    feed = work.feeds.standing(viewer=request.viewer)
    if token is None or feed is None:
        return _shown([kit.section(words.OTHERWISE), *_standing(request, work)])
    address = f"{request.public_url}/feed/{token.text}.ics"
    return _shown(words.made(address, feed, is_another=is_another), done=words.UNSHOWN)


def _standing(request: Request, work: UnitOfWork) -> Sequence[Block]:
    feed = work.feeds.standing(viewer=request.viewer)
    return words.standing(feed, request.today, work.zone, can_be_new=bool(request.public_url)) if feed else []


def _shown(blocks: Sequence[Block], *, done: str = "") -> Reply:
    """In place of the window a button stood in. `done` is said where Slack opens none: never the address."""
    unopened = say(done) if done else None
    return replace(show(window(words.TITLE, blocks), replaces=True), stored=bool(done), unopened=unopened)
