"""Filling a form of the policy in the browser, whatever it asks, to its end."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

LONGEST = 3000
MOST_STEPS = 25
NOTHING = "nothing"
LONG = "the longest text Slack takes"
SHORT = "a few words"
AMOUNTS: dict[str, Callable[[int], str]] = {
    NOTHING: lambda most: "",
    SHORT: lambda most: "as agreed",
    LONG: lambda most: ("word " * (most // 5 + 1))[:most].strip(),
}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def fill_to_the_end(page: Page, amount: str, *, seen: Callable[[int], None] = lambda step: None) -> int:
    """Every step of the open form, with so much in each field; what is asked for is never left empty. Answers how many."""
    modal = page.get_by_test_id("modal")
    for step in range(1, MOST_STEPS + 1):
        fill_step(modal, amount)
        assert page.evaluate(WIDER) <= 0, f"step {step} is wider than the screen"
        seen(step)
        before = modal.locator("form").get_attribute("data-hash")
        modal.get_by_test_id("modal-submit").click()
        expect(modal.locator(f'form[data-hash="{before}"]')).to_have_count(0, timeout=10_000)
        if modal.get_by_test_id("modal-submit").count() == 0:
            return step
    raise AssertionError("the form has no end")


def fill_step(modal: Locator, amount: str) -> None:
    """The fields of the step somebody has before them."""
    for field in modal.locator("textarea, input[type=text]").all():
        is_needed = field.get_attribute("aria-required") == "true"
        most = int(field.get_attribute("data-most") or LONGEST)
        text = AMOUNTS[amount if amount != NOTHING or not is_needed else SHORT](most)
        if text and not field.input_value():
            field.fill(text)
    for field in modal.locator("select").all():
        is_needed = field.get_attribute("aria-required") == "true"
        if (amount != NOTHING or is_needed) and not field.input_value():
            field.select_option(index=1)
    for field in modal.locator("input[type=date]").all():
        if field.get_attribute("aria-required") == "true" and not field.input_value():
            field.fill("2026-03-31")
