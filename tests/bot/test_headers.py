"""Every answer of every page says the same to a browser, and the figures are shown to whoever has the token."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from slack_bolt import App
from slack_sdk import WebClient

from bot.desk import Desk, Member
from bot.door import Door
from bot.feeding import Feed
from bot.figures.answering import Figures
from bot.installing import build_installing
from bot.manifest import manifest
from bot.settings import Settings
from bot.web import build_monitoring, build_web
from bot.wiring import build_workspaces
from storage.store import Store
from tests.bot.council import KEY, NINE, Council
from tests.unhurried import AN_ANSWER

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEPT_NOWHERE = ("no-store", "private, no-cache")
"""A calendar may be kept by the application it is for, and by nobody in between."""


def bots(store: Store) -> Flask:
    """The bot's pages, all of them."""
    bolt = App(name="headers", client=WebClient(token="xoxb-desk-1"), signing_secret="s", token_verification_enabled=False)
    settings = Settings(
        slack_client_id="1.2",
        slack_client_secret="s",
        slack_signing_secret="s",
        slack_api_url="http://127.0.0.1:9/api/",
        cornerstone_keys=(KEY,),
        _env_file=None,
    )
    installing = build_installing(settings, store, build_workspaces(settings, store), WebClient(), lambda: NINE)  # type: ignore[arg-type]
    feed = Feed(store, lambda: NINE, within=AN_ANSWER)
    figures = Figures(store, lambda: NINE, within=AN_ANSWER)
    return build_web(bolt, lambda: [], lambda: b"figures", feed, installing, figures, door=Door("s"))


def desks(store: Store) -> Flask:
    """The desk's."""
    ann = Member("U0ANN", "ann", "Ann Example", "ann@example.org")
    return Desk.from_manifest(
        manifest(), people=[ann], signing_secret="s", bot_token="xoxb-desk-1", clock=lambda: datetime(2026, 3, 2, tzinfo=UTC)
    ).app


PAGES: dict[str, Callable[[Store], Flask]] = {
    "bot": bots,
    "desk": desks,
    "clock": lambda store: build_monitoring(lambda: b"figures"),
    "calendar": lambda store: Feed(store, lambda: NINE, within=AN_ANSWER).alone(),
}


def routes(web: Flask) -> Iterator[tuple[str, str]]:
    """A method and a path of every rule, whatever it is given; and a page that is none."""
    yield "GET", "/nowhere"
    yield "POST", "/healthz"
    for rule in web.url_map.iter_rules():
        path = rule.rule
        for name in rule.arguments:
            start, end = path.index("<"), path.index(">") + 1
            path = path[:start] + {"user_id": "U0ANN", "name": "people"}.get(name, "commands") + path[end:]
        for method in sorted(rule.methods or set()):
            yield method, path


@pytest.mark.parametrize("name", PAGES)
def test_every_answer_of_every_page_has_them(council: Council, name: str) -> None:
    web = PAGES[name](council.store)
    web.testing = False
    asked = set(routes(web))
    assert len(asked) >= 4
    assert name != "bot" or {("GET", "/slack/install"), ("GET", "/api/v1/people"), ("GET", "/metrics")} <= asked
    for method, path in sorted(asked):
        answer = web.test_client().open(path, method=method, base_url="http://127.0.0.1")
        said = f"{method} {path} {answer.status}"
        assert {header: answer.headers.get(header) for header in ALWAYS} == ALWAYS, said
        assert answer.headers["Cache-Control"] in KEPT_NOWHERE, said
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; "), said
        assert "frame-ancestors 'none'" in policy, said
        assert "unsafe" not in policy, said
        assert "camera=()" in answer.headers["Permissions-Policy"], said
        assert "Server" not in answer.headers, said
        assert "Strict-Transport-Security" not in answer.headers, said


@pytest.mark.parametrize(("scheme", "headers"), [("https", {}), ("http", {"X-Forwarded-Proto": "https"})])
def test_over_https_a_browser_is_told_to_keep_to_it(council: Council, scheme: str, headers: dict[str, str]) -> None:
    answer = bots(council.store).test_client().get("/healthz", base_url=f"{scheme}://council.example", headers=headers)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Bearer right-but-longer"}, 401),
        ({"Authorization": "right"}, 401),
        ({"Authorization": "Basic right"}, 401),
        ({"Authorization": "Bearer r\u00efght"}, 401),
        ({"Authorization": "Bearer right"}, 200),
    ],
)
def test_the_figures_are_for_whoever_has_the_token(given: dict[str, str], status: int) -> None:
    client = build_monitoring(lambda: b"figures", "right").test_client()
    answer = client.get("/metrics", headers=given)
    assert answer.status_code == status
    assert (b"figures" in answer.data) is (status == 200)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(("token", "said"), [("", ["The disk is full."]), ("right", [])])
def test_what_keeps_it_from_working_is_told_in_words_only_to_whoever_may_see_the_figures(token: str, said: list[str]) -> None:
    bolt = App(name="headers", client=WebClient(token="xoxb-desk-1"), signing_secret="s", token_verification_enabled=False)
    looks: list[int] = []

    def faults() -> list[str]:
        looks.append(1)
        return ["The disk is full."]

    client = build_web(bolt, faults, door=Door("s"), metrics_token=token).test_client()
    answers = [client.get("/readyz") for _ in range(20)]
    assert {answer.status_code for answer in answers} == {503}
    assert answers[0].json == {"ready": False, "faults": said}
    assert len(looks) < 20, "anybody may ask, and each look takes the database's only writer"
    assert client.get("/readyz", headers={"Authorization": "Bearer right"}).json == {
        "ready": False,
        "faults": ["The disk is full."],
    }
