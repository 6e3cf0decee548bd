"""What was typed after a command: kept sealed until it is saved, and offered back with a button."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2s
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.asking import Choice, GoneError
from handlers.deps import Deps
from handlers.entry import Entry
from handlers.patience import Waiting
from handlers.reply import Reply, Typed, say
from handlers.request import Incoming, Request, Source
from handlers.words import kit
from handlers.words.phrases import escape
from handlers.words.waiting import KEPT, OPEN_IT, YOU_TYPED
from storage.unit import UnitOfWork
from storage.views import Draft

CHOOSE = "choose"
OPEN_FORM = "open_form"


def place_of(incoming: Incoming) -> str:
    """Where what was typed with a command is kept."""
    return "typed " + blake2s(incoming.request_id.encode(), digest_size=8).hexdigest()


def keep(typed: Typed, deps: Deps, waiting: Waiting) -> str:
    """Keep what was typed after a command, sealed; answers where. "" where the person is not known."""
    incoming, kind = typed.incoming, place_of(typed.incoming)
    with deps.store.work(incoming.workspace, deps.now(), within=waiting.to_work()) as work:
        viewer = work.people.of_slack(incoming.slack_id)
        if viewer is None:
            return ""
        content: dict[str, object] = {"command": incoming.name, "text": incoming.text}
        if typed.has_choice:
            content |= {"before": typed.before, "after": typed.after}
        if typed.choices:
            content |= {"choices": list(typed.choices), "above": typed.one_by_one}
        work.drafts.keep(viewer, kind, content)
        work.commit()
    return kind


def offer(said: str, incoming: Incoming, entry: Entry) -> Reply:
    """The sentence, and what was typed given back: with *Open the form*, still to be kept, or to be copied."""
    if not incoming.text.strip():
        return say(said)
    to_copy = entry.to_copy(incoming.text)
    if to_copy:
        said += YOU_TYPED.format(typed=f"{incoming.name} {to_copy}")
    if entry.refill is None or not entry.has_form(incoming.text):
        return say(said)
    if not to_copy:
        said += f" {KEPT}"
    return replace(say(said, *rows_of((), place_of(incoming), can_open=True)), to_keep=Typed(incoming))


def rows_of(choices: tuple[Choice, ...], kept: str, *, can_open: bool) -> list[Block]:
    """A button for each choice, and one that opens the form; none where nothing is kept."""
    if not kept:
        return []
    made = [kit.button(choice.label, f"{CHOOSE}:{at}", f"{kept}|{choice.words}") for at, choice in enumerate(choices[:20])]
    if can_open:
        made.append(kit.button(OPEN_IT, OPEN_FORM, kept))
    return [kit.actions(*made)] if made else []


def choose(request: Request, work: UnitOfWork) -> Reply:
    """Answer the command again with the choice in place of what was unclear; those that may be made too stay offered."""
    kind, _, words = request.value.partition("|")
    draft = work.drafts.take(request.viewer, kind)
    if draft is None or "before" not in draft.content:
        raise GoneError
    typed = [str(draft.content["before"]), escape(words), str(draft.content["after"])]
    text = " ".join(part for part in typed if part)
    incoming = replace(request.incoming, source=Source.COMMAND, name=str(draft.content["command"]), text=text)
    return Reply(instead=replace(request, incoming=incoming), blocks=_left(request, work, draft, words))


def _left(request: Request, work: UnitOfWork, draft: Draft, chosen: str) -> Sequence[dict[str, Any]]:
    """The other choices, where one is made after the other. None is made twice: it would be stored twice."""
    choices = draft.content.get("choices")
    if not isinstance(choices, list):
        return ()
    if chosen not in choices:
        raise GoneError
    left = [each for each in choices if each != chosen]
    if not left:
        return ()
    work.drafts.keep(request.viewer, draft.kind, {**draft.content, "choices": left})
    rows = rows_of(tuple(Choice(each, each) for each in left), draft.kind, can_open=False)
    return [block.to_dict() for block in (kit.section(str(draft.content["above"])), *rows)]


def opener(commands: dict[str, Entry]) -> Callable[[Request, UnitOfWork], Reply]:
    """*Open the form*: with what was typed, which stays kept until it is saved."""

    def open_form(request: Request, work: UnitOfWork) -> Reply:
        draft = work.drafts.take(request.viewer, request.value)
        entry = commands.get(str(draft.content["command"])) if draft else None
        if draft is None or entry is None or entry.refill is None:
            raise GoneError
        return entry.refill(request, work, str(draft.content["text"]), request.value)

    return open_form
