"""From a claim to what is said, and to whom: everything that can be done before it is written down as sending."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from slack_sdk import WebClient

from bot.clock import Stopwatch
from bot.sending import posting
from bot.sending.asking import Asking
from bot.sending.faults import OURS, blamed
from bot.sending.line import HELD
from bot.sending.posting import Ended, Prepared
from bot.slack_calls import Final, Mendable, NotTaken, call
from handlers import prepare, words
from handlers.words.kit import Rendered
from storage.notices.hours import rhythm_of, rhythms, sends_at
from storage.notices.kinds import AT_ONCE
from storage.outbox import Claim, Later
from storage.store import Store
from storage.unit import UnitOfWork
from storage.views import MessageView, Person

NOTHING = Rendered("", [])
"""A deletion says nothing."""


class Sorted(NamedTuple):
    """What becomes of each claim of a batch."""

    ready: list[Prepared]
    put_off: list[Ended]
    """Not to be said now, or not to be said at all."""
    silent: list[Claim]
    """Nothing is left to say."""
    late: list[tuple[Claim, date]]
    """Meant for a day that is over, with that day: what is still true of it goes as of today."""
    strangers: list[tuple[Claim, MessageView]]
    """For people whose account is not known yet."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """The claims of one workspace."""

    store: Store
    workspace: str
    client: WebClient
    watch: Stopwatch
    asking: Asking
    has_calendars: bool = False
    """Calendars outside Slack reach the bot."""
    sends_files: bool = True
    """Files may lie in Slack."""

    def prepare(self, claims: Sequence[Claim]) -> Sorted:
        """Each claim rendered as things stand now."""
        found = Sorted([], [], [], [], [])
        now = self.watch.now()
        with self.store.read(self.workspace, now) as work:
            for claim in claims:
                try:
                    message = self.store.outbox.rendered(work, claim)
                except OURS as fault:
                    found.put_off.append(Later(claim, now + posting.AGAIN_AT_MOST, blamed(claim, fault)))
                    continue
                if message is None:
                    found.silent.append(claim)
                elif (opens_at := self._opens_at(work, claim, message)) > now:
                    found.put_off.append(Later(claim, opens_at))
                elif self._is_late(work, claim, message):
                    found.late.append((claim, message.on))
                elif claim.op == "post" and not message.recipient.slack_id:
                    found.strangers.append((claim, message))
                else:
                    made = self._in_words(work, claim, message)
                    (found.ready if isinstance(made, Prepared) else found.put_off).append(made)  # type: ignore[arg-type]
        return found

    def introduce(self, stranger: tuple[Claim, MessageView]) -> Ended:
        """Find somebody's account by e-mail, the first time. What was claimed for them goes at the next turn."""
        claim, message = stranger
        if pause := self.asking.pause():
            return Later(claim, self.watch.now() + pause)
        try:
            self.account(message.recipient)
        except NotTaken as refusal:
            self.asking.refused(refusal, posting.wait(refusal, claim))
            # Nothing was posted yet, so even a lost answer is safe to repeat.
            return posting.unsaid(claim, message, refusal, self.watch.now())
        except HELD:  # whether it was kept or not, the next turn finds out
            return Later(claim, self.watch.now() + posting.AGAIN)
        return Later(claim, self.watch.now())

    def account(self, person: Person) -> str:
        """The person's Slack id. Raises `NotTaken`, Busy, Unavailable, InDoubt."""
        if person.slack_id:
            return person.slack_id
        if not person.email:
            raise Final("no_email")
        user = call(self.client, "users.lookupByEmail", email=person.email)["user"]
        with self.store.work(self.workspace, self.watch.now()) as work:
            work.people.link_slack(person.id, user["id"], user.get("tz") or work.zone.key)
            work.commit()
        return str(user["id"])

    def _opens_at(self, work: UnitOfWork, claim: Claim, message: MessageView) -> datetime:
        """A message that could not go in working hours waits for the next, unless it never waits. Edits disturb nobody."""
        if claim.op != "post":
            return work.now
        recipient = message.recipient
        return sends_at(message.kind, work.now, work.now, rhythms(work, {recipient.id: recipient})[recipient.id])

    def _is_late(self, work: UnitOfWork, claim: Claim, message: MessageView) -> bool:
        """After an outage the sender may come to yesterday's message before the sweep does."""
        today = rhythm_of(message.recipient, work.zone).today(work.now)
        return claim.op == "post" and message.kind not in AT_ONCE and message.on < today

    def _in_words(self, work: UnitOfWork, claim: Claim, message: MessageView) -> Prepared | Ended:
        to = (message.recipient.slack_id if claim.op == "post" else message.channel) or ""
        if claim.op == "delete":
            return Prepared(claim, message, NOTHING, to)
        try:
            message = replace(message, sends_files=self.sends_files)
            beside = prepare.for_message(work, message, has_calendars=self.has_calendars)
            return Prepared(claim, message, words.message(message, beside), to)
        except OURS as fault:
            return posting.unsaid(claim, message, Mendable(blamed(claim, fault)), self.watch.now())
