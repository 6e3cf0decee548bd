"""From an incoming request to a reply: who asks, once only, one transaction, and nothing typed is lost."""

from dataclasses import replace

from handlers import acquaintance
from handlers.asking import AskError, ChangedError, FieldError, UnmetError, WordedError
from handlers.deps import Deps
from handlers.entry import Entry
from handlers.forms import unsent
from handlers.kept import keep, place_of, rows_of
from handlers.patience import Waiting
from handlers.pointing import pointed_out
from handlers.reply import Reply, Typed, say
from handlers.request import Incoming, Request, Source
from handlers.words.phrases import escape
from handlers.words.waiting import AGAIN, AGAIN_TITLE, KEPT
from scheduling.errors import SupervisionError
from storage.errors import Busy, InDoubt, Unavailable
from storage.unit import UnitOfWork
from storage.views import Person


class UndecidedError(Exception):
    """The database stopped answering while this was being stored: nobody knows yet whether it was."""

    def __init__(self, reply: Reply) -> None:
        """`reply` is what to say if it was."""
        super().__init__()
        self.reply = reply


def answer(
    incoming: Incoming,
    entry: Entry,
    commands: dict[str, Entry],
    deps: Deps,
    waiting: Waiting | None = None,
    first: Reply | None = None,
) -> Reply:
    """The reply, with everything it says stored before it is given.

    `waiting` limits how long it may take; without it, as long as anybody's patience. `first` is the reply of an earlier try
    of which nobody knows whether it was stored. Raises Busy and Unavailable with nothing stored, UndecidedError where the
    database stopped answering in the middle of COMMIT, twice.
    """
    met: set[str] = set()
    waiting = waiting or Waiting(deps.stopwatch(), deps.stopwatch, deps.patience)
    while True:
        try:
            return _attempt(incoming, entry, commands, deps, waiting, first)
        except UnmetError as unmet:
            slack_id = unmet.slack_id
        except UndecidedError as undecided:
            if first or waiting.is_too_late():
                raise
            first = undecided.reply  # once more, on another connection: the request's own row tells whether it was stored
            continue
        except (Busy, Unavailable):
            if first:
                raise UndecidedError(first) from None
            raise
        if slack_id in met:
            return _refused(incoming, entry, acquaintance.stranger(slack_id, incoming), deps, waiting)
        met.add(slack_id)
        try:
            acquaintance.introduce(deps, incoming.workspace, slack_id, waiting)
        except acquaintance.SilentError as silent:
            return _refused(incoming, entry, silent, deps, waiting)


def _attempt(
    incoming: Incoming, entry: Entry, commands: dict[str, Entry], deps: Deps, waiting: Waiting, first: Reply | None
) -> Reply:
    asked, reply = incoming, None
    try:
        now = deps.now()
        stores = entry.stores and (incoming.source is not Source.COMMAND or entry.stores_for(incoming.text))
        with (deps.store.work if stores else deps.store.read)(incoming.workspace, now, within=waiting.to_work()) as work:
            viewer = work.people.of_slack(incoming.slack_id)
            if viewer is None:
                raise UnmetError(incoming.slack_id)
            if stores and not _is_new(work, incoming):
                return first or say(AGAIN, title=AGAIN_TITLE)
            reply = _run(request_of(incoming, viewer, deps, work), entry, work)
            if reply.instead:
                asked, entry, under = reply.instead.incoming, commands[reply.instead.incoming.name], reply.blocks
                reply = _run(reply.instead, entry, work)
                reply = replace(reply, replaces=True, blocks=[*reply.blocks, *([] if reply.modal else under)])
            if reply.stored:
                work.commit()
            return reply
    except InDoubt as doubt:
        if reply is None:
            raise Unavailable from doubt
        raise UndecidedError(reply) from doubt
    except (Busy, Unavailable):
        raise  # nothing can be kept either: `troubles` gives back what was typed
    except SupervisionError as refusal:
        return _refused(asked, entry, refusal, deps, waiting)


def request_of(incoming: Incoming, viewer: Person, deps: Deps, work: UnitOfWork) -> Request:
    """With all that `deps` lets a handler know."""
    return Request(incoming, viewer, work.now, work.today, deps.public_url(), deps.sends_files, deps.counted)


def _run(request: Request, entry: Entry, work: UnitOfWork) -> Reply:
    """The reply; where words in it look like a name, the form again instead, and nothing is stored."""
    words = pointed_out(request, entry, work)
    reply = words if isinstance(words, Reply) else entry.run(request, work)
    if reply.modal:
        reply = replace(reply, modal=unsent.resumed(request, work, reply.modal))
    if isinstance(words, Reply):
        return reply
    if reply.stored and request.incoming.source is Source.FORM:
        unsent.forget(request, work)
    if words and reply.stored:
        work.kept_words.keep(
            viewer=request.viewer, where=request.incoming.name, about=reply.about, kinds=words.kinds, reason=words.reason
        )
    return reply


def _is_new(work: UnitOfWork, incoming: Incoming) -> bool:
    """Whether it has not been stored yet. A form sent again with other answers is refused, so that none of them is lost."""
    is_new = work.once(incoming.request_id)
    if incoming.version:
        is_another = work.once(f"{incoming.request_id} {incoming.version}")
        if is_another and not is_new:
            raise ChangedError
    return is_new


def _refused(incoming: Incoming, entry: Entry, refusal: SupervisionError, deps: Deps, waiting: Waiting) -> Reply:
    """The sentence; in a form beside the field, after a command with what was typed offered back."""
    if incoming.source is Source.FORM and incoming.first_input:
        at = next((block for fault, block in entry.faults if isinstance(refusal, fault)), incoming.first_input)
        at = refusal.block if isinstance(refusal, FieldError) else at
        return Reply(errors={at: refusal.sentence})
    if incoming.source is not Source.COMMAND or not incoming.text.strip():
        return say(wording(refusal))
    choices = refusal.choices if isinstance(refusal, AskError) else ()
    leads_on = not isinstance(refusal, AskError) or refusal.has_form
    typed = _typed(incoming, refusal)
    kept, to_keep = _kept(typed, deps, waiting)
    can_open = bool(kept) and entry.refill is not None and entry.has_form(incoming.text) and leads_on
    said = wording(refusal) + (f" {KEPT}" if can_open else "")
    return replace(say(said, *rows_of(choices, kept, can_open=can_open)), to_keep=to_keep)


def wording(refusal: SupervisionError) -> str:
    """The sentence as mrkdwn."""
    return refusal.sentence if isinstance(refusal, WordedError) else escape(refusal.sentence)


def _typed(incoming: Incoming, refusal: SupervisionError) -> Typed:
    if isinstance(refusal, AskError):
        words = tuple(choice.words for choice in refusal.choices) if refusal.one_by_one else ()
        around = escape(refusal.before), escape(refusal.after)
        return Typed(incoming, *around, has_choice=True, choices=words, one_by_one=refusal.one_by_one)
    return Typed(incoming)


def _kept(typed: Typed, deps: Deps, waiting: Waiting) -> tuple[str, Typed | None]:
    """Where it is kept, "" where the person is not known; and what is still to be kept, where it cannot be just now."""
    try:
        return keep(typed, deps, waiting), None
    except (Busy, Unavailable, InDoubt):
        return place_of(typed.incoming), typed
