"""Requests that come at the same time and store the same kind of thing: one transaction for all, an answer for each.

A transaction costs a turn, some forty statements and a COMMIT, and hardly more for twenty requests than for one. Fifty people
who press at once then wait for two or three transactions, not for fifty.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from handlers.asking import UnmetError
from handlers.company import Company
from handlers.deps import Deps
from handlers.entry import Entry
from handlers.patience import Waiting
from handlers.reply import Reply, say
from handlers.request import Incoming, Request
from storage.errors import Busy, InDoubt, Unavailable
from storage.unit import UnitOfWork

log = logging.getLogger(__name__)

AGAIN = "Already saved. The same request came twice and was stored once."
Outcome = Reply | Exception
"""The answer, or what to raise to whoever asked."""


class ApartError(Exception):
    """It could not be done together with the others: it has to be tried alone."""


class UndecidedError(Exception):
    """The database stopped answering while this was being stored: nobody knows yet whether it was."""

    def __init__(self, reply: Reply) -> None:
        """`reply` is what to say if it was."""
        super().__init__()
        self.reply = reply


class Together:
    """Those of one process."""

    def __init__(self, deps: Deps) -> None:
        """One for the whole app."""
        self._deps = deps
        self._companies: defaultdict[tuple[str, str], Company[Incoming, Outcome]] = defaultdict(Company)

    def answer(self, incoming: Incoming, entry: Entry, waiting: Waiting) -> Reply:
        """The reply, stored with everybody's who asks at the same time.

        Raises what it would raise alone: its refusal, UnmetError, UndecidedError, Busy, Unavailable; and ApartError where
        nothing was stored and it has to be tried alone.
        """
        company = self._companies[incoming.workspace, incoming.name]
        lead = partial(self._all, incoming.workspace, entry, waiting)
        outcome = company.go(incoming, waiting.to_work().total_seconds(), lead)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _all(
        self, workspace: str, entry: Entry, waiting: Waiting, gather: Callable[[], Sequence[Incoming]]
    ) -> Sequence[Outcome]:
        now, asked, outcomes = self._deps.now(), list[Incoming](), list[Outcome]()
        try:
            with self._deps.store.work(workspace, now, within=waiting.to_work()) as work:
                asked.extend(gather())
                outcomes.extend(_outcomes(work, asked, entry, now))
                if any(_is_stored(each) for each in outcomes):
                    work.commit()
                return outcomes
        except InDoubt:
            return [UndecidedError(each) if isinstance(each, Reply) and each.stored else each for each in outcomes]
        except (Busy, Unavailable) as outage:
            if isinstance(outage, Busy) and not asked:
                raise  # the turn was not had in time: whoever has waited less may still get it
            return [_the_same(outage) for _ in asked or gather()]
        except Exception:
            if not asked:
                raise
            log.exception("%d of %s could not be stored together; each is tried alone", len(asked), asked[0].name)
            return [ApartError() for _ in asked]


def _outcomes(work: UnitOfWork, asked: Sequence[Incoming], entry: Entry, now: datetime) -> list[Outcome]:
    assert entry.together is not None
    viewers = work.people.of_slack_all({each.slack_id for each in asked})
    seen = work.seen({each.request_id for each in asked})
    found: dict[int, Outcome] = {}
    requests: dict[int, Request] = {}
    ids: set[str] = set()
    for place, each in enumerate(asked):
        viewer = viewers.get(each.slack_id)
        if viewer is None:
            found[place] = UnmetError(each.slack_id)
        elif each.request_id in seen:
            found[place] = say(AGAIN, title="Already saved")
        elif each.request_id in ids:
            found[place] = ApartError()  # twice at once: the second finds the first, however that ended
        else:
            requests[place] = Request(each, viewer, now, work.today)
            ids.add(each.request_id)
    if requests:
        found |= dict(zip(requests, entry.together(list(requests.values()), work), strict=True))
    work.remember({asked[place].request_id for place, each in found.items() if _is_stored(each)})
    return [found[place] for place in range(len(asked))]


def _is_stored(outcome: Outcome) -> bool:
    return isinstance(outcome, Reply) and outcome.stored


def _the_same(outage: Exception) -> Exception:
    """For each of several threads one of its own, with what caused it."""
    one = type(outage)()
    one.__cause__ = outage.__cause__
    return one
