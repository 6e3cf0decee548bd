"""What people complain of in bots like ours (issues of Grafana OnCall, Dispatch, APScheduler and others): each does not happen.

One sample council for six weeks: the clocks change on 29 March, Easter is from 3 to 6 April, Slack has two bad mornings, the
clock stands still over one nine o'clock, Ffion is on leave while her supervision comes to be escalated, Tom puts off what he is
reminded of about Ben, and Sue is away, with Carol covering for her, when that passes to Sue.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.demo import Demo
from bot.desk.api.door import UPLOAD
from bot.desk.faults import Trouble
from bot.manifest import CALLS, SCOPES, WITHOUT_SCOPE
from bot.ticks import build_scheduler
from storage import SINGLE
from storage.models import MessageRow
from tests.unhurried import sample_council

LONDON = ZoneInfo("Europe/London")
CLOCKS_CHANGE = date(2026, 3, 29)
EASTER = [date(2026, 4, 3) + timedelta(days=each) for each in range(4)]
LIMITED, LOST, REFUSED = date(2026, 3, 13), date(2026, 3, 16), date(2026, 3, 26)
STILL = date(2026, 3, 19)
LEAVE = (date(2026, 3, 12), date(2026, 3, 24))
RECORDED = date(2026, 3, 20)
PUT_OFF, PUT_OFF_UNTIL = date(2026, 3, 25), date(2026, 3, 27)
SUE_AWAY = (date(2026, 4, 11), date(2026, 4, 16))
FFION, ANN, PRIYA, BEN, TOM, CAROL, SUE, GRACE = (f"UE10{each}" for each in ("10", "05", "06", "07", "03", "04", "02", "01"))
COVERS = "You cover: reminders"
ESCALATION = re.compile(r"ha(?:s|ve) not been recorded\. That is more than \w+ weeks")


@dataclass(frozen=True)
class Post:
    """A message somebody has in Slack."""

    to: str
    at: datetime
    text: str
    ts: str


@dataclass
class Weeks:
    """What six weeks left."""

    demo: Demo
    posts: list[Post] = field(default_factory=list)

    def on(self, day: date, to: str = "") -> list[Post]:
        """Those of one day."""
        return [each for each in self.posts if each.at.date() == day and to in ("", each.to)]


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weeks]:
    with sample_council(tmp_path_factory.mktemp("weeks") / "demo") as demo:
        with demo.store.work(SINGLE, demo.clock.now()) as work:
            sue = work.people.must_get("E1002")
            work.absences.record(viewer=sue, person_id="E1010", from_on=LEAVE[0], until_on=LEAVE[1])
            work.absences.record(viewer=sue, person_id=sue.id, from_on=SUE_AWAY[0], until_on=SUE_AWAY[1], cover_id="E1004")
            work.commit()
        for _ in range(43):
            today = demo.clock.now().astimezone(LONDON).date()
            begin(demo, today)
            demo.machine.advance(1)
            demo.desk.faults.switch_off()
        people = [demo.member(person) for person in everybody(demo)]
        found = [
            Post(to, datetime.fromtimestamp(float(message.ts), LONDON), message.text, message.ts)
            for to in people
            for message in demo.desk.as_person(to).messages()
            if message.author not in people
        ]
        yield Weeks(demo, sorted(found, key=lambda post: (post.at, post.to)))


def everybody(demo: Demo) -> list[object]:
    with demo.store.read(SINGLE, demo.clock.now()) as work:
        return list(work.people.everyone())


def begin(demo: Demo, today: date) -> None:
    """What happens before nine on this day."""
    if today == LIMITED:
        demo.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=["chat.postMessage"], times=3, seconds=5)
    elif today == LOST:
        demo.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=["chat.postMessage"], times=2)
    elif today == REFUSED:
        demo.desk.faults.switch_on(Trouble.SERVER_ERROR, methods=["chat.postMessage"], times=2)
    elif today == STILL:
        demo.clock.set_to(datetime.combine(today, time(9, 0, 37), LONDON))
        demo.machine.advance(0)
    elif today == RECORDED:
        with demo.store.work(SINGLE, demo.clock.now()) as work:
            tom = work.people.must_get("E1003")
            work.sessions.record(viewer=tom, supervisee_id="E1005", held_on=today - timedelta(days=1), minutes=60)
            work.commit()
    elif today == PUT_OFF:
        with demo.store.work(SINGLE, demo.clock.now()) as work:
            tom = work.people.must_get("E1003")
            late = [each.id for each in work.obligations.of("E1007", viewer=tom) if each.kind == "personal_supervision"]
            work.snoozes.snooze(late[0], viewer=tom, kind="court", words="", until_on=PUT_OFF_UNTIL)
            work.commit()


def test_reminders_an_hour_out_after_the_clocks_change(weeks: Weeks) -> None:
    """Grafana OnCall 3261, 5247."""
    before = [post for post in weeks.posts if post.at.date() < CLOCKS_CHANGE]
    after = [post for post in weeks.posts if post.at.date() > CLOCKS_CHANGE]
    assert {(post.at.hour, post.at.utcoffset()) for post in before} == {(9, timedelta(0))}
    assert {(post.at.hour, post.at.utcoffset()) for post in after} == {(9, timedelta(hours=1))}


def test_bank_holidays_ignored(weeks: Weeks) -> None:
    """Grafana OnCall 558, 4752."""
    assert [post for day in EASTER for post in weeks.on(day)] == []
    assert weeks.on(EASTER[0] - timedelta(days=1))
    assert weeks.on(EASTER[-1] + timedelta(days=1))
    assert {post.at.weekday() for post in weeks.posts} <= set(range(5))


def test_leave_ignored(weeks: Weeks) -> None:
    """Grafana OnCall 322: nothing at all is said to somebody who is away; the clocks of their cases go on."""
    theirs = [post.at.date() for post in weeks.posts if post.to == FFION]
    assert [day for day in theirs if LEAVE[0] <= day < LEAVE[1]] == []
    assert any(day < LEAVE[0] for day in theirs)
    assert theirs.count(LEAVE[1]) == 1, "what waited comes on the first day back, in one message"
    cases = [post for post in weeks.posts if post.to == TOM and f"of <@{FFION}>'s cases" in post.text]
    assert [post for post in cases if LEAVE[0] <= post.at.date() < LEAVE[1]]


def test_escalation_that_stops_after_a_pause(weeks: Weeks) -> None:
    """Grafana OnCall 1206: Ffion's three weeks were over while she was away."""
    told = [post.at.date() for post in weeks.posts if post.to == SUE and f"<@{FFION}>'s supervision" in post.text
            and ESCALATION.search(post.text)]  # fmt: skip
    assert told
    assert told[0] == LEAVE[1] + timedelta(days=1), "on the first morning the two hear of it themselves"
    further = [post.at.date() for post in weeks.posts if post.to == GRACE and f"<@{FFION}>'s supervision" in post.text]
    assert further[0] - told[0] == timedelta(days=7), "and each rung has its week"


