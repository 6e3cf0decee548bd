"""What saving the record of a group changes: that it was held, with whom and on which cases, and what was written of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from handlers.filling.filling import Answers, Done
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import group as words
from storage.records.groups import CASEWORKER
from storage.records.groupviews import GroupView
from storage.unit import UnitOfWork

FORM = "group"
PARTS: Mapping[str, str] = {"attendees": "", "observers": "observer", "caseworker": CASEWORKER, "advisor": "advisor"}
"""The questions that name people, and the part such people have; who is named twice has the last."""


def save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    """All of it, or nothing. Raises what storage raises."""
    group = work.groups.get(sheet.of, viewer=request.viewer) if sheet.of else _held(request, work, done)
    write = partial(work.written.write, FORM, viewer=request.viewer, about_id=group.facilitator_id, of_id=group.id)
    record = write(done.filled.of(layer="personal"))
    for ref in group.cases:
        told = done.filled.of(layer="case", case=ref)
        if told:
            write(told, layer="case", case_ref=ref)
    facilitator = work.people.get(group.facilitator_id)
    said = [words.saved(group.held_on, request.today, is_signed=not record.missing, facilitator=facilitator)]
    caseworkers = [person_id for person_id, part in group.attendees.items() if part == CASEWORKER]
    said += [words.to_relay(list(work.people.by_id(caseworkers).values()))] if caseworkers else []
    said += _remarks(request, work, done, group)
    return say(" ".join(said), title=words.SAVED, stored=True, about=record.id)


def _held(request: Request, work: UnitOfWork, done: Done) -> GroupView:
    facilitator = done.text("facilitator")
    outside = done.text("outside_count")
    return work.groups.hold(
        viewer=request.viewer,
        facilitator_id=facilitator,
        on=date.fromisoformat(done.text("on")),
        attendees={each: part for each, part in present(done.answers) if each != facilitator},
        cases=[*done.several("cases"), *references(done.text("other_cases"))],
        kind=done.text("kind") or "team",
        format=done.text("format"),
        outside_count=int(outside) if outside.isdigit() else 0,
    )


def present(answered: Answers) -> Iterator[tuple[str, str]]:
    """Everybody named, with their part."""
    for name, part in PARTS.items():
        value = answered.get(name)
        for person_id in [value] if isinstance(value, str) else value or ():
            yield person_id, part


def references(typed: str) -> list[str]:
    """What was typed, told apart."""
    return [each for each in re.split(r"[\s,;]+", typed) if each]


def _remarks(request: Request, work: UnitOfWork, done: Done, group: GroupView) -> Iterator[str]:
    """What the policy has to remark of it. It is saved all the same."""
    asked = {question.id for step in done.steps for question in step.part.question}
    terms = work.policy.at(request.today).groups.size
    number = len(group.attendees) + work.policy.readings.facilitator_counts + group.outside_count
    if terms and group.kind == "team" and not terms.least <= number <= terms.most:
        yield words.size(number, terms)
    if "advisor" in asked and "advisor" not in group.attendees.values():
        yield words.NO_ADVISOR
    if done.text("trained") == "no":
        yield words.UNTRAINED
    if "consent" in asked and group.outside_count and done.text("consent") != "yes":
        yield words.NO_CONSENT
    if "leads_as" in asked and not done.text("leads_as"):
        yield words.NO_LEADER
    if "map_used" in asked and group.format == "Case focused" and done.text("map_used") != "yes":
        yield words.NO_MAP
    if "appreciative" in asked and group.format == "Case discussion" and done.text("appreciative") != "yes":
        yield words.NO_INQUIRY
