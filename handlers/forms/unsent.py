"""What stands in a form of one screen and was not sent: kept as it is typed, and there again when the form is opened again.

One way for all of them. A form in which a sentence or more is typed goes through `kept`; whatever opens it is then looked at
in one place (`handlers.answering`), and so is its sending. A form of several steps keeps its own (`handlers.filling.engine`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from handlers.asking import OldFormError
from handlers.filling.blocks import TYPED, emptied, telling
from handlers.forms import entered, fields
from handlers.reply import Reply
from handlers.request import Request
from handlers.words import filling as words
from handlers.words import kit
from storage.unit import UnitOfWork
from storage.views import Draft

KEPT = "kept"
"""What a form carries of where it is kept: its name, the ids it is about, and a number."""
UNKNOWN = 0
"""The number of a form opened without storage, which replaces nothing that is kept."""
ANEW = "unsent_anew"
ROWS = ("unsent_said", "unsent_row")
OF_THE_DAY = ("datepicker", "timepicker")
"""What begins with another answer each day, and makes no form another."""


def kept(form: Mapping[str, Any]) -> dict[str, Any]:
    """The form, telling of each letter, and of being closed."""
    carried = fields.carried_by(form)
    ids = [value for _, value in sorted(carried.items()) if value]
    meta = carried | {KEPT: "|".join([f"unsent {form['callback_id']}", *ids]) + f" {UNKNOWN}"}
    blocks = [telling(each, TYPED) for each in form["blocks"]]
    return {**form, "blocks": blocks, "private_metadata": json.dumps(meta), "notify_on_close": True}


def resumed(request: Request, work: UnitOfWork, view: dict[str, Any]) -> dict[str, Any]:
    """With what was typed in it before, if that goes with what it is opened with now; else apart from that.

    Somebody flags a change on a case, closes the form half way, and flags another by a sentence after the command: neither
    replaces the other.
    """
    place = fields.carried_by(view).get(KEPT, "") if view.get("notify_on_close") else ""
    if not place or request.incoming.name == ANEW:
        return view
    base = place.rpartition(" ")[0] + " "
    before = [found for found, _ in work.drafts.places(request.viewer, base)]
    for found in before:
        draft = work.drafts.look(request.viewer, found)
        if draft and _goes_with(view, draft):
            return _filled(_carrying(view, found), draft.content["said"], words.continued(draft.kept_at, request.today))
    taken = [int(found.removeprefix(base)) for found in before if found.removeprefix(base).isdigit()]
    return _carrying(view, f"{base}{max(taken, default=UNKNOWN) + 1}")


def keep_typed(request: Request, work: UnitOfWork) -> Reply:
    """What stands in it just now; nothing where all is as it began. Told of once it was sent, it comes too late and is left."""
    place = request.carried(KEPT)
    if work.seen([_sent(request)]):
        return Reply()
    draft = work.drafts.look(request.viewer, place)
    began = draft.content["began"] if draft else entered.begun(request.incoming.view)
    said = {block: value or None for block, value in request.incoming.values.items()}
    if said == began:
        work.drafts.take(request.viewer, place)
    else:
        work.drafts.keep(request.viewer, place, {"began": began, "said": said})
    return Reply(stored=True)


def forget(request: Request, work: UnitOfWork) -> None:
    """It was sent and is stored: what was kept of it goes."""
    if request.meta.get(KEPT):
        work.drafts.take(request.viewer, request.carried(KEPT))
        work.once(_sent(request))


def anew(request: Request, work: UnitOfWork) -> Reply:
    """*Start again*: the form as it began."""
    draft = work.drafts.take(request.viewer, request.carried(KEPT))
    view = request.incoming.view
    if not view.get("blocks"):
        raise OldFormError
    made = {name: view[name] for name in fields.SHOWN if view.get(name)}
    made["blocks"] = emptied([block for block in view["blocks"] if block.get("block_id") not in ROWS], view)
    began = draft.content["began"] if draft else {}
    return Reply(modal=_filled(made, began) if began else made, stored=True, replaces=True)


def _sent(request: Request) -> str:
    return f"sent {request.incoming.window} {request.meta.get(KEPT)}"


def _goes_with(view: Mapping[str, Any], draft: Draft) -> bool:
    """Whether nothing in the form as it is opened now would be lost under what was kept."""
    of_the_day = {each["block_id"] for each in view["blocks"] if (each.get("element") or {}).get("type") in OF_THE_DAY}
    known: Any = [draft.content["began"], draft.content["said"]]
    return all(
        value is None or block in of_the_day or any(value == each.get(block) for each in known)
        for block, value in entered.begun(view).items()
    )


def _filled(view: dict[str, Any], values: Any, said: str = "") -> dict[str, Any]:
    blocks = [entered.with_answer(each, values[each["block_id"]]) if _is_in(each, values) else each for each in view["blocks"]]
    if said:
        row = kit.actions(kit.button(words.ANEW, ANEW, "anew")).to_dict()
        above = [kit.section(said).to_dict() | {"block_id": ROWS[0]}, row | {"block_id": ROWS[1]}]
        at = 1 if blocks and blocks[0]["type"] == "context" else 0  # under the line that says what it is about
        blocks[at:at] = above
    return {**view, "blocks": blocks}


def _is_in(block: Mapping[str, Any], values: Mapping[str, object]) -> bool:
    return block["type"] == "input" and block["block_id"] in values


def _carrying(view: dict[str, Any], place: str) -> dict[str, Any]:
    return {**view, "private_metadata": json.dumps(fields.carried_by(view) | {KEPT: place})}