def test_escalation_that_goes_on_after_it_was_acknowledged(weeks: Weeks) -> None:
    """Grafana OnCall 3111, 4654: Ann's was late like Priya's, and was recorded; Priya's never was."""
    climbed = {who: [post for post in weeks.posts if post.to in (SUE, GRACE) and f"<@{who}>'s supervision" in post.text]
               for who in (ANN, PRIYA)}  # fmt: skip
    assert climbed[ANN] == []
    assert climbed[PRIYA]


def test_a_rung_with_nobody_reachable_skipped_straight_to_directors(weeks: Weeks) -> None:
    """Grafana OnCall 1326: Ben's passed to Sue while she was away; whoever covers for her is told, and nobody above her."""
    told = {post.to for post in weeks.posts if f"<@{BEN}>'s supervision" in post.text and ESCALATION.search(post.text)}
    assert told == {CAROL}


def test_snooze_not_honoured(weeks: Weeks) -> None:
    """Dispatch 3690: what Tom put off does not come before its day, comes on it, and whoever it passes to sees that he did."""
    about = [post for post in weeks.posts if post.to == TOM and f"upervision with <@{BEN}>" in post.text]
    days = [post.at.date() for post in about if PUT_OFF - timedelta(days=1) <= post.at.date() <= PUT_OFF_UNTIL]
    assert days == [PUT_OFF - timedelta(days=1), PUT_OFF_UNTIL]
    assert "You have put this off once" in weeks.on(PUT_OFF_UNTIL, TOM)[0].text
    (passed,) = [post for post in weeks.posts if f"<@{BEN}>'s supervision" in post.text and post.to == CAROL]
    assert f"put off once by <@{TOM}>" in passed.text


