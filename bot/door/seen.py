"""Signatures that were here before, for as long as they are valid: the same signed request is not answered twice."""

import contextlib
import mmap
import os
import struct
import tempfile
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

SLOTS = 1 << 18
"""Signatures remembered at once. Each is valid for five minutes, so this is nearly 900 requests a second; with more than
that the soonest to end gives way."""
PROBES = 16
"""Places in which one signature may stand."""
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
    """One process at a time, by the lock of a file without a name. A process that dies lets go of it by that."""

    def __init__(self) -> None:
        import fcntl  # not on Windows, where nothing forks

        self._lock = fcntl.lockf
        self._take, self._let_go = fcntl.LOCK_EX, fcntl.LOCK_UN
        self._file, name = tempfile.mkstemp(prefix="cornerstone-seen-")
        Path(name).unlink()
        weakref.finalize(self, os.close, self._file)

    def __enter__(self) -> None:
        self._lock(self._file, self._take)

    def __exit__(self, *raised: object) -> None:
        self._lock(self._file, self._let_go)


def _key(signature: str) -> bytes:
    return bytes.fromhex(signature.removeprefix("v0=")[:32])
