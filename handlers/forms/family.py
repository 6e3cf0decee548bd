"""*Family and children* of a case: which other case is of the same family, and on which children's files it shows."""

from typing import Any

from handlers.forms import fields, unsent
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import joint as words
from handlers.words import kit
from handlers.words.phrases import escape
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork

CALLBACK = "case_family_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NotFound: "sibling",
    errors.NotOfTheFamily: "sibling",
    errors.NotAChildsReference: "children",
    errors.TooManyChildren: "children",
}


def modal(request: Request, work: UnitOfWork, ref: str) -> dict[str, Any]:
    """With what is known now. Raises NotFound, ForTheSupervisor."""
    found = work.case_files.read(ref, viewer=request.viewer)
    work.sight.must_supervise(request.viewer, work.cases.must_see(ref, request.viewer).workers[0])
    sibling, children = "".join(found.siblings[:1]), "\n".join(found.children)
    blocks = [
        kit.context(f"*{escape(found.case.ref)}*"),
        fields.text_field("children", words.CHILDREN, children, optional=True, hint=words.CHILDREN_HINT),
        fields.text_field("sibling", words.SIBLING, sibling, lines=False, optional=True, most=40, hint=words.SIBLING_HINT),
    ]
    return unsent.kept(fields.form(words.FAMILY_TITLE, CALLBACK, blocks, meta={"case": found.case.ref}))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Keep what was changed: a family the viewer sees none of is left as it is."""
    ref, sibling = request.carried("case"), request.typed("sibling")
    said = [named(request, work, ref, request.typed("children"))]
    if sibling.upper() != "".join(work.families.siblings(ref, viewer=request.viewer)[:1]):
        said.append(joined(request, work, ref, sibling))
    told = said[0].text + "".join(f"\n{each.text.removeprefix(words.SAVED_FIRST)}" for each in said[1:])
    return say(told, title=words.SAVED, stored=True, about=ref)


def named(request: Request, work: UnitOfWork, ref: str, typed: str) -> Reply:
    """`Saved. A discussion of *M100001* is evidenced for each of 2 children.`"""
    children = work.families.name_children(ref, typed, viewer=request.viewer)
    return say(words.children_saved(ref, len(children)), stored=True, about=ref)


def joined(request: Request, work: UnitOfWork, ref: str, sibling: str) -> Reply:
    """`Saved. *M100001* is of one family with M100014.`"""
    siblings = work.families.join(ref, sibling, viewer=request.viewer)
    terms = work.policy.at(request.today).cases
    said = words.family_saved(ref, siblings, counts=terms is not None and terms.per_family)
    return say(said, stored=True, about=ref)
