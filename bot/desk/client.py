"""The desk without a browser: one object a person, over the same code the page uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, TypeVar

from bot.desk.blockkit.surfaces import elements_of
from bot.desk.conversations import Message
from bot.desk.delivery import Outcome
from bot.desk.entries import Raw, key_of, stateful, values_of
from bot.desk.interactions import Interactions, NotThereError
from bot.desk.kinds import Json, Member
from bot.desk.modals import Modals
from bot.desk.reading import text_of
from bot.desk.views import View
from bot.desk.world import World

T = TypeVar("T")
Entered = str | int | float | bool | date | time | list[str] | None


class NotTakenError(RuntimeError):
    """The bot did not answer as Slack demands: the person sees that there was trouble, and the modal stays."""


class Person:
    """Somebody at the desk. Where a call waits for the bot, `patience` is seconds at the most; Slack's if not named."""

    def __init__(self, world: World, interactions: Interactions, modals: Modals, member: Member) -> None:
        self._world, self._interactions, self._modals = world, interactions, modals
        self.member = member
        self.id = member.id
        self.outcome = Outcome()
        """What came of the last thing done."""

    # -- doing

    def command(self, name: str, text: str = "", *, patience: float | None = None) -> list[Message]:
        """Type a slash command. Answers what the person then sees: replies, or nothing when a modal opened."""
        return self._reply(lambda: self._interactions.command(self.id, name, text), patience)

    def write(self, text: str, *, patience: float = 0.0) -> list[Message]:
        """Type a line into the composer: a message, or a command when it begins with a slash."""
        return self._reply(lambda: self._interactions.write(self.id, text), patience)

    def shortcut(self, callback_id: str, message: Message | None = None, *, patience: float | None = None) -> list[Message]:
        """Use a shortcut from the menu, or on a message."""
        ts = message.ts if message else None
        return self._reply(lambda: self._interactions.shortcut(self.id, callback_id, ts), patience)

    def press(
        self, place: Message | View, action_id: str, value: Entered = None, *, patience: float | None = None, **entered: Entered
    ) -> list[Message]:
        """Press a button, or choose `value` in a menu, of a message, a modal or a Home tab.

        Several buttons may share an action id in different blocks: then `value` tells them apart, by value or by words.
        Answers the new messages; an edit of the message, or a modal, is there to be looked at.
        """
        now = self._current(place)
        block_id, raw = _which(now.blocks, action_id, value)
        return self._reply(
            lambda: self._interactions.use(self.id, now, block_id, action_id, raw, raw_of(now.blocks, entered)),
            patience,
            at_home=isinstance(now, View) and not now.is_modal,
        )

    def submit(self, view: View | None = None, values: Mapping[str, Entered] | None = None, **more: Entered) -> dict[str, str]:
        """Submit a modal (the topmost). Values go by action id or block id. Answers the sentences beside fields, if any."""
        view = self._open(view)
        self.outcome = self._modals.submit(self.id, view.id, raw_of(view.blocks, {**(values or {}), **more}))
        if self.outcome.failure:
            raise NotTakenError(f"The bot did not take the modal: {self.outcome.failure}. {self.outcome.why}")
        return self.outcome.errors

    def type(self, view: View | None = None, **entered: Entered) -> None:
        """Fill fields of a modal (the topmost) without submitting it; those that tell the bot as one types tell it."""
        view = self._open(view)
        raw = raw_of(view.blocks, entered)
        for block in view.blocks:
            if block["type"] == "input" and block.get("dispatch_action") and block["block_id"] in raw:
                (action_id,) = raw[block["block_id"]]
                mine = raw[block["block_id"]][action_id]
                self.outcome = self._interactions.use(self.id, view, block["block_id"], action_id, mine, raw)

    def close(self, view: View | None = None, *, everything: bool = False) -> None:
        """Close a modal (the topmost), or by the cross the whole stack."""
        view = self._open(view)
        self.outcome = self._modals.close(self.id, view.id, everything=everything)

    def suggestions(self, place: Message | View, action_id: str, typed: str) -> list[Json]:
        """What the bot offers for what was typed into an external menu."""
        now = self._current(place)
        block_id, _ = _which(now.blocks, action_id, None)
        return self._interactions.suggestions(self.id, now, block_id, action_id, typed)

    # -- looking

    def messages(self) -> list[Message]:
        """Everything on the Messages tab, oldest first, ephemeral messages too."""
        return self._world.conversations.shown_to(self.id)

    def last(self) -> Message:
        """The newest message."""
        shown = self.messages()
        if not shown:
            raise NotThereError(f"{self.member.real_name} has no messages.")
        return shown[-1]

    @property
    def unread(self) -> int:
        """The number on the badge."""
        return self._world.conversations.unread(self.id)

    def read(self) -> list[Message]:
        """Look at the messages: the badge goes."""
        self._interactions.open_home(self.id, "messages")
        self._world.conversations.seen(self.id)
        return self.messages()

    @property
    def modal(self) -> View | None:
        """The topmost modal."""
        stack = self._world.views.stack(self.id)
        return stack[-1] if stack else None

    def home(self, *, patience: float | None = None) -> View | None:
        """Look at the Home tab, giving the bot time to publish it anew."""
        before = self._world.changes.revision(f"home:{self.id}")
        self._interactions.open_home(self.id)
        self.until(lambda: self._world.changes.revision(f"home:{self.id}") > before, patience)
        return self._world.views.home(self.id)

    def until(self, holds: Callable[[], T], seconds: float | None = None) -> T:
        """Wait until this holds, and answer what it said last."""
        return self._world.changes.until(holds, self._world.timing.ack_seconds if seconds is None else seconds)

    def values(self, view: View | None = None, **entered: Entered) -> Json:
        """What `state.values` would be, by action id and by block id: for asking what a modal is filled in with."""
        view = self._open(view)
        values = values_of(view.blocks, raw_of(view.blocks, entered))
        return {
            name: values[block["block_id"]][element["action_id"]][key_of(element)]
            for block, element in stateful(view.blocks)
            for name in (element["action_id"], block["block_id"])
        }

    # -- inside

    def _reply(self, act: Callable[[], Outcome], patience: float | None, *, at_home: bool = False) -> list[Message]:
        before = {each.ts for each in self.messages()}
        # A Home tab may be drawn for what was done before: it is an answer only to what was done there.
        panes = [f"{pane}:{self.id}" for pane in ("messages", "modal", *(["home"] if at_home else []))]
        revisions = [self._world.changes.revision(pane) for pane in panes]
        self.outcome = act()
        if not self.outcome.failure:
            self.until(lambda: [self._world.changes.revision(pane) for pane in panes] != revisions, patience)
        return [each for each in self.messages() if each.ts not in before]

    def _open(self, view: View | None) -> View:
        """This modal, or the topmost. Where there is none, the error says what was seen last."""
        found = view or self.modal
        if found is None:
            last = self.messages()[-1:]
            seen = f" The last message says: {last[0].text!r}." if last else ""
            raise NotThereError(f"{self.member.real_name} has no modal open ({self.outcome.failure or 'no failure'}).{seen}")
        return found

    def _current(self, place: Message | View) -> Message | View:
        if isinstance(place, View):
            return self._interactions.find_view(self.id, place.id)
        return self._interactions.find_message(self.id, place.ts)


