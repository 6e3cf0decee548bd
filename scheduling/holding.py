"""What is owed, done on the day it is due: the fact that settles an obligation, for plans that look ahead."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from scheduling.answers import Obligation
from scheduling.facts import (
    Agreement,
    Audit,
    Conversation,
    Discussion,
    Facts,
    Group,
    Observation,
    ProbationAssessment,
)
from scheduling.view import View

Done = Callable[[View, Facts, Obligation, date], Facts]


def settled(view: View, facts: Facts, owed: Obligation, on: date) -> Facts | None:
    """The facts with it done that day; None where it comes only once."""
    done = DONE.get(owed.kind)
    return done(view, facts, owed, on) if done else None


def _by(owed: Obligation) -> str:
    """Who does it."""
    return owed.responsible[0] if owed.responsible else owed.person


def _discussed(kind: str) -> Done:
    def done(view: View, facts: Facts, owed: Obligation, on: date) -> Facts:
        by = _by(owed)
        children = view.case(owed.case).children if owed.case in view.index.cases and owed.case else ()
        others = tuple(row.worker for row in view.allocated(owed.case or "") if row.worker not in (owed.person, by))
        made = Discussion(
            owed.case or "", owed.person, by, on, kind, others, True, on, on, on, evidenced_for=children
        )  # fmt: skip
        return replace(facts, discussions=(*facts.discussions, made))

    return done


def _reviewed(view: View, facts: Facts, owed: Obligation, on: date) -> Facts:
    supervisor = view.supervisor(owed.person) or _by(owed)
    made = Agreement(owed.person, supervisor, on, on, on)
    return replace(facts, agreements=(*facts.agreements, made))


def _observed(kind: str) -> Done:
    def done(view: View, facts: Facts, owed: Obligation, on: date) -> Facts:
        by = _by(owed) if kind == "supervision" else view.supervisor(owed.person) or _by(owed)
        return replace(facts, observations=(*facts.observations, *([Observation(owed.person, by, on, kind)] * 2)))

    return done


def _conversed(view: View, facts: Facts, owed: Obligation, on: date) -> Facts:
    made = (Conversation(owed.person, on, "plan"), Conversation(owed.person, on, "review"))
    return replace(facts, conversations=(*facts.conversations, *made))


def _assessed(view: View, facts: Facts, owed: Obligation, on: date) -> Facts:
    return replace(facts, probation_assessments=(*facts.probation_assessments, ProbationAssessment(owed.person, on)))


def _met(kind: str) -> Done:
    def done(view: View, facts: Facts, owed: Obligation, on: date) -> Facts:
        return replace(facts, groups=(*facts.groups, Group(on, _by(owed), kind, (owed.person,), signed_off_on=on)))

    return done


def _audited(view: View, facts: Facts, owed: Obligation, on: date) -> Facts:
    """As many audits of every kind the rule may mean, so that the period is complete."""
    terms = [each for each in view.version.audits.sample if each.rule == owed.rule]
    kind = terms[0].kinds[0] if terms else "personal_records" if owed.kind == "audit_sample" else "file_audit"
    of = [owed.about] if not terms and owed.about in view.index.people else list(view.index.people)
    count = max(terms[0].count, 1) if terms else 1
    fits = [who for who in of if not terms or not terms[0].of_levels or _level(view, who) in terms[0].of_levels] or of
    made = [Audit(owed.person, fits[spot % len(fits)], on, kind, True, on, on) for spot in range(count)]
    return replace(facts, audits=(*facts.audits, *made))


def _level(view: View, person: str) -> str | None:
    who = view.person(person)
    return who.level if who else None


DONE: Final[dict[str, Done]] = {
    "case_discussion": _discussed("supervision"),
    "first_case_discussion": _discussed("supervision"),
    "management_oversight": _discussed("oversight"),
    "case_summary": _discussed("summary"),
    "agreement_signature": _reviewed,
    "agreement_review": _reviewed,
    "practice_observation": _observed("practice"),
    "supervision_observation": _observed("supervision"),
    "good_conversation": _conversed,
    "probation_assessment": _assessed,
    "group_supervision": _met("team"),
    "asye_group": _met("asye"),
    "asye_training": _met("asye_training"),
    "audit_sample": _audited,
    "file_coverage": _audited,
}
"""What comes again. The rest, once done, is done."""
