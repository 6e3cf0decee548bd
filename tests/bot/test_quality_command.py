"""`cornerstone quality`: who is shown the council's figures and nobody's name, by whom it was given, and its end."""

import json

import pytest

from storage import SINGLE
from storage.lifecycle.naming import Nobody, NotHere
from storage.records.exports import LINE, QUALITY
from storage.records.qualitystaff import SETTING, LeftAlready
from storage.trail.listing import entries
from tests.bot.commanding import run, settle
from tests.bot.council import NINE, Council

ANN = "Ann Ashby (E1005)"


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The council, and an administrator at the command line."""
    settle(monkeypatch, council)
    return council


def reach_of(office: Council, person: str) -> str:
    with office.store.read(SINGLE, NINE) as work:
        return work.reports.reach_of(work.people.must_get(person))


def test_it_is_given_by_somebody_listed_and_ended(office: Council) -> None:
    assert run("quality", "list", "--json").output == "[]\n"
    shown = "the council's figures in /supervision report, and no row about anybody."
    assert run("quality", "grant", "E1005", "--by", "E1001").output == f"{ANN} is shown {shown}\n"
    assert run("quality", "grant", "E1005", "--by", "E1001").output == f"{ANN} was shown already {shown}\n"
    assert (reach_of(office, "E1005"), reach_of(office, "E1003")) == (QUALITY, LINE)
    (row,) = json.loads(run("quality", "list", "--json").output)
    assert (row["id"], row["name"], row["works_here"]) == ("E1005", "Ann Ashby", "yes")
    assert run("api-token", "issue", "--to", "E1005", "--by", "E1001", "--rows", "quality").exit_code == 0
    said = run("quality", "revoke", "E1005", "--by", "E1001").output
    assert said.startswith(f"{ANN} is shown the council's figures no more.\n")
    assert "`cornerstone api-token revoke --person E1005` ends them" in said
    assert reach_of(office, "E1005") == LINE
    assert run("quality", "revoke", "E1003", "--by", "E1001").output.startswith("Tom Tilley (E1003) was not shown")
    with office.store.read(SINGLE, NINE) as work:
        told = [(each.act, each.about) for each in entries(work) if each.object == SETTING]
    assert sorted(told) == [("granted", "Ann Ashby"), ("revoked", "Ann Ashby")]


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        (("grant", "E9999", "--by", "E1001"), Nobody),
        (("grant", "E1005", "--by", "nobody@example.org"), NotHere),
        (("revoke", "E9999", "--by", "E1001"), Nobody),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(
    office: Council, arguments: tuple[str, ...], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        run("quality", *arguments)
    assert run("quality", "grant", "E1005").exit_code == 2, "somebody answers for it"
    assert reach_of(office, "E1005") == LINE


def test_who_has_left_is_shown_nothing_and_can_be_taken_off(office: Council) -> None:
    assert run("quality", "grant", "E1005", "--by", "E1001").exit_code == 0
    office.run("UPDATE people SET left_on = '2026-02-27' WHERE id IN ('E1005', 'E1009')")
    (row,) = json.loads(run("quality", "list", "--json").output)
    assert row["works_here"] == "no"
    with pytest.raises(LeftAlready):
        run("quality", "grant", "E1009", "--by", "E1001")
    assert run("quality", "revoke", "E1005", "--by", "E1001").exit_code == 0
    assert run("quality", "list", "--json").output == "[]\n"
