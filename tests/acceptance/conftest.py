"""A whole council, run as `make demo` runs it, and a real browser. Time passes only by the desk's time machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.demo import Demo
from tests.acceptance.people import At


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """The sample council on its first Monday, 08:55."""
    with Demo(tmp_path / "demo", 0, ticking=False) as started:
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
