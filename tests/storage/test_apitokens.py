"""Tokens for the council's own figures: who has one, until when, and that nobody else can make or find one."""

from datetime import timedelta

import pytest

from scheduling.errors import SupervisionError
from storage import SINGLE, tokens
from storage.records import apitokens
from storage.records.apitokens import Issued, NotWorkingHere, TooLong
from storage.store import Store
from storage.tokens import Token
from storage.trail.listing import entries
from tests.databases import Databases
from tests.storage.conftest import address_of
from tests.storage.council import at, day, person_row, who

NOW = at("2026-03-16")


def issue(store: Store, person: str, *, days: int = 90, reach: str = "line") -> Issued:
    with store.work(SINGLE, NOW) as work:
        issued = work.api_tokens.issue(person, viewer=who(work, "zoe"), reach=reach, ahead_days=days)
        work.commit()
    return issued


def works(store: Store, token: Token) -> bool:
    with store.reading() as session:
        return apitokens.who(session, token) is not None


def test_a_token_is_known_by_its_digest_alone_and_names_its_owner(council: Store, databases: Databases) -> None:
    issued = issue(council, "tom", days=1)
    with council.reading() as session:
        found = apitokens.who(session, issued.token)
    assert found
    assert (found.id, found.workspace, found.person_id, found.reach) == (issued.id, SINGLE, "tom", "line")
    assert (found.made_by_id, found.until_on) == ("zoe", day("2026-03-17"))
    assert [found.works_on(day(each)) for each in ("2026-03-16", "2026-03-17")] == [True, False]
    assert issued.token.text not in repr(issued)
    for wrong in (
        Token(issued.token.selector, tokens.new().verifier),
        Token(tokens.new().selector, issued.token.verifier),
        tokens.read(""),
    ):
        assert not works(council, wrong)
    address = address_of(council)
    council.close()
    kept = databases.everything(address)
    assert issued.token.verifier.encode() not in kept
    assert issued.token.digest.encode() in kept


def test_tokens_end_by_id_by_person_and_all_at_once_and_the_trail_says_so(council: Store) -> None:
    one, two, three, four = (issue(council, each) for each in ("tom", "tom", "sue", "ann"))
    with council.work(SINGLE, NOW) as work:
        zoe = who(work, "zoe")
        assert len(work.api_tokens.standing()) == 4
        assert work.api_tokens.revoke(one.id[:8], viewer=zoe) == [one.id]
        assert work.api_tokens.revoke(one.id[:8], viewer=zoe) == []
        assert work.api_tokens.revoke("", viewer=zoe) == []
        assert work.api_tokens.revoke("%", viewer=zoe) == []
        work.commit()
    assert [works(council, each.token) for each in (one, two, three, four)] == [False, True, True, True]
    with council.work(SINGLE, NOW) as work:
        assert work.api_tokens.revoke_of("tom", viewer=who(work, "zoe")) == 1
        assert work.api_tokens.revoke_all(viewer=who(work, "zoe")) == 2
        assert work.api_tokens.standing() == []
        work.commit()
    assert not any(works(council, each.token) for each in (one, two, three, four))
    with council.read(SINGLE, NOW) as work:
        noted = [(each.act, each.object, each.actor, each.about) for each in entries(work, most=20) if each.kind == "api_token"]
    zoe_by = "Zoe Example"
    assert {(act, token) for act, token, actor, _ in noted if actor == zoe_by} == {
        (act, each.id) for act in ("granted", "revoked") for each in (one, two, three, four)
    }


def test_where_an_id_is_short_for_several_none_ends(council: Store) -> None:
    many = [issue(council, "tom") for _ in range(17)]
    firsts = [each.id[0] for each in many]
    letter = next(each for each in firsts if firsts.count(each) > 1)
    with council.work(SINGLE, NOW) as work:
        assert len(work.api_tokens.revoke(letter, viewer=who(work, "zoe"))) == firsts.count(letter)
        work.commit()
    assert all(works(council, each.token) for each in many)


@pytest.mark.parametrize(
    ("person", "days", "refusal"),
    [("tom", 0, TooLong), ("tom", 367, TooLong), ("lee", 90, NotWorkingHere), ("nobody", 90, SupervisionError)],
)
def test_none_is_given_for_ever_or_to_nobody(council: Store, person: str, days: int, refusal: type[SupervisionError]) -> None:
    with council.work(SINGLE, NOW) as work:
        work.session.add(person_row("lee", None, left_on=day("2026-03-01")))
        work.commit()
    with pytest.raises(refusal):
        issue(council, person, days=days)


def test_that_it_was_used_is_kept_once_a_day(council: Store) -> None:
    issued = issue(council, "tom")
    for ahead, expected in ((1, "2026-03-17"), (1, "2026-03-17"), (0, "2026-03-17"), (3, "2026-03-19")):
        with council.writing() as session:
            apitokens.note_read(session, issued.id, NOW.date() + timedelta(ahead))
            session.commit()
        with council.read(SINGLE, NOW) as work:
            assert work.api_tokens.standing()[0].last_read_on == day(expected)
