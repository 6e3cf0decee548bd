"""The rich_text block: sections, lists, quotations and preformatted text."""

from __future__ import annotations

from bot.desk.blockkit.checks import TYPE, URL, Check, boolean, integer, items, one_of, shape, string, typed

STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), boolean))
_ID = string(255, 1)


def _inline(name: str, check: Check, **more: Check) -> Check:
    return shape({"type": TYPE, name: check}, {"style": STYLE, **more})


INLINE: dict[str, Check] = {
    "text": _inline("text", string(40_000, 1)),
    "link": _inline("url", URL, text=string(40_000), unsafe=boolean),
    "emoji": _inline("name", string(100, 1), unicode=string(100), skin_tone=integer(1, 6)),
    "user": _inline("user_id", _ID),
    "usergroup": _inline("usergroup_id", _ID),
    "channel": _inline("channel_id", _ID),
    "team": _inline("team_id", _ID),
    "broadcast": _inline("range", one_of("here", "channel", "everyone")),
    "color": _inline("value", string(20, 1)),
    "date": shape(
        {"type": TYPE, "timestamp": integer(0, 9_999_999_999), "format": string(500, 1)},
        {"style": STYLE, "url": URL, "fallback": string(500)},
    ),
}

_LINE = items(typed(INLINE), 1000, least=0)
SECTION = shape({"type": TYPE, "elements": _LINE}, {"border": integer(0, 1)})
PARTS: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_quote": SECTION,
    "rich_text_preformatted": shape({"type": TYPE, "elements": _LINE}, {"border": integer(0, 1), "language": string(50)}),
    "rich_text_list": shape(
        {"type": TYPE, "style": one_of("bullet", "ordered"), "elements": items(typed({"rich_text_section": SECTION}), 1000)},
        {"indent": integer(0, 8), "offset": integer(0, 10_000), "border": integer(0, 1)},
    ),
}
RICH_TEXT = shape({"type": TYPE, "elements": items(typed(PARTS), 1000, least=0)}, {"block_id": _ID})
