"""What the other policies ask for, on a phone: every form of theirs, sent empty, filled with the longest text, signed, read."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from storage import SINGLE, packs
from storage.drawing import draw_samples
from tests.acceptance.filling import LONG, NOTHING, WIDER, fill_step, fill_to_the_end, pressed
from tests.acceptance.phone import LETTERS, PHONE, pressed_beside, pressed_until_open, read_to_the_end, until
from tests.databases import Databases
from tests.handlers.office import Office, open_office, settle, slack_id, staff_id

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@dataclass(frozen=True)
class Form:
    """How a form is come to, by whom, and where its record is read then."""

    typed: str
    pressed: str = ""
    """What is pressed on the way to it."""
    by: str = "tom"
    at: str = "/supervision history @Ann Example"
    """What is typed to read it; "" where it is shown with the sample council."""
    is_gone_on_with: bool = False
    """Whether what was left half way is come to from the Home tab; else as before."""
    rows: tuple[str, ...] = ()
    """The lines beside which *Read* is pressed on the way to it, or the button; where none, that with its title."""
    prepared: Callable[[Office], object] = bool
    """What has happened before."""
    is_kept: bool = True
    """Whether there is something in it to lose."""
    is_of_one_screen: bool = False
    """No record, and nothing of the policy's."""


def jointly(office: Office) -> None:
    """Priya works Ann's case with her."""
    with office.store.work(SINGLE, office.now[0]) as work:
        people = {each: work.people.must_get(staff_id(each)) for each in ("ann", "priya", "tom")}
        work.joint_work.begin("M100001", people["ann"].id, [people["priya"].id], viewer=people["tom"], on=office.now[0].date())
        work.commit()


def booked(office: Office) -> None:
    office.person("tom").command("/supervision", "book <@U0ANN> tomorrow 2pm")


def audited(office: Office) -> None:
    """Zoe has looked at Tom's records."""
    with office.store.work(SINGLE, office.now[0]) as work:
        zoe = work.people.must_get(staff_id("zoe"))
        if not work.audits.without_feedback(zoe):
            work.audits.record(viewer=zoe, of_id=staff_id("tom"), on=office.now[0].date(), kind="file_audit")
            work.commit()


def drawn(office: Office) -> None:
    draw_samples(office.store, SINGLE, office.now[0], "a printed seed")


CASE, OF_TOM = "/case show M100001", "/supervision history @Tom Hale"
AT_ALL = {
    "session": Form(
        "/supervision log @Ann Example yesterday 90",
        "Write the record",
        is_gone_on_with=True,
        rows=("Held Mon 23 March", "upervision record"),
    ),
    "agreement": Form("/supervision agreement @Ann Example"),
    "practice_observation": Form("/supervision observe @Ann Example"),
    "first_session": Form("/supervision checklist @Ann Example"),
    "group": Form("/supervision group", at=OF_TOM),
    "case_discussion": Form(CASE, "Record a discussion", at=CASE, rows=("Case supervision, on its own",)),
    "ad_hoc_decision": Form("/decision", at="", is_kept=False),
}
OBSERVED = Form("/supervision observe @Ann Example supervision")
OWN = {
    "kent": AT_ALL
    | {
        "good_conversation": Form("/supervision conversation @Ann Example"),
        "probation": Form("/supervision probation @Ann Example"),
        "supervision_observation": OBSERVED,
    },
    "manchester": AT_ALL
    | {
        "self_assessment": Form("/supervision assess", by="ann", at="/supervision history", prepared=booked),
        "case_summary": Form("/case summary M100001", at=CASE),
        "supervision_audit": Form("/supervision audit @Tom Hale", by="zoe", at=OF_TOM),
        "audit_feedback": Form("/supervision audit", "Give feedback", by="zoe", at=OF_TOM, prepared=audited),
        "audit_redraw_form": Form(
            "/supervision audit", "It cannot be audited…", by="sue", at="", prepared=drawn, is_kept=False, is_of_one_screen=True
        ),
    },
    "plymouth": AT_ALL
    | {
        "joint_planning": Form(
            CASE, "Record the planning meeting", at=CASE, rows=("Read the planning meeting",), prepared=jointly
        ),
    },
    "lscb": {each: AT_ALL[each] for each in ("session", "first_session", "agreement")},
    "wokingham": {"supervision_observation": OBSERVED},
}
"""By policy. What it takes from the plain ones is shown once; what the sample council's asks for is shown there."""
SIGNERS = {"supervisee": "ann", "supervisor": "tom"}
"""Who is asked to sign what another has filled."""
HALF = "This is half written."


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One for all of them; what it does wrong itself fails the test it does it in."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def offices(sqlite_files: Databases) -> Iterator[Callable[[str], Office]]:
    """One for all the forms of a policy, where Tom may ask as often as this is quicker than he.

    Asked for by name: of a fixture with a policy and a form as its parameters pytest makes another for each pair.
    """
    settled = sqlite_files.template("office", settle)
    with ExitStack() as still_open:

        @cache
        def office_of(policy: str) -> Office:
            url = still_open.enter_context(sqlite_files.copy(settled))
            return still_open.enter_context(open_office(url, policy=policy, a_minute=1000))

        yield office_of


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


