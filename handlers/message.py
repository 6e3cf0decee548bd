"""*Log as ad hoc decision*, on any message somebody can see: the same form as `/decision`, with what the message says in it."""

import re

from handlers.forms import decision as form
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import parse_message, plain, words
from handlers.words.phrases import escape
from storage.unit import UnitOfWork

MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
LOOKED_AT = 50
"""References of a message that are looked up, and people."""


def run(request: Request, work: UnitOfWork) -> Reply:
    """Open the form. Nothing of the message is kept until that is saved."""
    return refill(request, work, request.message, "")


def refill(request: Request, work: UnitOfWork, text: str, draft: str) -> Reply:
    """The form, with the decision and its rationale told apart as those of the command are."""
    named = _with_names(work, text)
    return show(form.modal(request, work, parse_message(named, _reference(request, work, named)), draft=draft))


def written(text: str) -> str:
    """All of it."""
    return plain(text)


def _reference(request: Request, work: UnitOfWork, text: str) -> str:
    """The one case it names; "" where it names none, or several: it is chosen in the form then, and never guessed.

    Of those the viewer can see; where there are none of these, what the council's own patterns say is a reference.
    """
    references = work.policy.at(work.today).record.references
    likely = [word for word in words(text) if references.fits(word)][:LOOKED_AT]
    seen = [case.ref for case in work.cases.seen([(word, request.viewer) for word in likely]) if case]
    found = set(seen) or {word for word in likely if references.is_ours(word)}
    return found.pop() if len(found) == 1 else ""


def _with_names(work: UnitOfWork, text: str) -> str:
    """In a message somebody is mentioned by their Slack id: the decision says who that is."""
    people = {slack_id: work.people.of_slack(slack_id) for slack_id in list(dict.fromkeys(MENTION.findall(text)))[:LOOKED_AT]}

    def known(found: re.Match[str]) -> str:
        person = people.get(found[1])
        return f"<@{found[1]}|{escape(person.name)}>" if person else found[0]

    return MENTION.sub(known, text)
