"""*Send me the workbook*, *As a PDF*: the report on screen as a file, put on its way once and said to be so at once."""

from collections.abc import Callable

from handlers.reply import Reply, say
from handlers.reporting.chosen import carried
from handlers.request import Request
from handlers.words import report as words
from handlers.words.notices.paper import command
from storage.errors import NotFound
from storage.papers import OF_A_MONTH, PDF, Paper
from storage.unit import UnitOfWork


def _sender(*forms: str) -> Callable[[Request, UnitOfWork], Reply]:
    def run(request: Request, work: UnitOfWork) -> Reply:
        """Of the team and up to the month shown. Raises NotFound where nobody of it is the viewer's to see."""
        chosen, _ = carried(request.value)
        month = (chosen.until_on or request.today).replace(day=1)
        if month > request.today:
            raise NotFound
        paper = Paper(month, work.reports.must_reach(request.viewer, chosen.scope), forms)
        why = words.NO_FILES if not request.sends_files else words.HELD_UP if work.papers.is_held_up() else ""
        if why:
            said = words.not_sent(why, paper, request.today, command(paper, request.viewer, request.incoming.workspace))
            return say(said, title=words.PAPER)
        ordered = work.papers.order(paper, viewer=request.viewer)
        if ordered.is_new:
            return say(words.on_its_way(paper, request.today), title=words.PAPER, stored=True)
        return say(words.asked_before(paper, ordered, request.today), title=words.PAPER)

    return run


workbook, pdf = _sender(*OF_A_MONTH), _sender(PDF)
