"""`/api/v1`, asked as programs ask: by its own description, wrongly in every way, too often, and with the database gone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from jsonschema import Draft202012Validator
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from werkzeug.test import TestResponse

from bot.door import dress
from bot.figures.answering import A_MINUTE, AT_ONCE, Figures
from bot.figures.asked import PREFIX
from bot.figures.openapi import described
from bot.serving import WebServer
from storage import SINGLE
from storage.exports.tables import TABLES
from storage.records.apitokens import Issued
from storage.trail.listing import entries
from tests.bot.commanding import run, settle
from tests.bot.council import NINE, Council, open_store
from tests.databases import Databases
from tests.unhurried import AN_ANSWER

SEED = 20260302


@dataclass
class Site:
    """The API over a council, and the time."""

    council: Council
    web: Flask
    seconds: list[float] = field(default_factory=lambda: [0.0])

    def issue(self, person: str = "E1003", **given: Any) -> Issued:
        with self.council.store.work(SINGLE, NINE) as work:
            officer = work.people.must_get("E1001")
            issued = work.api_tokens.issue(person, viewer=officer, **{"reach": "line", "ahead_days": 30} | given)
            work.commit()
        return issued

    def ask(self, path: str, token: str = "", method: str = "GET", **headers: str) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        return self.web.test_client().open(path, method=method, headers=sent)


def site_of(council: Council, within: timedelta) -> Site:
    web = Flask("cornerstone", static_folder=None)
    dress(web)
    made = Site(council, web)
    Figures(council.store, lambda: council.now[0], lambda: made.seconds[0], within=within, noting_within=within).register(web)
    return made


@pytest.fixture
def site(council: Council) -> Site:
    return site_of(council, AN_ANSWER)


def written(issued: Issued) -> str:
    return PREFIX + issued.token.text


@contextmanager
def serving(council: Council) -> Iterator[str]:
    """On a port of its own, as fast as it is asked."""
    web = Flask("cornerstone", static_folder=None)
    dress(web)
    Figures(council.store, lambda: NINE, a_minute=10**9, within=AN_ANSWER).register(web)
    server = WebServer(web, host="127.0.0.1", port=0, threads=2)
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.mark.slow
def test_it_does_what_its_own_description_says(site: Site, databases: Databases) -> None:
    """Every case schemathesis makes of it: each boundary of each parameter, what is wrong with each, and some by chance.

    Where the description alone decides, one database is enough; on the other, the tables whose SQL differs.
    """
    asked, wrong, tables = 0, [], list(TABLES) if databases.kind == "sqlite" else ["obligations", "moves"]
    with serving(site.council) as address:
        config = SchemathesisConfig.from_dict(
            {
                "seed": SEED,
                "headers": {"Authorization": f"Bearer {written(site.issue())}"},
                "generation": {"deterministic": True, "max-examples": 3},
                "phases": {"stateful": {"enabled": False}},
            }
        )
        schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", config=config)
        chosen = schema.include(path=[f"/api/v1/{table}" for table in tables])
        for event in from_schema(chosen).execute():
            if isinstance(event, NonFatalError):
                wrong.append(str(event.value))
            if isinstance(event, ScenarioFinished):
                asked += len(event.recorder.cases)
                checks = [each for found in event.recorder.checks.values() for each in found]
                wrong += [f"{event.label}: {each.failure_info.failure}" for each in checks if each.failure_info]
                assert event.status in (Status.SUCCESS, Status.SKIP) or wrong
    assert wrong == []
    assert asked > 50 * len(tables)


def test_its_description_is_one_and_each_answer_is_as_described(site: Site) -> None:
    document = site.ask("/api/v1/openapi.json").get_json()
    assert document == json.loads(json.dumps(described()))
    assert document["openapi"] == "3.1.0"
    token = written(site.issue(reach="quality"))
    for name, table in TABLES.items():
        operation = document["paths"][f"/api/v1/{name}"]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator.check_schema(schema)
        answer = site.ask(f"/api/v1/{name}?limit=1000", token)
        Draft202012Validator(schema | {"components": document["components"]}).validate(answer.get_json())
        shown = document["components"]["schemas"][name]["properties"]
        assert list(shown) == [each.name for each in table.columns]
        assert all(each.says in shown[each.name]["description"] for each in table.columns)


WRONG: tuple[tuple[str, dict[str, str], int, str], ...] = (
    ("/api/v1/people", {"Authorization": ""}, 401, "There is no token"),
    ("/api/v1/people", {"Authorization": "Basic dG9tOnRvbQ=="}, 401, "There is no token"),
    ("/api/v1/people", {"Authorization": "Bearer"}, 401, "There is no token"),
    ("/api/v1/people", {"Authorization": f"Bearer {PREFIX}{'A' * 59}"}, 401, "There is no token"),
    ("/api/v1/people", {"Authorization": "Bearer \u00e9"}, 401, "There is no token"),
    ("/api/v1/people?frm=1", {}, 400, "There is no parameter `frm`; this table takes team, limit, cursor."),
    ("/api/v1/people?team=", {}, 400, "`team` is empty."),
    ("/api/v1/people?team=a%00b", {}, 400, "`team` has letters in it"),
    ("/api/v1/people?limit=0", {}, 400, "`limit` is not a whole number from 1 to 1,000."),
    ("/api/v1/people?limit=1001", {}, 400, "`limit` is not a whole number"),
    ("/api/v1/people?limit=1&limit=2", {}, 400, "`limit` is given more than once."),
    ("/api/v1/people?since=2026-03-02", {}, 400, "There is no parameter `since`"),
    ("/api/v1/sessions?since=2/3/2026", {}, 400, "`since` is not a day. Write it as 2026-03-24."),
    ("/api/v1/sessions?until=2026-02-30", {}, 400, "`until` is not a day."),
    ("/api/v1/sessions?since=20260302", {}, 400, "`since` is not a day."),
    ("/api/v1/sessions?kind=lunch", {}, 400, "`kind` is not one of personal, casework,"),
    ("/api/v1/people?cursor=made-up", {}, 404, "There is no such page"),
    ("/api/v1/nothing", {}, 404, "There is nothing at this address."),
    ("/api/v1/people/E1003", {}, 404, "There is nothing at this address."),
    ("/api/", {}, 404, "There is nothing at this address."),
    ("/api/v1/people", {"Accept": "text/csv"}, 406, "The answer is JSON"),
    ("/api/v1/people", {"Accept": "application/json;q=0"}, 406, "The answer is JSON"),
    ("/api/v1/openapi.json", {"Accept": "application/yaml"}, 406, "The answer is JSON"),
)
"""What is asked, what is sent with it that differs, and what is answered."""


def test_whatever_is_wrong_is_said_in_a_sentence(site: Site) -> None:
    token = written(site.issue())
    for path, sent, status, says in WRONG:
        is_wrong(site.ask(path, **{"Authorization": f"Bearer {token}"} | sent), status, says)


def is_wrong(answer: TestResponse, status: int, says: str) -> None:
    """A problem, as RFC 9457 has it."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert problem["status"] == status
    assert problem["detail"].startswith(says), problem["detail"]
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_it_can_only_be_read(site: Site) -> None:
    token = written(site.issue())
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROB"):
        for path in ("/api/v1/people", "/api/v1/openapi.json"):
            answer = site.ask(path, token, method)
            is_wrong(answer, 405, "This can only be read.")
            assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    head = site.ask("/api/v1/people", token, "HEAD")
    assert (head.status_code, head.data) == (200, b"")
    elsewhere = site.ask("/nowhere")
    assert (elsewhere.status_code, elsewhere.mimetype) == (404, "text/html"), "other pages answer as they did"


