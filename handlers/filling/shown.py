"""A filled form as it reads: the headings as they were asked, and under each what was answered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from handlers.paging import Piece, paragraphs
from handlers.words import filling as words
from handlers.words import kit
from handlers.words.phrases import day, escape, who
from scheduling.forms import Answer, Filled
from storage.views import Person


def pieces(filled: Filled, people: Mapping[str, Person], other: Filled | None = None) -> Iterator[Piece]:
    """Each answer with its heading. Against `other`, the version beside it, what differs is marked in words."""
    before = {each.name: each.value for part in other.parts for each in part.answers} if other else None
    for part_title, answer in _answers(filled):
        changed = f" · _{words.CHANGED}_" if before is not None and before.get(answer.name) != answer.value else ""
        said = paragraphs(value_of(answer, people))
        yield Piece([kit.context(f"{_heading(answer)}{changed}"), *said], under=escape(part_title))


def as_text(filled: Filled, people: Mapping[str, Person]) -> str:
    """All of it to be copied."""
    lines: list[str] = []
    for part in filled.parts:
        lines += [words.copied_part(part.title, part.case), ""]
        for answer in part.answers:
            label = words.LABELS.get(answer.column, answer.column)
            lines += [words.copied_heading(answer.asks, label), value_of(answer, people), ""]
    return "\n".join(lines).strip()


def value_of(answer: Answer, people: Mapping[str, Person]) -> str:
    """The answer in words: people by their names, choices as they were shown, days with their year, for it is read years on."""
    if answer.is_day:
        return day(date.fromisoformat(answer.text), date.min)
    values = answer.value if isinstance(answer.value, list) else [answer.value]
    return ", ".join(people[each].name if each in people else words.VALUES.get(each, each) for each in values)


def named_in(filled: Filled) -> set[str]:
    """Ids of people among the answers, as far as an answer can be one."""
    return {
        each
        for part in filled.parts
        for answer in part.answers
        if answer.kind in ("person", "people", "actions", "workers")
        for each in (answer.value if isinstance(answer.value, list) else [answer.value])
    }


def signatures(lines: Sequence[tuple[Person | None, str, str]]) -> str:
    """`@Tom as the supervisor, Tue 24 March, 14:05 · @Ann as the supervisee, …`"""
    return " · ".join(f"{who(person)} {capacity}, {when}" for person, capacity, when in lines)


def _answers(filled: Filled) -> Iterator[tuple[str, Answer]]:
    for part in filled.parts:
        title = f"{part.title} · {part.case}" if part.case else part.title
        for answer in part.answers:
            yield title, answer


def _heading(answer: Answer) -> str:
    label = words.LABELS.get(answer.column, answer.column)
    return f"{escape(answer.asks)} · {escape(label)}" if label else escape(answer.asks)
