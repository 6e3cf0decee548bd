"""Modals and Home tabs: one stack of at most three modals a person, one published Home tab each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk.blockkit import with_ids
from bot.desk.changes import Changes
from bot.desk.kinds import Json, Workspace

STACK_LIMIT = 3


@dataclass(slots=True)
class View:
    """A modal or a Home tab as it stands now."""

    id: str
    user_id: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def is_modal(self) -> bool:
        """Whether this is a modal, not a Home tab."""
        return bool(self.content["type"] == "modal")

    @property
    def blocks(self) -> list[Json]:
        """The view's blocks, every id filled in."""
        blocks: list[Json] = self.content["blocks"]
        return blocks

    def as_slack(self, workspace: Workspace, values: Json | None = None) -> Json:
        """The view object Slack gives in answers and payloads."""
        content = self.content
        return {
            "id": self.id,
            "team_id": workspace.team_id,
            "type": content["type"],
            "blocks": content["blocks"],
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "state": {"values": values or {}},
            "hash": self.hash,
            "title": content.get("title") if self.is_modal else {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "close": content.get("close"),
            "submit": content.get("submit"),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": workspace.app_id,
            "external_id": content.get("external_id", ""),
            "app_installed_team_id": workspace.team_id,
            "bot_id": workspace.bot_id,
        }


class Views:
    """Every person's open modals, the topmost last, and published Home tab."""

    def __init__(self, changes: Changes, new_id: Callable[[], str], new_hash: Callable[[], str]) -> None:
        self._changes, self._new_id, self._new_hash = changes, new_id, new_hash
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def open(self, user_id: str, content: Json) -> View:
        """Show a modal. What was open before gives way."""
        with self._changes.lock:
            self._stacks[user_id] = []
            return self.push(user_id, content)

    def push(self, user_id: str, content: Json) -> View:
        """Put a modal on top of those open."""
        with self._changes.lock:
            stack = self._stacks.setdefault(user_id, [])
            view_id = self._new_id()
            root, previous = (stack[0].id, stack[-1].id) if stack else (view_id, None)
            view = View(view_id, user_id, self._filled(content), self._new_hash(), root, previous)
            stack.append(view)
            self._changes.mark(f"modal:{user_id}")
            return view

    def update(self, view: View, content: Json) -> None:
        """Replace what a modal or Home tab shows."""
        with self._changes.lock:
            view.content, view.hash = self._filled(content), self._new_hash()
            self._changes.mark(f"{'modal' if view.is_modal else 'home'}:{view.user_id}")

    def publish(self, user_id: str, content: Json) -> View:
        """Show this on the person's Home tab."""
        with self._changes.lock:
            view = self._homes.get(user_id)
            if view:
                self.update(view, content)
                return view
            view_id = self._new_id()
            view = self._homes[user_id] = View(view_id, user_id, self._filled(content), self._new_hash(), view_id)
            self._changes.mark(f"home:{user_id}")
            return view

    def close(self, view: View) -> None:
        """Take one modal off its stack."""
        with self._changes.lock:
            stack = self._stacks.get(view.user_id, [])
            self._stacks[view.user_id] = [each for each in stack if each.id != view.id]
            self._changes.mark(f"modal:{view.user_id}")

    def clear(self, user_id: str) -> None:
        """Close every modal of this person."""
        with self._changes.lock:
            self._stacks[user_id] = []
            self._changes.mark(f"modal:{user_id}")

    def stack(self, user_id: str) -> list[View]:
        """The person's open modals, topmost last."""
        with self._changes.lock:
            return list(self._stacks.get(user_id, []))

    def home(self, user_id: str) -> View | None:
        """The person's Home tab, once published."""
        return self._homes.get(user_id)

    def find(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """An open modal or a Home tab, by its id or the app's own id for it."""
        with self._changes.lock:
            everything = [*(each for stack in self._stacks.values() for each in stack), *self._homes.values()]
            if view_id:
                return next((each for each in everything if each.id == view_id), None)
            return next((each for each in everything if external_id and each.content.get("external_id") == external_id), None)

    def _filled(self, content: Json) -> Json:
        return {**content, "blocks": with_ids(content["blocks"])}
