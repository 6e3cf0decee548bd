"""Private calendar addresses: found by their token alone, ended at once, and kept as a digest."""

import base64
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from storage import SINGLE, tokens
from storage.models import FeedRow, RelationshipRow, TrailRow, new_id
from storage.records import feeds
from storage.records.diary import Appointment
from storage.records.feeds import FeedView
from storage.store import Store
from storage.tokens import Token
from tests.databases import Databases
from tests.storage.conftest import address_of
from tests.storage.council import at, day, settled, who

NOW = at("2026-03-24T15:00")


def made(store: Store, person: str = "ann", workspace: str = SINGLE) -> Token:
    """A new address of somebody's, in place of the one they have."""
    with store.work(workspace, NOW) as work:
        viewer = who(work, person)
        standing = work.feeds.standing(viewer=viewer)
        token = work.feeds.make(viewer=viewer, instead_of=standing.id if standing else None)
        work.commit()
    assert token is not None
    return token


def found(store: Store, token: Token) -> FeedView | None:
    with store.reading() as session:
        return feeds.who(session, token)


def test_no_two_tokens_are_alike_and_each_has_the_chance_it_is_said_to_have() -> None:
    made = [tokens.new() for _ in range(2_000)]
    assert len({each.selector for each in made}) == len({each.verifier for each in made}) == 2_000
    for each in made:
        assert tokens.read(each.text) == each
        assert (len(each.selector), len(each.verifier)) == (16, 43)  # 96 and 256 bits, six a character
        assert set(each.text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    # Every one of 256 bits is set in about half of 2,000: 200 more or less would be nine standard deviations.
    raw = [int.from_bytes(base64.urlsafe_b64decode(each.verifier + "="), "big") for each in made]
    assert all(0 <= number < 2**256 for number in raw)
    assert all(800 < sum(number >> bit & 1 for number in raw) < 1200 for bit in range(256))


def test_an_address_is_whose_it_is(council: Store) -> None:
    ann, tom = made(council, "ann"), made(council, "tom")
    for token, person in ((ann, "ann"), (tom, "tom")):
        view = found(council, token)
        assert view is not None
        assert (view.workspace, view.person_id, view.made_at) == (SINGLE, person, NOW)


def wrong(token: Token, other: Token) -> dict[str, Token]:
    """Tokens that are not quite right."""
    last = "A" if token.verifier[-1] != "A" else "B"
    first = "A" if token.verifier[0] != "A" else "B"
    return {
        "the last letter of the verifier": Token(token.selector, token.verifier[:-1] + last),
        "the first": Token(token.selector, first + token.verifier[1:]),
        "somebody else's verifier": Token(token.selector, other.verifier),
        "somebody else's selector": Token(other.selector, token.verifier),
        "no verifier": Token(token.selector, ""),
        "the digest as verifier": Token(token.selector, token.digest),
        "in small letters": Token(token.selector, token.verifier.lower()),
        "no selector": Token("", token.verifier),
        "a selector nobody has": Token(tokens.new().selector, token.verifier),
        "a pattern": Token("%", token.verifier),
        "nothing": tokens.read(""),
        "not ASCII": tokens.read("é" * 59),
        "one letter more": tokens.read(f"{token.text}A"),
        "one letter less": tokens.read(token.text[:-1]),
        "a line more": tokens.read(f"{token.text}\n"),
    }


def test_whatever_is_wrong_with_a_token_it_is_nobodys(council: Store) -> None:
    token, other = made(council, "ann"), made(council, "tom")
    assert {name: found(council, each) for name, each in wrong(token, other).items() if found(council, each)} == {}
    assert found(council, token)


def test_of_a_token_only_the_digest_is_kept(council: Store, databases: Databases) -> None:
    ended, token = made(council), made(council)
    raw = databases.everything(address_of(council))
    assert token.digest.encode() in raw, "it is looked for in the right place"
    assert [each for each in (token, ended) if each.verifier.encode() in raw or each.text.encode() in raw] == []
    assert token.verifier not in repr(token)


def test_a_new_address_ends_the_old_one_at_once(council: Store) -> None:
    old = made(council)
    new = made(council)
    assert found(council, old) is None
    assert found(council, new) is not None


def test_what_is_switched_off_is_off_and_only_for_whoever_did(council: Store) -> None:
    ann, tom = made(council, "ann"), made(council, "tom")
    with council.work(SINGLE, NOW) as work:
        assert work.feeds.revoke(viewer=who(work, "ann"))
        assert not work.feeds.revoke(viewer=who(work, "ann"))
        assert work.feeds.standing(viewer=who(work, "ann")) is None
        work.commit()
    assert found(council, ann) is None
    assert found(council, tom) is not None


def test_a_button_pressed_twice_does_not_end_what_it_has_just_shown(council: Store) -> None:
    made(council)
    with council.work(SINGLE, NOW) as work:
        ann = who(work, "ann")
        known = work.feeds.standing(viewer=ann)
        assert known is not None
        first = work.feeds.make(viewer=ann, instead_of=known.id)
        assert first is not None
        for stale in (known.id, None, "of nobody"):
            assert work.feeds.make(viewer=ann, instead_of=stale) is None
        work.commit()
    assert found(council, first) is not None


def test_where_it_was_ended_meanwhile_a_new_one_is_made(council: Store) -> None:
    made(council)
    with council.work(SINGLE, NOW) as work:
        ann = who(work, "ann")
        known = work.feeds.standing(viewer=ann)
        assert known is not None
        work.feeds.revoke(viewer=ann)
        assert work.feeds.make(viewer=ann, instead_of=known.id) is not None


def test_nobody_has_two_at_once(council: Store) -> None:
    made(council)
    row = {"workspace": SINGLE, "person_id": "ann", "selector": "another", "digest": "", "made_at": NOW}
    with council.work(SINGLE, NOW) as work:
        work.session.add(FeedRow(id=new_id(), **row))
        with pytest.raises(IntegrityError):
            work.commit()


def test_an_address_is_of_one_workspace(council: Store) -> None:
    settled(council, "2026-03-16", "other")
    ours, theirs = made(council), made(council, workspace="other")
    with council.work("other", NOW) as work:
        work.feeds.revoke(viewer=who(work, "ann"))
        work.commit()
    view = found(council, ours)
    assert view is not None
    assert view.workspace == SINGLE
    assert found(council, theirs) is None


def test_an_administrator_ends_one_or_all_of_a_workspace_or_all(council: Store) -> None:
    settled(council, "2026-03-16", "other")
    ann, tom, other = made(council, "ann"), made(council, "tom"), made(council, "ann", "other")
    with council.reading() as session:
        assert {each.workspace for each in feeds.owners(session, "ANN@council.example")} == {SINGLE, "other"}
        (owner,) = feeds.owners(session, "ann", workspace=SINGLE)
    with council.work(SINGLE, NOW) as work:
        assert work.feeds.revoke_for(owner.person_id)
        assert not work.feeds.revoke_for(owner.person_id)
        work.commit()
    assert [bool(found(council, each)) for each in (ann, tom, other)] == [False, True, True]
    with council.work(SINGLE, NOW) as work:
        assert work.feeds.revoke_all() == 1
        work.commit()
    assert [bool(found(council, each)) for each in (ann, tom, other)] == [False, False, True]


def test_the_trail_says_who_made_and_ended_an_address_and_nothing_of_it(council: Store) -> None:
    token, again = made(council), made(council)
    with council.work(SINGLE, NOW) as work:
        work.feeds.revoke_for("ann")
        work.commit()
    with council.reading() as session:
        query = select(TrailRow.act, TrailRow.role, TrailRow.actor, TrailRow.object, TrailRow.about).where(
            TrailRow.kind == "feed"
        )
        events = session.execute(query.order_by(TrailRow.seq)).all()
        ids = list(session.scalars(select(FeedRow.id).order_by(FeedRow.revoked_at, FeedRow.selector != token.selector)))
    me = events[0].about
    assert [tuple(each) for each in events] == [
        ("granted", "supervisee", me, ids[0], me),
        ("revoked", "supervisee", me, ids[0], me),
        ("granted", "supervisee", me, ids[1], me),
        ("revoked", "administrator", "command", ids[1], me),
    ]
    said = str(events)
    assert [each for each in (token, again) if each.selector in said or each.verifier in said or each.digest in said] == []


def test_the_last_day_it_was_read_is_noted_and_never_goes_back(council: Store) -> None:
    token = made(council)
    view = found(council, token)
    assert view is not None
    assert view.last_read_on is None
    for read, noted in (("2026-03-24", "2026-03-24"), ("2026-03-26", "2026-03-26"), ("2026-03-25", "2026-03-26")):
        with council.writing() as session:
            feeds.note_read(session, view.id, day(read))
            session.commit()
        again = found(council, token)
        assert again is not None
        assert again.last_read_on == day(noted)


# -- the sessions in it


def booked(store: Store, person: str, on: str, planned_at: time | None = None, now: str = "2026-03-24") -> None:
    with store.work(SINGLE, at(now)) as work:
        work.sessions.book(viewer=who(work, "zoe"), supervisee_id=person, planned_on=day(on), planned_at=planned_at)
        work.commit()


def diary(store: Store, person: str, now: str = "2026-03-24", since: str = "2026-03-10") -> list[Appointment]:
    with store.read(SINGLE, at(now)) as work:
        return work.diary.sessions(viewer=who(work, person), since_on=day(since))


def roles(store: Store, person: str, **known: Any) -> list[tuple[date, bool]]:
    return [(each.on, each.is_supervisor) for each in diary(store, person, **known)]


def test_a_session_booked_is_in_both_diaries_and_in_nobody_elses(council: Store) -> None:
    booked(council, "ann", "2026-03-30", time(14))
    assert roles(council, "ann") == [(day("2026-03-30"), False)]
    assert roles(council, "tom") == [(day("2026-03-30"), True)]
    assert [roles(council, person) for person in ("bob", "dan", "tim", "sue", "zoe")] == [[]] * 5
    (mine,), (theirs,) = diary(council, "ann"), diary(council, "tom")
    assert (mine.id, mine.at, mine.changed_at) == (theirs.id, time(14), at("2026-03-24"))


def test_what_was_held_stays_since_a_day_and_what_is_booked_stays(council: Store) -> None:
    assert [each.is_held for each in diary(council, "ann", since="2026-03-02")] == [True]
    assert diary(council, "ann", since="2026-03-03") == []
    booked(council, "ann", "2026-03-25")
    assert roles(council, "ann", now="2027-03-25", since="2026-12-25") == [(day("2026-03-25"), False)]


def test_moving_it_keeps_it_the_same_session(council: Store) -> None:
    booked(council, "ann", "2026-03-30", time(14))
    (before,) = diary(council, "ann")
    for to_on, to_at, now in (("2026-03-31", time(9), "2026-03-25"), ("2026-04-07", None, "2026-03-25T16:00")):
        with council.work(SINGLE, at(now)) as work:
            work.sessions.move(viewer=who(work, "tom"), supervisee_id="ann", to_on=day(to_on), to_at=to_at, reason="court")
            work.commit()
    (after,) = diary(council, "ann")
    assert (after.id, after.on, after.at) == (before.id, day("2026-04-07"), None)
    assert (before.times_moved, after.times_moved) == (0, 2)
    assert after.changed_at == at("2026-03-25T16:00")


@pytest.mark.parametrize(("held_on", "planned"), [("2026-03-24", time(14)), ("2026-03-23", None)])
def test_once_held_it_is_on_the_day_it_was_held(council: Store, held_on: str, planned: time | None) -> None:
    booked(council, "ann", "2026-03-24", time(14))
    (before,) = diary(council, "ann")
    with council.work(SINGLE, at("2026-03-24T16:00")) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day(held_on), minutes=75)
        work.commit()
    (after,) = diary(council, "ann")
    assert (after.id, after.on, after.at) == (before.id, day(held_on), planned)
    assert (after.is_held, after.minutes, after.changed_at) == (True, 75, at("2026-03-24T16:00"))


