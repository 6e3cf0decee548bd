"""Two clocks, one notice, every interleaving of claim, post, death, lease end and look-up: it is there exactly once.

The steps of the outbox are those of the real one, on a real database; what a clock and Slack do between them is a model.
Each transaction is one step, so that every order in which two processes can take them is visited.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import SINGLE
from storage.models import MessageRow, OutboxRow
from storage.outbox import Claim, Outbox
from storage.store import Store
from storage.sweep import sweep
from tests.storage.council import at

NOW = at("2026-03-26")
LATER = NOW + timedelta(minutes=2)
MOST_CLAIMS = 5
"""A path with more claims than this is not followed: by then every state of the row has been met in every company."""
DEATHS = 2


@dataclass(frozen=True)
class Row:
    """The notice in the outbox."""

    state: str = "pending"
    attempts: int = 0


@dataclass(frozen=True)
class Clock:
    """What one process is about to do, and the claim it holds."""

    about_to: str = "look round"
    token: int = 0
    may_post: bool = True
    """The guard: gone once the time is over in which a post can be on its way."""


@dataclass(frozen=True)
class World:
    """Everything there is at one moment."""

    row: Row = Row()
    clocks: tuple[Clock, Clock] = (Clock(), Clock())
    posts: int = 0
    lease_over: bool = False
    doubt_ripe: bool = False
    deaths: int = 0

    def with_clock(self, number: int, clock: Clock, **more: object) -> "World":
        clocks = tuple(clock if at == number else each for at, each in enumerate(self.clocks))
        return replace(self, clocks=clocks, **more)  # type: ignore[arg-type]


@dataclass
class Steps:
    """The real outbox, asked once for each of its answers: a step depends on the row and the token alone."""

    outbox: Outbox
    store: Store
    claim: Claim
    known: dict[tuple[Row, str, int], tuple[Row, object]] = field(default_factory=dict)

    def take(self, row: Row, step: str, token: int = 0) -> tuple[Row, object]:
        asked = (row, step, token)
        if asked not in self.known:
            self._put(row)
            self.known[asked] = (self._row(), None)  # as it is, should the step fail
            answer = self._do(step, token)
            self.known[asked] = (self._row(), answer)
        return self.known[asked]

    def _do(self, step: str, token: int) -> object:
        outbox = self.outbox
        claim = replace(self.claim, attempts=token)
        if step == "claim":
            return next((each.attempts for each in outbox.claim(NOW)), 0)
        if step == "begin":
            return bool(outbox.sending([claim], NOW))
        if step == "sent":
            return outbox.sent(claim, "D1", "1", NOW)
        if step == "refused":
            return outbox.refused(claim, NOW, NOW)
        if step == "unsure":
            return outbox.uncertain(claim, NOW)
        if step == "absent":
            return outbox.absent(claim, NOW)
        if step == "take over":
            return outbox.takeover(LATER)
        assert step == "doubtful"
        return next((each.attempts for each in outbox.doubtful(LATER, timedelta(0))), 0)

    def _put(self, row: Row) -> None:
        held = NOW + timedelta(minutes=1) if row.state in ("leased", "sending") else None
        columns = {"state": row.state, "attempts": row.attempts, "not_before": NOW, "changed_at": NOW, "lease_until": held}
        with self.store.writing() as session:
            session.execute(update(OutboxRow).where(OutboxRow.message_id == self.claim.message_id).values(**columns))
            session.execute(update(MessageRow).where(MessageRow.id == self.claim.message_id).values(ts=None))
            session.commit()

    def _row(self) -> Row:
        query = select(OutboxRow.state, OutboxRow.attempts).where(OutboxRow.message_id == self.claim.message_id)
        with self.store.reading() as session:
            return Row(*session.execute(query).one())


@pytest.fixture
def steps(council: Store) -> Steps:
    """One notice waits; whatever else there was has gone."""
    sweep(council, SINGLE, NOW)
    with council.writing() as session:
        message = session.scalars(select(OutboxRow.message_id).limit(1)).one()
        session.execute(update(OutboxRow).where(OutboxRow.message_id != message).values(state="sent"))
        session.commit()
    (claim,) = council.outbox.claim(NOW)
    return Steps(Outbox(council, rest=timedelta(0)), council, claim)


def after(world: World, steps: Steps, *, guarded: bool) -> Iterator[tuple[str, World]]:
    """Everything that may happen next."""
    if world.row.state in ("leased", "sending") and not world.lease_over:
        yield "the lease ends", replace(world, lease_over=True)
    if world.row.state == "uncertain" and not world.doubt_ripe:
        # By then a post is there or never will be: its sender's guard has closed, or its call has ended.
        clocks = tuple(replace(each, may_post=not guarded) for each in world.clocks)
        yield "patience ends", replace(world, doubt_ripe=True, clocks=clocks)
    for number, clock in enumerate(world.clocks):
        for what, next_world in turns(world, number, clock, steps):
            yield f"{'AB'[number]} {what}", settled(world, next_world)
        if clock.about_to != "look round" and world.deaths < DEATHS:
            yield f"{'AB'[number]} dies", replace(world.with_clock(number, Clock()), deaths=world.deaths + 1)


def settled(before: World, world: World) -> World:
    """A new state of the row begins its times anew."""
    if world.row == before.row:
        return world
    return replace(world, lease_over=False, doubt_ripe=False)


def turns(world: World, number: int, clock: Clock, steps: Steps) -> Iterator[tuple[str, World]]:
    if clock.about_to == "look round":
        yield from looks_round(world, number, steps)
    elif clock.about_to == "begin":
        row, held = steps.take(world.row, "begin", clock.token)
        yield "begins", world.with_clock(number, replace(clock, about_to="post", may_post=True) if held else Clock(), row=row)
    elif clock.about_to == "post":
        if not clock.may_post:
            yield "is too late", world.with_clock(number, replace(clock, about_to="refused"))
            return
        for outcome, posts in (("sent", 1), ("unsure", 1), ("unsure", 0), ("refused", 0)):
            said = world.with_clock(number, replace(clock, about_to=outcome), posts=world.posts + posts)
            yield f"posts: {outcome}, {posts} arrived", said
    elif clock.about_to == "found out":
        step = "sent" if world.posts else "absent"
        yield "looks it up", world.with_clock(number, replace(clock, about_to=step))
    else:
        row, _ = steps.take(world.row, clock.about_to, clock.token)
        yield f"notes {clock.about_to}", world.with_clock(number, Clock(), row=row)


def looks_round(world: World, number: int, steps: Steps) -> Iterator[tuple[str, World]]:
    if world.lease_over:
        row, _ = steps.take(world.row, "take over")
        if row != world.row:
            yield "takes over", replace(world, row=row)
    if world.doubt_ripe:
        _, token = steps.take(world.row, "doubtful")
        if token:
            yield "meets a doubt", world.with_clock(number, Clock("found out", int(str(token))))
    if world.row.attempts < MOST_CLAIMS:
        row, token = steps.take(world.row, "claim")
        if token:
            yield "claims", world.with_clock(number, Clock("begin", int(str(token))), row=row)


def explored(steps: Steps, *, guarded: bool = True) -> dict[World, tuple[World | None, str]]:
    """Every world that can come about, with how it did."""
    found: dict[World, tuple[World | None, str]] = {World(): (None, "")}
    waiting = deque(found)
    while waiting:
        world = waiting.popleft()
        for what, then in after(world, steps, guarded=guarded):
            if then not in found:
                found[then] = (world, what)
                waiting.append(then)
    return found


def story(found: dict[World, tuple[World | None, str]], world: World) -> list[str]:
    told: list[str] = []
    before: World | None = world
    while before is not None:
        before, what = found[before]
        told.insert(0, what)
    return told


def test_in_every_interleaving_a_notice_is_posted_once_and_known_to_be(steps: Steps) -> None:
    found = explored(steps)
    assert len(found) > 1000
    assert {world.row.state for world in found} == {"pending", "leased", "sending", "uncertain", "sent"}
    twice = [world for world in found if world.posts > 1]
    assert not twice, story(found, twice[0])
    lost = [world for world in found if world.row.state == "sent" and not world.posts]
    assert not lost, story(found, lost[0])


def test_from_every_state_the_notice_can_still_arrive(steps: Steps) -> None:
    """Nothing gets stuck: but for paths cut short by the limit on claims, each leads on to `sent`."""
    found = explored(steps)
    leads_to: dict[World, set[World]] = {}
    for world in found:
        for _, then in after(world, steps, guarded=True):
            leads_to.setdefault(then, set()).add(world)
    good = [world for world in found if world.row.state == "sent" or world.row.attempts == MOST_CLAIMS]
    reached = set(good)
    while good:
        for before in leads_to.get(good.pop(), ()):
            if before not in reached:
                reached.add(before)
                good.append(before)
    stuck = [world for world in found if world not in reached]
    assert not stuck, story(found, stuck[0])


def test_without_the_guard_the_search_finds_the_notice_posted_twice(steps: Steps) -> None:
    """The search can see what it looks for: a process that sleeps past its lease and posts when it wakes."""
    found = explored(steps, guarded=False)
    twice = next(world for world in found if world.posts > 1)
    assert any("takes over" in what for what in story(found, twice))
