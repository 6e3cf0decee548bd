"""One workspace's chain, followed event by event to the first that is wrong. Nothing here asks a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storage.trail import chain
from storage.trail.chain import Event, Head


class Row(NamedTuple):
    """An event as it lies in the database, whatever somebody may have put there."""

    event: Event
    hash: Any
    mark: Any


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first that is wrong."""

    workspace: str
    seq: int
    """The event's number."""
    what: str
    """`changed` `rewritten` `missing` `inserted` `out_of_order` `cut_off` `head_replaced` `head_missing` `not_as_exported`
    `name_changed` `name_missing`."""
    says: str


@dataclass
class Walk:
    """Fed with the events in the order of their numbers, then asked what it found."""

    workspace: str
    head: Head | None
    """None where it is not there, or is not sealed with the store's keys: then only the hashes can be followed."""
    next: int = 1
    before: str = chain.BEGINNING
    exported: dict[int, str] = field(default_factory=dict)
    """Hashes by number, as they were kept elsewhere."""
    rows: int = 0
    _seq: int = 0
    """The first wrong event; 0 while there is none."""
    _what: str = ""
    _row: Row | None = None
    _found_at: int | None = None
    """Where the event of that number was found instead."""
    _agreed: int = 0
    """The last number whose hash is as it was kept elsewhere."""

    def feed(self, row: Row) -> None:
        """The next event."""
        self.rows += 1
        if not self._seq:
            self._follow(row)
        if self._seq and self._found_at is None and row.event.seq != self._seq and self._is_the_missed(row):
            self._found_at = row.event.seq

    def end(self, there_is_a_head: bool) -> Wrong | None:
        """What is wrong first, once all have been fed."""
        if self._seq:
            return self._told(self._seq, *self._classified())
        last = self.next - 1
        later = [seq for seq in self.exported if seq > last]
        if self.head is None:
            if there_is_a_head:
                return self._told(
                    last, "head_replaced", f"the head after event {last} is not sealed with a key of CORNERSTONE_KEYS"
                )
            if last:
                return self._told(
                    last, "head_missing", f"there is no head after event {last}, so nothing says where the trail ends"
                )
        elif self.head.seq > last:
            return self._told(last + 1, "cut_off", f"cut off after event {last}: its head says there are {self.head.seq}")
        elif (self.head.seq, self.head.hash) != (last, self.before):
            return self._told(
                last, "head_replaced", f"its head is of event {self.head.seq}, and there are {last}: an older one was put back"
            )
        if later:
            return self._told(
                last + 1, "cut_off", f"cut off after event {last}: the head kept elsewhere says there were {max(later)}"
            )
        return None

    def _follow(self, row: Row) -> None:
        seq = row.event.seq
        if seq != self.next:
            is_later = isinstance(seq, int) and seq > self.next
            self._fault(self.next, "gap" if is_later else "stray", row)
            return
        hashed = _digest(self.before, row.event)
        if hashed != row.hash:
            self._fault(seq, "changed", row)
        elif self.head and chain.mark(self.head.secret, seq, hashed) != row.mark:
            self._fault(seq, "rewritten", row)
        elif self.exported.get(seq, hashed) != hashed:
            self._fault(self._agreed + 1, "not_as_exported", row)
        else:
            self._agreed = seq if seq in self.exported else self._agreed
            self.next, self.before = seq + 1, hashed

    def _fault(self, seq: int, what: str, row: Row) -> None:
        self._seq, self._what, self._row = seq, what, row

    def _is_the_missed(self, row: Row) -> bool:
        """Whether this row, under the number of the first wrong one, would be the event that followed there."""
        if self._what == "not_as_exported" or self._row is None:
            return False
        hashed = _digest(self.before, row.event._replace(seq=self._seq))
        if hashed and (hashed == row.hash or (self._what == "changed" and hashed == self._row.hash)):
            return True
        return self.head is not None and chain.mark(self.head.secret, self._seq, hashed) in (row.mark, self._row.mark)

    def _classified(self) -> tuple[str, str]:
        seq, row, last = self._seq, self._row, self.head.seq if self.head else None
        assert row is not None
        if self._what == "not_as_exported":
            return self._what, f"from event {seq} to {row.event.seq} one or more are not those of the head kept elsewhere"
        if last is not None and seq > last:
            return "inserted", f"event {row.event.seq} was put in after the trail's end, without the key"
        if self._found_at is not None:
            if last is not None and self.rows > last:
                return "inserted", f"event {seq} was put in: the one that was there is now {self._found_at}"
            return "out_of_order", f"event {seq} is not where it was: it is now {self._found_at}"
        if self._what == "stray":
            return "inserted", f"event {row.event.seq!r} was put in: that number comes before {seq}"
        if self._what == "gap":
            more = f" to {row.event.seq - 1}" if row.event.seq > seq + 1 else ""
            return "missing", f"event {seq}{more} is missing"
        if self._was_numbered_later(row):
            return "missing", f"event {seq} is missing, and those after it have other numbers than they had"
        if self._what == "rewritten":
            return "rewritten", f"event {seq} was written anew without the key, or put in, or taken out"
        return "changed", f"event {seq} was changed"

    def _was_numbered_later(self, row: Row) -> bool:
        """Whether as many are missing as its own mark says its number has gone down by."""
        missing = self.head.seq - self.rows if self.head else 0
        if not self.head or missing <= 0:
            return False
        return bool(chain.mark(self.head.secret, self._seq + missing, str(row.hash)) == row.mark)

    def _told(self, seq: int, what: str, says: str) -> Wrong:
        return Wrong(self.workspace, seq, what, says)


def _digest(before: str, event: Sequence[Any]) -> str:
    """Its hash; nothing, which no hash is, where it is none of ours at all."""
    try:
        return chain.digest(before, event)
    except TypeError:
        return ""
