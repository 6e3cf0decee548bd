"""Cases discussed and decided on: which, when, by whom, and whether it is on the case system. Not what was said."""

from sqlalchemy import case

from storage.exports.columns import Column, Table, beside, day, flag, moment, person, team, word
from storage.models import DiscussionRow

_ROW = DiscussionRow
DECIDED = ("ad_hoc", "oversight")
DISCUSSED = ("supervision", "group", "summary")


def _columns(kinds: tuple[str, ...]) -> tuple[Column, ...]:
    return (
        word("The row's own id.", "id", _ROW.id, is_always=True),
        word("The case, by its reference in the case system.", "case_ref", _ROW.case_ref, is_always=True),
        person("Who works the case", "worker_id", _ROW.worker_id, is_always=True),
        team(),
        person("Who entered it", "by_id", _ROW.by_id, is_always=True),
        word("What kind it is.", "kind", _ROW.kind, kinds, is_always=True),
        word(
            "How it stands: a `draft` counts once somebody above has confirmed it; `filed` is on the case system.",
            "state",
            case((_ROW.is_draft, "draft"), (_ROW.filed_on.is_not(None), "filed"), else_="counts"),
            ("draft", "counts", "filed"),
            is_always=True,
        ),
        day("The day it took place.", "discussed_on", _ROW.discussed_on, is_always=True),
        moment("The moment, where it is known.", "discussed_at", _ROW.discussed_at),
        word("The session it took place in: `sessions.id`.", "session_id", _ROW.session_id),
        flag("Whether a rationale was given. Not the rationale.", "has_rationale", _ROW.has_rationale),
        day("The day it was written down.", "recorded_on", _ROW.recorded_on, rule="WOK-8"),
        day("The day a draft was confirmed.", "confirmed_on", _ROW.confirmed_on),
        day("The day it was on the council's case system.", "filed_on", _ROW.filed_on, rule="MAN-3-h"),
        word("The one of this table that it corrects.", "replaces_id", _ROW.replaces_id),
    )


def _of(name: str, says: str, kinds: tuple[str, ...]) -> Table:
    return Table(
        name,
        says,
        _columns(kinds),
        beside(_ROW, _ROW.worker_id),
        about=_ROW.worker_id,
        workspace=_ROW.workspace,
        key=_ROW.id,
        on=_ROW.discussed_on,
        on_says="the day it took place",
        only=(_ROW.kind.in_(kinds),),
    )


DECISIONS = _of("decisions", "Ad hoc decisions and management oversight. Not what was decided, and not why.", DECIDED)
DISCUSSIONS = _of("discussions", "Cases discussed in supervision, in a group or in a summary. Not what was said.", DISCUSSED)
