"""The month's chart and workbook stand in the thread of the message that has its five lines: once, whatever Slack does."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from bot.desk import Trouble
from bot.desk.conversations import Message
from bot.printing import attached
from bot.sending import AGAIN_AT_MOST, MENDED_WITHIN
from bot.sending.papers import ALARM, DRAWN_WITHIN, NOBODY_BELOW
from storage import SINGLE
from storage.errors import NotFound
from storage.outbox import LEASE
from storage.papers import PDF, Paper
from storage.rederive import nightly
from tests.bot.council import NINE, Council, seconds

TEAM_MANAGER, HEAD = "E1003", "E1001"
NAMES = ["supervision-report-2026-02.png", "supervision-report-2026-02.xlsx"]
COMPLETE, ADDRESS, UPLOAD, REPLIES = (
    "files.completeUploadExternal", "files.getUploadURLExternal", "upload", "conversations.replies"
)  # fmt: skip


def told(council: Council, *whose: str) -> None:
    """The night of March's first working day has been, and the morning's messages have gone; these have the month in them."""
    nightly(council.store, SINGLE, NINE)
    others = " AND ".join(f"recipient_id <> '{each}'" for each in whose)
    council.run(f"DELETE FROM notices WHERE kind = 'month' AND {others}")  # ids of the sample
    council.send(NINE)


def put(council: Council, at: datetime) -> int:
    """What the clock does at this instant."""
    council.now[0] = at
    return council.clock.papers.put(at)


def ticks(council: Council, start: datetime, number: int, each: timedelta) -> None:
    for turn in range(number):
        put(council, start + turn * each)


def parent(council: Council, person: str) -> Message:
    """The one message with the month's five lines."""
    (found,) = [each for each in council.desk.as_person(f"U{person}").messages() if "Your report for" in str(each.blocks)]
    return found


def names(council: Council, person: str) -> list[list[str]]:
    """Of the files in its thread, reply by reply."""
    return [[file.name for file in reply.files] for reply in parent(council, person).replies]


def readings(council: Council) -> list[str]:
    """Who has read a report by being in the line above, as the trail names them."""
    with council.store.reading() as session:
        found = session.execute(text("SELECT actor FROM trail WHERE act = 'read' AND kind = 'report' AND role = 'line'"))
        return list(found.scalars())


