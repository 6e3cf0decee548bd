"""`cornerstone doctor`: a line a check, what is wrong and what to do, also where Slack or the database is dead."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.desk import Member, Trouble
from bot.doctor.slack import skew
from bot.manifest import SCOPES
from bot.pulse import name_of
from storage import SINGLE
from storage.lifecycle.classes import CLASSES
from storage.sweep import sweep
from tests.bot.commanding import at, run, settle
from tests.bot.council import KEY, NINE, SECRET, TOKEN, Council
from tests.databases import Databases, path_of
from tests.databases import name_of as name_in

ADMIN = Member("UADMIN", "admin", "Ada Admin", "ada@council.example")


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """A council in good health: an administrator named, a clock alive, nothing late."""
    settle(monkeypatch, council, CORNERSTONE_ADMINISTRATORS=ADMIN.email)
    council.desk.add(ADMIN)
    council.store.heartbeats.beat(name_of("clock"), NINE)
    return council


def examined() -> dict[str, list[dict[str, Any]]]:
    """What each check found."""
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in json.loads(run("doctor", "--json").output)["findings"]:
        found.setdefault(finding["check"], []).append(finding)
    return found


def levels(check: str) -> set[str]:
    return {finding["level"] for finding in examined()[check]}


def said(check: str, level: str) -> str:
    return " ".join(f"{each['says']} {each['do']} {each['items']}" for each in examined()[check] if each["level"] == level)


def test_an_event_that_was_changed_is_a_fault_that_names_it(office: Council) -> None:
    for number in ("one", "two"):
        with office.store.read(SINGLE, NINE) as work:
            work.trail.note("read", viewer=None, by="command", kind="trail", object=number)
    assert levels("trail") == {"ok"}
    if office.store.engine.dialect.name == "sqlite":
        office.run("DROP TRIGGER trail_not_changed")
    else:
        office.run("ALTER TABLE trail DISABLE TRIGGER ALL")
    office.run("UPDATE trail SET object = 'three' WHERE object = 'one'")
    with office.store.reading() as session:
        seq = session.connection().exec_driver_sql("SELECT seq FROM trail WHERE object = 'three'").scalar_one()
    assert f"event {seq} was changed" in said("trail", "fault")
    assert "audit verify" in said("trail", "fault")


def test_a_healthy_council_has_no_fault_and_every_check_says_so(office: Council) -> None:
    done = run("doctor")
    assert done.exit_code == 0, done.output
    assert "fault" not in done.output
    found = examined()
    assert set(found) - {"isolation"} == {  # which SQLite has not, and the tests' superuser is not held by
        "settings", "files", "policy", "token", "scopes", "history", "administrators", "clock", "database", "migrations",
        "keys", "trail", "outbox", "accounts", "ladders", "loads", "retention",
    }  # fmt: skip
    for check in set(found) - {"accounts", "ladders", "isolation", "retention"}:
        assert {each["level"] for each in found[check]} == {"ok"}, found[check]


def test_no_secret_is_printed(office: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    for broken in (False, True):
        if broken:
            monkeypatch.setenv("CORNERSTONE_KEYS", f"{KEY},planted-key")
            monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxp-planted")
        said = run("doctor").output + run("doctor", "--json").output
        assert [each for each in (KEY, SECRET, TOKEN, "planted", office.url) if each in said] == []


def test_every_setting_that_is_wrong_is_a_fault_and_the_rest_is_looked_at(
    office: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "three")
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    assert run("doctor").exit_code == 1
    assert "PORT" in said("settings", "fault")
    assert "SLACK_SIGNING_SECRET" in said("settings", "fault")
    assert levels("database") == {"ok"}


def test_a_revoked_token_is_a_fault_with_what_to_do_and_the_database_is_looked_at(office: Council) -> None:
    office.desk.revoke_token()
    assert run("doctor").exit_code == 1
    assert "revoked" in said("token", "fault")
    assert "SLACK_BOT_TOKEN" in said("token", "fault")
    assert levels("database") == {"ok"}


def test_a_slack_that_does_not_answer_is_a_fault_and_the_database_is_looked_at(
    office: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/")
    assert run("doctor").exit_code == 1
    assert "does not answer" in said("token", "fault")
    assert levels("migrations") == {"ok"}


def test_a_slack_in_trouble_is_no_crash(office: Council) -> None:
    office.desk.faults.switch_on(Trouble.SERVER_ERROR)
    assert levels("token") == {"fault"}
    office.desk.faults.switch_off()
    office.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=["users.lookupByEmail"])
    assert levels("administrators") == {"warning"}


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_scope_that_was_not_granted_is_named_with_its_reason(office: Council, scope: str) -> None:
    office.desk.world.scopes = tuple(each for each in SCOPES if each != scope)
    assert scope in said("scopes", "fault")
    assert SCOPES[scope] in said("scopes", "fault")
    assert "cornerstone manifest" in said("scopes", "fault")


def test_a_council_that_sends_no_files_needs_no_right_to(office: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    office.desk.world.scopes = tuple(each for each in SCOPES if each != "files:write")
    monkeypatch.setenv("CORNERSTONE_MONTH_FILES", "no")
    assert said("scopes", "ok")


def test_a_scope_beyond_the_manifest_is_a_warning(office: Council) -> None:
    office.desk.world.scopes = (*SCOPES, "team:read")
    assert "team:read" in said("scopes", "warning")


@pytest.mark.parametrize(("choice", "word"), [("repeat", "twice"), ("miss", "missed")])
def test_where_history_cannot_be_read_it_is_said_what_was_chosen(
    office: Council, monkeypatch: pytest.MonkeyPatch, choice: str, word: str
) -> None:
    monkeypatch.setenv("CORNERSTONE_UNSURE", choice)
    office.desk.world.scopes = tuple(each for each in SCOPES if each != "im:history")
    assert word in said("history", "warning")
    assert f"CORNERSTONE_UNSURE={choice}" in said("history", "warning")


def test_nobody_named_and_somebody_slack_does_not_know_are_warnings(office: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORNERSTONE_ADMINISTRATORS", f"{ADMIN.email}, nobody@council.example")
    assert levels("administrators") == {"ok", "warning"}
    assert "nobody@council.example" in said("administrators", "warning")
    monkeypatch.setenv("CORNERSTONE_ADMINISTRATORS", "")
    assert "CORNERSTONE_ADMINISTRATORS" in said("administrators", "warning")
    assert "not tried" in said("history", "warning")


def test_a_computer_whose_clock_is_off_is_warned(office: Council) -> None:
    office.now[0] = NINE - timedelta(minutes=4)
    assert "ahead of Slack's" in said("clock", "warning")
    office.now[0] = NINE + timedelta(minutes=4)
    assert "behind Slack's" in said("clock", "warning")
    office.now[0] = NINE + timedelta(seconds=20)
    assert "Slack's" not in said("clock", "warning")


@pytest.mark.parametrize(
    ("apart", "level"), [(0, "ok"), (30, "ok"), (-30, "ok"), (31, "warning"), (-31, "warning"), (7200, "warning")]
)
def test_half_a_minute_between_two_computers_is_no_matter(apart: int, level: str) -> None:
    found = skew("the database's", NINE, NINE + timedelta(seconds=apart))
    assert found.level == level
    assert (str(abs(apart)) in found.says) == (level == "warning")


def test_a_clock_that_stopped_is_a_fault_and_one_that_never_ran_a_warning(office: Council) -> None:
    at(office, NINE + timedelta(minutes=16))
    assert "09:00 today" in said("clock", "fault")
    office.run("DELETE FROM heartbeats")
    assert "no clock has run yet" in said("clock", "warning")


def test_a_sweep_that_does_not_come_round_though_a_clock_runs_is_a_fault(office: Council) -> None:
    late = NINE + timedelta(days=2)
    office.store.heartbeats.beat(name_of("clock"), late)
    at(office, late)
    assert "has not been put into a message yet" in said("clock", "fault")
    sweep(office.store, SINGLE, late)
    assert levels("clock") == {"ok"}


def test_a_database_that_is_not_there_yet_is_not_made(office: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("CORNERSTONE_HOME", str(office.folder / "new"))
    assert run("doctor").exit_code == 1
    assert "cornerstone db upgrade" in said("database", "fault")
    assert not (office.folder / "new").exists()
    assert levels("token") == {"ok"}


def test_a_database_out_of_reach_is_a_fault_and_slack_is_looked_at(office: Council, databases: Databases) -> None:
    office.store.close()
    with databases.out_of_reach(office.url):
        assert run("doctor").exit_code == 1
        found = examined()
        assert "DATABASE_URL" in str(found["database"])
        assert {each["level"] for each in found["database"]} == {"fault"}
        assert {each["level"] for each in found["token"]} == {"ok"}
        assert "ladders" not in found


def test_a_database_of_an_older_version_is_a_fault(office: Council) -> None:
    office.run("UPDATE alembic_version SET version_num = '0001'")
    assert "cornerstone db upgrade" in said("migrations", "fault")


def test_what_no_key_opens_is_a_fault_and_what_an_old_key_opens_is_said(
    office: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Fernet.generate_key().decode()
    with office.store.work(SINGLE, NINE) as work:
        work.drafts.keep(work.people.must_get("E1003"), "decision", {"text": "typed"})
        work.commit()
    assert "newest key opens all" in said("keys", "ok")
    monkeypatch.setenv("CORNERSTONE_KEYS", f"{new},{KEY}")
    assert "keep them all" in said("keys", "ok")
    monkeypatch.setenv("CORNERSTONE_KEYS", new)
    assert run("doctor").exit_code == 1
    assert "Add the key" in said("keys", "fault")


def test_files_others_can_read_are_warned_of(office: Council, monkeypatch: pytest.MonkeyPatch, databases: Databases) -> None:
    env, keys = office.folder / ".env", office.folder / "keys"
    for file, text in ((env, "PORT=3001\n"), (keys, f"{KEY}\n")):
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
    monkeypatch.delenv("CORNERSTONE_KEYS")
    monkeypatch.setenv("CORNERSTONE_KEYS_FILE", str(keys))
    assert "nor the file of keys" in said("files", "ok")
    assert levels("keys") == {"ok"}
    env.chmod(0o644)
    assert "chmod 600` .env" in said("files", "warning")
    keys.chmod(0o640)
    assert "CORNERSTONE_KEYS_FILE: others than its owner can read the file" in said("settings", "fault")
    if databases.kind == "sqlite":
        path_of(office.url).chmod(0o644)
        assert "the database" in said("files", "warning")


@pytest.mark.parametrize(
    ("settings", "is_warned"),
    [
        ({"log_statement": "all"}, True),
        ({"log_min_duration_statement": "250"}, True),
        ({"log_min_duration_statement": "250", "log_parameter_max_length": "0"}, False),
        ({}, False),
    ],
)
def test_a_server_that_logs_what_people_typed_is_warned_of(
    office: Council, databases: Databases, settings: dict[str, str], is_warned: bool
) -> None:
    if databases.kind == "postgresql":
        name = name_in(office.url)
        for setting, value in settings.items():
            databases.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'")  # type: ignore[attr-defined]
    expected = is_warned and databases.kind == "postgresql"
    assert ("log_parameter_max_length" in said("database", "warning")) is expected


def test_a_policy_that_cannot_be_read_is_a_fault_and_the_database_is_looked_at(
    office: Council, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "in force since" in said("policy", "ok")
    monkeypatch.setenv("CORNERSTONE_POLICY", str(tmp_path / "none.toml"))
    assert run("doctor").exit_code == 1
    assert levels("policy") == {"fault"}
    assert levels("migrations") == {"ok"}


def test_what_failed_what_is_in_doubt_and_what_waits_long_is_warned_of(office: Council) -> None:
    office.run("UPDATE outbox SET state = 'failed' WHERE id IN (SELECT min(id) FROM outbox)")
    office.run("UPDATE outbox SET state = 'uncertain' WHERE id IN (SELECT max(id) FROM outbox)")
    at(office, NINE + timedelta(minutes=40))
    found = said("outbox", "warning")
    assert "1 could not be sent" in found
    assert "1 may or may not have arrived" in found
    assert "due at 09:00 today" in found


# ---- who would not hear


def gaps(reason: str) -> set[str]:
    return {name for each in examined()["ladders"] if reason in each["says"] for name in each["items"]}


def test_somebody_without_an_account_is_named_on_the_ladders_they_stand_on(office: Council) -> None:
    assert gaps("no Slack account") == set()
    office.run("UPDATE people SET slack_id = NULL WHERE id = 'E1003'")
    assert "Tom Tilley" in said("accounts", "warning")
    assert gaps("no Slack account") == {"Tom Tilley"}


def test_a_supervisor_away_without_cover_is_named_and_with_cover_is_not(office: Council) -> None:
    away = "INSERT INTO absences (id, workspace, person_id, from_on, recorded_on, cover_id) VALUES "
    office.run(f"{away} ('a1', 'council', 'E1003', '2026-03-01', '2026-03-01', NULL)")
    assert "Tom Tilley" in gaps("away")
    office.run("UPDATE absences SET cover_id = 'E1002'")
    assert "Tom Tilley" not in gaps("away")


def test_a_supervisee_whose_supervisor_left_and_has_nobody_above_is_named(office: Council) -> None:
    office.run("UPDATE people SET left_on = '2026-02-01', manager_id = NULL WHERE id = 'E1003'")
    assert "Ann Ashby" in gaps("no supervisor") | gaps("does not work here")


def test_where_nobody_stands_above_the_supervisor_it_is_said(office: Council) -> None:
    office.run("UPDATE people SET manager_id = NULL WHERE id = 'E1003'")
    office.run("UPDATE agreements SET named_manager_id = NULL")
    office.run("UPDATE people SET level = 'practitioner' WHERE level = 'senior_manager'")
    office.run("DELETE FROM settings WHERE name LIKE 'organisation.%'")
    assert "Ann Ashby" in gaps("nobody above")


def test_a_schedule_that_is_not_set_is_told_and_one_that_is_wrong_is_a_fault(
    office: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no personal record is ever erased" in said("retention", "warning")
    file = office.folder / "retention.toml"
    monkeypatch.setenv("CORNERSTONE_RETENTION", str(file))
    assert "cannot be read" in said("retention", "fault")
    file.write_text("[staff]\nkeep = { years = 6 }\n")
    assert "personal_supervision" in said("retention", "warning")
    assert "staff" not in said("retention", "warning").partition(":")[0]
    file.write_text("".join(f"[{name}]\nkeep = {{ years = 6 }}\n" for name, each in CLASSES.items() if each.then))
    assert levels("retention") == {"ok"}
    file.write_text("[staff]\nkeep = 6\n")
    assert "retention.staff.keep" in said("retention", "fault")
