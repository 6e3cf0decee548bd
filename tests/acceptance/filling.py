"""Filling a form of the policy in the browser, whatever it asks, to its end."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.chromium import PATIENCE

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
        refused = modal.locator(REFUSED).evaluate_all("all => all.map(each => [each.dataset.error, each.innerText])")
        assert not refused, f"step {step}: {refused}"
        if modal.get_by_test_id("modal-submit").count() == 0:
            return step
    raise AssertionError("the form has no end")


def send_empty(modal: Locator) -> None:
    """What has to be answered is said beside it, and the form stays with what stands in it; left alone where nothing has to."""
    fields = modal.locator('[aria-required="true"]').evaluate_all(KNOWN)
    needed = [each["block"] for each in fields if not each["value"]]
    if not needed:
        return
    before = modal.locator("form").get_attribute("data-hash")
    optional = modal.locator('textarea:not([aria-required="true"])')
    has_optional = optional.count() > 0
    if has_optional:
        optional.first.fill("Workload is heavy.")
    modal.get_by_test_id("modal-submit").click()
    expect(modal.locator(f'[data-error="{needed[0]}"]')).not_to_be_empty()
    assert modal.locator("form").get_attribute("data-hash") == before
    if has_optional:
        expect(optional.first).to_have_value("Workload is heavy.")
        optional.first.fill("")
    modal.locator(REFUSED).evaluate_all("all => all.forEach(each => { each.hidden = true })")  # so that the next are seen


FOLLOWS = """before => {
  const form = document.querySelector('#modal[open] form');
  return form && (form.dataset.hash !== before || form.querySelector('.error:not([hidden])')) }"""
"""Another window has come, or what was refused stands beside a field: asked with each picture the page draws."""


def pressed(modal: Locator, button: Locator) -> None:
    """Press it, and wait for the window that follows, or for what is said beside a field."""
    before = modal.locator("form").get_attribute("data-hash")
    button.click()
    modal.page.wait_for_function(FOLLOWS, arg=before, timeout=PATIENCE)


KNOWN = """all => all.map(each => ({
  block: each.dataset.block ?? '', kind: each.tagName, asks: each.dataset.type ?? '', most: Number(each.dataset.most ?? 0),
  is_needed: each.getAttribute('aria-required') === 'true', value: each.value ?? '',
  choices: each.options ? each.options.length : 0}))"""
"""What is known of fields, asked of the page at once."""


def fill_step(modal: Locator, amount: str) -> None:
    """The fields of the step somebody has before them."""
    _fill_texts(modal.locator("textarea, input[type=text]"), amount)
    selects = modal.locator("select")
    for at, field in enumerate(selects.evaluate_all(KNOWN)):
        if (amount != NOTHING or field["is_needed"]) and not field["value"]:
            selects.nth(at).select_option(index=min(1 + _row(field["block"]), field["choices"] - 1))
    for several in modal.locator("details.multi").all():
        if (amount != NOTHING or "(optional)" not in _label(several)) and not several.locator("input:checked").count():
            several.locator("summary").click()
            several.locator("input").first.check()
            several.locator("summary").click()
    days = modal.locator("input[type=date]")
    for at, field in enumerate(days.evaluate_all(KNOWN)):
        on = DAYS.get(field["block"], "2026-03-31" if field["is_needed"] else "")
        if on and (amount != NOTHING or field["is_needed"]) and not field["value"]:
            days.nth(at).fill(on)


def _fill_texts(texts: Locator, amount: str) -> None:
    for at, field in enumerate(texts.evaluate_all(KNOWN)):
        most = field["most"] or (LINE if field["kind"] == "INPUT" else LONGEST)
        text = AMOUNTS[amount if amount != NOTHING or not field["is_needed"] else SHORT](most)
        if text and field["block"] in WANTED:
            text = WANTED[field["block"]]
        if text and field["block"].endswith(".number"):
            text = f"100000{_row(field['block'])}"  # a case by its number, and each another one
        if text and field["asks"] == "number_input":
            text = NUMBER
        if text and not field["value"]:
            texts.nth(at).fill(text)


def _label(field: Locator) -> str:
    label = "each => document.getElementById(each.querySelector('summary').id + '-label')?.innerText ?? ''"
    return str(field.evaluate(label))


def _row(block: str) -> int:
    """Which of several it is: `direct_work.1.case` is the second, and on another case than the first."""
    found = re.search(r"\.(\d+)\.", block)
    return int(found[1]) if found else 0
