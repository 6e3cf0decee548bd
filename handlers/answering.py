"""From an incoming request to a reply: who asks, once only, one transaction, and nothing typed is lost."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2s

from slack_sdk.models.blocks import Block

from handlers import acquaintance
from handlers.asking import AskError, Choice, FieldError, GoneError, UnmetError, WordedError
from handlers.deps import Deps
from handlers.reply import Reply, say
from handlers.request import Incoming, Request, Source
from handlers.words import kit
from handlers.words.phrases import escape
from scheduling.errors import SupervisionError
from storage.errors import Busy
from storage.unit import UnitOfWork

log = logging.getLogger(__name__)

CHOOSE = "choose"
OPEN_FORM = "open_form"
KEPT = "What you typed is kept, nothing is lost."
AGAIN = "Already saved. The same request came twice and was stored once."


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table of requests."""

    run: Callable[[Request, UnitOfWork], Reply]
    stores: bool = True
    """False: it only reads, and waits for no writer."""
    stores_for: Callable[[str], bool] = bool
    """Of a command that stores: whether it may for this text."""
    refill: Callable[[Request, UnitOfWork, str, str], Reply] | None = None
    """Of a command: its form with a text typed before, and the draft it is kept in."""
    has_form: Callable[[str], bool] = bool
    """Of a command: whether there is a form for this text."""
    faults: tuple[tuple[type[SupervisionError], str], ...] = ()
    """Of a form: beside which field a fault is shown."""


def answer(incoming: Incoming, entry: Entry, commands: dict[str, Entry], deps: Deps) -> Reply:
    """The reply, with everything it says stored before it is given."""
    met: set[str] = set()
    while True:
        try:
            return _attempt(incoming, entry, commands, deps)
        except UnmetError as unmet:
            slack_id = unmet.slack_id
        if slack_id in met:
            return _refused(incoming, entry, acquaintance.stranger(slack_id, incoming), deps)
        met.add(slack_id)
        acquaintance.introduce(deps, incoming.workspace, slack_id)


def _attempt(incoming: Incoming, entry: Entry, commands: dict[str, Entry], deps: Deps) -> Reply:
    asked = incoming
    try:
        now = deps.now()
        stores = entry.stores and (incoming.source is not Source.COMMAND or entry.stores_for(incoming.text))
        with (deps.store.work if stores else deps.store.read)(incoming.workspace, now) as work:
            viewer = work.people.of_slack(incoming.slack_id)
            if viewer is None:
                raise UnmetError(incoming.slack_id)
            if stores and not work.once(incoming.request_id):
                return say(AGAIN, title="Already saved")
            reply = entry.run(Request(incoming, viewer, now, work.today), work)
            if reply.instead:
                asked, entry = reply.instead.incoming, commands[reply.instead.incoming.name]
                reply = replace(entry.run(reply.instead, work), replaces=True)
            if reply.stored:
                work.commit()
            return reply
    except SupervisionError as refusal:
        return _refused(asked, entry, refusal, deps)


def _refused(incoming: Incoming, entry: Entry, refusal: SupervisionError, deps: Deps) -> Reply:
    """The sentence; in a form beside the field, after a command with what was typed offered back."""
    if incoming.source is Source.FORM and incoming.first_input:
        at = next((block for fault, block in entry.faults if isinstance(refusal, fault)), incoming.first_input)
        at = refusal.block if isinstance(refusal, FieldError) else at
        return Reply(errors={at: refusal.sentence})
    if incoming.source is not Source.COMMAND or not incoming.text.strip():
        return say(wording(refusal))
    if isinstance(refusal, Busy):
        raise refusal  # nothing can be kept either: `failures` puts what was typed into the form
    kept = keep(incoming, deps, refusal)
    choices = refusal.choices if isinstance(refusal, AskError) else ()
    leads_on = not isinstance(refusal, AskError) or refusal.has_form
    can_open = bool(kept) and entry.refill is not None and entry.has_form(incoming.text) and leads_on
    rows = _rows(choices, kept, can_open=can_open)
    said = wording(refusal)
    if can_open:
        said += f" {KEPT}"
    return say(said, *rows)


def wording(refusal: SupervisionError) -> str:
    """The sentence as mrkdwn."""
    return refusal.sentence if isinstance(refusal, WordedError) else escape(refusal.sentence)


def keep(incoming: Incoming, deps: Deps, refusal: SupervisionError | None = None) -> str:
    """Keep what was typed after a command, sealed; answers where. "" where the person is not known."""
    kind = "typed " + blake2s(incoming.request_id.encode(), digest_size=8).hexdigest()
    with deps.store.work(incoming.workspace, deps.now()) as work:
        viewer = work.people.of_slack(incoming.slack_id)
        if viewer is None:
            return ""
        content = {"command": incoming.name, "text": incoming.text}
        if isinstance(refusal, AskError):
            content |= {"before": escape(refusal.before), "after": escape(refusal.after)}
        work.drafts.keep(viewer, kind, content)
        work.commit()
    return kind


def _rows(choices: tuple[Choice, ...], kept: str, *, can_open: bool) -> list[Block]:
    if not kept:
        return []
    made = [kit.button(choice.label, f"{CHOOSE}:{at}", f"{kept}|{choice.words}") for at, choice in enumerate(choices[:20])]
    if can_open:
        made.append(kit.button("Open the form", OPEN_FORM, kept))
    return [kit.actions(*made)] if made else []


def choose(request: Request, work: UnitOfWork) -> Reply:
    """Answer the command again with the choice in place of what was unclear."""
    kind, _, words = request.value.partition("|")
    draft = work.drafts.take(request.viewer, kind)
    if draft is None or "before" not in draft.content:
        raise GoneError
    typed = [str(draft.content["before"]), escape(words), str(draft.content["after"])]
    text = " ".join(part for part in typed if part)
    incoming = replace(request.incoming, source=Source.COMMAND, name=str(draft.content["command"]), text=text)
    return Reply(instead=replace(request, incoming=incoming))


def opener(commands: dict[str, Entry]) -> Callable[[Request, UnitOfWork], Reply]:
    """*Open the form*: with what was typed, which stays kept until it is saved."""

    def open_form(request: Request, work: UnitOfWork) -> Reply:
        draft = work.drafts.take(request.viewer, request.value)
        entry = commands.get(str(draft.content["command"])) if draft else None
        if draft is None or entry is None or entry.refill is None:
            raise GoneError
        return entry.refill(request, work, str(draft.content["text"]), request.value)

    return open_form


def say_kept(incoming: Incoming, kept: str) -> Reply:
    """Slack would not open the form; what was typed is offered back."""
    said = "Slack did not open the form in time. Press the button again."
    if incoming.source is Source.COMMAND:
        said = f"Slack did not open the form in time. {KEPT}" if kept else "Slack did not open the form in time. Try again."
    return say(said, *_rows((), kept, can_open=bool(kept)))