def test_chart_and_workbook_stand_in_the_thread_as_their_manager_may_see_them_that_day(council: Council) -> None:
    told(council, TEAM_MANAGER, HEAD)
    assert council.desk.calls(ADDRESS) == [], "no message waits for a drawing"
    assert "cornerstone report --month 2026-02" in str(parent(council, TEAM_MANAGER).blocks)
    assert put(council, NINE + seconds(5)) == 2
    assert put(council, NINE + seconds(10)) == 0
    assert council.rows("attach") == [("sent", ""), ("sent", "")]
    assert len(readings(council)) == len(set(readings(council))) == 2, "each by its own reader, once"
    staff: dict[str, set[str]] = {}
    for person in (TEAM_MANAGER, HEAD):
        assert names(council, person) == [NAMES]
        (reply,) = parent(council, person).replies
        chart, book = reply.files
        assert chart.data is not None
        assert chart.data.startswith(b"\x89PNG")
        assert "Feb 2026: " in chart.alt_txt
        opened = load_workbook(io.BytesIO(book.data or b""))
        assert opened.sheetnames[0] == "Summary"
        assert opened["Late"].auto_filter.ref
        staff[person] = {str(cell) for sheet in opened for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    with council.store.read(SINGLE, NINE) as work:
        below = {each: work.sight.below(work.people.must_get(each)) for each in (TEAM_MANAGER, HEAD)}
        people = {each.id: each.name for each in work.people.everyone()}
    assert below[TEAM_MANAGER] < below[HEAD]
    theirs, above = people[TEAM_MANAGER], {people[HEAD]}
    beyond = {people[each] for each in set(people) - below[TEAM_MANAGER]} - {theirs} - above
    assert not staff[TEAM_MANAGER] & beyond, "nobody outside their line"
    assert staff[HEAD] & beyond
    with council.store.reading() as session:
        kept = str(session.execute(text("SELECT * FROM outbox WHERE op = 'attach'")).all())
    assert not [name for name in people.values() if name in kept], "only which message they belong to"


def test_where_files_are_not_to_lie_in_slack_none_are_drawn_and_the_message_names_the_command(council: Council) -> None:
    council.clock.sends_files = False
    told(council, TEAM_MANAGER)
    assert put(council, NINE + seconds(5)) == 0
    assert council.rows("attach") == []
    assert readings(council) == []
    said = str(parent(council, TEAM_MANAGER).blocks)
    assert "Whoever runs Cornerstone makes the workbook with `cornerstone report --month 2026-02" in said
    assert "thread" not in said


FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    # where, what: once
    "429 for the address": (ADDRESS, {"trouble": Trouble.RATE_LIMITED, "seconds": 30}),
    "500 for the address": (ADDRESS, {"trouble": Trouble.SERVER_ERROR}),
    "answer with the address lost": (ADDRESS, {"trouble": Trouble.ANSWER_LOST}),
    "429 for the bytes": (UPLOAD, {"trouble": Trouble.RATE_LIMITED, "seconds": 30}),
    "500 for the bytes": (UPLOAD, {"trouble": Trouble.SERVER_ERROR}),
    "answer to the bytes lost": (UPLOAD, {"trouble": Trouble.ANSWER_LOST}),
    "429 for the thread": (COMPLETE, {"trouble": Trouble.RATE_LIMITED, "seconds": 30}),
    "500 for the thread": (COMPLETE, {"trouble": Trouble.SERVER_ERROR}),
    "nothing, past the time-out": (COMPLETE, {"trouble": Trouble.NO_ANSWER, "seconds": 1.5}),
    "shown, and the answer lost": (COMPLETE, {"trouble": Trouble.ANSWER_LOST}),
    "shown, and the answer cut": (COMPLETE, {"trouble": Trouble.CUT_SHORT}),
}


def test_whatever_slack_does_they_stand_there_once(council: Council) -> None:
    """One after another over one office: each time the same thread is emptied, and its files are to be put there again."""
    told(council, TEAM_MANAGER)
    at = NINE + seconds(5)
    for name, (method, fault) in FAULTS.items():
        council.desk.faults.switch_on(methods=[method], times=1, **fault)
        put(council, at)
        assert council.rows("attach") != [("sent", "")], name
        ticks(council, at + seconds(10), 6, seconds(70))
        assert names(council, TEAM_MANAGER) == [NAMES], name
        assert council.rows("attach") == [("sent", "")], name
        council.desk.faults.switch_off()
        parent(council, TEAM_MANAGER).replies.clear()
        council.run("UPDATE outbox SET state = 'pending' WHERE op = 'attach'")
        at += timedelta(minutes=10)
    assert council.store.alarms.standing(SINGLE) == [], "nothing that passes by itself is anybody's to mend"


def test_a_process_that_died_on_the_way_is_made_good_and_a_late_one_does_no_harm(council: Council) -> None:
    told(council, TEAM_MANAGER)
    outbox, at = council.store.outbox, NINE + seconds(5)
    drawing = outbox.claim_files(at, DRAWN_WITHIN, SINGLE)  # killed before anything was shown
    assert drawing is not None
    assert put(council, at + seconds(60)) == 0, "somebody else may still be drawing"
    at += DRAWN_WITHIN + seconds(5)
    again = outbox.claim_files(at, DRAWN_WITHIN, SINGLE) if outbox.takeover(at, SINGLE, files=True) else None
    assert again is not None
    assert outbox.sending([drawing], at) == [], "the first wakes up, and may show nothing"
    assert outbox.sending([again], at, LEASE) == [again]  # killed between the bytes and the thread
    at += LEASE + seconds(5)
    put(council, at)
    assert council.rows("attach") == [("uncertain", "")], "looked for before it is drawn again"
    assert [call.method for call in council.desk.calls() if call.method == COMPLETE] == []
    ticks(council, at + seconds(10), 3, seconds(10))
    assert names(council, TEAM_MANAGER) == [NAMES]
    assert len(council.desk.calls(REPLIES)) == 1


