"""Files put into Slack: first an address to send them to, then their bytes, then a place where somebody sees them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.changes import Changes
from bot.desk.desk_time import DeskTime
from bot.desk.kinds import Json

KINDS = {"png": "image/png", "pdf": "application/pdf",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


@dataclass(slots=True)
class File:
    """One file. Nobody sees it before it is `shared`."""

    id: str
    name: str
    length: int
    alt_txt: str
    ticket: str
    """The last part of the address its bytes go to."""
    created_at: datetime
    title: str = ""
    data: bytes | None = None
    is_shared: bool = False

    @property
    def ending(self) -> str:
        """`png`, `xlsx`; empty where the name has none."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    @property
    def mimetype(self) -> str:
        """By its name, as Slack guesses it."""
        return KINDS.get(self.ending, "application/octet-stream")

    @property
    def is_picture(self) -> bool:
        """Whether Slack shows it in the conversation."""
        return self.mimetype.startswith("image/")

    def as_slack(self, user_id: str, url: str) -> Json:
        """The file object, as far as a bot may rely on it."""
        found: Json = {
            "id": self.id,
            "created": int(self.created_at.timestamp()),
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.ending,
            "user": user_id,
            "size": self.length,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private_download": f"{url}/files/{self.id}/{self.name}",
        }
        return found | ({"alt_txt": self.alt_txt} if self.alt_txt else {})


class Files:
    """Every file that was announced."""

    def __init__(self, time: DeskTime, changes: Changes) -> None:
        self._time, self._changes = time, changes
        self._files: dict[str, File] = {}

    def announce(self, name: str, length: int, alt_txt: str) -> File:
        """A file that is to come."""
        with self._changes.lock:
            number = f"F0{secrets.token_hex(5).upper()}"
            made = File(number, name, length, alt_txt, secrets.token_urlsafe(24), self._time.now())
            self._files[made.id] = made
            return made

    def take(self, ticket: str, data: bytes) -> int:
        """Its bytes have come; answers the status of HTTP: what is not as long as was said is not taken."""
        with self._changes.lock:
            file = next((each for each in self._files.values() if secrets.compare_digest(each.ticket, ticket)), None)
            if file is None or file.is_shared:
                return 404
            if len(data) != file.length:
                return 400
            file.data = data
            return 200

    def waiting(self, ids: Sequence[str]) -> list[File]:
        """Those of these whose bytes are here and that nobody sees yet."""
        with self._changes.lock:
            found = [self._files[each] for each in ids if each in self._files]
            return [each for each in found if each.data is not None and not each.is_shared]

    def shared(self, file_id: str) -> File | None:
        """What people can open."""
        with self._changes.lock:
            found = self._files.get(file_id)
            return found if found and found.is_shared else None