def test_a_cursor_goes_on_where_it_was_given_and_nowhere_else(site: Site) -> None:
    tom, sue = written(site.issue()), written(site.issue("E1002"))
    following = site.ask("/api/v1/obligations?limit=5&state=upcoming", tom).get_json()["next"]
    assert site.ask(following, tom).status_code == 200
    assert "E1003" not in following
    for token, path in (
        (sue, following),
        (tom, following.replace("state=upcoming&", "")),
        (tom, following.replace("upcoming", "overdue")),
        (tom, following.replace("/obligations?state=upcoming&", "/people?")),
    ):
        is_wrong(site.ask(path, token), 404, "There is no such page")


def test_a_token_ends_with_its_day_with_its_owner_and_when_it_is_revoked(site: Site) -> None:
    council, day = site.council, timedelta(days=1)
    short, left, revoked, kept = site.issue(ahead_days=1), site.issue("E1005"), site.issue("E1004"), site.issue("E1002")
    everybodys = [short, left, revoked, kept]
    assert [site.ask("/api/v1/people", written(each)).status_code for each in everybodys] == [200] * 4
    council.run("UPDATE people SET left_on = '2026-03-02' WHERE id = 'E1005'")
    with council.store.work(SINGLE, NINE) as work:
        work.api_tokens.revoke(revoked.id, viewer=work.people.must_get("E1001"))
        work.commit()
    council.now[0] = NINE + day
    for each in (short, left, revoked):
        is_wrong(site.ask("/api/v1/people", written(each)), 401, "There is no token")
    assert site.ask("/api/v1/people", written(kept)).status_code == 200
    with council.store.read(SINGLE, council.now[0]) as work:
        names = {each: work.people.must_get(each).name for each in ("E1002", "E1003", "E1004", "E1005")}
        used = {each.id: str(each.last_read_on) for each in work.api_tokens.standing()}
        noted = [
            (each.actor, each.role) for each in entries(work, most=100) if (each.act, each.object) == ("exported", "people")
        ]
    assert used == {short.id: "2026-03-02", left.id: "2026-03-02", kept.id: "2026-03-03"}
    assert sorted(noted) == sorted([(names[each], "line") for each in ("E1003", "E1005", "E1004", "E1002", "E1002")])


