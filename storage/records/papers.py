"""Papers somebody asks for: put on their way once, however often they press, and drawn when they are sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import case, func, literal_column, select

from storage.asking import WORKSPACE
from storage.errors import NotFound
from storage.models import AlarmRow, NoticeRow, OutboxRow
from storage.notices.kinds import PAPER
from storage.notices.queue import Telling, queue
from storage.papers import ALARM, ORDERED, Ordered, Paper
from storage.records.base import Records
from storage.views import Person

AGAIN_AFTER = timedelta(minutes=10)
"""Pressed again within this time it is the same wish, even where the paper stands there by now."""
ON_ITS_WAY = ("pending", "leased", "sending", "uncertain")


class Papers(Records):
    """Reports as files, for whoever asks."""

    def order(self, paper: Paper, *, viewer: Person) -> Ordered:
        """Put it on its way to the viewer, unless the same is on its way or has just come.

        It is drawn by the right the viewer has then; what is noted in the trail is that drawing. Raises NotFound where nobody
        they may see is in that team, or nobody is below them.
        """
        if paper.forms not in ORDERED:
            raise NotFound
        paper = Paper(paper.month, self._work.reports.must_reach(viewer, paper.team), paper.forms)
        times, last = self._asked(paper, viewer)
        if last is not None and (last.waits or self._work.now - last.at < AGAIN_AFTER):
            return Ordered(is_new=False, at=last.at, is_there=bool(last.attached))
        queue(self._work, [Telling(PAPER, viewer.id, self._work.now, rung=times, about_id=paper.subject)])
        return Ordered(is_new=True, at=self._work.now)

    def is_held_up(self) -> bool:
        """Whether Slack takes no files from here until somebody mends that."""
        row = AlarmRow
        stands = row.workspace == WORKSPACE, row.name == ALARM, row.ended_at.is_(None)
        return self._work.ask(select(row.id).where(*stands).limit(1)).first() is not None

    def _asked(self, paper: Paper, viewer: Person) -> tuple[int, Any]:
        """How often they have asked for it, and the last time, with what is still to be done for it."""
        row, box = NoticeRow, OutboxRow
        waits = func.sum(case((box.state.in_(ON_ITS_WAY), 1), else_=0)).label("waits")
        there = (box.op == literal_column("'attach'")) & (box.state == literal_column("'sent'"))
        attached = func.sum(case((there, 1), else_=0)).label("attached")
        query = (
            select(row.rung, row.at, waits, attached)
            .outerjoin(box, box.message_id == row.message_id)
            .where(row.workspace == WORKSPACE, row.kind == PAPER, row.subject == paper.subject, row.recipient_id == viewer.id)
            .group_by(row.rung, row.at)
            .order_by(row.rung.desc())
            .limit(1)
        )
        found = self._work.ask(query).first()
        return (0, None) if found is None else (found.rung + 1, found)
