"""Who works here, as ids, teams and roles, and who supervises whom."""

from scheduling.shapes import LEVELS, ROLES
from storage.exports.columns import Table, day, flag, or_none, person, word
from storage.models import PersonRow, RelationshipRow

PEOPLE = Table(
    "people",
    "Everybody on the people file, those who have left among them. No name and no address.",
    (
        word("The staff id; the e-mail address where the people file gives none.", "id", PersonRow.id, is_always=True),
        word("The team they are in now, as the people file calls it.", "team", or_none(PersonRow.team)),
        word("What they do.", "role", PersonRow.role, ROLES, is_always=True),
        word("Where they stand in the line.", "level", PersonRow.level, LEVELS, is_always=True),
        word("Full or part time.", "hours", PersonRow.hours, ("full_time", "part_time"), is_always=True),
        word(
            "How they are employed.", "employment", PersonRow.employment, ("permanent", "agency", "temporary"), is_always=True
        ),
        word("Their profession.", "profession", or_none(PersonRow.profession)),
        flag("Whether their work is with children and families.", "frontline", PersonRow.frontline),
        person("Their line manager", "manager_id", PersonRow.manager_id),
        day("The day they began here.", "started_on", PersonRow.started_on, is_always=True),
        day("The first day they no longer work here.", "left_on", PersonRow.left_on),
        day("The day their first year in practice (ASYE) began.", "asye_from_on", PersonRow.asye_from, rule="WOK-16-asye"),
    ),
    PersonRow.__table__,
    about=PersonRow.id,
    workspace=PersonRow.workspace,
    key=PersonRow.id,
)

_PAIR = RelationshipRow

RELATIONSHIPS = Table(
    "relationships",
    "Who supervises whom, from which day.",
    (
        word("The row's own id.", "id", _PAIR.id, is_always=True),
        person("Who is supervised", "supervisee_id", _PAIR.supervisee_id, is_always=True),
        person("Who supervises them", "supervisor_id", _PAIR.supervisor_id, is_always=True),
        day("The first day it holds.", "from_on", _PAIR.from_on, is_always=True),
        day("The first day it no longer holds; empty while it does.", "until_on", _PAIR.until_on),
    ),
    _PAIR.__table__,
    about=_PAIR.supervisee_id,
    workspace=_PAIR.workspace,
    key=_PAIR.id,
)