def test_a_booked_session_is_as_long_as_that_supervisees_last(council: Store) -> None:
    booked(council, "ann", "2026-03-30", time(14))
    (ahead,) = [each for each in diary(council, "tom", since="2026-01-01") if not each.is_held and each.is_supervisor]
    assert ahead.minutes == 90
    (ahead,) = diary(council, "ann", since="2026-03-10")
    assert ahead.minutes is None


def test_an_informal_talk_is_in_no_diary(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-03-24"), kind="informal")
        work.commit()
    assert diary(council, "ann") == diary(council, "tom") == []


def test_a_session_goes_to_the_diary_of_whoever_supervises_now(council: Store) -> None:
    booked(council, "ann", "2026-03-30")
    with council.work(SINGLE, NOW) as work:
        work.session.execute(text("UPDATE relationships SET until_on = '2026-03-24' WHERE supervisee_id = 'ann'"))
        work.session.execute(text("UPDATE people SET manager_id = 'tim' WHERE id = 'ann'"))
        row = {"workspace": SINGLE, "supervisee_id": "ann", "supervisor_id": "tim", "from_on": day("2026-03-24")}
        work.session.add(RelationshipRow(**row))
        work.commit()
    assert roles(council, "tom") == []
    assert roles(council, "tim") == [(day("2026-03-30"), True)]


def test_who_has_left_is_in_no_supervisors_diary(council: Store) -> None:
    booked(council, "ann", "2026-03-30")
    with council.work(SINGLE, NOW) as work:
        work.session.execute(text("UPDATE people SET left_on = '2026-03-27' WHERE id = 'ann'"))
        work.commit()
    assert roles(council, "tom", now="2026-03-26") == [(day("2026-03-30"), True)]
    assert roles(council, "tom", now="2026-03-27") == []
