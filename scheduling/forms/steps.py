"""The steps of a form for one supervisee, in order: parts with what they ask, one a case where a part is for each case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduling.forms.template import SEPARATOR, Part, Question, Template


@dataclass(frozen=True, slots=True)
class Step:
    """One screen."""

    part: Part
    case: str = ""
    """The case it is about, where the part is for each case."""

    @property
    def prefix(self) -> str:
        """What the answers of this step are stored under, before the question's own name."""
        return f"{self.case}{SEPARATOR}" if self.case else ""


def steps_of(
    template: Template, *, role: str = "", cases: Mapping[str, str] | None = None, by: str = "", discussed: Sequence[str] = ()
) -> list[Step]:
    """The steps whoever fills it has before them.

    `role` is the supervisee's; `cases` are categories by reference, `discussed` those that were chosen; `by` is in which
    capacity it is filled, where the form passes from hand to hand: "" sees every part.
    """
    found: list[Step] = []
    known = cases or {}
    for part in template.part:
        if by and part.by and part.by != by:
            continue
        if part.each == "case":
            mine = (Step(_for_case(part, known.get(ref, "")), ref) for ref in discussed)
            found.extend(step for step in mine if step.part.question)
        else:
            asked = tuple(question for question in part.question if not question.roles or not role or role in question.roles)
            if asked:
                found.append(Step(replace(part, question=asked)))
    return found


def _for_case(part: Part, category: str) -> Part:
    asked = tuple(each for each in part.question if not each.categories or not category or category in each.categories)
    return replace(part, question=asked)


def asked_in(step: Step) -> Iterator[tuple[str, Question, str]]:
    """What a step asks: the name an answer is stored under, the question, and the column ("" where it has none)."""
    for question in step.part.question:
        name = f"{step.prefix}{question.id}"
        if not question.columns:
            yield name, question, ""
        for at, column in enumerate(question.columns):
            yield f"{name}{SEPARATOR}{at}", question, column
