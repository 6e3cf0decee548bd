"""What the templates ask for: text for one reader, choices of menus, pictures."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.desk.conversations import Message
from bot.desk.directory import SLACKBOT
from bot.desk.emoji import EMOJI
from bot.desk.entries import PICKER_ZONE, initial_of, key_of, options_of
from bot.desk.kinds import Json, Member
from bot.desk.mrkdwn import Mrkdwn
from bot.desk.rich_text import rich_text
from bot.desk.serving import require_loopback
from bot.desk.world import World

INPUT_KINDS = {
    "datepicker": 'type="date"',
    "timepicker": 'type="time"',
    "datetimepicker": 'type="datetime-local"',
    "number_input": 'type="text" inputmode="decimal"',
    "email_text_input": 'type="email"',
    "url_text_input": 'type="url"',
}


def emoji(text: str) -> str:
    """Plain text with its emoji codes shown."""
    return re.sub(r":([a-z0-9_+-]+):", lambda found: EMOJI.get(found[1], found[0]), text)


def lines(text: str) -> Markup:
    """Escaped text with its line breaks."""
    return Markup("<br>").join(text.split("\n"))


def local_image(url: str | None) -> str | None:
    """The address of a picture, if it is on this machine: the desk loads nothing from outside."""
    if not url:
        return None
    try:
        require_loopback(urlsplit(url).hostname or "")
    except ValueError:
        return None
    return url if url.startswith("http://") else None


def safe_link(url: str) -> str:
    """A web address, or nowhere."""
    return url if re.match(r"(https?://|mailto:)", url) else "#"


def dom_id(surface: str, block_id: str, action_id: str) -> str:
    """An id for HTML, always the same for one element of one surface."""
    return f"e{zlib.crc32(f'{surface}/{block_id}/{action_id}'.encode()):08x}"


def confirmation(confirm: Json) -> dict[str, str]:
    """The words of a confirmation dialogue."""
    words = {key: emoji(confirm[key]["text"]) for key in ("title", "text", "confirm", "deny")}
    return {**words, "style": confirm.get("style", "primary")}


def start_of(element: Json) -> str:
    """What a text field starts with."""
    found: Any = initial_of(element)[key_of(element)] or ""
    if found and element["type"] == "datetimepicker":
        return f"{datetime.fromtimestamp(found, PICKER_ZONE):%Y-%m-%dT%H:%M}"
    return str(found)


def avatar(member: Member, colour: int) -> Markup:
    """A person's initials on their colour."""
    return Markup('<span class="avatar c{}" aria-hidden="true">{}</span>').format(colour, escape(member.initials))


class Renderer:
    """The functions the templates use, for the person who looks."""

    def __init__(self, world: World, zone: str) -> None:
        self._world, self._zone = world, zone

    def functions(self, person: Member | None) -> dict[str, Any]:
        """Everything a template may call."""
        mrkdwn = Mrkdwn(self._name_of, person.tz if person else self._zone)
        return {
            "mrkdwn": mrkdwn.html,
            "rich_text": lambda block: rich_text(block, mrkdwn),
            "emoji": emoji,
            "local_image": local_image,
            "safe_link": safe_link,
            "dom_id": dom_id,
            "confirmation": confirmation,
            "start_of": start_of,
            "input_kind": lambda kind: Markup(INPUT_KINDS.get(kind, 'type="text"')),  # noqa: S704 # nosec B704 # constants
            "chosen_of": self._chosen,
            "choices_of": self._choices,
            "chosen_words": self._chosen_words,
            "avatar": self.avatar,
        }

    def avatar(self, member: Member) -> Markup:
        """Initials on the person's colour."""
        return avatar(member, self._world.directory.colour_number(member.id))

    def plain_words(self, text: str) -> str:
        """mrkdwn on one line without its marks, for a summary."""
        return " ".join(Mrkdwn(self._name_of, self._zone).html(text.replace("\n", " ")).striptags().split())

    def _name_of(self, user_id: str) -> str | None:
        member = self._world.directory.get(user_id)
        return member.real_name if member else None

    def _choices(self, element: Json) -> list[tuple[str | None, list[dict[str, str]]]]:
        kind = element["type"]
        if "users" in kind:
            return [(None, [{"value": each.id, "text": each.real_name} for each in self._world.directory.people()])]
        if element.get("option_groups"):
            return [(emoji(each["label"]["text"]), _shown(each["options"])) for each in element["option_groups"]]
        return [(None, _shown(options_of(element)))]

    def _chosen(self, element: Json) -> list[str]:
        chosen = initial_of(element)[key_of(element)]
        several = chosen if isinstance(chosen, list) else [chosen] if chosen else []
        return [each["value"] if isinstance(each, dict) else str(each) for each in several]

    def _chosen_words(self, element: Json) -> str:
        chosen = self._chosen(element)
        return ", ".join(each["text"] for _, options in self._choices(element) for each in options if each["value"] in chosen)


def _shown(options: list[Json]) -> list[dict[str, str]]:
    return [{"value": each["value"], "text": emoji(each["text"]["text"])} for each in options]


def author_of(world: World, message: Message, picture: Callable[[Member], Markup]) -> tuple[str, Markup]:
    """Who wrote the message, by name and picture."""
    if message.author in (world.workspace.bot_user.id, SLACKBOT.id):
        own = message.author == world.workspace.bot_user.id
        mark = Markup('<span class="avatar app" aria-hidden="true"></span>')
        return (world.workspace.bot_user.real_name if own else "Slackbot"), mark
    member = world.directory.get(message.author)
    return (member.real_name, picture(member)) if member else (message.author, Markup(""))
