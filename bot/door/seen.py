"""Signatures that were here before, for as long as they are valid: the same signed request is not answered twice."""

import contextlib
import mmap
import multiprocessing
import struct
import threading
from collections.abc import Iterator

SLOTS = 1 << 18
"""Signatures remembered at once. Each is valid for five minutes, so this is nearly 900 requests a second; with more than
that the soonest to end gives way."""
PROBES = 16
"""Places in which one signature may stand."""
ABANDONED = 0.5
"""Seconds after which a turn of some microseconds has not been left, but was cut off."""
_SLOT = struct.Struct("<16sd")
"""Half of a signature, and until when it is valid, in seconds since 1970."""


class Seen:
    """A table of fixed size (6 MiB, taken as it fills), which processes forked from this one can share.

    Who holds no signing secret can choose no signature, so nobody can aim at a place in it.
    """

    def __init__(self, slots: int = SLOTS, *, is_shared: bool = False) -> None:
        """`is_shared`: by processes forked from here on, as gunicorn's workers are."""
        self._slots = slots
        self._table = mmap.mmap(-1, slots * _SLOT.size)
        self._turn = threading.Lock()
        self._between = _Between() if is_shared else contextlib.nullcontext()

    def is_new(self, signature: str, until: float, now: float) -> bool:
        """Whether `v0=…` comes for the first time; from now on it has come, until `until` (both in seconds since 1970)."""
        key = _key(signature)
        with self._alone():
            oldest, oldest_until = -1, float("inf")
            for place in self._places(key):
                found, valid_until = _SLOT.unpack_from(self._table, place)
                if found == key and valid_until >= now:
                    return False
                valid_until = valid_until if valid_until >= now else 0.0
                if valid_until < oldest_until:
                    oldest, oldest_until = place, valid_until
            _SLOT.pack_into(self._table, oldest, key, until)
            return True

    def forget(self, signature: str) -> None:
        """It could not be answered: when it comes again it comes for the first time."""
        key = _key(signature)
        with self._alone():
            for place in self._places(key):
                if _SLOT.unpack_from(self._table, place)[0] == key:
                    _SLOT.pack_into(self._table, place, bytes(16), 0.0)

    def _places(self, key: bytes) -> Iterator[int]:
        first = int.from_bytes(key[:8], "little")
        return ((first + step) % self._slots * _SLOT.size for step in range(PROBES))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time, of all threads of all processes."""
        with self._turn, self._between:
            yield


class _Between:
    """One process at a time, by a semaphore: taking one that is free does not let go of the interpreter.

    A file's lock would, twice a request, and under load whoever holds it then waits five milliseconds for the interpreter
    while all others wait for him. A process that is killed while it has its turn costs the next one a wait, and nobody more.
    """

    def __init__(self) -> None:
        self._turn = multiprocessing.get_context("fork").Lock()  # not on Windows, where nothing forks

    def __enter__(self) -> None:
        self._turn.acquire(timeout=ABANDONED)

    def __exit__(self, *raised: object) -> None:
        with contextlib.suppress(ValueError):  # it was paused for so long that others went on
            self._turn.release()


def _key(signature: str) -> bytes:
    return bytes.fromhex(signature.removeprefix("v0=")[:32])
