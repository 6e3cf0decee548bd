"""rich_text blocks as HTML."""

from __future__ import annotations

from markupsafe import Markup

from bot.desk.emoji import EMOJI
from bot.desk.kinds import Json
from bot.desk.mrkdwn import Mrkdwn, escape

_TAGS = (("code", "code"), ("strike", "s"), ("italic", "em"), ("bold", "strong"), ("underline", "u"))


def rich_text(block: Json, mrkdwn: Mrkdwn) -> Markup:
    """The whole block."""
    # Every part below is put together from escaped text.
    return Markup("".join(_part(each, mrkdwn) for each in block["elements"]))  # noqa: S704 # nosec B704 # parts are escaped


def _part(part: Json, mrkdwn: Mrkdwn) -> str:
    kind = part["type"]
    if kind == "rich_text_list":
        tag = "ol" if part["style"] == "ordered" else "ul"
        start = f' start="{int(part.get("offset", 0)) + 1}"' if tag == "ol" else ""
        rows = "".join(f"<li>{_line(each, mrkdwn)}</li>" for each in part["elements"])
        return f'<{tag} class="indent-{int(part.get("indent", 0))}"{start}>{rows}</{tag}>'
    tag = {"rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}.get(kind, "p")
    return f"<{tag}>{_line(part, mrkdwn)}</{tag}>"


def _line(part: Json, mrkdwn: Mrkdwn) -> str:
    return "".join(_inline(each, mrkdwn) for each in part["elements"])


def _inline(element: Json, mrkdwn: Mrkdwn) -> str:
    words = _words(element, mrkdwn)
    for style, tag in _TAGS:
        if element.get("style", {}).get(style):
            words = f"<{tag}>{words}</{tag}>"
    return words


def _words(element: Json, mrkdwn: Mrkdwn) -> str:
    kind = element["type"]
    if kind == "text":
        return escape(element["text"]).replace("\n", "<br>")
    if kind == "link":
        return mrkdwn.link(element["url"], element.get("text") or element["url"])
    if kind == "user":
        return mrkdwn.mention(element["user_id"])
    if kind == "emoji":
        return EMOJI.get(element["name"], f":{escape(element['name'])}:")
    if kind == "date":
        return mrkdwn.date(element["timestamp"], element["format"], element.get("fallback", ""))
    if kind == "broadcast":
        return f'<span class="mention">@{escape(element["range"])}</span>'
    plain = element.get("usergroup_id") or element.get("channel_id") or element.get("team_id") or element.get("value", "")
    return f'<span class="mention">{escape(str(plain))}</span>'