@pytest.mark.parametrize(("unsure", "state"), [("repeat", "sent"), ("miss", "failed")])
def test_where_the_thread_cannot_be_read_the_councils_choice_counts(council: Council, unsure: str, state: str) -> None:
    told(council, TEAM_MANAGER)
    council.desk.world.scopes = tuple(each for each in council.desk.world.scopes if each != "im:history")
    sender = council.sender(unsure=unsure)
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=[COMPLETE], times=1)
    for turn in range(4):
        council.now[0] = NINE + seconds(5 + 10 * turn)
        sender.papers.put(council.now[0])
    assert council.states("attach") == {state: 1}
    assert len(names(council, TEAM_MANAGER)) == (2 if unsure == "repeat" else 1)


def test_without_the_scope_the_message_stands_and_the_administrators_are_told_once(council: Council) -> None:
    with_scope = council.desk.world.scopes
    council.desk.world.scopes = tuple(each for each in with_scope if each != "files:write")
    told(council, TEAM_MANAGER, HEAD)
    ticks(council, NINE + seconds(5), 4, AGAIN_AT_MOST + seconds(5))
    assert [(each.name, each.detail) for each in council.store.alarms.standing(SINGLE)] == [(ALARM, "missing_scope")]
    assert readings(council) == [], "nothing is drawn for nobody"
    assert len(council.desk.calls("auth.test")) == 4, "asked once for all, and not at each tick"
    assert "cornerstone report --month 2026-02" in str(parent(council, TEAM_MANAGER).blocks)
    assert council.states() == {"sent": council.states()["sent"]}, "every message has gone"
    council.desk.world.scopes = with_scope
    ticks(council, NINE + timedelta(hours=1), 2, seconds(10))
    assert names(council, TEAM_MANAGER) == names(council, HEAD) == [NAMES]
    assert council.store.alarms.standing(SINGLE) == []


def test_what_stands_in_the_way_of_one_is_told_once_though_others_are_put_up_beside_it(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(council, TEAM_MANAGER, HEAD)
    seen = set[str]()
    with monkeypatch.context() as broken:
        draws = attached.drawn
        broken.setattr(attached, "drawn", lambda *asked: {}["no such line"] if asked[2] == HEAD else draws(*asked))
        for turn in range(2):
            put(council, NINE + seconds(5) + turn * (AGAIN_AT_MOST + seconds(5)))
            seen |= {each.id for each in council.store.alarms.standing(SINGLE)}
            council.run("UPDATE outbox SET state = 'pending' WHERE op = 'attach' AND state = 'sent'")
    assert len(seen) == 1
    put(council, NINE + 3 * AGAIN_AT_MOST)
    assert council.states("attach") == {"sent": 2}
    assert council.store.alarms.standing(SINGLE) == []


def test_what_is_not_mended_in_two_days_is_given_up(council: Council) -> None:
    council.desk.world.scopes = tuple(each for each in council.desk.world.scopes if each != "files:write")
    told(council, TEAM_MANAGER, HEAD)
    put(council, NINE + seconds(5))
    put(council, NINE + MENDED_WITHIN)
    assert council.rows("attach") == [("failed", "missing_scope")] * 2
    assert len(council.store.alarms.standing(SINGLE)) == 1


def test_nobody_is_disturbed_at_night_and_nobody_gets_what_is_no_longer_theirs(council: Council) -> None:
    told(council, TEAM_MANAGER, HEAD)
    assert put(council, NINE + timedelta(hours=14)) == 0
    assert council.states("attach") == {"pending": 2}
    council.run("UPDATE people SET left_on = '2026-03-02' WHERE id = :who", who=TEAM_MANAGER)
    assert put(council, NINE + timedelta(days=1, seconds=5)) == 1
    assert sorted(council.rows("attach")) == [("cancelled", NOBODY_BELOW), ("sent", "")]
    assert names(council, HEAD) == [NAMES]
    assert names(council, TEAM_MANAGER) == []


def test_what_somebody_asks_for_comes_once_by_the_same_road_and_by_their_right(council: Council) -> None:
    """A workbook of the head's whole line, and a PDF of one team for its manager: each pressed for twice."""
    council.run("UPDATE outbox SET state = 'sent'")  # the morning's
    month = date(2026, 2, 1)
    with council.store.work(SINGLE, NINE) as work:
        who = {each: work.people.must_get(each) for each in (TEAM_MANAGER, HEAD)}
        team = who[TEAM_MANAGER].team
        wanted = [(TEAM_MANAGER, Paper(month, team.upper(), (PDF,))), (HEAD, Paper(month))]
        first = [work.papers.order(paper, viewer=who[to]) for to, paper in wanted * 2]
        assert [each.is_new for each in first] == [True, True, False, False]
        with pytest.raises(NotFound):
            work.papers.order(Paper(month, "Nowhere", (PDF,)), viewer=who[HEAD])
        work.commit()
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=[COMPLETE], times=1)
    for turn in range(6):
        at = NINE + turn * seconds(70)
        council.send(at)
        put(council, at + seconds(5))
    assert council.rows("attach") == [("sent", "")] * 2
    files = {}
    for to, ending in ((TEAM_MANAGER, "pdf"), (HEAD, "xlsx")):
        (message,) = [each for each in council.desk.as_person(f"U{to}").messages() if "you asked for" in str(each.blocks)]
        ((*chart, file),) = [reply.files for reply in message.replies]
        assert [each.name for each in chart] == (NAMES[:1] if to == HEAD else [])
        assert file.name == f"supervision-report-2026-02.{ending}"
        files[to] = file.data or b""
    assert load_workbook(io.BytesIO(files[HEAD])).sheetnames[0] == "Summary"
    pages = pypdfium2.PdfDocument(files[TEAM_MANAGER])
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert f"Supervision report, February 2026 {team} · " in " ".join(words.split())
    assert len(readings(council)) == len(set(readings(council))) == 2, (
        "what no answer came of was looked for, and not drawn again"
    )


