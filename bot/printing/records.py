"""One filled form on paper: what was asked and answered, its versions, who signed it and when, and what was disputed."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from bot.printing import styles, words
from bot.printing.page import instant, text
from handlers.filling.shown import value_of
from handlers.words.filling import LABELS
from handlers.words.signing import CAPACITIES, OUTCOMES
from storage.filed import SupervisionFile
from storage.written import RecordRead


def when_of(read: RecordRead, zone: ZoneInfo) -> datetime:
    """When it was first written, by the local clock."""
    return read.record.made_at.astimezone(zone)


def record_flow(
    read: RecordRead, file: SupervisionFile, zone: ZoneInfo, style: ParagraphStyle = styles.H2
) -> Iterator[Flowable]:
    """All of one record, as it stands."""
    record, latest = read.record, read.latest
    yield text(f"{record.title} · {record.case_ref}" if record.case_ref else record.title, style)
    by, at = _name(file, latest.written_by_id), instant(latest.written_at, zone)
    yield text(f"{words.written(by, at, record.version, len(read.versions))} · {record.policy}", styles.SMALL)
    if read.altered:
        yield text(words.ALTERED, styles.HEAD)
    if not latest.filled:
        yield text(words.ERASED)
    for part in latest.filled.parts:
        yield text(f"{part.title} · {part.case}" if part.case else part.title, styles.H3)
        for answer in part.answers:
            label = LABELS.get(answer.column, answer.column)
            yield text(f"{answer.asks} · {label}" if label else answer.asks, styles.ASKED)
            yield text(value_of(answer, file.people))
    yield from _signed(read, file, zone)


def _signed(read: RecordRead, file: SupervisionFile, zone: ZoneInfo) -> Iterator[Flowable]:
    record = read.record
    lines = []
    for each in record.signatures:
        earlier = words.of_version(each.version) if each.version != record.version else ""
        capacity = CAPACITIES.get(each.capacity, each.capacity)
        lines.append(words.signature(_name(file, each.person_id), capacity, instant(each.signed_at, zone), earlier))
    if lines:
        yield text(f"{words.SIGNED_BY}: " + "\n".join(lines), styles.CELL)
    if record.missing:
        yield text(f"{words.NOT_SIGNED} {', '.join(record.missing)}", styles.CELL)
    for version in read.versions:
        if version.because:
            at = instant(version.written_at, zone)
            yield text(words.corrected(version.number, _name(file, version.written_by_id), at, version.because), styles.SMALL)
    for dispute in read.disputes:
        by, at = _name(file, dispute.raised_by_id), instant(dispute.raised_at, zone)
        yield text(f"{words.DISPUTED} · {words.signature(by, '', at, words.of_version(dispute.version))}", styles.ASKED)
        yield text(dispute.words)
        if dispute.outcome:
            yield text(f"{OUTCOMES[dispute.outcome]} {dispute.outcome_words}".strip(), styles.CELL)


def _name(file: SupervisionFile, person_id: str) -> str:
    person = file.people.get(person_id)
    return person.name if person else words.NOT_KNOWN
