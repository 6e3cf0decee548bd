"""Which files press: where a policy has every file seen within a year, chance alone would let some wait longer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduling.calendar import days_after, months_after
from scheduling.rules.audits import coverage
from scheduling.sampling.files import File
from scheduling.sampling.quotas import Quota
from scheduling.terms import Sample, Version
from scheduling.view import View


def pressing(view: View, quota: Quota, files: Sequence[File]) -> list[File]:
    """The files with the day by which each is to be seen, where that is before the next period's sample is audited."""
    until = first_until(view.version, quota.terms, quota.period.first, quota.period.last)
    if until is None:
        return list(files)
    due = {row.about: row.due_on for row in coverage(view, quota.auditor) if row.due_on <= until}
    return [replace(file, due_on=due.get(file.of)) for file in files]


def first_until(version: Version, terms: Sample, first: date, last: date) -> date | None:
    """The end of the period after this one: until then a file left out of a sample may have to wait for its audit.

    None where the policy does not have each of these files seen in a time: chance alone draws them.
    """
    asked = version.audits.coverage
    if asked is None or not terms.of_levels or not set(terms.of_levels) <= set(asked.of_levels):
        return None
    if not set(terms.levels) <= set(asked.levels):
        return None
    after = days_after(last, 1)
    months = 12 * (after.year - first.year) + after.month - first.month
    return days_after(months_after(after, months), -1)
