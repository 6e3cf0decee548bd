"""The page, in a real Chromium: one can be anybody, and see time pass."""

import re
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from slack_sdk import WebClient

from bot.desk import Desk
from tests.desk.counterpart import (
    ANN,
    PEOPLE,
    SUE,
    TOM,
    Bot,
    Clock,
    actions,
    button,
    client_of,
    home,
    make_desk,
    modal,
    plain,
    section,
    text_input,
)


class Machine:
    """A time machine: a message to Ann every morning."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.client = clock, None

    def now(self) -> datetime:
        return self.clock()

    def advance(self, days: int) -> None:
        for _ in range(days):
            self.to_next_notice()

    def to_next_notice(self) -> bool:
        time.sleep(0.05)
        self.clock.on(days=1)
        rules = [{"source": "Supervision Standard 13", "words": "At least monthly."}]
        facts = {"event_type": "notice", "event_payload": {"message": "m", "kind": "still_late", "rules": rules}}
        assert self.client is not None
        self.client.chat_postMessage(channel=ANN, text="It is late.", metadata=facts)
        return True


@pytest.fixture
def desk(clock: Clock) -> Iterator[Desk]:
    machine = Machine(clock)
    with make_desk(clock, time_machine=machine) as desk:
        desk.serve(port=0)
        machine.client = client_of(desk)  # type: ignore[assignment]
        yield desk


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    """A page on which every error of its script fails the test."""
    context = browser.new_context(viewport={"width": 1300, "height": 800}, locale="en-GB")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def be(page: Page, desk: Desk, user_id: str) -> None:
    """Look as this person."""
    page.goto(f"{desk.url}/as/{user_id}")
    expect(page.get_by_test_id("command-box")).to_be_visible()


@pytest.mark.browser
def test_one_is_a_person_and_types_a_command(page: Page, desk: Desk, bot: Bot) -> None:
    bot.app.command("/decision")(lambda ack, body: ack(text="x", blocks=[section(f"Saved: *{body['text']}*")]))
    page.goto(desk.url)
    page.get_by_test_id(f"person-{ANN}").click()
    box = page.get_by_test_id("command-box")
    expect(box).to_be_visible()
    box.press_sequentially("/dec")
    expect(page.get_by_test_id("choice")).to_have_count(1)
    box.press("Enter")
    box.press_sequentially("M100001 ask @tom")
    box.press("Enter")
    expect(box).to_have_value("/decision M100001 ask @Tom Sample ")
    box.press_sequentially("because x")
    box.press("Enter")
    message = page.get_by_test_id("message")
    expect(message).to_contain_text("Saved: M100001 ask @Tom Sample because x")
    expect(message.get_by_test_id("only-you")).to_have_text("Only visible to you")
    expect(box).to_have_value("")
    message.get_by_label("Dismiss this message").click()
    expect(message).to_have_count(0)


@pytest.mark.browser
def test_a_command_that_fails_keeps_what_was_typed(page: Page, desk: Desk) -> None:
    desk.bot_url = "http://127.0.0.1:9/"
    be(page, desk, ANN)
    box = page.get_by_test_id("command-box")
    box.fill("/decision M100001 all of this")
    box.press("Enter")
    expect(page.get_by_test_id("message")).to_contain_text("dispatch_failed")
    expect(box).to_have_value("/decision M100001 all of this")


@pytest.mark.browser
def test_a_modal_is_filled_in_refused_and_saved(page: Page, desk: Desk, bot: Bot) -> None:
    who = {"type": "input", "block_id": "who", "label": plain("With"), "element": {"type": "users_select", "action_id": "who"}}
    when = {"type": "input", "block_id": "when", "label": plain("On"), "element": {"type": "datepicker", "action_id": "on"}}
    ticks = [{"text": plain(each), "value": each} for each in ("M1", "M2", "M3")]
    cases = {"type": "multi_static_select", "action_id": "cases", "options": ticks}
    more = {"type": "input", "block_id": "more", "label": plain("Cases"), "element": cases}
    saved: list[dict[str, Any]] = []

    @bot.app.action("open")
    def opened(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        form = modal(who, when, more, text_input("why", element={"multiline": True}))
        client.views_open(trigger_id=body["trigger_id"], view=form)
        ack()

    @bot.app.view("form")
    def submitted(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if len(values["why"]["text"]["value"]) < 5:
            ack(response_action="errors", errors={"why": "Say a little more."})
        else:
            saved.append(values)
            ack()

    client_of(desk).chat_postMessage(channel=ANN, text="Due", blocks=[actions(button("Record it", "open"))])
    be(page, desk, ANN)
    page.get_by_test_id("action-open").click()
    form = page.get_by_test_id("modal")
    expect(form).to_be_visible()
    form.get_by_test_id("modal-submit").click()
    expect(form.get_by_test_id("error-why")).to_have_text("Please complete this required field.")
    form.get_by_label("With").select_option("Tom Sample")
    form.get_by_label("On", exact=True).fill("2026-03-24")
    form.get_by_test_id("action-cases").locator("summary").click()
    form.get_by_label("M1").check()
    form.get_by_label("M3").check()
    form.get_by_label("why").fill("no")
    form.get_by_test_id("modal-submit").click()
    expect(form.get_by_test_id("error-why")).to_have_text("Say a little more.")
    expect(form.get_by_label("why")).to_be_focused()
    form.get_by_label("why").fill("long enough")
    form.get_by_test_id("modal-submit").click()
    expect(form).to_be_hidden()
    (values,) = saved
    assert values["who"]["who"]["selected_user"] == TOM
    assert values["when"]["on"]["selected_date"] == "2026-03-24"
    assert [each["value"] for each in values["more"]["cases"]["selected_options"]] == ["M1", "M3"]


@pytest.mark.browser
def test_a_modal_keeps_the_focus_and_closes_by_escape(page: Page, desk: Desk, bot: Bot) -> None:
    bot.app.command("/plain")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=modal()), ack()))
    be(page, desk, ANN)
    page.get_by_test_id("command-box").fill("/plain")
    page.get_by_test_id("command-box").press("Enter")
    form = page.get_by_test_id("modal")
    expect(form.get_by_label("why")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#modal')")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    expect(page.get_by_test_id("command-box")).to_be_focused()
    assert desk.as_person(ANN).modal is None


@pytest.mark.browser
def test_letters_reach_the_bot_before_the_window_they_were_typed_in_is_closed(page: Page, desk: Desk, bot: Bot) -> None:
    element = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    form = modal(text_input("why", dispatch_action=True, element=element), notify_on_close=True)
    bot.app.command("/plain")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=form), ack()))
    bot.app.action("text")(lambda ack: ack())
    bot.app.view_closed("form")(lambda ack: ack())
    be(page, desk, ANN)
    page.get_by_test_id("command-box").fill("/plain")
    page.get_by_test_id("command-box").press("Enter")
    on_their_way: list[Route] = []
    page.route("**/use", lambda route: on_their_way.append(route))
    page.get_by_test_id("modal").get_by_label("why").fill("long enough")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert on_their_way
    assert desk.requests("view_closed") == []
    on_their_way[0].continue_()
    expect(page.get_by_test_id("modal")).to_be_hidden()
    assert desk.until(lambda: desk.requests("view_closed"))
    (letters,) = desk.requests("block_actions")
    assert letters.payload["actions"][0]["value"] == "long enough"


@pytest.mark.browser
def test_what_is_typed_survives_what_arrives(page: Page, desk: Desk, clock: Clock) -> None:
    client = client_of(desk)
    field = text_input("note", element={"placeholder": plain("A note")})
    posted = client.chat_postMessage(channel=ANN, text="1", blocks=[section("before"), field])
    be(page, desk, ANN)
    page.get_by_test_id("command-box").fill("half a line")
    note = page.get_by_test_id("message").get_by_placeholder("A note")
    note.fill("half a note")
    clock.on(seconds=2)
    client.chat_postMessage(channel=ANN, text="2")
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="1", blocks=[section("after"), field])
    expect(page.get_by_test_id("message")).to_have_count(2)
    expect(page.get_by_test_id("message").first).to_contain_text("after")
    expect(page.get_by_test_id("edited")).to_have_text("(edited)")
    expect(page.get_by_test_id("command-box")).to_have_value("half a line")
    expect(note).to_have_value("half a note")
    expect(note).to_be_focused()


@pytest.mark.browser
def test_the_home_tab_and_its_menus(page: Page, desk: Desk, bot: Bot) -> None:
    options = [{"text": plain(each), "value": each} for each in ("all", "late")]
    menu = {"type": "static_select", "action_id": "show", "placeholder": plain("Show"), "options": options}
    more = {"type": "overflow", "action_id": "more", "options": options}

    @bot.app.event("app_home_opened")
    def opened(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(section("*Yours*"), actions(menu, more)))

    bot.app.action(re.compile("show|more"))(lambda ack: ack())
    be(page, desk, ANN)
    page.get_by_test_id("tab-home").click()
    expect(page.get_by_test_id("home")).to_contain_text("Yours")
    page.get_by_test_id("action-show").select_option("late")
    assert desk.until(lambda: desk.requests("block_actions"))
    page.get_by_test_id("action-more").locator("summary").click()
    page.get_by_role("menuitem", name="all").click()
    assert desk.until(lambda: len(desk.requests("block_actions")) == 2)
    last = desk.requests("block_actions")[-1].payload
    assert last["actions"][0]["selected_option"]["value"] == "all"
    assert next(iter(last["view"]["state"]["values"].values()))["show"]["selected_option"]["value"] == "late"


@pytest.mark.browser
def test_time_passes_and_what_was_sent_is_listed_with_its_rule(page: Page, desk: Desk) -> None:
    be(page, desk, SUE)
    expect(page.get_by_test_id("now")).to_have_text("Monday 23 March 2026, 09:00")
    page.get_by_test_id("time-plus-week").click()
    expect(page.get_by_test_id("time-next")).to_be_disabled()
    expect(page.get_by_test_id("now")).to_have_text("Monday 30 March 2026, 09:00")
    expect(page.get_by_test_id("time-status")).to_have_text("7 messages sent on the way.")
    expect(page.get_by_test_id(f"unread-{ANN}")).to_have_text("7")
    row = page.get_by_test_id("sent-row").first
    expect(row).to_contain_text("Mon 30 March, 09:00")
    expect(row).to_contain_text("Still late")
    expect(row).to_contain_text("Ann Example")
    expect(row.get_by_test_id("sent-rule")).to_contain_text("Supervision Standard 13")
    page.get_by_test_id("time-next").click()
    expect(page.get_by_test_id("sent-row")).to_have_count(8)
    page.get_by_test_id(f"person-{ANN}").click()
    expect(page.get_by_test_id("message")).to_have_count(8)
    expect(page.get_by_test_id(f"unread-{ANN}")).to_have_count(0)


@pytest.mark.browser
def test_a_time_machine_that_fails_says_so(page: Page, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.faults.switch_on("server_error")
    be(page, desk, SUE)
    page.get_by_test_id("time-next").click()
    expect(page.get_by_test_id("time-status")).to_contain_text("The time machine stopped.")
    expect(page.get_by_test_id("time-next")).to_be_enabled()
    assert "The time machine stopped" in caplog.text


@pytest.mark.browser
def test_a_fault_is_switched_on_from_the_page(page: Page, desk: Desk) -> None:
    be(page, desk, ANN)
    page.get_by_test_id("tab-faults").click()
    page.get_by_test_id("fault-method").select_option("chat.postMessage")
    page.get_by_test_id("fault-rate_limited").click()
    expect(page.get_by_test_id("fault-rate_limited")).to_have_attribute("aria-checked", "true")
    (fault,) = desk.faults.on().values()
    assert fault.methods == {"chat.postMessage"}
    page.get_by_test_id("fault-rate_limited").click()
    expect(page.get_by_test_id("fault-rate_limited")).to_have_attribute("aria-checked", "false")


@pytest.mark.browser
def test_a_button_that_asks_first(page: Page, desk: Desk, bot: Bot) -> None:
    bot.app.action("remove")(lambda ack: ack())
    ask = {"title": plain("Remove it?"), "text": plain("It is gone then."), "confirm": plain("Remove"), "deny": plain("Keep")}
    blocks = [actions(button("Remove", "remove", style="danger", confirm=ask))]
    client_of(desk).chat_postMessage(channel=ANN, text="x", blocks=blocks)
    be(page, desk, ANN)
    page.get_by_test_id("action-remove").click()
    page.get_by_test_id("confirm-deny").click()
    assert desk.requests("block_actions") == []
    page.get_by_test_id("action-remove").click()
    page.get_by_test_id("confirm-yes").click()
    assert desk.until(lambda: desk.requests("block_actions"))


@pytest.mark.browser
def test_a_shortcut_from_the_menu(page: Page, desk: Desk, bot: Bot) -> None:
    bot.app.shortcut("log_decision")(
        lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=modal()), ack())
    )
    be(page, desk, ANN)
    page.get_by_test_id("shortcuts").click()
    page.get_by_test_id("shortcut-log_decision").click()
    expect(page.get_by_test_id("modal").get_by_role("heading", name="A form")).to_be_visible()


@pytest.mark.browser
def test_a_shortcut_on_a_message_from_the_menu_every_message_has(page: Page, desk: Desk, bot: Bot) -> None:
    bot.app.shortcut("from_message")(
        lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=modal()), ack())
    )
    client_of(desk).chat_postMessage(channel=ANN, text="The bot's")
    desk.as_person(ANN).write("My own")
    be(page, desk, ANN)
    for text in ("The bot's", "My own"):
        message = page.get_by_test_id("message").filter(has_text=text)
        message.get_by_test_id("more-actions").click()
        message.get_by_test_id("message-shortcut-from_message").click()
        expect(page.get_by_test_id("modal").get_by_role("heading", name="A form")).to_be_visible()
        payload = desk.requests("message_action")[-1].payload
        assert payload["message"]["text"] == text
        assert {"trigger_id", "response_url", "message_ts", "channel", "user", "team"} <= set(payload)
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("modal")).to_be_hidden()


@pytest.mark.browser
def test_on_a_phone_the_people_are_a_menu_and_nothing_is_wider_than_the_screen(page: Page, desk: Desk) -> None:
    words = "A long line of words that has to wrap on a small screen. " * 5
    client_of(desk).chat_postMessage(
        channel=ANN, text="x", blocks=[section(words), actions(*(button(f"Choice {each}", f"a{each}") for each in range(6)))]
    )
    page.set_viewport_size({"width": 390, "height": 844})
    be(page, desk, ANN)
    expect(page.get_by_test_id(f"person-{TOM}")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_test_id("people-menu").click()
    page.get_by_test_id(f"person-{TOM}").click()
    expect(page.get_by_test_id("people-menu")).to_contain_text("Tom Sample")
    page.get_by_test_id("record-toggle").click()
    expect(page.get_by_test_id("sent-row")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("sent-row")).to_be_hidden()


@pytest.mark.browser
def test_what_somebody_writes_is_never_markup(page: Page, desk: Desk) -> None:
    desk.as_person(ANN).write("<img src=x onerror=\"document.title='hit'\"> *bold*")
    client_of(desk).chat_postMessage(channel=ANN, text="<script>document.title='hit'</script>")
    be(page, desk, ANN)
    expect(page.get_by_test_id("message").first).to_contain_text("<img src=x")
    expect(page.get_by_test_id("message").last).to_contain_text("<script>")
    assert "hit" not in page.title()


def ask(desk: Desk, path: str, **headers: str) -> int:
    """The status of a request with these headers."""
    body = b'{"fault":"slow","on":true}' if path == "/page/faults" else None
    request = Request(f"{desk.url}{path}", body, {"Content-Type": "application/json", **headers})
    try:
        with urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_another_sites_name_or_page_gets_nothing(desk: Desk) -> None:
    assert ask(desk, "/") == 200
    assert ask(desk, "/", Host="council.example") == 403
    here = desk.url.removeprefix("http://")
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://{here}"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": f"http://{here}.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": f"evil.example:{here.rpartition(':')[2]}"},
        {"Host": ""},
    ):
        assert ask(desk, "/page/faults", **headers) == 403, headers
    assert desk.faults.on() == {}
    assert ask(desk, "/", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}) == 200, "a link may lead here"
    for dest in ("script", "image", "iframe", "empty"):
        assert ask(desk, "/", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": dest}) == 403
    assert ask(desk, "/page/faults", Origin=desk.url, **{"Sec-Fetch-Site": "same-origin"}) == 200
    assert ask(desk, "/api/auth.test", Origin="http://evil.example") == 403
    assert ask(desk, f"/as/{PEOPLE[-1].id}") == 404


def test_the_bots_pictures_and_nothing_else_come_from_outside(desk: Desk) -> None:
    with urlopen(desk.url, timeout=60) as answer:
        policy = answer.headers["Content-Security-Policy"]
        html = answer.read().decode()
    assert "default-src 'none'" in policy
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", html)
