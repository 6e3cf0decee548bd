"""*Add to my calendar*: the address of one booking's own entry, made for whoever presses, and shown once."""

from dataclasses import replace

from handlers.diary import PAST
from handlers.forms.fields import window
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import feed as feed_words
from handlers.words import invite as words
from storage.unit import UnitOfWork


def look(request: Request, work: UnitOfWork) -> Reply:
    """Pressed again, another is made: Cornerstone keeps no copy of an address."""
    if not request.public_url:
        return say(feed_words.NO_ADDRESS)
    token, booked = work.invites.make(request.value, viewer=request.viewer, since_on=request.today - PAST)
    address = f"{request.public_url}/feed/one/{token.text}.ics"
    has_all = work.feeds.standing(viewer=request.viewer) is not None
    made = words.made(booked, address, request.today, has_all=has_all)
    return replace(show(window(words.TITLE, made)), stored=True, unopened=say(words.UNSHOWN))
