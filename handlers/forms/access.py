"""The form that opens somebody's record to somebody outside their line, for a purpose and a time."""

from datetime import timedelta
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.asking import UnmetError
from handlers.forms import fields, unsent
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import access as words
from handlers.words import kit
from handlers.words.fields import SAVED
from handlers.words.phrases import sentence, who
from scheduling.errors import SupervisionError
from storage import errors
from storage.records.grants import LONGEST, Delay, Wanted
from storage.records.purposes import READERS
from storage.unit import UnitOfWork
from storage.views import Person

CALLBACK = "access_form"
NOW = "now"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NoReader: "reader",
    errors.OwnRecord: "reader",
    errors.MayReadAlready: "reader",
    errors.NotThatPurpose: "purpose",
    errors.AccessTooLong: "until",
    errors.WhyMissing: "reason",
    errors.TooLong: "reason",
    errors.ExceptionMissing: "because",
    errors.NotTheirsToAllow: "allowed_by",
    errors.InThePast: "tell_on",
}
USUAL = timedelta(days=14)


def modal(request: Request, work: UnitOfWork, person: Person) -> dict[str, Any]:
    """Who, for what, until when, why; and when the supervisee is told. Raises what giving it would."""
    if not work.grants.may_grant(person.id, request.viewer):
        work.sight.must_see(request.viewer, person.id)
        raise errors.CannotGrant
    blocks: list[Block] = [
        kit.context(words.form_head(who(person))),
        fields.person_field("reader", words.WHO),
        fields.text_field("outside", words.WHO_ELSE, lines=False, optional=True, most=150, hint=words.OUTSIDE),
        fields.select_field("purpose", words.PURPOSE, _purposes()),
        fields.day_field("until", words.UNTIL, request.today + USUAL, hint=words.days_at_most(LONGEST.days)),
        fields.text_field("reason", words.WHY),
        fields.select_field("personal", words.PERSONAL_MATTERS, words.PERSONAL, "no", hint=words.PERSONAL_HINT),
        fields.select_field("tell", words.TELL_THEM, words.TELL, NOW),
        fields.text_field("because", words.IF_LATER_BECAUSE, lines=False, optional=True, most=300),
        fields.person_field("allowed_by", words.IF_LATER_ALLOWED),
        fields.day_field("tell_on", words.IF_LATER_ON, optional=True),
    ]
    return unsent.kept(fields.form(words.GIVE, CALLBACK, blocks, submit=words.GIVE, meta={"person": person.id}))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Open it."""
    category, _, purpose = request.typed("purpose").partition(" ")
    wanted = Wanted(
        about_id=request.carried("person"),
        reader_id=_known(request, work, "reader"),
        outside=request.typed("outside"),
        category=category,
        purpose=purpose,
        until_on=request.day("until") or request.today,
        reason=request.typed("reason"),
        covers_personal=request.typed("personal") == "yes",
        delay=_delay(request, work),
    )
    grant = work.grants.give(wanted, viewer=request.viewer)
    return say(words.given(grant, request.today), title=SAVED, stored=True)


def _delay(request: Request, work: UnitOfWork) -> Delay | None:
    constraint = request.typed("tell") or NOW
    if constraint == NOW:
        return None
    allowed_by = _known(request, work, "allowed_by") or ""
    return Delay(constraint, request.typed("because"), allowed_by, request.day("tell_on"))


def _known(request: Request, work: UnitOfWork, block: str) -> str | None:
    """Somebody picked in Slack, by their id here."""
    slack_id = request.typed(block)
    if not slack_id:
        return None
    person = work.people.of_slack(slack_id)
    if person is None:
        raise UnmetError(slack_id)
    return person.id


def _purposes() -> dict[str, str]:
    return {
        f"{category} {purpose}": f"{sentence(words.READERS[category])}: {words.PURPOSES[purpose]}"
        for category, purposes in READERS.items()
        for purpose in purposes
    }
