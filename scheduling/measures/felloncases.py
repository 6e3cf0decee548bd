"""What fell due on a case, and when it was done: the rules asked once about each thing done, as if it had not been.

Between two things done nothing changes what is owed on a case but what happens on the days on which it may end. So what goes
on after one of them is what was owed before the next, of those that the rule looks at.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from scheduling.answers import Obligation
from scheduling.calendar import days_after
from scheduling.casework import Casework, casework
from scheduling.facts import Discussion
from scheduling.measures import done
from scheduling.measures.done import Done
from scheduling.measures.fell import OFTEN_DAYS, PERSON_DUTIES, Duty, Fell, Key, ended, key, settled
from scheduling.measures.then import Then
from scheduling.rules import cases, oversight, summaries
from scheduling.view import View

_TALKS: Final = frozenset(("supervision", "group"))


class Part(NamedTuple):
    """One rule of what is owed on a case."""

    rule: Callable[[Casework], Iterable[Obligation]]
    looks_at: frozenset[str]
    """The sorts of discussion it looks at: no other changes what it says."""
    settled_by: dict[str, frozenset[str]]
    """By kind, the sorts that discharge it."""


def _summaries(work: Casework) -> Iterator[Obligation]:
    """Where the policy itself asks for them."""
    if work.terms.summary:
        yield from summaries.derive(work)


PARTS: Final = (
    Part(
        cases.derive,
        _TALKS | {"ad_hoc"},
        {"case_discussion": _TALKS, "first_case_discussion": _TALKS | {"ad_hoc"}},
    ),
    Part(
        oversight.derive,
        _TALKS | {"ad_hoc", "oversight"},
        {"management_oversight": frozenset(("oversight", "ad_hoc"))},
    ),
    Part(_summaries, frozenset(("summary",)), {"case_summary": frozenset(("summary",))}),
)


def _of_case(view: View, ref: str) -> Iterator[Obligation]:
    work = _work(view, ref)
    for part in PARTS if work else ():
        assert work is not None
        yield from part.rule(work)


def _work(view: View, ref: str) -> Casework | None:
    terms = view.version.cases
    return casework(view, terms, view.case(ref)) if terms else None


CASE_DUTY: Final = Duty(
    frozenset(kind for part in PARTS for kind in part.settled_by),
    "discussions",
    _of_case,
    done.discussed,
    {kind: sorts for part in PARTS for kind, sorts in part.settled_by.items()},
    early_days=OFTEN_DAYS,
)
FILING: Final = "record_discussion"
ON_TIME_KINDS: Final = CASE_DUTY.kinds.union(*(duty.kinds for duty in PERSON_DUTIES), (FILING,))
"""Kinds whose past is known in full. Those of a period (so many a year, a sample a month) are measured by their number."""
Chain = list[tuple[Done, list[tuple[Key, Obligation]]]]
"""Of one rule: what was done that it looks at, and what it said was owed without it."""


def fallen_on_case(
    then: Then, ref: str, ends: Collection[date], first_on: date, open_now: Iterable[Obligation]
) -> Iterator[Fell]:
    """What was done that may have fallen due since that day, and what ended undone on the days given.

    `open_now` is what the rules say of the case today.
    """
    from_on, today = days_after(first_on, -CASE_DUTY.early_days), then.today.today
    known = _family(then, ref)
    those = [each for each in done.discussed(ref, known) if from_on <= each.day <= today]
    now = [key(owed) for owed in open_now]
    for part, chain in zip(PARTS, _chains(then, ref, known, those), strict=True):
        for spot, (each, before) in enumerate(chain):
            if before:
                after = chain[spot + 1] if spot + 1 < len(chain) else None
                if ends and any(each.day < day <= (after[0].day if after else today) for day in ends):
                    work = _work(then.at(each.day), ref)
                    goes_on = [key(owed) for owed in part.rule(work)] if work else []
                else:
                    goes_on = [known_by for known_by, _ in after[1]] if after else now
                yield from settled(before, goes_on, each, part.settled_by)
    yield from ended(then, CASE_DUTY, ref, ends, those)


def _chains(then: Then, ref: str, known: Mapping[str, Sequence[Discussion]], those: Iterable[Done]) -> tuple[Chain, ...]:
    chains: tuple[Chain, ...] = tuple([] for _ in PARTS)
    table = then.index_of("discussions")
    try:
        for each in those:
            table.update(each.instead)
            work = _work(then.at(each.day), ref)
            for part, chain in zip(PARTS, chains, strict=True):
                if not part.looks_at.isdisjoint(each.sorts):
                    chain.append((each, [(key(owed), owed) for owed in part.rule(work)] if work else []))
    finally:
        table.update(known)
    return chains


def _family(then: Then, ref: str) -> dict[str, Sequence[Discussion]]:
    """The discussions of a case, and of its family where one counts for all of it."""
    terms, family = then.today.version.cases, then.index.cases[ref][-1][1].family
    refs = then.index.families[family] if terms and terms.per_family and family else [ref]
    return {each: rows for each in refs if (rows := then.index.discussions.get(each))}
