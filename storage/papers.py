"""Papers that lie in Slack: what is drawn for the thread of a message, by the right its recipient has when it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

CHART, WORKBOOK, PDF = "chart", "workbook", "pdf"
OF_A_MONTH = (CHART, WORKBOOK)
"""What a manager's month brings."""
ORDERED = (OF_A_MONTH, (PDF,))
"""What may be asked for: each is named by its last."""
ALARM = "papers"
"""Stands while Slack takes no files from here, whatever has to be mended."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A report as files: of a month, given by its first day, and of one team or of the reader's whole line."""

    month: date
    team: str | None = None
    forms: tuple[str, ...] = OF_A_MONTH

    @property
    def subject(self) -> str:
        """What the notice of a paper asked for is about."""
        return " ".join(("paper", f"{self.month:%Y-%m}", "+".join(self.forms), *([] if self.team is None else [self.team])))

    @classmethod
    def of(cls, subject: str) -> Paper:
        """The paper of such a notice."""
        _, month, forms, *team = subject.split(" ", 3)
        return cls(date.fromisoformat(f"{month}-01"), team[0] if team else None, tuple(forms.split("+")))

    @property
    def form(self) -> str:
        """What it is called by: a workbook, which brings its chart; a PDF, which has it."""
        return self.forms[-1]


@dataclass(frozen=True, slots=True)
class Ordered:
    """What became of asking for one."""

    is_new: bool
    """It was put on its way just now; else it was before, and is not made twice."""
    at: datetime
    """When it was asked for."""
    is_there: bool = False
    """It stands in its thread."""
