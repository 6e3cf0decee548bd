"""What people are told when something is wrong with us, the database or Slack; what they typed is given back with it."""

import logging
import secrets

from handlers.deps import Deps
from handlers.entry import Entry
from handlers.kept import keep, offer, rows_of
from handlers.patience import Waiting
from handlers.reply import Reply, Typed, say
from handlers.request import Incoming, Source
from handlers.words.waiting import (
    IN_THE_FORM,
    KEPT,
    NO_FORM,
    NO_WINDOW,
    NOT_BEGUN,
    NOT_SAVED,
    NOT_SAVED_TITLE,
    OPEN_TO_TRY_AGAIN,
    STILL_HERE,
    TOO_OFTEN,
    TRY_AGAIN,
    wrong,
)
from storage.errors import Busy, Unavailable

log = logging.getLogger(__name__)


def reply_to(error: Exception, incoming: Incoming, entry: Entry, deps: Deps, waiting: Waiting) -> Reply:
    """The sentence for an outage, or for what nobody foresaw: that one is logged under the number it shows."""
    if isinstance(error, Busy | Unavailable):
        log.warning("%s was not done: %s (%s)", incoming.name, type(error).__name__, type(error.__cause__).__name__)
        return _not_done(error.sentence, incoming, entry)
    fault = secrets.token_hex(4)
    log.error("fault %s in %s", fault, incoming.name, exc_info=error)
    if incoming.source is Source.COMMAND and incoming.text.strip():
        return _kept_or_given_back(fault, incoming, entry, deps, waiting)
    return _not_done(wrong(fault, f"{NOT_SAVED} {TRY_AGAIN}"), incoming, entry)


def not_begun(incoming: Incoming, entry: Entry) -> Reply:
    """So many wait that this one came too late to be begun. Nothing of Slack's or of the database's is needed to say so."""
    if incoming.source is Source.FORM:
        return _in_form(NOT_BEGUN, incoming)
    return offer(NOT_BEGUN, incoming, entry)


def too_often(most: int, incoming: Incoming, entry: Entry, *, is_first: bool) -> Reply:
    """They ask more often than anybody can. The first time it may still be somebody: what they typed is kept, as ever."""
    said = TOO_OFTEN.format(most=most)
    if incoming.source is Source.FORM:
        return _in_form(said, incoming)
    return offer(said, incoming, entry) if is_first else say(said)


def unopened(incoming: Incoming, entry: Entry) -> Reply:
    """Slack would not open the form."""
    if incoming.source is not Source.COMMAND:
        return say(NO_WINDOW)
    return offer(NO_FORM if incoming.text.strip() else f"{NO_FORM} {TRY_AGAIN}", incoming, entry)


def _not_done(said: str, incoming: Incoming, entry: Entry) -> Reply:
    """Nothing can be stored now, not even what was typed: it goes straight into the form, or back to the person."""
    if incoming.source is Source.FORM:
        return _in_form(said, incoming)
    back = offer(said, incoming, entry)
    if incoming.source is not Source.COMMAND or not incoming.text.strip() or entry.blank is None:
        return back
    return Reply(text=f"{said} {IN_THE_FORM}", modal=entry.blank(incoming.text), unopened=back)


def _kept_or_given_back(fault: str, incoming: Incoming, entry: Entry, deps: Deps, waiting: Waiting) -> Reply:
    try:
        kept = keep(Typed(incoming), deps, waiting)
    except Exception:
        # The last line of defence for what somebody typed: whatever storage's trouble is, it must not cost them the text.
        log.exception("fault %s: what was typed could not be kept", fault)
        kept = ""
    if not kept or entry.refill is None or not entry.has_form(incoming.text):
        return _not_done(wrong(fault, NOT_SAVED), incoming, entry)
    said = wrong(fault, f"{KEPT} {OPEN_TO_TRY_AGAIN}")
    return say(said, *rows_of((), kept, can_open=True))


def _in_form(said: str, incoming: Incoming) -> Reply:
    """The form stays open with everything in it; one with nothing to fill in gives way to the sentence."""
    if not incoming.first_input:
        return say(said, title=NOT_SAVED_TITLE)
    return Reply(errors={incoming.first_input: f"{said.replace('*', '')} {STILL_HERE}"})
