"""*See your actions*: what was agreed in supervision and is the viewer's, settled there."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.forms import fields, unsent
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import agreed as words
from handlers.words import kit
from handlers.words.phrases import escape, who
from storage.unit import UnitOfWork

SHOWN = 25


def run(request: Request, work: UnitOfWork) -> Reply:
    """The viewer's own, with their words."""
    return show(_window(request, work))


def done(request: Request, work: UnitOfWork) -> Reply:
    """*Done*: the list again, without it."""
    work.actions.settle(request.value, "done", viewer=request.viewer)
    return Reply(modal=_window(request, work), stored=True, replaces=True)


def ask_why(request: Request, work: UnitOfWork) -> Reply:
    """*Not done, because…*"""
    action = work.actions.get(request.value, viewer=request.viewer)
    asked = [kit.section(escape(action.words)), fields.text_field("why", words.WHY, lines=False, hint=words.WHY_HINT)]
    form = fields.form(words.WHY_TITLE, words.FORM, asked, submit=words.SUBMIT, meta={"action": action.id})
    return show(unsent.kept(form), replaces=True)


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Not done, and why."""
    action = work.actions.settle(request.carried("action"), "not_done", viewer=request.viewer, why=request.typed("why"))
    return say(words.SETTLED, title=words.WHY_TITLE, stored=True, about=action.id)


def _window(request: Request, work: UnitOfWork) -> dict[str, Any]:
    mine = work.actions.owned_by(request.viewer)
    people = work.people.by_id({each.supervisee_id for each in mine})
    made: list[Block] = [] if mine else [kit.section(words.NONE_OPEN)]
    for each in mine[:SHOWN]:
        whose = "" if each.supervisee_id == request.viewer.id else who(people.get(each.supervisee_id))
        made.append(kit.section(escape(each.words)))
        told = f"{words.due(each.due_on, request.today)} · {words.agreed_on(each.set_on, whose, request.today)}"
        made.append(kit.context(told))
        made.append(
            kit.actions(
                kit.button(words.DONE_LABEL, words.DONE, each.id), kit.button(words.NOT_DONE_LABEL, words.NOT_DONE, each.id)
            )
        )
    made += [kit.context(words.MOST)] if len(mine) > SHOWN else []
    return fields.window(words.TITLE, made)
