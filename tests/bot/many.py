"""Two councils in workspaces of their own and a third in two of an organisation, the same people's ids in each; one bot."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from sqlalchemy import event

from bot.clock import Clock
from bot.desk import App, Desk, Member, Person, Town, Workspace
from bot.manifest import manifest
from bot.serving import WebServer
from bot.settings import Settings
from bot.ticks import Ticks
from bot.web import build_web
from bot.wiring import build_bolt, build_deps, build_door, build_ticks, build_workspaces
from bot.workspaces import Workspaces
from scheduling.policy import Policy
from storage.store import Store
from tests.databases import address
from tests.storage.conftest import KEY, migrated, opened
from tests.storage.council import LINE, at, settled
from tests.unhurried import SLACK, UNHURRIED

ONE, TWO, NORTH, SOUTH, ORG = "T0ONE", "T0TWO", "T0NORTH", "T0SOUTH", "E0COUNTY"
NINE = at("2026-03-24")
CLIENT, SECRET, SIGNING = "123.456", "client-secret", "signing-secret"


class Held(Clock):
    """Stands still."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at


def planted(url: str, policy: Policy) -> None:
    """Everybody supervised on the 2nd; each workspace like the other."""
    migrated(url, policy)
    store = opened(url, policy)
    for workspace in (ONE, TWO, ORG):
        settled(store, "2026-03-16", workspace)
    store.close()


@dataclass
class Page:
    """What was answered; nobody is led on."""

    status: int
    text: str
    headers: dict[str, str]


def get(url: str, method: str = "GET", cookies: dict[str, str] | None = None, **fields: str) -> Page:
    """Over http here, where a cookie is for https: so whoever asks carries it."""
    parts = urlsplit(url)
    line = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}
    if fields:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        line.request(method, f"{parts.path}?{parts.query}", urlencode(fields) if fields else None, headers)
        answer = line.getresponse()
        return Page(answer.status, answer.read().decode(), dict(answer.getheaders()))
    finally:
        line.close()


class Browser:
    """Somebody's, with its cookies."""

    def __init__(self, bot_url: str) -> None:
        self._bot_url, self._cookies = bot_url, dict[str, str]()

    def open(self, path: str = "/slack/install") -> Page:
        page = get(f"{self._bot_url}{path}", cookies=self._cookies)
        if found := re.match(r"([^=]+)=([^;]+); Secure; HttpOnly.*SameSite=Lax", page.headers.get("Set-Cookie", "")):
            self._cookies[found[1]] = found[2]
        return page

    def allow(self, page: Page, place: str, decision: str = "allow") -> str:
        """At Slack: the address it leads back to."""
        href = re.search(r'href="([^"]+authorize[^"]+)"', page.text)
        assert href, page.text
        url = href[1].replace("&amp;", "&")
        assert place in get(url).text
        given = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        answer = get(url.partition("?")[0], "POST", **given, place=place, decision=decision)
        assert answer.status == 302, answer.text
        return answer.headers["Location"]

    def back(self, location: str) -> Page:
        """Slack's leading back, to the bot's own address whatever it is here."""
        parts = urlsplit(location)
        return self.open(f"{parts.path}?{parts.query}")

    def install(self, place: str) -> Page:
        return self.back(self.allow(self.open(), place))


@dataclass
class Many:
    """The bot, its Slack, and what the bot asked the database."""

    store: Store
    desks: dict[str, Desk]
    town: Town
    workspaces: Workspaces
    ticks: Ticks
    bot_url: str
    clock: Held
    steady: list[float]
    """Seconds on the bot's steady clock, by which it remembers."""
    asked: list[str] = field(default_factory=list)
    """Statements about installations."""

    def person(self, team: str, name: str) -> Person:
        return self.desks[team].as_person(f"U{name.upper()}")

    def browser(self) -> Browser:
        return Browser(self.bot_url)

    def install(self, place: str) -> Page:
        """As whoever looks after Slack apps does."""
        return self.browser().install(place)

    def settle(self) -> None:
        """Until no event is on its way."""
        for desk in self.desks.values():
            desk.deliveries.settle()


def _desk(team: str, now: Held, **place: str) -> Desk:
    people = [Member(f"U{who.upper()}", who, f"{who.title()} {team}", f"{who}@council.example") for who in LINE]
    bot = Member(f"UBOT{team}", "cornerstone", "Cornerstone", "", is_bot=True)
    return Desk.from_manifest(
        manifest("http://127.0.0.1", many=True),
        people=people,
        signing_secret=SIGNING,
        bot_token=f"xoxb-desk-{team}",
        clock=now.now,
        timing=SLACK,
        workspace=Workspace(team, f"Council {team}", team.lower(), bot_user=bot, bot_id=f"B{team}", **place),
    )


@contextmanager
def open_many(url: str, policy: Policy, folder: Path) -> Iterator[Many]:
    """Nothing is installed yet."""
    now, steady = Held(NINE), [1000.0]
    county = {"enterprise_id": ORG, "enterprise_name": "County"}
    desks = {team: _desk(team, now, **(county if team in (NORTH, SOUTH) else {})) for team in (ONE, TWO)}
    for team, names in ((NORTH, ("zoe", "sue", "tom", "ann")), (SOUTH, ("tim", "bob", "dan"))):
        desks[team] = _desk(team, now, **county)
        for who in set(LINE) - set(names):
            desks[team].world.directory._members.pop(f"U{who.upper()}")
    made = manifest("http://127.0.0.1:3001", many=True)
    app = App(CLIENT, SECRET, made["oauth_config"]["redirect_urls"], made["oauth_config"]["scopes"]["bot"], is_org_ready=True)
    store = opened(url, policy)
    for desk in desks.values():
        desk.serve(port=0)
    town = Town(app, list(desks.values()))
    town.serve()
    settings = Settings(
        slack_client_id=CLIENT,
        slack_client_secret=SECRET,
        slack_signing_secret=SIGNING,
        slack_api_url=town.api_url,
        cornerstone_keys=(KEY,),
        database_url=address(store.engine),
        cornerstone_home=folder,
        _env_file=None,
    )
    workspaces = build_workspaces(settings, store)
    workspaces.steady = lambda: steady[0]  # type: ignore[attr-defined]
    deps = replace(build_deps(settings, store, now, workspaces), patience=UNHURRIED)
    bolt = build_bolt(settings, deps, workspaces)
    web = build_web(bolt.app, store.is_ready, installing=bolt.installing, door=build_door(settings))
    server = WebServer(web, host="127.0.0.1", port=0, threads=8)
    server.start()
    bot_url = f"http://127.0.0.1:{server.port}"
    for desk in desks.values():
        desk.bot_url = f"{bot_url}/slack/events"
    many = Many(store, desks, town, workspaces, build_ticks(settings, store, now, workspaces), bot_url, now, steady)
    event.listen(store.engine, "before_cursor_execute", lambda *call: _note(many, str(call[2])))
    try:
        yield many
    finally:
        town.stop()
        for desk in desks.values():
            desk.stop()
        server.stop()
        bolt.stop()
        many.ticks.sender.close()
        store.close()


def _note(many: Many, statement: str) -> None:
    if "slack_bots" in statement or "slack_installations" in statement:
        many.asked.append(statement)
