"""Figures that would tell of few people, in the windows of performance and audit staff: left out, and never said to be none."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete

from storage import SINGLE
from storage.models import PersonRow, SessionRow
from storage.names import name_key
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.growing import council, press
from tests.handlers.office import STAFF, seen, staff_id

STRANGER = "U0STRANGER"
MONTHS = "October 2025 – · November 2025 – · December 2025 – · January –"
FEW = "not shown, it would tell of fewer than five people."


def add_pat(work: UnitOfWork) -> None:
    """Of performance and audit, and manager of nobody."""
    work.session.add(
        PersonRow(
            workspace=SINGLE, id="E-pat", name="Pat Perf", name_key=name_key("Pat Perf"), email="pat@example.org",
            level="practitioner", role="non_frontline", post="Performance officer", team="Quality", started_on=date(2020, 1, 6),
            slack_id=STRANGER,
        )
    )  # fmt: skip
    work.session.flush()
    work.quality_staff.grant("E-pat", viewer=work.people.must_get(staff_id("zoe")))


# The sample office: a record each of seven sessions, Ann's of 2 February and six of March, and Ann's supervision of March.
SHOWN = {
    "seven people, of whom one in February": (
        (),
        f"*On time* `····░░`\n{MONTHS} · February not shown · March not shown\n"
        "Months, teams and kinds are left out where their figure would tell of fewer than five people.\n",
    ),
    "three people": (
        ("tom", "carol", "sue", "omar"),
        f"*On time*: {FEW} `····░░`\n{MONTHS} · February not shown · March not shown\n"
        "Months, teams and kinds are left out where their figure would tell of fewer than five people.\n",
    ),
    "nobody": (tuple(STAFF), "*On time*\nNothing counts towards this yet.\n"),
}


@pytest.mark.parametrize("without", SHOWN)
def test_a_month_a_team_or_a_kind_that_is_left_out_is_not_one_in_which_nothing_fell_due(
    databases: Databases, without: str
) -> None:
    nobodys, said = SHOWN[without]

    def change(work: UnitOfWork) -> None:
        add_pat(work)
        work.session.execute(delete(SessionRow).where(SessionRow.supervisee_id.in_(map(staff_id, nobodys))))

    with council(databases, "wokingham", change) as office:
        pat = office.desk.as_person(STRANGER)
        pat.command("/supervision", "report")
        assert seen(pat).startswith("*The whole council* · ")
        assert said in seen(pat) + "\n"
        assert " on time, " not in seen(pat), "of no team and no kind"
        sue = office.person("sue")
        sue.command("/supervision", "report")
        assert [word for word in ("left out", "not shown", "░") if word in seen(sue)] == [], "a manager sees of few too"


def test_the_list_behind_such_a_figure_is_not_said_to_be_of_nothing(databases: Databases) -> None:
    """A window drawn before the figure told of few may have its button still."""
    with council(databases, "wokingham", add_pat) as office:
        pat = press(office, "stranger", "report_list", '{"measure": "on_time", "month": "2026-02"}')
        assert "Not shown, it would tell of fewer than five people." in seen(pat)
        assert "Nothing counts towards this yet." not in seen(pat)