def test_a_token_is_told_to_wait_and_costs_no_other_anything(site: Site) -> None:
    busy, other = written(site.issue()), written(site.issue("E1002"))
    answers = [site.ask("/api/v1/audits?limit=x", busy) for _ in range(A_MINUTE + 1)]
    assert [each.status_code for each in answers] == [400] * A_MINUTE + [429]
    is_wrong(answers[-1], 429, "This token is used too often.")
    assert answers[-1].headers["Retry-After"] == "1"
    assert site.ask("/api/v1/audits", other).status_code == 200
    site.seconds[0] += 1
    assert site.ask("/api/v1/audits", busy).status_code == 200


def test_where_the_database_is_gone_it_says_so_and_comes_back(site: Site, databases: Databases) -> None:
    council, token = site.council, written(site.issue())
    council.store.close()
    with databases.out_of_reach(council.url):
        for _ in range(AT_ONCE + 1):
            answer = site.ask("/api/v1/people", token)
            is_wrong(answer, 503, "The database does not answer at this moment.")
            assert int(answer.headers["Retry-After"]) > 0
        assert site.ask("/api/v1/openapi.json").status_code == 200
    assert site.ask("/api/v1/people", token).status_code == 200


def test_nobody_is_shown_rows_where_that_cannot_be_noted(site: Site) -> None:
    """Another holds the workspace: the trail cannot be written, so there is no answer."""
    token, other = written(site.issue()), open_store(site.council.url)
    with other.work(SINGLE, NINE):
        asked = site_of(site.council, within=timedelta(seconds=3)).ask("/api/v1/people", token)
        is_wrong(asked, 503, "Too much is being stored at this moment.")
    other.close()
    assert site.ask("/api/v1/people", token).status_code == 200


def test_tokens_are_issued_listed_and_revoked_by_command(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, site.council)
    done = run("api-token", "issue", "--to", "E1003", "--by", "E1001", "--days", "7")
    assert (
        "For Tom Tilley (E1003): rows about them and everybody below them. It stops working on Monday 9 March 2026."
        in done.stderr
    )
    token = done.stdout.strip()
    assert token.startswith(PREFIX)
    assert site.ask("/api/v1/people", token).status_code == 200
    whole = run("api-token", "issue", "--to", "E1002", "--by", "E1001", "--rows", "quality").stdout.strip()
    assert len(site.ask("/api/v1/people", whole).get_json()["rows"]) == 16
    (first, second) = json.loads(run("api-token", "list", "--json").output)
    assert (first["person_id"], first["rows"], first["until"], first["last_used_on"]) == (
        "E1003",
        "line",
        "2026-03-09",
        "2026-03-02",
    )
    assert (second["person_id"], second["rows"], second["issued_by"]) == ("E1002", "quality", "E1001")
    assert token not in run("api-token", "list").output
    assert run("api-token", "revoke", first["id"][:8], "--by", "E1001").output == "One token has ended.\n"
    is_wrong(site.ask("/api/v1/people", token), 401, "There is no token")
    refused = run("api-token", "revoke", first["id"][:8], "--by", "E1001")
    assert (refused.exit_code, "or it has ended" in refused.output) == (2, True)
    assert run("api-token", "revoke", "--person", "E1003", "--by", "E1001").output == "There was none to end.\n"
    assert run("api-token", "revoke", "--all", "--by", "E1001").output == "One token has ended.\n"
    for arguments in (("revoke", "--by", "E1001"), ("revoke", "x", "--all", "--by", "E1001"),
                      ("issue", "--to", "E1003", "--by", "E1001", "--rows", "all")):  # fmt: skip
        assert run("api-token", *arguments).exit_code == 2
