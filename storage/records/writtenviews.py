"""Filled forms as they are shown, and what is asked of one before it is stored."""

from dataclasses import replace

from scheduling.forms import Filled, from_json
from storage import errors
from storage.models import DisputeRow, RecordRow, RecordVersionRow
from storage.records import checks
from storage.written import DisputeView, RecordView, SignatureView, VersionView

LONGEST = 400_000
"""Characters of a whole form: every field of it as long as Slack lets it be."""


def checked(filled: Filled) -> None:
    """Something is in it, and no field of it is longer than a field is. Raises NothingAnswered, TooLong."""
    if not filled:
        raise errors.NothingAnswered
    if len(filled.as_json()) > LONGEST:
        raise errors.TooLong
    for part in filled.parts:
        for answer in part.answers:
            if isinstance(answer.value, str):
                checks.fits(answer.value)


def version_view(row: RecordVersionRow) -> VersionView:
    """With what it says."""
    return VersionView(
        number=row.number,
        written_by_id=row.written_by_id,
        written_at=row.written_at,
        because=row.because or "",
        filled=from_json(row.content) if row.content else Filled(()),
    )


def record_view(row: RecordRow, signatures: tuple[SignatureView, ...], asked: tuple[str, ...]) -> RecordView:
    """Without what it says; `asked` are the capacities in which it is to be signed."""
    signed = {each.capacity for each in signatures if each.version == row.version}
    return RecordView(
        id=row.id,
        form=row.form,
        title=row.title,
        layer=row.layer,
        about_id=row.about_id,
        by_id=row.by_id,
        case_ref=row.case_ref,
        session_id=row.session_id,
        of_id=row.of_id,
        policy=row.policy,
        version=row.version,
        state=row.state,
        made_at=row.made_at,
        content_erased_on=row.content_erased_on,
        signatures=signatures,
        missing=tuple(each for each in asked if each not in signed),
    )


def dispute_view(row: DisputeRow) -> DisputeView:
    """With its words."""
    return DisputeView(
        id=row.id,
        record_id=row.record_id,
        version=row.version,
        raised_by_id=row.raised_by_id,
        raised_at=row.raised_at,
        words=row.words or "",
        to_id=row.to_id,
        outcome=row.outcome,
        outcome_words=row.outcome_words or "",
        settled_by_id=row.settled_by_id,
        settled_at=row.settled_at,
        first_to_id=row.first_to_id,
        passed_at=row.passed_at,
    )


def without_words(row: DisputeRow) -> DisputeView:
    """For lists and messages."""
    return replace(dispute_view(row), words="", outcome_words="")
