"""A council whose Slack knows administrators, and what they are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.administrators import Administrators
from bot.alarms import Teller
from bot.desk import Desk, Member
from bot.desk.logs import Sent
from bot.manifest import manifest
from storage import SINGLE
from tests.bot.council import NINE, SECRET, TOKEN, Council

LONDON = ZoneInfo("Europe/London")
ADMIN, SECOND = (
    Member("UADMIN", "admin", "Ada Admin", "ada@council.example"),
    Member("USEC", "sec", "Sy Second", "sy@c.example"),
)
NOBODY = "nobody@council.example"
FAR = Member("UFAR", "far", "Flo Far", "flo@other.example")
"""Of another council's workspace, which the same Cornerstone serves."""


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@dataclass
class Hall:
    """A council whose Slack knows administrators who are on no list of people."""

    council: Council
    addresses: tuple[str, ...] = (ADMIN.email,)
    other: Desk | None = None
    """Slack of another council's workspace."""

    def __post_init__(self) -> None:
        self.council.desk.add(ADMIN)
        self.council.desk.add(SECOND)

    def administrators(self) -> Administrators:
        clients = [self.council.client()]
        if self.other:
            clients.insert(0, self.council.client(api=self.other.api_url))
        return Administrators(lambda: clients, self.addresses)

    @contextmanager
    def beside_another(self, *members: Member) -> Iterator[Desk]:
        """Another workspace, which is asked first, with these people in it."""
        given = {"signing_secret": SECRET, "bot_token": TOKEN, "clock": lambda: self.council.now[0], "people": members}
        with Desk.from_manifest(manifest("http://127.0.0.1"), **given) as self.other:
            self.other.serve(port=0)
            yield self.other

    def teller(self) -> Teller:
        """One process's."""
        return Teller(self.council.store, self.administrators(), LONDON)

    def tell(self, at: datetime, teller: Teller | None = None) -> int:
        self.council.now[0] = at
        return (teller or self.teller()).tell(at)

    def begin(self, name: str, about: str = "", detail: str = "", *, at: datetime = NINE, workspace: str = SINGLE) -> None:
        assert self.council.store.alarms.begin(workspace, name, about, detail, now=at)

    def told(self, to: Member = ADMIN) -> list[Sent]:
        """What stands in their conversation about alarms."""
        standing = {each.ts for each in self.council.desk.as_person(to.id).messages()}
        return [each for each in self.council.desk.sent(to=to.id) if each.ts in standing]

    def unreachable(self, *people: str, at: datetime = NINE) -> None:
        for person in people:
            self.begin("unreachable", person, "user_disabled", at=at)
