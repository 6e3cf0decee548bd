"""A private calendar address, asked for, renewed and switched off in a real browser, on a phone and on a desk's screen."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.acceptance.people import At
from tests.acceptance.test_screens import SCREENS, is_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("screen", SCREENS)
def test_an_address_is_shown_renewed_and_switched_off(at: At, screen: str) -> None:
    width, height = SCREENS[screen]
    at.be("Ann Ashby")
    at.type("/supervision calendar")
    shown = at.modal.locator("pre")
    expect(shown).to_have_text(re.compile(r"^http://127\.0\.0\.1:\d+/feed/[\w-]{59}\.ics$"))
    first = shown.inner_text()
    at.page.set_viewport_size({"width": width, "height": height})
    is_sound(at.page)
    expect(at.modal).to_contain_text("Add Subscription Calendar")
    assert status(first) == 200
    at.press("New address", at.modal)
    expect(at.modal).to_contain_text("The address you had before has ended")
    second = shown.inner_text()
    assert (status(first), status(second)) == (404, 200)
    at.press("Switch off", at.modal)
    expect(at.modal).to_contain_text("Switched off")
    is_sound(at.page)
    assert status(second) == 404
    at.close()
    at.page.reload()
    expect(at.page.get_by_test_id("command-box")).to_be_visible()
    assert "/feed/" not in at.page.content()
