"""One row of a list behind a figure, with the rule it follows."""

from datetime import date

from scheduling.calendar import days_after, months_after
from scheduling.measures.shapes import Asked, Item
from scheduling.saying import Cited
from scheduling.view import View


def row(
    asked: Asked,
    view: View,
    measure: str,
    kind: str,
    person: str,
    cited: Cited | None,
    month: date | None = None,
    **more: object,
) -> Item:
    """Of somebody, in their team; cited as the policy says it, or by no rule where this policy does not."""
    about: dict[str, object] = {"rule": cited.rule, "source": view.policy.source(cited)} if cited else {}
    about = {"category": ""} | about | more
    return Item(measure=measure, month=month, team=asked.team(person), kind=kind, person=person, **about)  # type: ignore[arg-type]


def month_ends(asked: Asked, today: date) -> list[tuple[date, date]]:
    """The first and the last day of each month asked about that is over."""
    months = [(first, days_after(months_after(first, 1), -1)) for first in asked.month_starts]
    return [(first, last) for first, last in months if last <= today]
