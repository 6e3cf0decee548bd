"""The files a council's secrets and its database lie in: whether others on this computer can read them."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.finding import Finding, ok, warning
from bot.settings import Settings
from storage.examining import file_of

OTHERS = 0o077


def readable(settings: Settings) -> Iterator[Finding]:
    """A file of keys others can read is a fault of the settings; these are read all the same."""
    if sys.platform == "win32":
        return
    database = file_of(settings.url)
    looked_at = {
        "the file .env": (Path(".env"), "it may hold the keys and Slack's secrets"),
        "the database": (database, "what people wrote is sealed in it; names, dates and references are not"),
    }
    is_private = True
    for what, (path, holds) in looked_at.items():
        if path is not None and path.exists() and stat.S_IMODE(path.stat().st_mode) & OTHERS:
            is_private = False
            yield warning(f"others on this computer can read {what}: {holds}", f"`chmod 600` {path.name}.")
    if is_private:
        named = ", nor the file of keys" if settings.cornerstone_keys_file else ""
        yield ok(f"nobody else on this computer can read the settings or the database{named}")