@pytest.mark.parametrize(("policy", "name"), [(each, name) for each, own in OWN.items() for name in own])
def test_a_form_of_the_policy_is_filled_signed_and_read_back_on_a_phone(
    offices: Callable[[str], Office], page: Page, policy: str, name: str
) -> None:
    """Each step is sent off empty first; it is left half way, and corrected."""
    office = offices(policy)
    form = OWN[policy][name]
    form.prepared(office)
    modal = opened(office, page, form, name)
    if form.is_kept:
        modal = left_half_way(office, page, form, name)
    fill_to_the_end(page, LONG, is_sent_empty_first=True)
    expect(modal).to_contain_text("Saved")
    closed(page)
    if not form.at:
        return
    template = packs.load(policy).form(name)
    signed(office, page, form, template.title, template.signed_by)
    modal = read_back(office, page, form, template.title)
    pressed(modal, modal.get_by_role("button", name="Correct", exact=True))
    fill_to_the_end(page, LONG)
    expect(modal).to_contain_text("version 2")
    closed(page)
    modal = read_back(office, page, form, template.title)
    pressed(modal, modal.get_by_role("button", name="As it was before"))
    expect(modal).to_contain_text("Version 1 of 2")
    closed(page)


def opened(office: Office, page: Page, form: Form, name: str) -> Locator:
    """The form, as they come to it."""
    modal = typed(office, page, form.by, form.typed)
    if name == "session":
        pressed(modal, page.get_by_test_id("modal-submit"))
    if form.pressed:
        pressed(modal, modal.get_by_role("button", name=form.pressed, exact=True).first)
    return modal


def opened_again(office: Office, page: Page, form: Form, name: str) -> Locator:
    """Where it was left."""
    if not form.is_gone_on_with:
        return opened(office, page, form, name)
    page.get_by_test_id("tab-home").click()
    modal = page.get_by_test_id("modal")
    pressed_until_open(modal, page.get_by_test_id("home").get_by_role("button", name="Go on", exact=True).first)
    return modal


def left_half_way(office: Office, page: Page, form: Form, name: str) -> Locator:
    """Closed with a sentence in it, and opened again with that."""
    modal = page.get_by_test_id("modal")
    while not modal.locator(LETTERS).count():
        fill_step(modal, NOTHING)
        pressed(modal, page.get_by_test_id("modal-submit"))
    modal.locator(LETTERS).first.fill(HALF)
    closed(page)
    until(page, lambda: HALF in str(office.read(lambda work: work.drafts.all(work.people.must_get(staff_id(form.by))))))
    modal = opened_again(office, page, form, name)
    expect(modal).to_contain_text("You go on with what you wrote")
    expect(modal.locator(LETTERS).first).to_have_value(HALF)
    modal.locator(LETTERS).first.fill("")
    return modal


def signed(office: Office, page: Page, form: Form, title: str, signed_by: Iterable[str]) -> None:
    """By whoever else is asked to, on its last page."""
    for role in signed_by:
        who = SIGNERS.get(role, form.by)
        if who == form.by:
            continue
        modal = typed(office, page, who, "/supervision sign")
        pressed_beside(modal, title)
        read_to_the_end(modal)
        page.get_by_test_id("modal-submit").click()
        expect(modal).to_contain_text("Signed.")
        closed(page)


def read_back(office: Office, page: Page, form: Form, title: str) -> Locator:
    """By whoever may correct it: the longest text stands there."""
    modal = typed(office, page, form.by, form.at)
    for text in form.rows or (title,):
        if text.startswith("Read "):
            pressed(modal, modal.get_by_role("button", name=text, exact=True))
        else:
            pressed_beside(modal, text)
    expect(modal).to_contain_text("word word")
    assert page.evaluate(WIDER) <= 0
    return modal
