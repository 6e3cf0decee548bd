"""Many workspaces install the app: each has its own token, people and notices, and nobody else's."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from bot.clock import MovableClock
from bot.installing import FAILURES, SAFE
from bot.settings import Settings
from bot.workspace_command import WhichWorkspace
from bot.workspaces import ABSENT, FRESH
from scheduling.policy import Policy
from storage import packs
from storage.models.installations import UNINSTALLED_AT
from storage.sweep import sweep
from tests.bot.commanding import run
from tests.bot.many import CLIENT, NINE, NORTH, ONE, ORG, SECRET, SIGNING, SOUTH, TWO, Many, get, open_many, planted
from tests.databases import Databases, address
from tests.storage.conftest import KEY
from tests.storage.council import LINE, at, who

DECISION = "M100001 move to strategy meeting because two missed visits"


@pytest.fixture(scope="session")
def policy() -> Policy:
    return packs.load("wokingham")


@pytest.fixture
def many(databases: Databases, policy: Policy, tmp_path: Path) -> Iterator[Many]:
    template = databases.template("many", lambda url: planted(url, policy))
    with databases.copy(template) as url, open_many(url, policy, tmp_path) as opened:
        yield opened


def decided(many: Many, workspace: str) -> int:
    with many.store.read(workspace, many.clock.now()) as work:
        return len(work.decisions.of_case("M100001", viewer=who(work, "tom")))


def tokens(many: Many) -> list[str]:
    with many.store.reading() as session:
        return list(session.scalars(text("SELECT bot_token FROM slack_bots")))


def waiting(many: Many, workspace: str) -> dict[str, int]:
    return many.store.outbox.counts(workspace).by_state


def test_a_workspace_installs_the_app_and_works(many: Many) -> None:
    page = many.browser().open()
    assert "Continue to Slack" in page.text
    done = many.install(ONE)
    assert (done.status, "Council T0ONE" in done.text) == (200, True)
    for name, value in SAFE.items():
        assert page.headers[name] == done.headers[name] == value
    many.person(ONE, "tom").command("/decision", DECISION)
    assert (decided(many, ONE), decided(many, TWO)) == (1, 0)


def test_a_workspace_without_the_app_is_told_so_and_nothing_is_saved(many: Many) -> None:
    many.install(ONE)
    many.person(TWO, "tom").command("/decision", DECISION)
    many.desks[TWO].until(lambda: many.desks[TWO].calls("response_url") or many.desks[TWO].requests("command"))
    assert (decided(many, ONE), decided(many, TWO)) == (0, 0)
    assert "not installed" in " ".join(str(call.args) for call in many.desks[TWO].calls("response_url"))


def test_no_token_lies_in_clear_and_an_earlier_one_lies_nowhere(many: Many) -> None:
    many.install(ONE)
    (first,) = tokens(many)
    many.install(ONE)
    (second,) = tokens(many)
    assert first != second
    with many.store.reading() as session:
        rows = session.execute(text("SELECT * FROM slack_bots UNION ALL SELECT * FROM slack_bots")).all()
        rows += session.execute(text("SELECT * FROM slack_installations")).all()
        assert "xoxb-" not in repr(rows)
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("reason", "status"),
    [("access_denied", 200), ("invalid_browser", 400), ("invalid_state", 401), ("missing_code", 401), ("invalid_code", 401)],
)
def test_what_goes_wrong_is_a_sentence_and_installs_nothing(many: Many, reason: str, status: int) -> None:
    browser = many.browser()
    if reason == "access_denied":
        answer = browser.back(browser.allow(browser.open(), ONE, "deny"))
    elif reason == "invalid_browser":
        answer = many.browser().back(browser.allow(browser.open(), ONE))
    elif reason == "invalid_state":
        location = browser.allow(browser.open(), ONE)
        assert browser.back(location).status == 200
        many.town.uninstall(ONE)
        many.settle()
        answer = browser.back(location)
    else:
        location = browser.allow(browser.open(), ONE)
        code = location.partition("code=")[2].partition("&")[0]
        answer = browser.back(location.replace(f"code={code}", "code=1.2.3" if reason == "invalid_code" else "other=1"))
    assert answer.status == status
    assert FAILURES[reason].replace("'", "&#x27;") in answer.text
    assert tokens(many) == []


def test_a_state_is_good_for_ten_minutes_and_for_one_of_two_who_come_at_once(many: Many) -> None:
    from bot.installations import States

    states = States(many.store)
    state = states.issue()
    assert [states.consume(state), states.consume(state)] == [True, False]
    old = states.issue()
    with many.store.writing() as session:
        session.execute(text("UPDATE slack_oauth_states SET expire_at = '2026-01-01 00:00:00'"))
        session.commit()
    assert not states.consume(old)
    assert not states.consume("never given")


def test_requests_cost_no_auth_test_and_no_look_for_the_token(many: Many) -> None:
    many.install(ONE)
    person = many.person(ONE, "tom")
    person.command("/decision", DECISION)
    asked, tested = len(many.asked), many.town.calls.count(("auth.test", ""))
    for number in range(5):
        person.command("/decision", f"M100001 {number} because r")
    assert (len(many.asked), many.town.calls.count(("auth.test", ""))) == (asked, tested)
    many.steady[0] += FRESH + 1
    person.command("/decision", "M100001 once more because r")
    assert asked < len(many.asked) <= asked + 4


def test_each_workspace_is_sent_its_own_with_its_own_token(many: Many) -> None:
    many.install(ONE)
    many.install(TWO)
    many.clock.at = at("2026-03-26")
    many.ticks.sweep()
    assert waiting(many, ONE) == waiting(many, TWO) != {}
    assert many.ticks.send() > 0
    for team in (ONE, TWO):
        assert not waiting(many, team).get("failed")
    assert [len(many.desks[team].sent()) for team in (ONE, TWO)] == [len(many.desks[ONE].sent())] * 2


def test_uninstalled_its_tokens_are_gone_and_its_notices_wait(many: Many) -> None:
    many.install(ONE)
    many.install(TWO)
    many.clock.at = at("2026-03-26")
    many.ticks.sweep()
    before = waiting(many, ONE)
    many.town.uninstall(ONE)
    many.settle()
    assert len(tokens(many)) == 1
    assert many.ticks.send() > 0
    assert (waiting(many, ONE), many.desks[ONE].sent()) == (before, [])
    with many.store.read(ONE, NINE) as work:
        assert work.settings.get(UNINSTALLED_AT) == many.clock.now().isoformat()
        assert len(work.people.everyone()) == 7
    many.clock.at = at("2026-04-20")
    many.ticks.sweep()
    many.ticks.nightly()
    assert waiting(many, ONE) == before  # left in peace
    many.install(ONE)
    with many.store.read(ONE, NINE) as work:
        assert not work.settings.get(UNINSTALLED_AT)
    many.ticks.sweep()
    assert many.ticks.send() > 0
    assert many.desks[ONE].sent()
    assert not waiting(many, ONE).get("failed")


def test_an_event_about_an_earlier_installation_takes_nothing_away(many: Many) -> None:
    many.install(ONE)
    many.desks[ONE].event({"type": "app_uninstalled"})
    many.desks[ONE].event({"type": "tokens_revoked", "tokens": {"oauth": ["UTOM"], "bot": []}})
    many.settle()
    assert len(tokens(many)) == 1
    many.person(ONE, "tom").command("/decision", DECISION)


def test_another_process_forgets_within_a_minute(many: Many) -> None:
    many.install(ONE)
    many.person(ONE, "tom").command("/decision", DECISION)
    assert many.workspaces.serves(ONE)
    with many.store.writing() as session:  # as another process does when it is told
        session.execute(text("DELETE FROM slack_bots"))
        session.execute(text("DELETE FROM slack_installations"))
        session.commit()
    assert many.workspaces.serves(ONE)
    many.steady[0] += 60
    assert not many.workspaces.serves(ONE)
    many.person(ONE, "tom").command("/decision", "M100001 more because r")
    assert decided(many, ONE) == 1
    many.steady[0] += ABSENT
    assert not many.workspaces.token(ONE)


def test_an_organisation_installs_it_once_for_all_its_workspaces(many: Many) -> None:
    done = many.install(ORG)
    assert (done.status, "County" in done.text) == (200, True)
    many.person(NORTH, "tom").command("/decision", DECISION)
    many.person(SOUTH, "tim").command("/decision", DECISION.replace("M100001", "M200001"))
    assert decided(many, ORG) == 1
    many.ticks.acquaint()
    assert ("auth.teams.list", "") in many.town.calls
    many.clock.at = at("2026-03-26")
    many.ticks.sweep()
    assert many.ticks.send() > 0
    assert not waiting(many, ORG).get("failed")
    assert all(many.desks[team].sent() for team in (NORTH, SOUTH))
    many.town.uninstall(ORG)
    many.settle()
    assert (tokens(many), list(many.workspaces.names())) == ([], [])


def test_a_workspace_of_an_organisation_may_install_it_alone(many: Many) -> None:
    many.install(NORTH)
    assert list(many.workspaces.names()) == [NORTH]
    many.person(NORTH, "tom").command("/decision", DECISION)
    assert decided(many, ORG) == 0


@pytest.mark.parametrize(
    "wrong", [{"redirect_uri": "https://elsewhere.example/slack/oauth_redirect"}, {"client_id": "9.9"}, {"scope": "admin"}]
)
def test_slack_leads_nobody_astray(many: Many, wrong: dict[str, str]) -> None:
    asked = {"client_id": "123.456", "scope": "commands", "state": "s"} | wrong
    page = get(f"{many.town.api_url.replace('/api/', '/oauth/v2/authorize')}?{urlencode(asked)}")
    assert page.status == 400


def test_one_sick_workspace_delays_no_other(many: Many) -> None:
    many.install(ONE)
    many.install(TWO)
    sweep(many.store, ONE, at("2026-03-26"))
    sweep(many.store, TWO, at("2026-03-26"))
    many.clock.at = at("2026-03-26")
    many.desks[ONE].world.revoked_tokens.add(many.desks[ONE].world.bot_token)
    many.ticks.send()
    assert not many.desks[ONE].sent()
    assert many.desks[TWO].sent()


def settle(monkeypatch: pytest.MonkeyPatch, many: Many, folder: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(folder)
    given = {
        "SLACK_CLIENT_ID": CLIENT,
        "SLACK_CLIENT_SECRET": SECRET,
        "SLACK_SIGNING_SECRET": SIGNING,
        "SLACK_API_URL": many.town.api_url,
        "CORNERSTONE_KEYS": KEY,
        "DATABASE_URL": address(many.store.engine),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)


PEOPLE = (
    "staff id,name,e-mail,post,role,level,start,line manager\n"
    "may,May New,may@council.example,Head,non_case_holder,senior_manager,2020-01-06,\n"
)


def test_commands_say_whose_and_ask_where_it_is_not_clear(many: Many, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    many.install(ONE)
    many.install(TWO)
    many.town.uninstall(TWO)
    many.settle()
    settle(monkeypatch, many, tmp_path)
    (tmp_path / "people.csv").write_text(PEOPLE)
    with pytest.raises(WhichWorkspace) as unclear:
        run("import", "people.csv", "--dry-run")
    assert f"--workspace: {ORG}, {ONE}, {TWO}" in unclear.value.sentence
    with pytest.raises(WhichWorkspace, match="T0NONE"):
        run("import", "people.csv", "--workspace", "T0NONE")
    done = run("import", "people.csv", "--workspace", ONE)
    assert done.exit_code == 0, done.output
    with many.store.read(ONE, NINE) as one, many.store.read(TWO, NINE) as two:
        assert one.people.get("may")
        assert not two.people.get("may")
    listed = {each["workspace"]: each for each in json.loads(run("workspace", "list", "--json").output)}
    assert [(name, listed[name]["people"]) for name in (ONE, TWO, ORG)] == [(ONE, 8), (TWO, 7), (ORG, 7)]
    assert [bool(listed[name]["installed"]) for name in (ONE, TWO, ORG)] == [True, False, False]
    assert listed[TWO]["uninstalled"].startswith("2026-03-24")


def test_the_doctor_knows_each_workspace(many: Many, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    many.install(ONE)
    many.install(TWO)
    many.town.uninstall(TWO)
    many.settle()
    settle(monkeypatch, many, tmp_path)
    found = json.loads(run("doctor", "--json").output)["findings"]
    said = [(each["level"], each["says"]) for each in found if each["check"] == "installations"]
    assert ("ok", f"{ONE}: known to Slack as cornerstone in Council {ONE}") in said
    assert any(level == "warning" and text.startswith(f"{TWO}: uninstalled at ") for level, text in said)
    assert any(level == "warning" and text.startswith(f"{ORG}: has people") for level, text in said)
    assert not [each for each in found if each["level"] == "fault"]


@pytest.mark.parametrize(
    ("ones", "said"),
    [
        ("sent", [("ok", "nothing waits past its time")]),
        ("pending", [("warning", "the oldest that waits was due at 09:00 on 27 March")]),
        ("failed", [("warning", f"{len(LINE)} could not be sent")]),
    ],
)
def test_the_doctor_says_nothing_of_what_waits_where_the_app_is_not_installed(
    many: Many, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ones: str, said: list[tuple[str, str]]
) -> None:
    """Two councils' mornings, a day apart; the one that uninstalls was first, and had something that failed."""
    for workspace, morning in ((TWO, "2026-03-26"), (ONE, "2026-03-27")):
        many.install(workspace)
        sweep(many.store, workspace, at(morning))
    with many.store.writing() as session:
        session.execute(text("UPDATE outbox SET state = :state WHERE workspace = :one"), {"state": ones, "one": ONE})
        first = "(SELECT min(id) FROM outbox WHERE workspace = :two)"
        session.execute(text(f"UPDATE outbox SET state = 'failed' WHERE id = {first}"), {"two": TWO})
        session.commit()
    many.town.uninstall(TWO)
    many.settle()
    settle(monkeypatch, many, tmp_path)
    MovableClock(tmp_path / "clock.json").set_to(at("2026-04-27"))
    monkeypatch.setenv("CORNERSTONE_CLOCK", str(tmp_path / "clock.json"))
    found = json.loads(run("doctor", "--json").output)["findings"]
    assert [(each["level"], each["says"]) for each in found if each["check"] == "outbox"] == said
