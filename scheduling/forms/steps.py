"""The steps of a form for one supervisee, in order: parts with what they ask, one a case where a part is for each case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

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
    template: Template,
    *,
    role: str = "",
    cases: Mapping[str, str] | None = None,
    by: str = "",
    kind: str = "",
    discussed: Sequence[str] = (),
) -> list[Step]:
    """The steps whoever fills it has before them.

    `role` is the supervisee's; `cases` are categories by reference, `discussed` those that were chosen; `by` is in which
    capacity it is filled, where the form passes from hand to hand, and `kind` which kind of session it is the record of:
    "" sees every part.
    """
    found: list[Step] = []
    known = cases or {}
    asked = [part for part in template.part if _is_asked(part, by, kind)]
    for each, parts in groupby(asked, key=lambda part: part.each):
        if each == "case":
            together = tuple(parts)
            found += [Step(_for_case(part, known.get(ref, ""), role), ref) for ref in discussed for part in together]
        else:
            found += [Step(_for_role(part, role)) for part in parts]
    return [step for step in found if step.part.question]


def _is_asked(part: Part, by: str, kind: str) -> bool:
    return (not by or not part.by or part.by == by) and (not kind or not part.kinds or kind in part.kinds)


def _for_role(part: Part, role: str) -> Part:
    return replace(part, question=tuple(each for each in part.question if _is_for(role, each.roles)))


def _for_case(part: Part, category: str, role: str) -> Part:
    asked = (each for each in part.question if _is_for(category, each.categories) and _is_for(role, each.roles))
    return replace(part, question=tuple(asked))


def _is_for(known: str, wanted: Sequence[str]) -> bool:
    """Whether a question is for such a case or person; what is not known is asked everything."""
    return not wanted or not known or known in wanted


def asked_in(step: Step) -> Iterator[tuple[str, Question, str]]:
    """What a step asks: the name an answer is stored under, the question, and the column ("" where it has none)."""
    for question in step.part.question:
        name = f"{step.prefix}{question.id}"
        if not question.columns:
            yield name, question, ""
        for at, column in enumerate(question.columns):
            yield f"{name}{SEPARATOR}{at}", question, column
