"""One filled form on paper: what was asked and answered, its versions, who signed it and when, and what was disputed."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from bot.printing import styles, words
from bot.printing.page import gap, instant, set_aside, text
from handlers.filling.shown import value_of
from handlers.words.filling import LABELS
from handlers.words.signing import CAPACITIES, OUTCOMES
from storage.filed import SupervisionFile
from storage.written import RecordRead, VersionView


def when_of(read: RecordRead, zone: ZoneInfo) -> datetime:
    """When it was first written, by the local clock."""
    return read.record.made_at.astimezone(zone)


def record_flow(
    read: RecordRead, file: SupervisionFile, zone: ZoneInfo, style: ParagraphStyle = styles.H2
) -> Iterator[Flowable]:
    """All of one record as it stands; then every version before it, the latest first, set apart as superseded."""
    record, latest = read.record, read.latest
    yield text(f"{record.title} · {record.case_ref}" if record.case_ref else record.title, style)
    by, at = _name(file, latest.written_by_id), instant(latest.written_at, zone)
    yield text(f"{words.written(by, at, record.version, len(read.versions))} · {record.policy}", styles.SMALL)
    if latest.because:
        yield text(words.corrected(latest.because), styles.SMALL)
    yield from _said(read, latest, file)
    yield from _signed(read, latest.number, file, zone)
    if record.missing:
        yield text(f"{words.NOT_SIGNED} {', '.join(record.missing)}", styles.CELL)
    for newer, version in pairwise(read.versions):
        yield gap(4)
        yield set_aside(list(_superseded(read, version, newer, file, zone)))
        yield gap(4)
    yield from _disputed(read, file, zone)


def _said(read: RecordRead, version: VersionView, file: SupervisionFile) -> Iterator[Paragraph]:
    """What was asked and answered."""
    if version.number in read.altered:
        yield text(words.ALTERED, styles.HEAD)
    if not version.filled:
        yield text(words.ERASED)
    for part in version.filled.parts:
        yield text(f"{part.title} · {part.case}" if part.case else part.title, styles.H3)
        for answer in part.answers:
            label = LABELS.get(answer.column, answer.column)
            yield text(f"{answer.asks} · {label}" if label else answer.asks, styles.ASKED)
            yield text(value_of(answer, file.people))


def _superseded(
    read: RecordRead, version: VersionView, newer: VersionView, file: SupervisionFile, zone: ZoneInfo
) -> Iterator[Paragraph]:
    """One that no longer stands: the first piece names it on every page it goes over."""
    yield text(words.superseded(read.record.title, version.number), styles.HEAD)
    written = words.written(_name(file, version.written_by_id), instant(version.written_at, zone), 1, 1)
    because = f" {words.corrected(version.because)}" if version.because else ""
    yield text(f"{written}.{because}", styles.SMALL)
    by, at = _name(file, newer.written_by_id), instant(newer.written_at, zone)
    yield text(words.superseded_by(newer.number, by, at, newer.because), styles.SMALL)
    yield from _said(read, version, file)
    signed = list(_signed(read, version.number, file, zone))
    yield from signed or [text(words.NOBODY_SIGNED, styles.CELL)]


def _signed(read: RecordRead, number: int, file: SupervisionFile, zone: ZoneInfo) -> Iterator[Paragraph]:
    """Who put their name to this version, and when."""
    lines = [
        words.signature(
            _name(file, each.person_id), CAPACITIES.get(each.capacity, each.capacity), instant(each.signed_at, zone)
        )
        for each in read.record.signatures
        if each.version == number
    ]
    if lines:
        yield text(f"{words.SIGNED_BY}: " + "\n".join(lines), styles.CELL)


def _disputed(read: RecordRead, file: SupervisionFile, zone: ZoneInfo) -> Iterator[Flowable]:
    for dispute in read.disputes:
        by, at = _name(file, dispute.raised_by_id), instant(dispute.raised_at, zone)
        which = words.of_version(dispute.version) if len(read.versions) > 1 else ""
        yield text(f"{words.DISPUTED} · {words.signature(by, '', at)}{which}", styles.ASKED)
        yield text(dispute.words)
        if dispute.outcome:
            yield text(f"{OUTCOMES[dispute.outcome]} {dispute.outcome_words}".strip(), styles.CELL)


def _name(file: SupervisionFile, person_id: str) -> str:
    person = file.people.get(person_id)
    return person.name if person else words.NOT_KNOWN
