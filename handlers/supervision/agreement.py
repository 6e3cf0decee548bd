"""`/supervision agreement @name`: signed, or reviewed where it has been signed."""

from handlers.forms import agreement
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from storage.errors import ForTheSupervisor, NotFound
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Open the form that is due."""
    named, after = take_person(request, work, "agreement", rest)
    person = or_own(request, work, named, "agreement", after, may_be_own=False)
    if person.id == request.viewer.id:
        raise ForTheSupervisor
    if not work.people.can_see(request.viewer, person.id):
        raise NotFound
    kinds = {one.kind for one in work.obligations.of(person.id, viewer=request.viewer)}
    if "agreement_review" in kinds and "agreement_signature" not in kinds:
        return show(agreement.review_modal(request, work, person))
    return show(agreement.sign_modal(request, work, person))


SUBCOMMAND = Subcommand(
    word="agreement",
    usage="agreement @name",
    does="record that the supervision agreement was signed or reviewed",
    run=run,
    stores=False,
)
