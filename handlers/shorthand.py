"""How people shorten and join what they type of a date, written out: `tmrw`, `3 wks`, `14-may`, `thurs the 14th`."""

import re

SHORT = {
    **dict.fromkeys(("tmrw", "tmr", "tomo", "tomoz", "tomorow", "tommorow", "tommorrow", "2moro"), "tomorrow"),
    **dict.fromkeys(("y'day", "yday", "yest"), "yesterday"),
    **dict.fromkeys(("wk", "wks"), "weeks"),
    **dict.fromkeys(("mth", "mths"), "months"),
    **dict.fromkeys(("yr", "yrs"), "years"),
    **dict.fromkeys(("nxt",), "next"),
    "tonight": "today evening",
}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def written_out(text: str) -> str:
    """In small letters, one blank between words, without what says nothing about the day."""
    plain = re.sub(r"[,\u00a0\s]+", " ", text.casefold().replace("’", "'")).strip(" .")
    plain = re.sub(r"(?<=\d)[-/](?=[a-z])|(?<=[a-z])[-/](?=\d{2,4}$)", " ", plain)
    plain = re.sub(r"(?<=\d)t(?=\d\d:\d\d$)", " ", plain)
    plain = re.sub(r"\b(\d{1,4})(?:w|wks?)\b", r"\1 weeks", plain)
    plain = " ".join(SHORT.get(word, word) for word in plain.split())
    plain = re.sub(rf"\b({'|'.join(ORDINALS)})(?= of (?!next|this)[a-z]+)", _number, plain)
    plain = re.sub(r"^earlier today$", "today", plain)
    plain = re.sub(r"\bthis (?=morning|afternoon|evening)", "today ", plain)
    plain = re.sub(r"^([a-z]+) (?:just gone|gone)$", r"past \1", plain)
    plain = re.sub(r"^([a-z]+) (next|coming)$", r"\2 \1", plain)
    return re.sub(r"^(on|for|by) ", "", plain)


def _number(found: re.Match[str]) -> str:
    return f"{ORDINALS.index(found[1]) + 1}th"
