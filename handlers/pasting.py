"""Text to copy into the case system, in as many fields and windows as it takes; *Filed* with the day it was put there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block

from handlers import paging
from handlers.forms import fields
from handlers.policy import case_system
from handlers.request import Request
from handlers.words import casenotes as words
from handlers.words import kit
from storage.unit import UnitOfWork

FILED_ON = "filed_on"
MOST_FIELDS = 40
"""Of the text on one page."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be pasted, and onto which case."""

    headline: str
    """Where the case system has a box for it, and the policy says what stands in it."""
    whole: str
    ref: str
    note: str = ""
    """Said above it."""


@dataclass(frozen=True, slots=True)
class Form:
    """The window it stands in: what it is called, what it carries, and the button that shows its next page."""

    title: str
    callback: str
    meta: Mapping[str, str]
    action: str
    about: str


def form(request: Request, work: UnitOfWork, text: Text, around: Form, page: int = 0) -> dict[str, Any]:
    """One page of it."""
    copied = [
        paging.Piece([fields.text_field(name, label, said, optional=True, hint=words.COPY_HINT)])
        for name, label, said in _parts(text.whole)
        if said
    ]
    pages = paging.paged(copied, MOST_FIELDS)
    page = min(page, len(pages) - 1)
    blocks: list[Block] = [kit.section(text.note)] if text.note else []
    if text.headline and not page:
        blocks.append(fields.text_field("headline", words.HEADLINE, text.headline, optional=True, hint=words.COPY_HINT))
    blocks += pages[page]
    if page + 1 < len(pages):
        blocks.append(kit.actions(kit.button(words.NEXT_PAGE, around.action, f"{around.about},{page + 1}")))
    place = work.policy.at(work.today).record.case_place
    blocks += [
        kit.context(words.paste(case_system(work), place, text.ref)),
        fields.day_field(FILED_ON, words.FILED_ON, request.today, hint=words.FILED_ON_HINT),
    ]
    return fields.form(around.title, around.callback, blocks, submit=words.FILED, meta=around.meta)


def _parts(whole: str) -> list[tuple[str, str, str]]:
    """Field, label and text: in as many fields as it takes, for none of it may be left out."""
    if len(whole) <= fields.LONGEST:
        return [("copy", words.COPY, whole)]
    texts = [whole[at : at + fields.LONGEST] for at in range(0, len(whole), fields.LONGEST)]
    of = len(texts)
    return [(f"copy_{at}", words.copy_part(at, of), text) for at, text in enumerate(texts, start=1)]