@pytest.mark.parametrize("is_shown", [True, False], ids=["in doubt", "not drawn yet"])
def test_files_of_a_message_that_cannot_be_put_into_words_wait_and_the_others_come(council: Council, is_shown: bool) -> None:
    told(council, TEAM_MANAGER, HEAD)
    if is_shown:
        council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=[COMPLETE], times=1)
        council.run(
            "UPDATE outbox SET not_before = '2026-03-02 09:04:00' WHERE op = 'attach' AND recipient_id = :who", who=HEAD
        )
        put(council, NINE + seconds(5))
    line = "message_id IN (SELECT message_id FROM outbox WHERE op = 'attach' AND recipient_id = :who) AND kind = 'month'"
    # Of a right to read that nobody has: such a line cannot be put into words.
    council.run(f"UPDATE notices SET kind = 'told_of_access' WHERE {line}", who=TEAM_MANAGER)  # ids of the sample
    ticks(council, NINE + timedelta(minutes=5), 3, seconds(10))
    assert names(council, HEAD) == [NAMES]
    assert sorted(council.states("attach")) == sorted(["sent", "uncertain" if is_shown else "pending"])
    council.run(f"UPDATE notices SET kind = 'month' WHERE {line.replace('month', 'told_of_access')}", who=TEAM_MANAGER)
    ticks(council, NINE + timedelta(minutes=11), 3, seconds(70))
    assert council.rows("attach") == [("sent", "")] * 2
    assert names(council, TEAM_MANAGER) == [NAMES]


def test_a_drawing_in_hand_keeps_no_message_of_the_same_person_back(council: Council) -> None:
    told(council, TEAM_MANAGER)
    assert council.store.outbox.claim_files(NINE + seconds(5), DRAWN_WITHIN, SINGLE)
    council.run("UPDATE outbox SET state = 'pending' WHERE op = 'post' AND recipient_id = :who", who=TEAM_MANAGER)
    before = len(council.desk.sent(to=f"U{TEAM_MANAGER}"))
    council.send(NINE + seconds(10))
    assert len(council.desk.sent(to=f"U{TEAM_MANAGER}")) == before + 1
