"""Tells the administrators, by direct message, what is wrong with Cornerstone itself: once each, and once when it is over.

Any number of processes may do it: the alarms are claimed by lease, and before a message is posted the conversation is looked
through for what another process told before it died.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any
from zoneinfo import ZoneInfo

from bot import alarm_words
from bot.administrators import Administrators
from bot.clock import Stopwatch, stopwatch
from bot.guarded import only_while
from bot.slack_calls import Final, Mendable, Refused, Unsure
from handlers.words.kit import Rendered
from storage.alarms import Alarm
from storage.store import Store

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Long enough to tell several administrators."""
IN_TIME = LEASE - timedelta(minutes=1)
"""No call is begun later: its time-out is shorter than what is left of the lease."""
LOOK_BACK = timedelta(hours=1)
"""An earlier telling is looked for from so long before the oldest of the alarms."""
SAID_AGAIN = timedelta(hours=1)
"""How often the log repeats that nobody can be told."""
QUIET_AT_THE_END = {"failed", "nightly"}
"""Alarms whose end is news to nobody."""
MOST_TRIES = 2
"""Where the conversation cannot be read, what got no answer is said once more and not again."""
MOST_IDS = 200
"""So many fit into a message's metadata; beyond, the last one's beginning stands for all before it."""


class Heard(Enum):
    """How telling one administrator went."""

    YES = auto()
    LATER = auto()
    NEVER = auto()
    """Slack knows no such person, or closed their account."""


@dataclass(slots=True)
class Teller:
    """Tells what is new. One a process; not for several threads at once."""

    store: Store
    administrators: Administrators
    zone: ZoneInfo
    _tries: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    _never: set[str] = field(default_factory=set)
    _logged: set[str] = field(default_factory=set)
    _complained_at: datetime | None = None

    def tell(self, now: datetime) -> int:
        """Tell what nobody has told; how many alarms were. Raises what the database raises, never what Slack does."""
        if not self.administrators.addresses:
            self._log_untold(now)
            return 0
        alarms = self.store.alarms.claim_untold(now, LEASE)
        worth_telling = [each for each in alarms if not (each.ended_at and each.name in QUIET_AT_THE_END)]
        for each in alarms:
            if each not in worth_telling:
                self.store.alarms.told(each, now)
        if not worth_telling:
            return 0
        watch, began = Stopwatch(now), stopwatch()
        # Paused past its lease, this process would tell what another has told meanwhile.
        with only_while(lambda: stopwatch() - began < IN_TIME.total_seconds()):
            is_told = self._told(worth_telling, watch)
        if is_told:
            for each in worth_telling:
                self.store.alarms.told(each, watch.now())
            return len(worth_telling)
        self.store.alarms.put_back(worth_telling, watch.now())
        return 0

    def _told(self, alarms: Sequence[Alarm], watch: Stopwatch) -> bool:
        """Whether nobody needs to be told again: at least one was, and the others were or cannot be."""
        who = self._names(alarms, watch.now())
        heard, refusals = list[Heard](), list[Mendable]()
        for number, address in enumerate(self.administrators.addresses):
            try:
                heard.append(self._tell_one(number, address, alarms, who, watch))
            except Mendable as refusal:
                refusals.append(refusal)  # of their workspace's token: the others may be in another
        if Heard.LATER in heard or Heard.YES not in heard:
            why = f"Slack refuses to tell the administrators: {refusals[0]}" if refusals else "no administrator could be told"
            self._complain(why, alarms, watch.now())
            return False
        self._complained_at = None
        return True

    def _tell_one(self, number: int, address: str, alarms: Sequence[Alarm], who: alarm_words.Who, watch: Stopwatch) -> Heard:
        """Raises Mendable where Slack refuses the app in their workspace."""
        try:
            channel = self.administrators.conversation(address)
            seen = self.administrators.told(channel, min(each.began_at for each in alarms) - LOOK_BACK)
            new = [each for each in alarms if not (self._was_tried(address, each) if seen is None else _is_in(each, seen))]
            if new:
                said = alarm_words.message(new, who, watch.now(), self.zone)
                self._post(address, channel, said, new)
        except Final as refusal:
            if address not in self._never:
                self._never.add(address)
                log.warning("administrator %d of the list cannot be told: %s", number + 1, refusal)
            return Heard.NEVER
        except (Refused, Unsure):
            return Heard.LATER
        for each in new:
            self._tries[(address, each.id, each.ended_at is None)] = MOST_TRIES
        return Heard.YES

    def _post(self, address: str, channel: str, said: Rendered, alarms: Sequence[Alarm]) -> None:
        try:
            self.administrators.tell(channel, said.text, said.blocks, _payload(alarms))
        except Unsure:
            self._tries.update((address, each.id, each.ended_at is None) for each in alarms)
            raise

    def _was_tried(self, address: str, alarm: Alarm) -> bool:
        """Told without being able to look, or tried twice without an answer."""
        return self._tries[(address, alarm.id, alarm.ended_at is None)] >= MOST_TRIES

    def _names(self, alarms: Iterable[Alarm], now: datetime) -> dict[tuple[str, str], str]:
        wanted: dict[str, set[str]] = {}
        for each in alarms:
            if each.about:
                wanted.setdefault(each.workspace, set()).add(each.about)
        found: dict[tuple[str, str], str] = {}
        for workspace, ids in wanted.items():
            with self.store.read(workspace, now) as work:
                found |= {(workspace, person.id): person.name for person in work.people.by_id(ids).values()}
        return found

    def _complain(self, what: str, alarms: Sequence[Alarm], now: datetime) -> None:
        """At once, then once an hour: a line a minute would bury what else the log says."""
        if self._complained_at is None or abs(now - self._complained_at) >= SAID_AGAIN:
            self._complained_at = now
            for each in alarm_words.grouped(alarms, {}, now, self.zone):
                log.error("%s. To be told: %s", what, each.plain)

    def _log_untold(self, now: datetime) -> None:
        """Nobody is named: the log says what they would have been told, once."""
        new = [each for each in self.store.alarms.untold() if each.id not in self._logged and each.ended_at is None]
        self._logged |= {each.id for each in new}
        for each in alarm_words.grouped(new, {}, now, self.zone):
            log.error("nobody is told, as CORNERSTONE_ADMINISTRATORS is not set: %s", each.plain)


def _payload(alarms: Sequence[Alarm]) -> dict[str, Any]:
    payload: dict[str, Any] = {"alarms": [each.id for each in alarms if each.ended_at is None][:MOST_IDS]}
    payload["mended"] = [each.id for each in alarms if each.ended_at][: MOST_IDS - len(payload["alarms"])]
    if len(alarms) > MOST_IDS:
        payload["until"] = max(each.began_at for each in alarms).isoformat()
    return payload


def _is_in(alarm: Alarm, seen: Sequence[tuple[float, dict[str, Any]]]) -> bool:
    named = "mended" if alarm.ended_at else "alarms"
    return any(alarm.id in payload.get(named, ()) or _is_covered(alarm, payload) for _, payload in seen)


def _is_covered(alarm: Alarm, payload: dict[str, Any]) -> bool:
    """A message with more than fit told all that had begun by then."""
    until = payload.get("until")
    return until is not None and alarm.ended_at is None and alarm.began_at <= datetime.fromisoformat(until)
