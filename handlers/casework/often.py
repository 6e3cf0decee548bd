"""`/case often`: a case is discussed more often than the policy asks, by whoever works it or supervises it; and no longer."""

import re
from datetime import date
from typing import Any

from handlers.asking import FieldError
from handlers.casework import reading
from handlers.forms import fields, unsent
from handlers.forms.case import case_field, known
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.typed import plain
from handlers.words import casework, kit
from handlers.words import often as words
from handlers.words.duties import title
from handlers.words.phrases import day, deadline, escape
from scheduling.calendar import Interval
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork

FORM = "case_often_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NotFound: "ref",
    errors.CaseClosed: "ref",
    errors.BeforeTheCaseOpened: "on",
    errors.NotThatDayYet: "on",
    errors.NoMoreOften: "every",
    errors.WhyMoreOftenMissing: "more",
    errors.TooLong: "more",
}
TYPED = re.compile(r"^(?:once )?(?:every )?(\d{1,2}) ?w(?:ee)?ks?\b[ ,]*(?:because|since|as|for)?\b[ ,]*(.*)$", re.I | re.S)
MOST = 2800
"""Letters: with the reason of the list before it it fits."""
REASONS = "more_often"
"""The policy's own list."""


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """In one line where it is whole; else the form asks. `ends`: as the policy asks again."""
    ref, after = reading.take_ref(request, work, "often", rest)
    case = work.cases.find(ref, viewer=request.viewer)
    if plain(after).casefold().strip(" .") in words.ENDS:
        work.intervals.end(case.ref, viewer=request.viewer, on=request.today)
        return say(words.ended(case.ref) + _next(request, work, case.ref), title=words.ENDED, stored=True, about=case.ref)
    weeks, why = _typed(after)
    if not weeks or not why:
        return show(modal(request, work, case.ref, weeks, why))
    return _kept(request, work, case.ref, weeks, why, "", request.today)


def refill(request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
    """The form with what was typed."""
    ref, after = reading.take_ref(request, work, "often", rest)
    return show(modal(request, work, work.cases.find(ref, viewer=request.viewer).ref, *_typed(after)))


def modal(request: Request, work: UnitOfWork, ref: str, weeks: str = "", why: str = "") -> dict[str, Any]:
    """How often, who asks for it, why, from when."""
    reasons = {each: each[:1].upper() + each[1:] for each in work.policy.at(work.today).lists.get(REASONS, ())}
    asked = [
        kit.context(f"*{escape(ref)}*") if ref else case_field(request, work, ""),
        fields.select_field("every", words.EVERY, words.WEEKS, weeks if weeks in words.WEEKS else ""),
    ]
    if ref and _is_above(request, work, ref):
        asked.append(fields.select_field("how", words.HOW, words.ASKED, "supervisor"))
    asked += [fields.select_field("why", words.WHY, reasons, optional=True)] if reasons else []
    asked += [
        fields.text_field("more", words.WHY_WORDS, why, optional=bool(reasons), hint=words.WHY_HINT, most=MOST),
        fields.day_field("on", words.FROM_ON, request.today),
    ]
    return unsent.kept(fields.form(words.TITLE, FORM, asked, submit=words.SUBMIT, meta={"case": ref} if ref else {}))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Keep it."""
    ref = request.carried("case") if request.meta.get("case") else known(request, work)
    weeks = request.typed("every")
    if weeks not in words.WEEKS:
        raise FieldError("every", casework.CHOOSE)
    why = ": ".join(part for part in (request.typed("why"), request.typed("more")) if part)
    return _kept(request, work, ref, weeks, why, request.typed("how"), request.day("on") or request.today)


def _typed(after: str) -> tuple[str, str]:
    found = TYPED.match(plain(after))
    return (str(int(found[1])), found[2].strip()) if found and int(found[1]) else ("", "")


def _is_above(request: Request, work: UnitOfWork, ref: str) -> bool:
    workers = work.cases.must_see(ref, request.viewer).workers
    return any(request.viewer.id in work.sight.above(worker) for worker in workers)


def _kept(request: Request, work: UnitOfWork, ref: str, weeks: str, why: str, how: str, on: date) -> Reply:
    how = how or ("supervisor" if _is_above(request, work, ref) else "supervisee")
    made = work.intervals.agree(ref, Interval(int(weeks), "weeks"), why, viewer=request.viewer, how=how, on=on)
    said = words.saved(made.case_ref, made.every or Interval(int(weeks), "weeks"), day(on, request.today))
    said += _next(request, work, made.case_ref)
    return say(said, title=casework.SAVED, stored=True, about=made.case_ref)


def _next(request: Request, work: UnitOfWork, ref: str) -> str:
    due = work.cases.find(ref, viewer=request.viewer).due[:1]
    return "".join(casework.next_due(title(one), deadline(one.due, request.today)) for one in due)
