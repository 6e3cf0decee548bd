"""Warnings about agreements: the manager to name, intervals that loosen the policy, intervals nobody has agreed."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Finding
from scheduling.facts import Person
from scheduling.rules import clocks
from scheduling.rules.agreement import agreements
from scheduling.saying import Cited, Clock, Unnumbered
from scheduling.view import View


def supervised(view: View) -> Iterator[Person]:
    """Everybody here who is supervised."""
    for person in view.index.supervisors:
        who = view.person(person)
        if who and view.is_here(person) and view.relationship(person):
            yield who


def named_managers(view: View) -> Iterator[Finding]:
    """Agreements that name no manager to turn to."""
    terms = view.version.agreement.named_manager
    for who in supervised(view) if terms else ():
        relationship = view.relationship(who.id)
        rows = agreements(view, relationship) if relationship else []
        if terms and rows and not any(row.named_manager for row in rows):
            yield Finding("named_manager_missing", terms.rule, who.id, None, "the agreement names no manager to contact")


def _clocks(view: View, who: Person) -> list[Clock]:
    return [clock for clock in view.version.supervision if view.matches(who, clock)]


def _agreeable(view: View, who: Person) -> list[Clock]:
    """Those an agreement may speak of."""
    return [clock for clock in _clocks(view, who) if clock.agreed]


def professions(view: View) -> Iterator[Finding]:
    """People supervised from another profession: somebody of their own is needed as well."""
    terms = view.version.same_profession
    for who in supervised(view) if terms else ():
        supervisor = view.person(view.supervisor(who.id) or "")
        if terms and supervisor and who.profession and supervisor.profession and who.profession != supervisor.profession:
            text = "the supervisor is of another profession; arrange supervision by somebody of the same one as well"
            yield Finding("other_profession", terms.rule, who.id, None, text)


def line_managers(view: View) -> Iterator[Finding]:
    """People whose supervisor is not their line manager, where the policy has everybody supervised by theirs."""
    terms = view.version.by_line_manager
    for who in supervised(view) if terms else ():
        if terms and who.manager and view.is_here(who.manager) and view.supervisor(who.id) != who.manager:
            text = "the supervisor is not the line manager; the policy has everybody supervised by their line manager"
            yield Finding("not_the_line_manager", terms.rule, who.id, None, text)


def variations(view: View) -> Iterator[Finding]:
    """Agreed intervals longer than the policy's: it may be tightened, never loosened."""
    for who in supervised(view):
        agreed = clocks.agreed_interval(view, who.id, view.today)
        for clock in _agreeable(view, who) if agreed else ():
            anchor = _anchor(view, who, clock)
            policy = clocks.policy_interval(view, who.id, clock, anchor, view.today)
            if agreed and agreed.every and policy and policy.due < agreed.every.after(anchor):
                rule = (clock.below or policy.cited).rule
                text = f"agreed {agreed.every.words}; the policy asks for {policy.every.words}"
                yield Finding("variation_below_minimum", rule, who.id, None, text)


def _anchor(view: View, who: Person, clock: Clock) -> date:
    last = clocks.last_held(view, who.id, clock)
    return last.held_on if last and last.held_on else view.today


def unnumbered(view: View) -> Iterator[Finding]:
    """More frequent supervision the policy asks for without a number, and no shorter interval agreed (R-9)."""
    for who in supervised(view):
        for clock in _clocks(view, who):
            missing = [
                cited for cited in clock.unnumbered if _in_stage(view, who, cited) and not _shorter_agreed(view, who, clock)
            ]
            if missing:
                text = f"the policy asks for it more often and gives no number ({missing[0].section}); agree an interval"
                yield Finding("frequency_not_agreed", missing[0].rule, who.id, None, text)


def _in_stage(view: View, who: Person, cited: Unnumbered) -> bool:
    stage = view.stage(who, cited)
    return view.matches(who, cited) and stage is not None and stage[0] <= view.today <= stage[1]


def _shorter_agreed(view: View, who: Person, clock: Clock) -> bool:
    agreed = clocks.agreed_interval(view, who.id, view.today)
    anchor = _anchor(view, who, clock)
    policy = clocks.policy_interval(view, who.id, clock, anchor, view.today)
    return agreed is not None and agreed.every is not None and (policy is None or agreed.every.after(anchor) < policy.due)


def silences(view: View) -> Iterator[Finding]:
    """People for whom neither the policy nor anybody else gives an interval."""
    for who in supervised(view):
        for clock in _clocks(view, who):
            anchor = _anchor(view, who, clock)
            if clocks.choose(view, who.id, clock, anchor, view.today) is None:
                cited: Cited = clock.silent
                text = (
                    f"the policy gives no interval for {clock.kind.replace('_', ' ')} ({cited.section}); agree one, or set one"
                )
                yield Finding("policy_silent", cited.rule, who.id, None, text)
