"""A whole council, run as `make demo` runs it, and a real browser. Time passes only by the desk's time machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from bot.demo import Demo
from tests.acceptance.people import At
from tests.acceptance.phone import PHONE
from tests.unhurried import sample_council


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """The sample council on its first Monday, 08:55."""
    with sample_council(tmp_path / "demo") as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a desktop's size; whatever the page itself does wrong fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB", timezone_id="Europe/London")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert not faults, faults


@pytest.fixture
def at(demo: Demo, page: Page) -> At:
    """The desk in the browser."""
    return At(demo, page)


@pytest.fixture(scope="session")
def phone_council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One sample council for all the forms, where they may ask as often as a test is quicker than they."""
    home: Path = tmp_path_factory.mktemp("forms") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORNERSTONE_REQUESTS_A_MINUTE", "1000")
        with sample_council(home) as demo:
            yield demo


@pytest.fixture(scope="session")
def phone_page(browser: Browser) -> Iterator[Page]:
    """One page for all of them."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def on_a_phone(phone_council: Demo, phone_page: Page) -> Iterator[At]:
    """The desk on a phone; what the page does wrong itself fails the test it does it in."""
    faults: list[str] = []

    def note(error: Error) -> None:
        faults.append(str(error))

    phone_page.on("pageerror", note)
    made = At(phone_council, phone_page)
    yield made
    while made.modal.is_visible():
        made.close()  # the desk keeps what somebody has open, as Slack does
    phone_page.remove_listener("pageerror", note)
    assert not faults, faults
