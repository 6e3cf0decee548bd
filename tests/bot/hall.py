"""A council whose Slack knows administrators, and what they are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.administrators import Administrators
from bot.alarms import Teller
from bot.desk import Member
from bot.desk.logs import Sent
from storage import SINGLE
from tests.bot.council import NINE, Council

LONDON = ZoneInfo("Europe/London")
ADMIN, SECOND = (
    Member("UADMIN", "admin", "Ada Admin", "ada@council.example"),
    Member("USEC", "sec", "Sy Second", "sy@c.example"),
)
NOBODY = "nobody@council.example"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@dataclass
class Hall:
    """A council whose Slack knows administrators who are on no list of people."""

    council: Council
    addresses: tuple[str, ...] = (ADMIN.email,)

    def __post_init__(self) -> None:
        self.council.desk.add(ADMIN)
        self.council.desk.add(SECOND)

    def administrators(self) -> Administrators:
        client = self.council.client()
        return Administrators(lambda: [client], self.addresses)

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
