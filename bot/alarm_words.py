"""Alarms put into one message to the administrators: what is wrong, since when, what it means, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import remedies
from handlers.words import kit
from handlers.words.phrases import clip, count, escape, listed, plain_day
from storage.alarms import Alarm

Who = Mapping[tuple[str, str], str]
"""Names of people by workspace and id: administrators may read them, a log may not."""
MOST_NAMES = 10
MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Told:
    """Alarms of one kind, told together."""

    wrong: str
    since: str
    means: str
    do: str

    @property
    def mrkdwn(self) -> str:
        """As a paragraph."""
        rest = f"\n{self.means}\n*What to do:* {self.do}" if self.do else ""
        return f"*{self.wrong}*, {self.since}.{rest}"

    @property
    def plain(self) -> str:
        """As a line, for a log or a phone."""
        return f"{self.wrong}, {self.since}." + (f" {self.means} What to do: {self.do}" if self.do else "")


def message(alarms: Sequence[Alarm], who: Who, now: datetime, zone: ZoneInfo) -> kit.Rendered:
    """One message for all of them."""
    told = grouped(alarms, who, now, zone)
    standing = sum(bool(each.do) for each in told)
    title = f"Cornerstone: {count(standing, 'thing')} to mend" if standing else "Cornerstone: mended"
    blocks = [kit.header(title), *(kit.section(each.mrkdwn) for each in told[:MOST_GROUPS])]
    if len(told) > MOST_GROUPS:
        blocks.append(kit.context(f"And {len(told) - MOST_GROUPS} more: `cornerstone doctor` lists them."))
    blocks.append(kit.context("You are told once when something begins, and once when it is over."))
    return kit.rendered(clip("\n".join([f"{title}.", *(each.plain for each in told)]), kit.MESSAGE_TEXT), blocks)


def grouped(alarms: Sequence[Alarm], who: Who, now: datetime, zone: ZoneInfo) -> list[Told]:
    """What stands first, the oldest first; several with one reason together."""
    kinds: dict[tuple[bool, str, str], list[Alarm]] = {}
    for alarm in sorted(alarms, key=lambda each: (each.ended_at is not None, each.began_at)):
        kinds.setdefault((alarm.ended_at is not None, alarm.name, alarm.detail), []).append(alarm)
    return [_told(several, who, now, zone) for several in kinds.values()]


def when(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`09:00 today`, `09:00 on 24 March`."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    return f"{local:%H:%M} " + ("today" if local.date() == today else f"on {plain_day(local.date(), today)}")


def _told(alarms: Sequence[Alarm], who: Who, now: datetime, zone: ZoneInfo) -> Told:
    first = alarms[0]
    trouble, do = remedies.of_alarm(first.name, first.detail)
    filled = {"who": _people(alarms, who), "detail": _detail(first)}
    began = when(min(each.began_at for each in alarms), now, zone)
    if first.ended_at is None:
        reason = remedies.CODES.get(first.detail) if first.about else None
        wrong = trouble.wrong.format(**filled) + (f": {reason.says}" if reason else "")
        return Told(wrong, f"since {began}", trouble.means, do)
    ended = when(max(each.ended_at for each in alarms if each.ended_at), now, zone)
    return Told(trouble.over.format(**filled), f"from {ended} (it began at {began})", "", "")


def _people(alarms: Sequence[Alarm], who: Who) -> str:
    """`Ann Ashby`, `3 people (Ann Ashby, Tom Tilley and Ffion Frost)`, `200 people`: only so many are named."""
    names = [escape(who.get((each.workspace, each.about), each.about)) for each in alarms if each.about]
    if len(names) < 2:
        return "".join(names) or "Somebody"
    return f"{len(names)} people" + (f" ({listed(names)})" if len(names) <= MOST_NAMES else "")


def _detail(alarm: Alarm) -> str:
    """A code in words; a count with what is counted."""
    if alarm.detail.isdigit():
        number, thing = int(alarm.detail), "difference" if alarm.name == "nightly" else "message"
        return count(number, thing).capitalize() if alarm.name == "failed" else count(number, thing)
    return remedies.of_code(alarm.detail).says or "no reason given"
