"""`/supervision audit [@name | findings [period]]`: samples to do, a supervisor's records, what audits found."""

from handlers.actions import audits
from handlers.filling import opening
from handlers.naming import take_person
from handlers.periods import span_in
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.typed import plain
from handlers.words import commands
from storage.unit import UnitOfWork

FINDINGS = ("findings", "found", "themes")


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The list, unless a supervisor is named or findings are asked for."""
    first, _, after = plain(rest).strip().partition(" ")
    if first.casefold() in FINDINGS:
        return show(audits.findings(request, work, span_in(after, request.today)))
    person, _ = take_person(request, work, "audit", rest)
    return audits.run(request, work) if person is None else opening.audit(request, work, person.id)


SUBCOMMAND = Subcommand(word="audit", usage=commands.USAGE["audit"], does=commands.AUDIT, run=run, stores=False)
