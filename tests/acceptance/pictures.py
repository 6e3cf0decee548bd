"""The README's pictures, taken anew: `python -m tests.acceptance.pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot import desk
from tests.acceptance.people import At
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.unhurried import sample_council

PICTURES = Path(desk.__file__).parent / "pictures"


def main() -> None:
    """The supervisor's morning and form, the supervisee's Home tab, the service manager's escalation."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sample_council(Path(home) / "demo") as demo, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        at = At(demo, page)
        demo.machine.advance(1)
        at.be("Tom Tilley")
        at.type("/decision M100001 move to strategy meeting because two missed visits")
        at.sees("Ad hoc decision on M100001")
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURES / "supervisor.png")
        at.be("Ann Ashby", "home")
        page.get_by_test_id("home").get_by_text("To prepare").wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURES / "supervisee.png")
        demo.machine.advance(15)
        at.be("Sue Sandford")
        at.sees("more than three weeks")
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURES / "senior.png")
        browser.close()


if __name__ == "__main__":
    main()
