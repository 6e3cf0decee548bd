"""A database that cannot be used: told without it, once for all processes, and once when it is over.

Nothing can be stored, so what has been told is looked up where it was told: in the conversation with each administrator. Two
processes that look at the same moment both post; then each looks again, and whoever finds an earlier message takes its own
away.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import alarm_words
from bot.administrators import Administrators
from bot.slack_calls import Final, Mendable, Refused, Unsure
from storage.alarms import EVERYWHERE, Alarm

log = logging.getLogger(__name__)

NAME = "database"
STANDING, MENDED = "standing", "mended"
PATIENCE = timedelta(minutes=2)
"""A restart is no outage."""
ONCE_IN = timedelta(hours=1)
"""An outage that comes and goes is told of once in so long."""
Said = list[tuple[float, str]]
"""When, in Slack's seconds, and what was said of the database, newest first."""


@dataclass(slots=True)
class Outage:
    """What this process knows of the database's outage."""

    administrators: Administrators
    zone: ZoneInfo
    _since: datetime | None = None
    _is_told: bool = False
    """By us or by another process: nothing more to say until it is over."""
    _is_logged: bool = False
    _blindly: set[str] = field(default_factory=set)
    """Whom this process told without being able to look whether another had."""

    def is_down(self, now: datetime) -> None:
        """The database could not be used just now."""
        self._since = min(self._since or now, now)
        if now - self._since < PATIENCE or self._is_told:
            return
        alarm = Alarm(NAME, EVERYWHERE, NAME, "", "", self._since, None, None)
        if not self._is_logged:
            log.error("%s", alarm_words.grouped([alarm], {}, now, self.zone)[0].plain)
            self._is_logged = True
        self._is_told = self._say(alarm, now)

    def is_up(self, now: datetime) -> None:
        """The database was used just now."""
        if self._since is None:
            return
        over = Alarm(NAME, EVERYWHERE, NAME, "", "", self._since, self._since, now)
        if now - self._since >= PATIENCE and not self._say(over, now):
            return  # Slack does not answer either: said at the next look
        if self._is_logged:
            log.info("%s", alarm_words.grouped([over], {}, now, self.zone)[0].plain)
        self._since, self._is_told, self._is_logged = None, False, False
        self._blindly.clear()

    def _say(self, alarm: Alarm, now: datetime) -> bool:
        """Whether everybody who can be told has been told, by whichever process."""
        done, is_refused = list[bool](), False
        for address in self.administrators.addresses:
            try:
                done.append(self._is_said(address, alarm, now))
            except Mendable:
                is_refused = True  # in their workspace: the others are told, and do not wait until that is mended
        return all(done) and (bool(done) or not is_refused)

    def _is_said(self, address: str, alarm: Alarm, now: datetime) -> bool:
        """Raises Mendable where Slack refuses the app in their workspace."""
        try:
            channel = self.administrators.conversation(address)
            since = min(alarm.began_at, now) - ONCE_IN
            told = self._told(channel, since)
            if told is None:
                return self._say_blindly(address, channel, alarm, now)
            if alarm.ended_at is None and _was_said_lately(told, now):
                return told[0][1] == STANDING  # else it comes and goes: said once the hour is over
            if alarm.ended_at and (not told or told[0][1] != STANDING):
                return True
            self._yield(channel, self._post(channel, alarm, now), since)
        except Final as refusal:
            log.warning("an administrator cannot be told of the database: %s", refusal)
        except (Refused, Unsure):
            return False
        return True

    def _say_blindly(self, address: str, channel: str, alarm: Alarm, now: datetime) -> bool:
        """Each process tells once, and whoever told tells the end."""
        if (address in self._blindly) == bool(alarm.ended_at):
            self._post(channel, alarm, now)
            self._blindly.add(address)
        return True

    def _post(self, channel: str, alarm: Alarm, now: datetime) -> float:
        said = alarm_words.message([alarm], {}, now, self.zone)
        return float(self.administrators.tell(channel, said.text, said.blocks, {"name": NAME, "state": _state(alarm)}))

    def _told(self, channel: str, since: datetime) -> Said | None:
        found = self.administrators.told(channel, since)
        if found is None:
            return None
        begins = since.timestamp()
        return [(at, str(payload.get("state"))) for at, payload in found if payload.get("name") == NAME and at > begins]

    def _yield(self, channel: str, ours: float, since: datetime) -> None:
        """Another process said the same a moment before: its message stays."""
        told = self._told(channel, since) or []
        state = next((said for at, said in told if at == ours), "")
        before = next(((at, said) for at, said in told if at < ours), None)
        if before and before[1] == state and ours - before[0] < ONCE_IN.total_seconds():
            self.administrators.unsay(channel, f"{ours:.6f}")


def _state(alarm: Alarm) -> str:
    return MENDED if alarm.ended_at else STANDING


def _was_said_lately(told: Said, now: datetime) -> bool:
    lately = (now - ONCE_IN).timestamp()
    return any(at > lately and said == STANDING for at, said in told)
