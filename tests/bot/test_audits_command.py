"""`cornerstone audits`: drawn by a seed that is printed, listed, and drawn again."""

import json
from collections import Counter

import pytest
from sqlalchemy import select

from storage import SINGLE
from storage.models import AuditSampleRow
from tests.bot.commanding import run, settle
from tests.bot.council import NINE, Council


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The sample council under Manchester's policy, and an administrator at the command line."""
    settle(monkeypatch, council, CORNERSTONE_POLICY="manchester")
    return council


def kept(council: Council) -> list[tuple[str, ...]]:
    with council.store.read(SINGLE, NINE) as work:
        row = AuditSampleRow
        found = work.session.query(row.draw_id, row.place, row.of_id, row.by_id, row.rag).order_by(row.draw_id, row.place)
        return [tuple(map(str, each)) for each in found]


def test_one_sample_is_said_to_be_one(office: Council) -> None:
    run("audits", "draw", "--seed", "inspection 7")
    with office.store.reading() as session:
        draws = Counter(session.scalars(select(AuditSampleRow.draw_id)))
    alone = next(draw for draw, samples in draws.items() if samples == 1)
    for table, column in (("audit_samples", "draw_id"), ("audit_draws", "id")):
        office.run(f"DELETE FROM {table} WHERE {column} = '{alone}'")
    assert run("audits", "draw", "--seed", "inspection 7").output == "One sample drawn by seed inspection 7.\n"


def test_a_sample_is_drawn_once_by_the_seed_that_is_printed_and_can_be_drawn_again(office: Council) -> None:
    assert run("audits", "draw", "--seed", "inspection 7").output == "Five samples drawn by seed inspection 7.\n"
    drawn = kept(office)
    assert run("audits", "draw", "--seed", "another").output == "Nothing to draw: every sample of this month is there.\n"
    assert kept(office) == drawn
    listed = json.loads(run("audits", "list", "--json").output)
    of_month = next(each for each in listed if each["rule"] == "MAN-5.3-a")
    assert (of_month["auditor"], of_month["seed"], of_month["drawn"], of_month["audited"]) == ("E1002", "inspection 7", 4, 0)
    assert "inspection 7" in run("audits", "list").output
    checked = run("audits", "check", "--json")
    assert checked.exit_code == 0
    assert {each["is"] for each in json.loads(checked.output)} == {"the same"}


def test_a_sample_somebody_changed_is_not_what_its_seed_draws(office: Council) -> None:
    run("audits", "draw", "--seed", "a")
    office.run("UPDATE audit_samples SET rag = NOT rag")
    done = run("audits", "check", "--json")
    assert done.exit_code == 1
    assert "NOT the same" in {each["is"] for each in json.loads(done.output)}


def test_where_the_register_was_corrected_since_it_is_said_so(office: Council) -> None:
    run("audits", "draw", "--seed", "a")
    office.run("UPDATE people SET started_on = '2026-12-01' WHERE id = 'E1010'")
    office.run("UPDATE people SET left_on = '2020-01-01' WHERE id = 'E1011'")
    done = run("audits", "check", "--json")
    assert done.exit_code == 0
    assert "the register or an earlier audit has been corrected since: it cannot be told" in {
        each["is"] for each in json.loads(done.output)
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--month", "2020-01"), "in their own month"), (("--seed", "x" * 65), "at most 64"), (("--seed", "a\nb"), "at most 64")],
)
def test_what_cannot_be_drawn_is_refused(office: Council, arguments: tuple[str, ...], said: str) -> None:
    done = run("audits", "draw", *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
