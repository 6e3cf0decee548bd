"""`cornerstone feed revoke`: an administrator ends a calendar address, of one person or of everybody."""

import pytest

from storage import SINGLE
from storage.records import feeds
from storage.tokens import Token
from tests.bot.commanding import run, settle
from tests.bot.council import NINE, Council


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The council, and an administrator at the command line."""
    settle(monkeypatch, council)
    return council


def made(council: Council, *people: str) -> list[Token]:
    with council.store.work(SINGLE, NINE) as work:
        tokens = [work.feeds.make(viewer=work.people.must_get(each), instead_of=None) for each in people]
        work.commit()
    return [token for token in tokens if token]


def works(council: Council, token: Token) -> bool:
    with council.store.reading() as session:
        return feeds.who(session, token) is not None


def test_one_persons_address_ends_by_staff_id_or_e_mail_also_when_they_have_left(office: Council) -> None:
    tom, ann, sue = made(office, "E1003", "E1005", "E1002")
    with office.store.read(SINGLE, NINE) as work:
        email = work.people.must_get("E1005").email
    office.run("UPDATE people SET left_on = '2026-02-27' WHERE id = 'E1005'")
    assert run("feed", "revoke", "--person", "E1003").output == "The calendar address of Tom Tilley (E1003) has ended.\n"
    assert run("feed", "revoke", "--person", email.upper()).output == "The calendar address of Ann Ashby (E1005) has ended.\n"
    assert [works(office, each) for each in (tom, ann, sue)] == [False, False, True]
    assert run("feed", "revoke", "--person", "E1003").output == "Tom Tilley (E1003) has no calendar address.\n"


def test_everybodys_end_at_once(office: Council) -> None:
    addresses = made(office, "E1003", "E1005")
    assert run("feed", "revoke", "--all", "--workspace", "other").output == "Nobody has a calendar address.\n"
    assert run("feed", "revoke", "--all").output == "2 calendar addresses have ended.\n"
    assert not any(works(office, each) for each in addresses)
    made(office, "E1003")
    assert run("feed", "revoke", "--all").output == "One calendar address has ended.\n"
    assert run("feed", "revoke", "--all").output == "Nobody has a calendar address.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Give --person with a staff id or an e-mail address, or --all for everybody's."),
        (("--person", " "), "Give --person"),
        (("--person", "E1003", "--all"), "Give --person"),
        (("--person", "Tom Tilley"), "There is nobody 'Tom Tilley'."),
        (("--person", "E1003", "--workspace", "other"), "There is nobody 'E1003'."),
        (("--person", "%"), "There is nobody '%'."),
    ],
)
def test_what_is_unclear_is_refused_and_nothing_ends(office: Council, arguments: tuple[str, ...], said: str) -> None:
    (address,) = made(office, "E1003")
    done = run("feed", "revoke", *arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert works(office, address)


def test_somebody_in_two_workspaces_is_asked_about(office: Council) -> None:
    (address,) = made(office, "E1003")
    columns = "id, name, name_key, email, zone, post, role, level, team, hours, employment, started_on, frontline, profession"
    columns += ", joined_from"
    office.run(f"INSERT INTO people (workspace, {columns}) SELECT 'other', {columns} FROM people WHERE id = 'E1003'")
    done = run("feed", "revoke", "--person", "E1003")
    assert done.exit_code == 2
    assert "more than one workspace: name one with --workspace, of council, other." in done.output
    assert works(office, address)
    assert run("feed", "revoke", "--person", "E1003", "--workspace", SINGLE).exit_code == 0
    assert not works(office, address)
