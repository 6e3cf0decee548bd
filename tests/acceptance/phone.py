"""The desk on a phone: where somebody is, what they type, what is pressed on the way to a form, what is kept of it."""

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.acceptance.filling import pressed
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
    pressed_until_open(at, found)


def pressed_until_open(at: At, button: Locator) -> None:
    """A Home tab is drawn anew as it is opened: what is pressed just then is pressed again, as people do."""
    for _ in range(PRESSES):
        with suppress(PlaywrightTimeout):
            button.click(timeout=A_WHILE)
        with suppress(PlaywrightTimeout):
            at.modal.wait_for(state="visible", timeout=A_WHILE)
            return
    expect(at.modal).to_be_visible()


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
