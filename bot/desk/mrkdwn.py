"""Slack's mrkdwn as HTML. Everything is escaped; only what is recognised becomes an element."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.desk.emoji import EMOJI
from bot.desk.wording import clock_words, day_words

NameOf = Callable[[str], str | None]

_ENTITY = re.compile(r"<([^<>\n]+)>")
_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
# A mark opens after a space or bracket and closes before one, as in Slack: 2*3*4 stays as it is.
_EDGE_BEFORE, _EDGE_AFTER = r"(?<![\w*_~])", r"(?![\w*_~])"
_STYLES = [
    (re.compile(_EDGE_BEFORE + r"\*(?=\S)([^*\n]+?)(?<=\S)\*" + _EDGE_AFTER), "strong"),
    (re.compile(_EDGE_BEFORE + r"_(?=\S)([^_\n]+?)(?<=\S)_" + _EDGE_AFTER), "em"),
    (re.compile(_EDGE_BEFORE + r"~(?=\S)([^~\n]+?)(?<=\S)~" + _EDGE_AFTER), "s"),
]
_EMOJI = re.compile(r":([a-z0-9_+-]+):")
_HELD = re.compile("\x00(\\d+)\x00")


def escape(text: str) -> str:
    """HTML-escaped text. Slack's own three escapes stand for their characters."""
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return html.escape(plain, quote=True)


class Mrkdwn:
    """Renders for one reader: names from the directory, dates in the reader's zone."""

    def __init__(self, name_of: NameOf, zone: str) -> None:
        self._name_of, self._zone = name_of, ZoneInfo(zone)

    def html(self, text: str) -> Markup:
        """Formatted text."""
        held: list[str] = []

        def hold(markup: str) -> str:
            held.append(markup)
            return f"\x00{len(held) - 1}\x00"

        text = text.replace("\x00", "")
        text = _FENCE.sub(lambda found: hold(f"<pre>{escape(found[1])}</pre>"), text)
        text = _CODE.sub(lambda found: hold(f"<code>{escape(found[1])}</code>"), text)
        text = _ENTITY.sub(lambda found: hold(self._entity(found[1])), text)
        text = escape(text)
        for pattern, tag in _STYLES:
            text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
        text = _EMOJI.sub(lambda found: EMOJI.get(found[1], found[0]), text)
        text = _lines(text)
        while _HELD.search(text):
            text = _HELD.sub(lambda found: held[int(found[1])], text)
        # Every character of the message went through escape() above.
        return Markup(text)  # noqa: S704 # nosec B704 # escaped above

    def _entity(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        if target.startswith("@"):
            return self.mention(target[1:], label)
        if target.startswith("!date^"):
            return self._date(target, label)
        if target.startswith("!"):
            word = label or "@" + target[1:].split("^")[0]
            return f'<span class="mention">{escape(word)}</span>'
        if target.startswith("#"):
            return f'<span class="mention">#{escape(label or target[1:])}</span>'
        if re.match(r"(https?://|mailto:|tel:)", target):
            return self.link(target, label or target.removeprefix("mailto:"))
        return escape(f"<{inside}>")

    def mention(self, user_id: str, label: str = "") -> str:
        """A person by name."""
        name = self._name_of(user_id) or label or user_id
        return f'<span class="mention" data-user="{escape(user_id)}">@{escape(name)}</span>'

    def link(self, url: str, words: str) -> str:
        """A link, opened outside the desk."""
        if not re.match(r"(https?://|mailto:|tel:)", url):
            return escape(words)
        return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'

    def date(self, seconds: int, form: str, fallback: str) -> str:
        """A date in the reader's zone, by Slack's tokens."""
        at = datetime.fromtimestamp(seconds, self._zone)
        tokens = {
            "date_num": f"{at:%Y-%m-%d}",
            "date": day_words(at.date(), year=True),
            "date_short": day_words(at.date(), short=True, year=True),
            "date_long": f"{at:%A} {at.day} {at:%B %Y}",
            "date_pretty": day_words(at.date(), year=True),
            "date_short_pretty": day_words(at.date(), short=True),
            "date_long_pretty": f"{at:%A} {at.day} {at:%B}",
            "day_divider_pretty": f"{at:%A} {at.day} {at:%B}",
            "time": clock_words(at),
            "time_secs": f"{at:%H:%M:%S}",
        }
        unknown = [each for each in re.findall(r"\{(\w+)\}", form) if each not in tokens]
        words = fallback if unknown else re.sub(r"\{(\w+)\}", lambda found: tokens[found[1]], form)
        return f'<time datetime="{at.isoformat()}" title="{escape(fallback)}">{escape(words)}</time>'

    def _date(self, target: str, fallback: str) -> str:
        parts = target.split("^")
        if len(parts) < 3 or not parts[1].isdigit():
            return escape(fallback or target)
        shown = self.date(int(parts[1]), parts[2], fallback)
        if not parts[3:] or not parts[3].startswith("http"):
            return shown
        return f'<a href="{escape(parts[3])}" target="_blank" rel="noopener noreferrer">{shown}</a>'


def _lines(text: str) -> str:
    """Line breaks, quotations and hanging bullets."""
    done: list[str] = []
    for line in text.split("\n"):
        quoted = re.match(r"&gt;\s?(.*)", line)
        bullet = re.match(r"\s*([•▪◦-]|\d{1,3}[.)])\s+(.*)", line)
        if quoted:
            done.append(f'<span class="quote">{quoted[1]}</span>')
        elif bullet:
            mark = "•" if bullet[1] == "-" else bullet[1]
            done.append(f'<span class="bullet"><span class="mark">{mark}</span><span>{bullet[2]}</span></span>')
        else:
            done.append(line)
    joined = "\n".join(done)
    joined = re.sub(r'(?<=</span>)\n(?=<span class="(?:quote|bullet)">)', "", joined)
    joined = re.sub(r'\n(?=<span class="(?:quote|bullet)">)', "", joined)
    return joined.replace("</span></span>\n", "</span></span>").replace("\n", "<br>")
