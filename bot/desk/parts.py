"""What each pane of the page shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.api.methods import METHODS
from bot.desk.conversations import Message
from bot.desk.directory import SLACKBOT
from bot.desk.faults import WORDS
from bot.desk.kinds import Json, Member
from bot.desk.logs import Sent
from bot.desk.reading import words_of
from bot.desk.render import Renderer, author_of, emoji
from bot.desk.timebar import TimeBar
from bot.desk.wording import clock_words, kind_words, long_day, short_day
from bot.desk.world import World

ROWS = 100
WORDS_LENGTH = 220


class Parts:
    """The contents of the panes, ready for their templates."""

    def __init__(self, world: World, time_bar: TimeBar, zone: str) -> None:
        self._world, self._time_bar, self._zone = world, time_bar, ZoneInfo(zone)
        self._renderer = Renderer(world, zone)

    def functions(self, person: Member | None) -> dict[str, Any]:
        """What every template may call."""
        return self._renderer.functions(person)

    def time(self) -> dict[str, Any]:
        """The time bar."""
        journey, now = self._time_bar.journey, self._now()
        return {
            "now_words": f"{long_day(now.date())}, {clock_words(now)}",
            "can_move": self._time_bar.can_move,
            "busy": bool(journey and journey.under_way),
            "journey": f"{journey.words}…" if journey and journey.under_way else journey.words if journey else "",
            "journey_failed": bool(journey and journey.failed),
        }

    def people(self, person: Member | None) -> dict[str, Any]:
        """The list of people with their badges."""
        return {
            "person": person,
            "people": [(each, self._world.conversations.unread(each.id)) for each in self._world.directory.people()],
        }

    def messages(self, person: Member) -> dict[str, Any]:
        """The messages with Cornerstone, a heading where a day begins."""
        items: list[dict[str, Any]] = []
        day = None
        for message in self._world.conversations.shown_to(person.id):
            at = message.posted_at.astimezone(ZoneInfo(person.tz))
            items.append({**self._item(message, at, person), "day": None if at.date() == day else self._day(at)})
            day = at.date()
        of_message = [each for each in self._world.shortcuts if each.type == "message"]
        return {"messages": items, "message_shortcuts": of_message, "author_picture": lambda item: item["picture"]}

    def _item(self, message: Message, at: datetime, person: Member) -> dict[str, Any]:
        author, picture = author_of(self._world, message, self._renderer.avatar)
        edited = message.edited_at.astimezone(ZoneInfo(person.tz)) if message.edited_at else None
        return {
            "message": message,
            "author": author,
            "picture": picture,
            "is_app": message.author in (self._world.workspace.bot_user.id, SLACKBOT.id),
            "own": message.author == person.id,
            "time": clock_words(at),
            "full_time": f"{long_day(at.date())}, {clock_words(at)}",
            "edited_time": f"{long_day(edited.date())}, {clock_words(edited)}" if edited else "",
            "day_key": f"{at:%Y-%m-%d}",
            "thread": [self._item(each, each.posted_at.astimezone(at.tzinfo), person) for each in message.replies],
        }

    def _day(self, at: datetime) -> str:
        today = self._world.time.now().astimezone(at.tzinfo).date()
        near = {today: "Today", today - timedelta(days=1): "Yesterday"}.get(at.date())
        named = short_day(at.date(), today) if near else f"{at:%A} {short_day(at.date(), today).partition(' ')[2]}"
        return f"{near}, {named}" if near else named

    def home(self, person: Member) -> dict[str, Any]:
        """The Home tab."""
        return {"home": self._world.views.home(person.id)}

    def modal(self, person: Member) -> dict[str, Any]:
        """The topmost modal."""
        stack = self._world.views.stack(person.id)
        return {"view": stack[-1] if stack else None}

    def sent(self) -> dict[str, Any]:
        """Every message sent, newest first."""
        rows = self._world.log.sent()
        return {"sent": [self._row(each) for each in rows[::-1][:ROWS]], "more": max(0, len(rows) - ROWS)}

    def _row(self, sent: Sent) -> dict[str, Any]:
        at, now = sent.sent_at.astimezone(self._zone), self._now()
        words = self._renderer.plain_words(sent.text or words_of(sent.blocks))
        return {
            "ts": f"{sent.channel}-{sent.ts}",
            "revision": sent.message.revision,
            "kind": sent.kind,
            "kind_words": kind_words(sent.kind),
            "to": self._world.directory.get(sent.user_id),
            "when": f"{short_day(at.date(), now.date())}, {clock_words(at)}",
            "words": words if len(words) <= WORDS_LENGTH else words[:WORDS_LENGTH].rsplit(" ", 1)[0] + "…",
            "edits": sent.message.edits,
            "rules": [_rule(each) for each in sent.rules],
        }

    def faults(self) -> dict[str, Any]:
        """The switches for Slack's faults, and what the bot has called."""
        on = self._world.faults.on()
        troubles = [
            {"name": str(each), "title": title, "words": words, "on": each in on, "hits": on[each].hits if each in on else 0}
            for each, (title, words) in WORDS.items()
        ]
        return {
            "troubles": troubles,
            "methods": list(METHODS),
            "counts": sorted(self._world.log.counts().items()),
            "refusals": [each for each in self._world.log.calls() if each.error][-5:][::-1],
            "faults_revision": f"{self.revisions(None)['faults']}",
        }

    def revisions(self, person: Member | None) -> dict[str, int]:
        """At which revision each pane stands."""
        changes = self._world.changes
        own = {name: changes.revision(f"{name}:{person.id}") for name in ("messages", "home", "modal")} if person else {}
        faults = max(changes.revision("calls"), changes.revision("faults"))
        return {**own, "people": changes.revision("people"), "sent": changes.revision("sent"), "faults": faults}

    def _now(self) -> datetime:
        return self._world.time.now().astimezone(self._zone)


def _rule(rule: object) -> Json:
    """A rule by its name and its words, however the metadata gives it."""
    if not isinstance(rule, dict):
        return {"name": emoji(str(rule)), "words": ""}

    def first(*keys: str) -> str:
        return next((str(rule[key]) for key in keys if rule.get(key)), "")

    return {"name": first("source", "rule", "name", "id"), "words": first("words", "text", "says", "why")}
