"""What the other policies ask for, on a phone: every form of theirs, sent empty, filled with the longest text, signed, read."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from storage import packs
from tests.acceptance.filling import LONG, WIDER, fill_to_the_end, pressed
from tests.acceptance.phone import LETTERS, PHONE, until
from tests.databases import Databases
from tests.handlers.office import Office, open_office, settle, slack_id, staff_id

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

AT_ALL = {
    "session": "/supervision log @Ann Example yesterday 90",
    "agreement": "/supervision agreement @Ann Example",
    "practice_observation": "/supervision observe @Ann Example",
    "first_session": "/supervision checklist @Ann Example",
    "group": "/supervision group",
    "case_discussion": "/case show M100001",
    "ad_hoc_decision": "/decision",
}
OWN = {
    "kent": {
        "good_conversation": "/supervision conversation @Ann Example",
        "probation": "/supervision probation @Ann Example",
        "supervision_observation": "/supervision observe @Ann Example supervision",
    },
    "manchester": {
        "self_assessment": "/supervision assess",
        "case_summary": "/case summary M100001",
        "supervision_audit": "/supervision audit @Tom Hale",
    },
    "plymouth": {},
    "lscb": {},
}
"""What a policy asks for and others do not."""
PRESSED = {"session": "Write the record", "case_discussion": "Record a discussion"}
"""What is pressed on the way to the form."""
IN_HER_FILE = (
    "session", "agreement", "practice_observation", "first_session", "good_conversation", "probation",
    "supervision_observation", "self_assessment",
)  # fmt: skip
"""Read back from the supervision file. The others stand with their case, or with the group."""
THEIRS = {"self_assessment": "ann", "supervision_audit": "zoe"}
"""Who fills it, where it is not the supervisor."""
FILE = "/supervision history @Ann Example"
READ_AT = {"case_summary": "/case show M100001", "supervision_audit": "/supervision history @Tom Hale"}
"""Where it is read back, where that is not her file."""
HALF = "This is half written."


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One for all of them; what it does wrong itself fails the test it does it in."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=OWN)
def council(request: pytest.FixtureRequest, sqlite_files: Databases) -> Iterator[tuple[str, Office]]:
    """One office for all the forms of a policy, where Tom may ask as often as this is quicker than he."""
    with (
        sqlite_files.copy(sqlite_files.template("office", settle)) as url,
        open_office(url, policy=request.param, a_minute=1000) as office,
    ):
        yield request.param, office


def typed(office: Office, page: Page, who: str, line: str) -> Locator:
    """What somebody types at the desk, with no window open, and the window that opens."""
    person = office.person(who)
    if person.modal:
        person.close(everything=True)
    page.goto(f"{office.desk.url}/as/{slack_id(who)}")
    page.get_by_test_id("command-box").fill(line)
    page.get_by_test_id("send").click()
    modal = page.get_by_test_id("modal")
    expect(modal).to_be_visible()
    return modal


def closed(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_be_hidden()


def read_to_the_end(modal: Locator) -> None:
    """A long record is signed on its last page."""
    more, sign = modal.get_by_role("button", name="More", exact=True), modal.get_by_test_id("modal-submit")
    while not sign.count():
        pressed(modal, more)


@pytest.mark.parametrize(
    ("council", "form"), [(each, form) for each, own in OWN.items() for form in (AT_ALL | own)], indirect=["council"]
)
def test_a_form_of_the_policy_is_filled_signed_and_read_back_on_a_phone(
    council: tuple[str, Office], page: Page, form: str
) -> None:
    """Each step is sent off empty first."""
    policy, office = council
    if form == "self_assessment":
        office.person("tom").command("/supervision", "book <@U0ANN> tomorrow 2pm")
    modal = typed(office, page, THEIRS.get(form, "tom"), (AT_ALL | OWN[policy])[form])
    if form == "session":
        pressed(modal, page.get_by_test_id("modal-submit"))
    if form in PRESSED:
        pressed(modal, modal.get_by_role("button", name=PRESSED[form], exact=True))
    if form in OWN[policy]:
        modal = left_half_way(office, page, modal, form, (AT_ALL | OWN[policy])[form])
    fill_to_the_end(page, LONG, is_sent_empty_first=True)
    expect(modal).to_contain_text("Saved")
    closed(page)
    if form not in (*IN_HER_FILE, *READ_AT):
        return
    if "supervisee" in packs.load(policy).form(form).signed_by and form not in THEIRS:
        modal = typed(office, page, "ann", "/supervision sign")
        pressed(modal, modal.get_by_role("button", name="Read", exact=True).first)
        read_to_the_end(modal)
        page.get_by_test_id("modal-submit").click()
        expect(modal).to_contain_text("Signed.")
        closed(page)
    title = packs.load(policy).form(form).title
    modal = read_back(office, page, form, title)
    if form not in OWN[policy]:
        return
    pressed(modal, modal.get_by_role("button", name="Correct", exact=True))
    fill_to_the_end(page, LONG)
    expect(modal).to_contain_text("version 2")
    closed(page)
    modal = read_back(office, page, form, title)
    pressed(modal, modal.get_by_role("button", name="As it was before"))
    expect(modal).to_contain_text("Version 1 of 2")
    closed(page)


def left_half_way(office: Office, page: Page, modal: Locator, form: str, line: str) -> Locator:
    """Closed with a sentence in it, and opened again with that."""
    modal.locator(LETTERS).first.fill(HALF)
    closed(page)
    by = staff_id(THEIRS.get(form, "tom"))
    until(page, lambda: HALF in str(office.read(lambda work: work.drafts.all(work.people.must_get(by)))))
    modal = typed(office, page, THEIRS.get(form, "tom"), line)
    if form in PRESSED:
        pressed(modal, modal.get_by_role("button", name=PRESSED[form], exact=True))
    expect(modal).to_contain_text("You go on with what you wrote")
    expect(modal.locator(LETTERS).first).to_have_value(HALF)
    modal.locator(LETTERS).first.fill("")
    return modal


def read_back(office: Office, page: Page, form: str, title: str) -> Locator:
    """By whoever may correct it: the longest text stands there."""
    hers = FILE if form not in THEIRS else "/supervision history"
    modal = typed(office, page, THEIRS.get(form, "tom"), READ_AT.get(form, hers))
    for text in ["Held Mon 23 March"] * (form == "session") + [title]:
        row = modal.locator(".b-section.with-accessory").filter(has_text=text).first
        pressed(modal, row.get_by_role("button", name="Read", exact=True))
    expect(modal).to_contain_text("word word")
    assert page.evaluate(WIDER) <= 0
    return modal
