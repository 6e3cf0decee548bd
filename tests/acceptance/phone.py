"""The desk on a phone: where somebody is, what they type, what is pressed on the way to a form, what is kept of it."""

import json
import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.acceptance.filling import WIDER, pressed
from tests.acceptance.people import At
from tests.chromium import PATIENCE

PHONE = {"width": 390, "height": 844}
LETTERS = "textarea, input[type=text]:not([data-type=number_input])"
"""Fields one writes in."""
PRESSES, A_WHILE = 4, 5_000


def be(at: At, member: str) -> None:
    """On a phone the list of people is folded away: go there by address."""
    address = f"{at.demo.address}/as/{member}"
    if at.page.url != address:
        at.page.goto(address)


def member(at: At, name: str) -> str:
    with at.demo.store.read("council", at.demo.clock.now()) as work:
        return next(at.demo.member(each) for each in work.people.everyone() if each.name == name)


def line(typed: str, name: str, case: str) -> str:
    return re.sub("@(?![A-Z])", f"@{name}", typed).replace("#", case)


def pressed_on_the_way(at: At, button: str) -> None:
    """In the window that is open, or in the message or on the Home tab where none is."""
    found = at.page.get_by_role("button", name=button, exact=True).last
    expect(found).to_be_visible()
    if at.modal.is_visible():
        pressed(at.modal, at.modal.get_by_role("button", name=button, exact=True))
        return
    pressed_until_open(at.modal, found)


def pressed_until_open(modal: Locator, button: Locator) -> None:
    """A Home tab is drawn anew as it is opened: what is pressed just then is pressed again, as people do."""
    for _ in range(PRESSES):
        with suppress(PlaywrightTimeout):
            button.click(timeout=A_WHILE)
        with suppress(PlaywrightTimeout):
            modal.wait_for(state="visible", timeout=A_WHILE)
            return
    expect(modal).to_be_visible()


def pressed_beside(modal: Locator, text: str, button: str = "Read") -> None:
    """The button of the line that says so; the newest stands first."""
    row = modal.locator(".b-section.with-accessory").filter(has_text=text).first
    pressed(modal, row.get_by_role("button", name=button, exact=True))


def signed(at: At, name: str, title: str) -> None:
    """The record of this title that waits for somebody's signature is read to its end, and signed."""
    be(at, member(at, name))
    at.type("/supervision sign")
    expect(at.modal).to_be_visible()
    pressed_beside(at.modal, title)
    read_to_the_end(at.modal)
    assert at.page.evaluate(WIDER) <= 0
    at.submit("Signed.")


def read_to_the_end(modal: Locator) -> None:
    """A long record is signed on its last page."""
    more, sign = modal.get_by_role("button", name="More", exact=True), modal.get_by_test_id("modal-submit")
    while not sign.count():
        pressed(modal, more)


def form_of(at: At, name: str) -> str:
    """The form somebody has before them: by its name in the policy, or where it has none there as Slack calls it."""
    modal = at.demo.desk.as_person(member(at, name)).modal
    assert modal, f"{name} has no window open"
    return str(json.loads(modal.content["private_metadata"] or "{}").get("form") or modal.content["callback_id"])


def until_kept(at: At, text: str, by: str = "Tom Tilley") -> None:
    """The window is closed at once, and what was typed in it kept a moment later."""

    def is_kept() -> bool:
        with at.demo.store.read("council", at.demo.clock.now()) as work:
            [mine] = [each for each in work.people.everyone() if each.name == by]
            return any(text in str(each.content) for each in work.drafts.all(mine))

    until(at.page, is_kept)


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until it does."""
    for _ in range(PATIENCE // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it has not come to hold")
