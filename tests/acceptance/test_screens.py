"""On a phone and on a desk's screen, with the keyboard alone: a person, a command, a form; nothing wider than the screen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.demo import Demo
from tests.unhurried import sample_council

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SCREENS = {"phone": (390, 844), "desk": (1280, 860)}
STORING = ("Raise with my supervisor", "Relayed in supervision", "Call it off")
"""Buttons of a Home tab that do something at once."""
REACH = 60
"""Presses of Tab within which anything must be reached."""
UNLABELLED = """() => [...document.querySelectorAll('input, select, textarea, button, a[href]')]
  .filter(each => each.checkVisibility() && each.type !== 'hidden')
  .filter(each => !(each.labels && each.labels.length) && !each.ariaLabel && !each.textContent.trim()
                  && !(each.getAttribute('aria-labelledby')))
  .map(each => each.outerHTML.slice(0, 120))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One sample council for both screens, on its third day."""
    home: Path = tmp_path_factory.mktemp("screens") / "demo"
    with sample_council(home) as demo:
        for by, whose in (("UE1003", "UE1005"), ("UE1001", "UE1002")):
            demo.desk.as_person(by).command("/supervision", f"book <@{whose}> fri 2pm")
        demo.machine.advance(2)
        yield demo


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of one size."""
    width, height = SCREENS[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London")
    yield context.new_page()
    context.close()


def reach(page: Page, wanted: Locator) -> None:
    """Tab until it has the focus."""
    for _ in range(REACH):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with the keyboard")


def is_sound(page: Page) -> None:
    """Nothing runs out of the screen, and everything that can be used says what it is."""
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(UNLABELLED) == []


def test_a_decision_is_logged_with_the_keyboard_alone(council: Demo, screen: Page) -> None:
    page = screen
    page.goto(council.address)
    is_sound(page)
    tom = page.get_by_test_id("person-UE1003").first
    if not tom.is_visible():
        menu = page.locator("summary").filter(has_text=re.compile("person|people|choose", re.I)).first
        reach(page, menu)
        page.keyboard.press("Enter")
    reach(page, tom)
    page.keyboard.press("Enter")
    box = page.get_by_test_id("command-box")
    expect(box).to_be_visible()
    reach(page, box)
    page.keyboard.type("/decision M100001 visit twice a week")
    page.keyboard.press("Enter")
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_label("Decision")).to_have_value("visit twice a week")
    is_sound(page)
    rationale = modal.get_by_label("Rationale")
    reach(page, rationale)
    page.keyboard.type("school reports more absence")
    reach(page, page.get_by_test_id("modal-submit"))
    page.keyboard.press("Enter")
    expect(modal).to_contain_text("Saved. Ad hoc decision on M100001")
    is_sound(page)
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()
    reach(page, page.get_by_test_id("tab-messages"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("home")).to_contain_text("Your supervisees")
    is_sound(page)


@pytest.mark.parametrize("who", ["UE1002", "UE1005"])
def test_nothing_on_anybodys_home_or_messages_is_wider_than_the_screen(council: Demo, screen: Page, who: str) -> None:
    screen.goto(council.address)
    screen.get_by_test_id(f"person-{who}").first.evaluate("each => each.click()")
    expect(screen.get_by_test_id("command-box")).to_be_visible()
    is_sound(screen)
    screen.get_by_test_id("tab-home").click()
    expect(screen.get_by_test_id("home")).to_contain_text("Your supervision")
    is_sound(screen)


HOMES = {"a supervisee": "UE1005", "a supervisor": "UE1003", "a senior manager": "UE1002"}
MOST_PRESSED = 12
"""Buttons a tab: the desk's crawl presses them all, a phone shows that their windows fit."""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page of a phone's size; whatever the page itself does wrong fails the test."""
    width, height = SCREENS["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London")
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults, faults


@pytest.mark.parametrize("who", HOMES.values(), ids=list(HOMES))
def test_every_button_of_a_home_tab_opens_something_that_fits_a_phone(council: Demo, phone: Page, who: str) -> None:
    phone.goto(council.address)
    phone.get_by_test_id(f"person-{who}").first.evaluate("each => each.click()")
    phone.get_by_test_id("tab-home").click()
    home = phone.get_by_test_id("home")
    expect(home.get_by_role("button", name="What I can do")).to_be_visible()
    is_sound(phone)
    labels = [each for each in home.get_by_role("button").all_inner_texts() if each not in STORING]
    assert len(labels) > 2
    for at, label in list(enumerate(labels))[-MOST_PRESSED:]:
        fits(phone, home.get_by_role("button", name=label, exact=True).nth(labels[:at].count(label)))


@pytest.mark.parametrize("who", HOMES.values(), ids=list(HOMES))
def test_every_kind_of_button_in_a_message_opens_something_that_fits_a_phone(council: Demo, phone: Page, who: str) -> None:
    phone.goto(council.address)
    phone.get_by_test_id(f"person-{who}").first.evaluate("each => each.click()")
    expect(phone.get_by_test_id("command-box")).to_be_visible()
    labels = kinds_of(phone.get_by_test_id("message").get_by_role("button"))
    assert labels
    for label in labels:
        fits(phone, phone.get_by_test_id("message").get_by_role("button", name=label, exact=True).last)


def kinds_of(pressable: Locator) -> list[str]:
    """What the buttons say, each once. The pane is drawn anew for whoever was chosen, and is empty between the two."""
    for _ in range(100):
        said = [each for each in pressable.all_inner_texts() if len(each) > 1 and each not in STORING]
        if said:
            return list(dict.fromkeys(said))
        pressable.page.wait_for_timeout(100)
    return []


def fits(phone: Page, button: Locator) -> None:
    """What it opens, which is closed again."""
    button.click()
    modal = phone.get_by_test_id("modal")
    expect(modal).to_be_visible()
    expect(modal).not_to_contain_text("Something went wrong")
    is_sound(phone)
    while modal.is_visible():
        phone.keyboard.press("Escape")
        phone.wait_for_timeout(100)
