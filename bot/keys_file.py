"""A file of keys, CORNERSTONE_KEYS_FILE: one a line, newest first, and nobody's but its owner's."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet

from scheduling.errors import SupervisionError

ONLY_THE_OWNER = 0o600
OTHERS, OTHERS_WRITE = 0o077, 0o022
MOST_BYTES = 100_000
"""Of keys: more is some other file."""


class KeysFileFault(SupervisionError):
    """The file of keys cannot be used."""


MISSING = "there is no such file; `cornerstone keys new --to FILE` makes one"
NOT_READ = "this user may not read the file; make the user the bot runs as its owner"
NO_FILE = "that is no file; name the file that holds the keys"
OPEN_TO_OTHERS = "others than its owner can read the file; `chmod 600` it, and put a new key first, since they may have read it"
SOMEBODY_ELSES = "the file is somebody else's; make the user the bot runs as its owner (chown), then `chmod 600` it"
LED_ASTRAY = "it is a link into a folder others may write to; name a file in a folder that is the bot's own"
EMPTY = "there is no key in the file; `cornerstone keys new --to FILE` puts one there"


def read(path: Path) -> tuple[str, ...]:
    """The keys, newest first. Raises KeysFileFault: it says what to do, and quotes neither a key nor the path."""
    keys = tuple(line.strip() for line in _text(path).splitlines() if _is_key(line))
    if not keys:
        raise KeysFileFault(EMPTY)
    for number, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            raise KeysFileFault(f"key {number} of the file is not a key; `cornerstone keys new` makes one") from None
    return keys


def put_first(path: Path, key: str) -> int:
    """Put a key before the others, all at once: whoever reads meanwhile reads the file of before, or of after.

    A file that is not there yet is made. Answers how many keys are in it now. Raises KeysFileFault, and then it is as it was.
    """
    path = path.resolve()
    if not path.parent.is_dir():
        raise KeysFileFault("the folder is not there; name a file in a folder that is")
    try:
        with _alone(path.parent):
            lines = _text(path).splitlines(keepends=True) if path.exists() else []
            if lines:
                lines[-1] = lines[-1].rstrip("\n") + "\n"
            at = next((number for number, line in enumerate(lines) if _is_key(line)), len(lines))
            _replace(path, "".join([*lines[:at], f"{key}\n", *lines[at:]]))
    except OSError as error:
        raise KeysFileFault(f"the file cannot be written ({error.strerror}); name one this user may write to") from None
    return 1 + sum(map(_is_key, lines))


def _is_key(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _text(path: Path) -> str:
    """What is in it, once it is sure that this is what was looked at."""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise KeysFileFault(MISSING) from None
    except OSError:
        raise KeysFileFault(NOT_READ) from None
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise KeysFileFault(NO_FILE)
        if sys.platform != "win32":
            _check_owner(path, found)
        return os.read(opened, MOST_BYTES).decode()
    except UnicodeDecodeError:
        raise KeysFileFault(EMPTY) from None
    finally:
        os.close(opened)


def _check_owner(path: Path, found: os.stat_result) -> None:
    if found.st_uid not in (os.geteuid(), 0):
        raise KeysFileFault(SOMEBODY_ELSES)
    if stat.S_IMODE(found.st_mode) & OTHERS:
        raise KeysFileFault(OPEN_TO_OTHERS)
    if path.is_symlink() and _is_open_to_others(path.resolve()):
        raise KeysFileFault(LED_ASTRAY)


def _is_open_to_others(file: Path) -> bool:
    """Whether others could put another file in its place: in its folder, or a folder in the place of one above."""
    modes = [folder.stat().st_mode for folder in file.parents]
    # Above, the sticky bit keeps others from what is not theirs, as in /tmp; in the file's own folder they have no business.
    return bool(modes[0] & OTHERS_WRITE) or any(mode & OTHERS_WRITE and not mode & stat.S_ISVTX for mode in modes[1:])


def _replace(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 600 from the start
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            if path.exists() and sys.platform != "win32":
                before = path.stat()
                os.fchown(descriptor, before.st_uid, before.st_gid)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    if sys.platform != "win32":
        with _opened(path.parent) as folder:
            os.fsync(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two who put a key in at the same moment take turns, and both keys stay."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with _opened(folder) as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
