"""Filling a form of the policy in the browser, whatever it asks, to its end."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

LONGEST = 3000
LINE = 1000
MOST_STEPS = 25
NOTHING = "nothing"
LONG = "the longest text Slack takes"
SHORT = "a few words"
AMOUNTS: dict[str, Callable[[int], str]] = {
    NOTHING: lambda most: "",
    SHORT: lambda most: "as agreed",
    LONG: lambda most: ("word " * (most // 5 + 1))[:most].strip(),
}
REFUSED = ".error:not([hidden])"
NUMBER = "2"
WANTED = {
    "other_cases": "M100001",
    "piece_2": "A parenting assessment, 2 March",
    "ref": "M100199",
    "children": "C1\nC2",
    "sibling": "M100102",
    "outside": "",
    "more": ("word " * 560).strip(),
}
"""What alone is an answer, by field; "" where another field is answered instead."""
DAYS = {"variation_review_on": "2026-06-01"}
"""What is wanted with other answers, by field."""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def fill_to_the_end(page: Page, amount: str, *, is_sent_empty_first: bool = False) -> int:
    """Every step of the open form, with so much in each field; what is asked for is never left empty. Answers how many."""
    modal = page.get_by_test_id("modal")
    for step in range(1, MOST_STEPS + 1):
        if is_sent_empty_first:
            send_empty(modal)
        fill_step(modal, amount)
        assert page.evaluate(WIDER) <= 0, f"step {step} is wider than the screen"
        pressed(modal, modal.get_by_test_id("modal-submit"))
        refused = {each.get_attribute("data-error"): each.inner_text() for each in modal.locator(REFUSED).all()}
        assert not refused, f"step {step}: {refused}"
        if modal.get_by_test_id("modal-submit").count() == 0:
            return step
    raise AssertionError("the form has no end")


def send_empty(modal: Locator) -> None:
    """What has to be answered is said beside it, and the form stays with what stands in it; left alone where nothing has to."""
    needed = [each for each in modal.locator('[aria-required="true"]').all() if not _stands(each)]
    if not needed:
        return
    before = modal.locator("form").get_attribute("data-hash")
    optional = modal.locator('textarea:not([aria-required="true"])')
    if optional.count():
        optional.first.fill("Workload is heavy.")
    modal.get_by_test_id("modal-submit").click()
    beside = modal.locator(f'[data-error="{_block(needed[0])}"]')
    expect(beside).not_to_be_empty()
    assert modal.locator("form").get_attribute("data-hash") == before
    if optional.count():
        expect(optional.first).to_have_value("Workload is heavy.")
        optional.first.fill("")
    modal.locator(REFUSED).evaluate_all("all => all.forEach(each => { each.hidden = true })")  # so that the next are seen


def _stands(field: Locator) -> bool:
    return field.evaluate("each => 'value' in each") and bool(field.input_value())


def pressed(modal: Locator, button: Locator) -> None:
    """Press it, and wait for the window that follows, or for what is said beside a field."""
    before = modal.locator("form").get_attribute("data-hash")
    button.click()
    expect(modal.locator(f'form[data-hash="{before}"]:not(:has({REFUSED}))')).to_have_count(0, timeout=10_000)
    expect(modal.locator("form")).to_be_visible()


def fill_step(modal: Locator, amount: str) -> None:
    """The fields of the step somebody has before them."""
    for field in modal.locator("textarea, input[type=text]").all():
        is_needed = field.get_attribute("aria-required") == "true"
        is_one_line = field.evaluate("each => each.tagName") == "INPUT"
        most = int(field.get_attribute("data-most") or (LINE if is_one_line else LONGEST))
        text = AMOUNTS[amount if amount != NOTHING or not is_needed else SHORT](most)
        if text and _block(field) in WANTED:
            text = WANTED[_block(field)]
        if text and _block(field).endswith(".number"):
            text = f"100000{_row(field)}"  # a case by its number, and each another one
        if text and field.get_attribute("data-type") == "number_input":
            text = NUMBER
        if text and not field.input_value():
            field.fill(text)
    for field in modal.locator("select").all():
        is_needed = field.get_attribute("aria-required") == "true"
        if (amount != NOTHING or is_needed) and not field.input_value():
            field.select_option(index=min(1 + _row(field), field.locator("option").count() - 1))
    for field in modal.locator("details.multi").all():
        if (amount != NOTHING or "(optional)" not in _label(field)) and not field.locator("input:checked").count():
            field.locator("summary").click()
            field.locator("input").first.check()
            field.locator("summary").click()
    for field in modal.locator("input[type=date]").all():
        is_needed = field.get_attribute("aria-required") == "true"
        on = DAYS.get(_block(field), "2026-03-31" if is_needed else "")
        if on and (amount != NOTHING or is_needed) and not field.input_value():
            field.fill(on)


def _label(field: Locator) -> str:
    label = "each => document.getElementById(each.querySelector('summary').id + '-label')?.innerText ?? ''"
    return str(field.evaluate(label))


def _block(field: Locator) -> str:
    return field.get_attribute("data-block") or ""


def _row(field: Locator) -> int:
    """Which of several it is: `direct_work.1.case` is the second, and on another case than the first."""
    found = re.search(r"\.(\d+)\.", _block(field))
    return int(found[1]) if found else 0
