"""Help by role: what the asker can do, of one command or of all, with examples about their own people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from handlers.reply import Reply
from handlers.request import Request
from handlers.words import commands, kit
from handlers.words import helping as words
from handlers.words.phrases import escape
from storage.unit import UnitOfWork

A_SECTION = 8
"""Lines in one paragraph."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a command's table says of a word."""

    usage: str
    does: str


def of(request: Request, work: UnitOfWork, command: str, also: Mapping[str, Word]) -> Reply:
    """Of one command, or of every one with "". `also` are all of its words: one that no role's lines have comes last."""
    text, blocks = _made(request, work, command, also)
    made = kit.rendered(text, blocks)
    return Reply(text=made.text, blocks=made.blocks, title=words.TITLE)


def _made(request: Request, work: UnitOfWork, command: str, also: Mapping[str, Word]) -> tuple[str, list[Block]]:
    paragraphs: list[str] = []
    told: set[str] = set()
    for role, them in roles(request, work):
        here = {typed: does for typed, does in words.LINES[role] if typed.startswith(command) and typed not in told}
        told |= set(here)
        lines = [words.line(_filled(typed, them, work), does) for typed, does in here.items()]
        lines += [words.TEAMS] if role == "senior" and not command.startswith(("/case", "/decision")) else []
        paragraphs += _paragraphs(words.heading(words.HEADINGS[role]), lines)
    said = {" ".join(typed.split()[:2]) for lines in words.LINES.values() for typed, _ in lines}
    rest = [words.line(one.usage, one.does) for typed, one in also.items() if typed not in said]
    paragraphs += _paragraphs(words.heading(words.ALSO), rest)
    paragraphs += [words.DECIDING] if command in ("", "/decision") else []
    policy = commands.policy(escape(work.policy.title), escape(work.policy.at(request.today).label))
    ending = [words.DATES] if command != "/decision" else []
    return "\n".join([*paragraphs, *ending, policy]), [
        *map(kit.section, [*paragraphs, *ending]),
        kit.context(policy),
    ]


def roles(request: Request, work: UnitOfWork) -> Iterator[tuple[str, str]]:
    """The asker's, each with somebody the examples can be about."""
    supervisees = work.people.supervisees_of(request.viewer.id)
    leaders = work.people.leaders([each.id for each in supervisees])
    if leaders:
        led = work.people.supervisees_of(next(each.id for each in supervisees if each.id in leaders))
        yield "senior", f"@{led[0].name}" if led else words.NAME
    if supervisees:
        yield "supervisor", f"@{supervisees[0].name}"
    if not supervisees or work.people.supervisor_of(request.viewer.id):
        yield "supervisee", words.NAME


def _filled(typed: str, them: str, work: UnitOfWork) -> str:
    example = work.policy.at(work.today).record.references.example
    return typed.format(them=escape(them), ref=example, part=example[-3:], new=f"{example[:-1]}9")


def _paragraphs(heading: str, lines: Sequence[str]) -> list[str]:
    parts = ["\n".join(lines[at : at + A_SECTION]) for at in range(0, len(lines), A_SECTION)]
    return [f"{heading}\n{parts[0]}", *parts[1:]] if parts else []
