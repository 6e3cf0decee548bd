"""What the council's policy calls things, for the words around them."""

from handlers.words import policy as words
from scheduling.forms import LATE, LATECOMERS, Question
from storage.unit import UnitOfWork
from storage.views import ObligationView

SESSION = "session"


def case_system(work: UnitOfWork) -> str:
    """`MOSAIC`, `Liquidlogic`, or the plain words where the policy names none."""
    return work.policy.at(work.today).case_system or words.CASE_SYSTEM


def asks_for_oversight(work: UnitOfWork) -> bool:
    """Whether this policy asks for management oversight between discussions."""
    cases = work.policy.at(work.today).cases
    return cases is not None and any(cycle.oversight for cycle in cases.cycle)


def counts_as_oversight(work: UnitOfWork) -> bool:
    """Whether an ad hoc decision is the management oversight this policy asks for between discussions."""
    return work.policy.readings.ad_hoc_counts_as_oversight and asks_for_oversight(work)


def record_headings(work: UnitOfWork) -> str:
    """What a record holds, in a row: the policy's own headings, where it has them."""
    own = work.policy.at(work.today).record.headings
    return ", ".join(own) if own else words.HEADINGS


def session_kinds(work: UnitOfWork) -> dict[str, str]:
    """The kinds of session to choose from, where the policy keeps more than one clock."""
    clocks = work.policy.at(work.today).supervision
    if len(clocks) < 2:
        return {}
    return {kind: words.SESSIONS[kind] for clock in clocks for kind in clock.sessions}


def rule_words(work: UnitOfWork, owed: ObligationView) -> str:
    """The rule in short: the policy's own words, else what such a rule asks for."""
    return work.policy.words(owed.rule) or words.RULES[owed.kind]


def asks_late(work: UnitOfWork) -> Question | None:
    """The question of the policy's own form from which it is counted who came late; None where it does not ask."""
    asked = (question for _, question in work.policy.form(SESSION).questions() if question.id == LATE)
    return next((each for each in asked if len(each.choices) == len(LATECOMERS)), None)


def who_came_late(question: Question, answer: str) -> str:
    """One of `scheduling.forms.LATECOMERS`; empty where it was not said."""
    return LATECOMERS[question.choices.index(answer)] if answer in question.choices else ""
