"""*What if…*: another policy, more vacancies or a supervisor away, worked out for everybody below whoever asks."""

from collections.abc import Callable

from slack_sdk.models.blocks import Block

from handlers.asking import FieldError
from handlers.forms import fields
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import whatif as answers
from handlers.words import whatif_form as words
from handlers.words.phrases import escape, who
from handlers.words.whatif_bars import bars
from scheduling.errors import SupervisionError
from scheduling.whatif import Answer, Away, Wanted, WhatIfFault, simulate
from storage import packs
from storage.errors import NotFound
from storage.records.below import Known
from storage.unit import UnitOfWork

FAULTS: dict[type[SupervisionError], str] = {WhatIfFault: "vacancies"}
USUAL_WEEKS = 6


def ask(request: Request, work: UnitOfWork) -> Reply:
    """The form. Raises NotFound for whoever manages no supervisors."""
    leaders = work.below.leaders(request.viewer)
    people = work.people.by_id(work.sight.below(request.viewer)).values()
    teams = sorted({person.team for person in people if person.team})
    by_id = {leader.id: leader.name for leader in leaders}
    covers = {request.viewer.id: request.viewer.name, **by_id}
    policies = {name: packs.load(name).title for name in packs.NAMES if name != work.policy.name}
    blocks = [
        kit.context(words.ABOUT),
        fields.select_field("policy", words.POLICY, policies, optional=True),
        fields.select_field("vacancies", words.VACANCIES, words.HOW_MANY, optional=True, hint=words.VACANCIES_HINT),
        *([fields.select_field("team", words.TEAM, {team: team for team in teams}, optional=True)] if teams else []),
        fields.select_field("away", words.AWAY, by_id, optional=True),
        fields.select_field("weeks", words.WEEKS, words.HOW_LONG, str(USUAL_WEEKS), hint=words.WEEKS_HINT),
        fields.select_field("cover", words.COVER, covers, optional=True, hint=words.COVER_HINT),
    ]
    return show(fields.form(words.TITLE, words.FORM, blocks, submit=words.SUBMIT))


def work_out(request: Request, work: UnitOfWork) -> Reply:
    """The answer in words, in place of the form. Raises NotFound, FieldError, WhatIfFault."""
    known = work.below.known(request.viewer)
    policy, wanted = request.typed("policy"), _wanted(request, known)
    if policy and policy not in packs.NAMES:
        raise NotFound
    answer = simulate(
        known.facts,
        work.policy,
        request.now,
        wanted,
        other=packs.load(policy) if policy else None,
        weeks=words.AHEAD,
        teams={person.id: person.team for person in known.people},
        only=tuple(sorted(person.id for person in known.people)),
    )
    return show(fields.window(words.TITLE, _said(answer, _named(answer, work))))


def _wanted(request: Request, known: Known) -> Wanted:
    """What was asked; about nobody who is not below."""
    below = {person.id for person in known.people}
    away, cover, team = request.typed("away"), request.typed("cover"), request.typed("team")
    if (
        away not in below | {""}
        or cover not in below | {"", request.viewer.id}
        or team not in {"", *(person.team for person in known.people)}
    ):
        raise NotFound
    vacancies = request.number("vacancies") or 0
    for is_wrong, block, sentence in (
        (not (away or vacancies or request.typed("policy")), "vacancies", words.NOTHING_ASKED),
        (bool(team) and not vacancies, "vacancies", words.TEAM_OF_NOTHING),
        (bool(cover) and not away, "away", words.COVER_OF_NOBODY),
        (bool(cover) and cover == away, "cover", words.COVERS_THEMSELVES),
    ):
        if is_wrong:
            raise FieldError(block, sentence)
    weeks = request.number("weeks")
    gone = Away(away, request.today, USUAL_WEEKS if weeks is None else weeks, cover or None) if away else None
    return Wanted(vacancies, team, gone)


def _named(answer: Answer, work: UnitOfWork) -> Callable[[str], str]:
    """What the people in the answer are called in Slack."""
    wanted, ids = answer.wanted, {*answer.gone}
    ids |= {who for row in answer.only_after for who in (row.person, row.by)} | {row.person for row in answer.newly_over}
    ids |= {who for who in (wanted.away.person, wanted.away.cover) if who} if wanted.away else set()
    known = work.people.by_id(ids)
    return lambda text: who(known[text]) if text in known else escape(text)


def _said(answer: Answer, name: Callable[[str], str]) -> list[Block]:
    reckoned = [*answers.what_became(answer), *answers.assumptions(answer)]
    return [
        kit.section(f"*{answers.question(answer, name)}*"),
        _listed(answers.LATE_FIRST, answers.late_first(answer, name)),
        kit.section("\n".join([f"*{answers.LATE_BY_WEEK}*", *bars(answer)])),
        _listed(answers.GOES_OVER, answers.goes_over(answer, name)),
        _listed(words.FIGURES, _figures(answer)),
        kit.context(f"{answers.RECKONED}: " + " ".join(reckoned)),
        kit.context(words.FOR_MORE),
    ]


def _listed(heading: str, lines: list[str]) -> Block:
    return kit.section(f"*{heading}*\n" + "\n".join(f"• {line}" for line in lines))


def _figures(answer: Answer) -> list[str]:
    """Those that change."""
    changed = [line for line in answers.lines(answer) if line.change != "0"]
    shown = (f"{line.what}: *{answers.figure(line.before)} → {answers.figure(line.after)}* ({line.change})" for line in changed)
    return [*shown, words.THE_REST if changed else words.NOTHING_CHANGES]
