"""`/case show` and `find`: a case in a window, which Slack does not keep."""

import re
from datetime import date

from slack_sdk.models.blocks import Block, ButtonElement

from handlers.actions import record
from handlers.casework import reading
from handlers.forms import fields, joint
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import plain
from handlers.words import casework as words
from handlers.words import joint as joint_words
from handlers.words import kit, messages
from handlers.words import often as often_words
from handlers.words.duties import TITLES
from handlers.words.phrases import clock, day, listed, plain_day, quoted
from scheduling.calendar import LONDON
from scheduling.identifying import identify
from storage.caseviews import CaseFile, Discussed
from storage.unit import UnitOfWork
from storage.views import CaseView

SHOW = "case_show"
FLAG = "case_flag"
DECIDE = "case_decide"
DO = "case_do"
MOST = 15
THEIRS = ("often", "group", "review")
"""Words of the case's window that are for whoever works it as well."""
REFERENCE = re.compile(r"(?=.*[0-9])[A-Za-z0-9/_.\-#]{1,40}")
"""What of what was typed may be repeated: it could be part of a reference, and is no name."""


def show_case(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """By its reference."""
    ref, _ = reading.take_ref(request, work, "show", rest)
    return show_by_button(request, work, ref)


def pressed(request: Request, work: UnitOfWork) -> Reply:
    """The case a button names."""
    return show_by_button(request, work, request.value)


def show_by_button(request: Request, work: UnitOfWork, ref: str) -> Reply:
    """What it is, who works it, what is due, what was discussed, and what can be done next."""
    found = work.case_files.read(ref, viewer=request.viewer)
    case, today = found.case, request.today
    workers = [words.worker(each.person, each.role, each.from_on, today) for each in found.workers]
    made: list[Block] = [kit.section(words.head(case, today)), kit.context(listed(workers) or words.UNWORKED)]
    if found.joint_from:
        made.append(kit.context(words.joint(found.joint_from, found.planning_meeting_on, today)))
    of = [joint_words.children_named(found.children)] if found.children else []
    of += [joint_words.family_of(found.siblings)] if found.siblings else []
    made += [kit.context(" · ".join(of))] if of else []
    made += _agreed(request, work, case.ref)
    points = work.points.ahead(case.ref, viewer=request.viewer)
    made += [kit.context(words.points(points, today))] if points else []
    made += _planned(request, work, found)
    due = [words.due(TITLES.get(one.kind, one.kind), one.due_on, today) for one in case.due[:MOST]]
    made.append(kit.section("\n".join([*_unworked(found, today), *(f"• {one}" for one in due)]) or words.NOTHING_DUE))
    row = _next(request, work, case)
    made += [kit.actions(*row)] if row else []
    flags = work.flags.of_case(case.ref, viewer=request.viewer)
    made += [kit.section(f"*{words.FLAGGED}*")] if flags else []
    for flag in flags[:MOST]:
        when = f"{day(flag.flagged_at.astimezone(LONDON).date(), today)}, {clock(flag.flagged_at)}"
        said = f"{when} · {words.ANSWERED if flag.answered_at else words.WAITS}"
        made.append(kit.section(said, accessory=kit.button(words.READ, messages.FLAG_READ, flag.id)))
    made += [kit.section(f"*{words.DISCUSSED}*")] if found.discussed else []
    made += [_line(request, work, each) for each in found.discussed]
    return show(fields.window(words.WINDOW, made))


def _unworked(found: CaseFile, today: date) -> list[str]:
    """That everybody who works it has left, where it is open."""
    gone = [each.person for each in found.workers if each.person.has_left(today)]
    is_open = found.case.closed_on is None or found.case.closed_on > today
    return [words.left_unworked(gone, today)] if gone and is_open and len(gone) == len(found.workers) else []


def _next(request: Request, work: UnitOfWork, case: CaseView) -> list[ButtonElement]:
    """What this viewer can do with it: whoever works it may flag and log, the line above all of it."""
    held = work.cases.must_see(case.ref, request.viewer)
    is_above = any(request.viewer.id in work.sight.above(worker) for worker in held.workers)
    leads = request.viewer.id in work.sight.above(held.workers[0])
    if case.closed_on is not None and case.closed_on <= request.today:
        return [kit.button(words.REOPEN, f"{DO}:open", f"open|{case.ref}")] if leads else []
    row = [kit.button(words.DECIDE, DECIDE, case.ref), kit.button(words.FLAG, FLAG, case.ref)]
    terms = work.policy.at(request.today).cases
    has_points = terms is not None and terms.points is not None and case.category in terms.points.categories
    may = {"oversight": is_above, **dict.fromkeys(THEIRS, True)}
    offered = [word for word in words.DO if may.get(word, leads) and (has_points or word != "review")]
    row += [kit.button(words.DISCUSS, record.DISCUSS, case.ref)] if record.is_discussed_by(request, work, held) else []
    return row + [kit.button(words.DO[word], f"{DO}:{word}", f"{word}|{case.ref}") for word in offered]


def _agreed(request: Request, work: UnitOfWork, ref: str) -> list[Block]:
    """That it is discussed more often than the policy asks, and why."""
    found = work.intervals.read(ref, viewer=request.viewer)
    if found is None or found.every is None:
        return []
    since = plain_day(found.from_on, request.today)
    said = often_words.stands(found.every, found.how, work.people.get(found.by_id), since)
    return [kit.context(said), *fields.in_full(often_words.WHY, found.because)]


def _planned(request: Request, work: UnitOfWork, found: CaseFile) -> list[Block]:
    """The planning meeting of a case worked jointly: to record, and to read."""
    ref, made = found.case.ref, list[ButtonElement]()
    leads = found.workers[0].person.id if found.workers else ""
    if found.joint_from and not found.planning_meeting_on and leads in work.sight.below(request.viewer):
        made.append(kit.button(joint_words.PLAN, joint.PLAN, ref))
    for each in work.joint_work.plans(ref, viewer=request.viewer)[:1]:
        made.append(kit.button(joint_words.READ_PLAN, messages.FORM_READ, each.id))
    return [kit.actions(*made)] if made else []


def _line(request: Request, work: UnitOfWork, each: Discussed) -> Block:
    """One time it was talked about, to be read where its text is kept here."""
    by = work.people.get(each.by_id)
    said = words.discussed(each.kind, each.on, request.today, by, is_draft=each.is_draft, in_session=each.in_session)
    if each.is_decision:
        return kit.section(said, kit.button(words.READ, messages.DECISION_READ, each.id))
    return kit.section(said, kit.button(words.READ, messages.FORM_READ, each.record_id) if each.record_id else None)


def find(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Those whose reference holds what was typed."""
    typed = plain(rest)
    found = work.cases.holding(typed, viewer=request.viewer, most=MOST + 1)
    shown = quoted(typed, 40) if REFERENCE.fullmatch(typed) and not identify(typed) else ""
    made: list[Block] = [] if found else [kit.section(words.none_found(shown))]
    for case in found[:MOST]:
        made.append(kit.section(words.head(case, request.today), accessory=kit.button(words.SHOW, SHOW, case.ref)))
    if len(found) > MOST:
        made.append(kit.context(words.MOST_FOUND.format(number=MOST)))
    return show(fields.window(words.FOUND, made))
