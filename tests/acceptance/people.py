"""What a person does at the desk, in the browser."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from bot.demo import Demo

WEEK = 45_000  # milliseconds a week of the time machine may take on a slow machine


@dataclass(frozen=True, slots=True)
class At:
    """The desk, seen by one person at a time."""

    demo: Demo
    page: Page

    def be(self, name: str, tab: str = "messages") -> None:
        """Choose a person of the sample council by name."""
        with self.demo.store.read("council", self.demo.clock.now()) as work:
            [person] = [each for each in work.people.everyone() if each.name == name]
        self.page.goto(f"{self.demo.address}/")
        self.page.get_by_test_id(f"person-{self.demo.member(person)}").first.click()
        if tab == "home":
            self.page.get_by_test_id("tab-home").click()

    def type(self, line: str) -> None:
        """Type a line into the composer and send it."""
        box = self.page.get_by_test_id("command-box")
        box.fill(line)
        self.page.get_by_test_id("send").click()

    @property
    def messages(self) -> Locator:
        """Every message shown, oldest first."""
        return self.page.get_by_test_id("message")

    def sees(self, words: str | re.Pattern[str]) -> Locator:
        """The newest message with these words, waited for."""
        found = self.messages.filter(has_text=words).last
        expect(found).to_be_visible()
        return found

    def sees_none(self, words: str | re.Pattern[str]) -> None:
        """No message with these words."""
        expect(self.messages.filter(has_text=words)).to_have_count(0)

    @property
    def modal(self) -> Locator:
        """The open modal."""
        return self.page.get_by_test_id("modal")

    def press(self, button: str, place: Locator | None = None) -> None:
        """Press a button by its words."""
        (place or self.page).get_by_role("button", name=button, exact=True).last.click()

    def submit(self, said: str) -> None:
        """Submit the open modal, read what it says then, and close it."""
        self.page.get_by_test_id("modal-submit").click()
        expect(self.modal).to_contain_text(said)
        self.close()

    def close(self) -> None:
        """Close the open modal."""
        self.page.keyboard.press("Escape")
        expect(self.modal).to_be_hidden()

    def days_pass(self, weeks: int = 0, days: int = 0) -> None:
        """Use the time machine."""
        for button in ["time-plus-week"] * weeks + ["time-plus-day"] * days:
            self.page.get_by_test_id(button).click()
            expect(self.page.get_by_test_id("time-status")).to_contain_text(re.compile("sent|planned|stopped"), timeout=WEEK)
            expect(self.page.get_by_test_id(button)).to_be_enabled(timeout=WEEK)
