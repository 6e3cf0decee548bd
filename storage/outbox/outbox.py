"""The outbox of a store: each method is one short transaction of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from scheduling.calendar import at_nine
from storage.dialects import locked
from storage.gauges import Serves, everything
from storage.notices.carrying import ahead_in, carry_over, set_right
from storage.notices.edits import edit
from storage.notices.rendering import envelope, render
from storage.notices.rerouting import reroute
from storage.outbox import claims as rows
from storage.outbox import listing, steps
from storage.outbox.claims import LEASE, Claim
from storage.outbox.listing import OutboxCounts, OutboxEntry
from storage.outbox.moves import moved, set_back
from storage.outbox.steps import Again, Cancelled, Failed, Later, Outcome, Sent, Unsure

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork
    from storage.views import MessageView


class Outbox:
    """What is to be done in Slack, across workspaces."""

    def __init__(self, store: Store, rest: timedelta = steps.REST) -> None:
        """Made by the store. `rest`: how soon after one post the next may go to the same person."""
        self._store = store
        self._rest = rest

    def lanes(self) -> list[str]:
        """Workspaces with anything that waits or is in flight."""
        with self._store.reading() as session:
            return rows.lanes(session)

    def claim(self, now: datetime, limit: int = 50, lease: timedelta = LEASE, workspace: str | None = None) -> list[Claim]:
        """Up to `limit` things to do now: urgent before routine, older before newer, one at a time a recipient.

        Edits only of what has been posted. Without `workspace` from each in turn.
        """
        found: list[Claim] = []
        for lane in [workspace] if workspace is not None else self.lanes():
            with self._store.writing() as session:
                found += rows.claim(session, lane, now, limit - len(found), lease)
                session.commit()
            if len(found) >= limit:
                break
        return found

    def claim_files(self, now: datetime, lease: timedelta, workspace: str) -> Claim | None:
        """The files for one thread, those that have waited longest; None: there are none to be put anywhere now."""
        with self._store.writing() as session:
            found = rows.claim_files(session, workspace, now, lease)
            session.commit()
            return found

    def with_files(self, now: datetime) -> list[str]:
        """Workspaces with files for threads that are due or in flight."""
        with self._store.reading() as session:
            return rows.with_files(session, now)

    def message(self, claim: Claim, now: datetime) -> MessageView | None:
        """What to say now. None: nothing is left to say; the claim has been cancelled with its reason."""
        with self._store.read(claim.workspace, now) as work:
            view = self.rendered(work, claim)
        if view is None:
            self.unsaid([claim], now)
        return view

    def unsaid(self, claims: Sequence[Claim], now: datetime) -> None:
        """These had nothing left to say when they were rendered: cancelled if that is still so, else given back.

        Looked at once more where nothing can join them meanwhile, so that what just did is not lost with them.
        """
        with self._store.work(claims[0].workspace, now) as work:
            steps.apply(
                work.session,
                [
                    Cancelled(claim, "nothing left to say") if self.rendered(work, claim) is None else Later(claim, now)
                    for claim in claims
                ],
                now,
                self._rest,
            )
            work.commit()

    def completed(self, parts: Sequence[Claim], now: datetime) -> None:
        """Of these a part is about to be sent: an edit each waits to say the rest, for whoever knows how."""
        with self._store.work(parts[0].workspace, now) as work:
            edit(work, [claim.message_id for claim in parts])
            work.commit()

    def rendered(self, work: UnitOfWork, claim: Claim) -> MessageView | None:
        """What to say as things stand in `work`; None: nothing is left to say."""
        view = render(work, claim.message_id, is_posted=claim.op != "post")
        return None if claim.op == "post" and not view.items else view

    def read_message(self, workspace: str, message_id: str, now: datetime) -> MessageView:
        """A message as it would read now, to show it again after a button was pressed."""
        with self._store.read(workspace, now) as work:
            return render(work, message_id, is_posted=True)

    def envelope(self, claim: Claim, now: datetime) -> MessageView:
        """Its message without a line of it: to look for it in Slack, whatever it says."""
        with self._store.read(claim.workspace, now) as work:
            return envelope(work, claim.message_id)

    def settle(
        self, outcomes: Sequence[Outcome], now: datetime, begin: Sequence[Claim] = (), lease: timedelta = LEASE
    ) -> tuple[set[int], list[Claim]]:
        """How sends ended and which are about to begin, in one commit: one costs as much as twenty.

        Answers the ids whose outcome was taken, and those of `begin` that still hold. What is begun must be committed
        before Slack is called, so that a death in between is known for what it is.
        """
        with self._store.writing() as session:
            held = steps.apply(session, outcomes, now, self._rest)
            begun = steps.begin(session, begin, now, lease)
            session.commit()
            return held, begun

    def sending(self, claims: Sequence[Claim], now: datetime, lease: timedelta = LEASE) -> list[Claim]:
        """About to call Slack, committed before the call, with a lease from now on. Answers the claims that still hold."""
        return self.settle((), now, claims, lease)[1]

    def sent(self, claim: Claim, channel: str, ts: str, now: datetime, *, files: bool = False) -> bool:
        """See `Sent`."""
        return self._is_settled(Sent(claim, channel, ts, files), now)

    def refused(self, claim: Claim, retry_at: datetime, now: datetime) -> bool:
        """See `Again`."""
        return self._is_settled(Again(claim, retry_at), now)

    def postponed(self, claim: Claim, until: datetime, now: datetime) -> bool:
        """See `Later`."""
        return self._is_settled(Later(claim, until), now)

    def uncertain(self, claim: Claim, now: datetime) -> bool:
        """See `Unsure`."""
        return self._is_settled(Unsure(claim, now), now)

    def failed(self, claim: Claim, reason: str, now: datetime) -> bool:
        """See `Failed`."""
        return self._is_settled(Failed(claim, reason), now)

    def cancelled(self, claim: Claim, reason: str, now: datetime) -> bool:
        """See `Cancelled`."""
        return self._is_settled(Cancelled(claim, reason), now)

    def unreached(self, claim: Claim, reason: str, now: datetime, account: str = "") -> bool:
        """Slack cannot reach this person: failed, and an escalation goes to the next above them, in the same transaction.

        Unless they have another account by now than the one that was tried: then it is given back.
        """
        with self._store.work(claim.workspace, now) as work:
            has_another = (work.people.must_get(claim.recipient_id).slack_id or "") != account
            outcome = Later(claim, now) if has_another else Failed(claim, reason)
            held = bool(steps.apply(work.session, [outcome], now, self._rest))
            if held and claim.op == "post" and not has_another:
                reroute(work, claim.message_id)
            work.commit()
            return held

    def doubtful(
        self, now: datetime, waited: timedelta, limit: int = 50, workspace: str | None = None, *, files: bool = False
    ) -> Sequence[Claim]:
        """Posts (or `files` for threads) without an answer for at least `waited`, to be looked up: then `sent` or `absent`."""
        with self._store.reading() as session:
            return rows.doubtful(session, now, waited, limit, workspace, files=files)

    def look_again(self, claim: Claim, retry_at: datetime, now: datetime) -> bool:
        """The look-up had no answer either: another from `retry_at`."""
        with self._store.writing() as session:
            held = moved(session, [claim], ("uncertain",), now, state="uncertain", not_before=retry_at)
            session.commit()
            return bool(held)

    def absent(self, claim: Claim, now: datetime, retry_at: datetime | None = None) -> bool:
        """Looked up and not there: post it again, unless it was given up meanwhile."""
        with self._store.writing() as session:
            held = listing.absent(session, claim, now, retry_at or now)
            session.commit()
            return held

    def in_hand(self, workspace: str, *, files: bool = False) -> list[Claim]:
        """What somebody has leased or is sending."""
        with self._store.reading() as session:
            return [Claim(*row[:-2]) for row in session.execute(rows.in_hand(workspace, files=files))]

    def takeover(self, now: datetime, workspace: str | None = None, also: Sequence[Claim] = (), *, files: bool = False) -> int:
        """Leases that ran out: what was only leased waits again, what was being sent is uncertain. Answers how many.

        `also`: claims that have been seen to stand for a lease's length, whatever their lease says.
        """
        known = {(claim.id, claim.attempts) for claim in also}
        with self._store.reading() as session:
            if not any(_is_over(row, now, known) for row in session.execute(rows.in_hand(workspace, files=files))):
                return 0  # nearly always, and without asking for a turn to write
        with self._store.writing() as session:
            found = [row for row in session.execute(locked(rows.in_hand(workspace, files=files))) if _is_over(row, now, known)]
            for *values, state, _ in found:
                claim = Claim(*values)
                if state == "leased":
                    steps.again(session, claim, ("leased",), now, now)
                else:
                    steps.doubt(session, claim, now, now)
            session.commit()
            return len(found)

    def carried(self, late: Sequence[tuple[Claim, date]], now: datetime) -> None:
        """Messages meant for a day that is over: given back as they were, and what is still true goes as of today."""
        with self._store.work(late[0][0].workspace, now) as work:
            steps.apply(work.session, [Later(claim, at_nine(on)) for claim, on in late], now, self._rest)
            carry_over(work)
            work.commit()

    def set_back(self, now: datetime) -> int:
        """The computer's clock was ahead until now: what it put off for a while waits as long from now. Answers how many.

        What it put off for a morning goes on the day it was meant for.
        """
        with self._store.writing() as session:
            number = set_back(session, now)
            session.commit()
        with self._store.reading() as session:
            behind = ahead_in(session, now)
        while behind:
            with self._store.work(behind[0], now) as work:
                moved, is_all = set_right(work)
                work.commit()
            number += moved
            behind = behind[1:] if is_all else behind
        return number

    def counts(self, workspace: str | None = None, serves: Serves = everything) -> OutboxCounts:
        """How much waits, where somebody `serves`."""
        with self._store.reading() as session:
            return listing.counts(session, workspace, serves)

    def listing(
        self, states: Collection[str], workspace: str | None = None, limit: int = 200, ids: Collection[int] | None = None
    ) -> list[OutboxEntry]:
        """What an administrator sees, newest change first; with `ids`, of these only."""
        with self._store.reading() as session:
            return listing.listing(session, states, workspace, limit, ids)

    def waits_for(self, workspace: str, reason: str, now: datetime, *, files: bool = False) -> bool:
        """Whether anything that Slack did not take for this reason is tried again; of messages, or of `files` for threads."""
        with self._store.reading() as session:
            return listing.waits_for(session, workspace, reason, now, files=files)

    def retry(self, ids: Sequence[int], now: datetime) -> int:
        """Do again what failed or is in doubt (it may then come twice), but no edit that a newer one says. Answers how many."""
        with self._store.writing() as session:
            listing.keep(session, ids, now)
            number = listing.retry(session, ids, now)
            session.commit()
            return number

    def cancel(self, ids: Sequence[int], now: datetime, reason: str) -> int:
        """Give up what waits; delete what stands in Slack, or is found there. Answers how many."""
        with self._store.writing() as session:
            number = listing.cancel(session, ids, now, reason)
            session.commit()
            return number

    def _is_settled(self, outcome: Outcome, now: datetime) -> bool:
        return bool(self.settle([outcome], now)[0])


def _is_over(row: Row[Any], now: datetime, known: Collection[tuple[int, int]]) -> bool:
    """Its lease ran out, or it has been seen to stand for as long."""
    return row.lease_until <= now or (row.id, row.attempts) in known
