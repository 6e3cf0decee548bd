"""What team managers ask of the bot under load, each time something else."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bot.desk import Command, Desk, Member
from bot.desk.payloads import slash_command
from bot.manifest import SCOPES
from storage import SINGLE
from storage.extracts import read
from storage.importing import Options, import_plan
from tests.bench.contenders import settle
from tests.bench.councils import Shape, council_files
from tests.bench.load import SECRET, signed
from tests.bench.servers import Council, link_everyone, new_council

SAVED = "Saved"


PEOPLE, CASES = 300, 2000
"""Forty-two managers, and so many cases that few are decided on twice."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Their commands, each with a trigger and a response_url of the desk's."""

    desk: Desk
    shape: Shape
    numbers: Iterator[int] = field(default_factory=count)
    supervised: Sequence[tuple[str, str]] = ()

    def __post_init__(self) -> None:
        """Every case and its manager."""
        object.__setattr__(self, "supervised", tuple(self.shape.supervised()))

    def decision(self) -> bytes:
        """Each on a case of their own team, as on a busy afternoon."""
        ref, manager = self.supervised[next(self.numbers) % len(self.supervised)]
        return self._signed(manager, "/decision", f"{ref} move to strategy meeting because two missed visits")

    def question(self) -> bytes:
        """Nothing is stored for it."""
        number = next(self.numbers)
        return self._signed(f"S{number % self.shape.supervisors}", "/supervision", "next" if number % 2 else "help")

    def told_later(self) -> int:
        """How many were told that it is saved after an answer that it takes longer."""
        return sum(SAVED in str(call.args.get("text")) for call in self.desk.calls("response_url"))

    def _signed(self, person_id: str, command: str, text: str) -> bytes:
        world = self.desk.world
        member = world.directory.get(f"U{person_id}")
        assert member
        return signed(slash_command(world, member, Command(command), text))


def desk_of_managers(shape: Shape) -> Desk:
    """A Slack they are in."""
    users = [f"US{number}" for number in range(shape.supervisors)]
    return Desk(
        people=[Member(user, user.lower(), user, f"{user.lower()}@example.org") for user in users],
        signing_secret=SECRET,
        bot_token="xoxb-desk-bench",
        scopes=list(SCOPES),
        clock=lambda: datetime.now(UTC),  # noqa: TID251  a bench runs in real time
    )


def council_of_managers(url: str, now: datetime, shape: Shape) -> Council:
    """Theirs, imported, with everybody's account known."""
    council = new_council(url)
    with tempfile.TemporaryDirectory() as folder, council.store() as store:
        plan = read(council_files(Path(folder), shape, now.date()), now.date())
        import_plan(store, SINGLE, now, plan, Options())
    link_everyone(council)
    settle(url)  # PostgreSQL's own housekeeping has looked at the tables within a minute
    return council