def test_rate_limits(weeks: Weeks) -> None:
    """Grafana OnCall 4087: what Slack put off comes the same morning."""
    limited = [call for call in weeks.demo.desk.calls("chat.postMessage") if call.error == "ratelimited"]
    assert {call.at.date() for call in limited} == {LIMITED}
    assert len(weeks.on(LIMITED)) > 2
    assert {post.at.hour for post in weeks.on(LIMITED)} == {9}


def test_noise(weeks: Weeks) -> None:
    """Grafana OnCall 3849: one morning message a person a day, whatever it holds; escalation and cover come apart."""
    apart = [post for post in weeks.posts if ESCALATION.search(post.text) or COVERS in post.text]
    mornings = Counter((post.to, post.at.date()) for post in weeks.posts if post not in apart)
    assert [each for each, number in mornings.items() if number > 1] == []
    assert len(mornings) > 100


def test_too_many_scopes(weeks: Weeks) -> None:
    """Grafana OnCall 1082: there is a use for each, and what was called needs no other."""
    called = {call.method for call in weeks.demo.desk.calls()} - {UPLOAD}  # where bytes are sent; the address is the right
    assert called <= {*WITHOUT_SCOPE, *(method for methods in CALLS.values() for method in methods)}
    assert set(CALLS) == set(SCOPES)
    assert len(SCOPES) <= 7


@pytest.mark.parametrize("day", [LIMITED, LOST, REFUSED, STILL], ids=["rate limited", "answer lost", "refused", "clock stood"])
def test_double_messages(weeks: Weeks, day: date) -> None:
    """Dispatch 2163: the line dropped after Slack had posted it."""
    posts = weeks.on(day)
    assert len(posts) > 2
    assert [each for each, number in Counter((post.to, post.text) for post in posts).items() if number > 1] == []


def test_flags_set_before_the_post_lose_messages(weeks: Weeks) -> None:
    """Every message the outbox holds as sent is in somebody's conversation, bad mornings or not."""
    with weeks.demo.store.read(SINGLE, weeks.demo.clock.now()) as work:
        sent = set(work.session.scalars(select(MessageRow.ts).where(MessageRow.sent_at.is_not(None))))
    assert sent == {post.ts for post in weeks.posts}


def test_flags_set_after_the_post_repeat_messages(weeks: Weeks) -> None:
    """No two of one day to one person are alike."""
    alike = Counter((post.to, post.at.date(), post.text) for post in weeks.posts)
    assert [each for each, number in alike.items() if number > 1] == []


def test_late_by_seconds_means_lost(weeks: Weeks) -> None:
    """matrix-reminder-bot 89: the clock came to nine o'clock 37 seconds late."""
    assert len(weeks.on(STILL)) > 2
    assert min(post.at for post in weeks.on(STILL)).time() >= time(9, 0, 37)


def test_cron_with_jitter_skipping_a_day_at_the_clock_change(weeks: Weeks) -> None:
    """APScheduler 606: every day of the year has its morning and its night, one of each."""
    scheduler = build_scheduler(weeks.demo.ticks, LONDON)
    for name, at in (("morning", time(9)), ("nightly", time(2, 30))):
        trigger = next(job.trigger for job in scheduler.get_jobs() if job.id == name)
        now = datetime(2026, 1, 1, tzinfo=LONDON)
        fired: list[datetime] = []
        while (before := fired[-1] if fired else None) is None or before.year == 2026:
            fired.append(trigger.get_next_fire_time(before, (before or now) + timedelta(microseconds=1)).astimezone(LONDON))
        days = Counter(each.date() for each in fired[:-1])
        assert len(days) == 365, name
        assert set(days.values()) == {1}, name
        assert {each.time() for each in fired if each.date() != CLOCKS_CHANGE} == {at}