def raw_of(blocks: list[Json], entered: Mapping[str, Entered]) -> dict[str, dict[str, Raw]]:
    """Values by action id or block id, as a form would hold them. A name that is not there is an error."""
    left, raw = dict(entered), dict[str, dict[str, Raw]]()
    for block, element in stateful(blocks):
        for name in (element["action_id"], block["block_id"]):
            if name in entered:
                raw.setdefault(block["block_id"], {})[element["action_id"]] = _as_raw(entered[name])
                left.pop(name, None)
                break
    if left:
        there = [element["action_id"] for _, element in stateful(blocks)]
        raise NotThereError(f"There is no field {sorted(left)}; the fields are {there}.")
    return raw


def _as_raw(value: Entered) -> Raw:
    if isinstance(value, (list, str)) or value is None:
        return value
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def _which(blocks: list[Json], action_id: str, value: Entered) -> tuple[str, Raw]:
    """The block in which the element stands, and what to do with it."""
    found = [
        (block["block_id"], element)
        for block in blocks
        for _, element in elements_of(block)
        if element["action_id"] == action_id
    ]
    buttons = [
        (block_id, element) for block_id, element in found
        if element["type"] == "button" and value in (element.get("value"), text_of(element["text"]))
    ]  # fmt: skip
    if not found or (len(found) > 1 and len(buttons) != 1):
        there: list[Any] = [element["action_id"] for block in blocks for _, element in elements_of(block)]
        raise NotThereError(f"There is not exactly one {action_id!r} to press; there are {there}.")
    block_id, element = buttons[0] if len(found) > 1 else found[0]
    return block_id, None if element["type"] == "button" else _as_raw(value)
