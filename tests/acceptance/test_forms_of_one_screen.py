"""Every form of one screen, on a phone: sent empty, left half way and gone on with, filled to the last letter, read."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from bot.demo import Demo
from storage.models import AgreementRow
from tests.acceptance.filling import LONG, NOTHING, WIDER, fill_to_the_end, pressed
from tests.acceptance.people import At
from tests.acceptance.phone import LETTERS, be, form_of, member, pressed_beside, pressed_on_the_way, signed, until_kept

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

CAROL, SUE, RHYS, KOFI, LUCY = "Carol Cotter", "Sue Sandford", "Rhys Rowan", "Kofi Kendall", "Lucy Lowther"
HALF = "This is half written."
HOME = "the Home tab"
MORNING = "the morning's messages"
FILLED = "the form before it, filled with what it asks for"
UNSIGNED = "Marek Mallory"
"""With whom no agreement is signed yet."""


@dataclass(frozen=True)
class Small:
    """How a form is come to, and what is said once it is sent."""

    form: str
    """What it is called by Slack, or by the policy."""
    who: str
    typed: str
    """What they type; "" where it is opened from a message, or from the Home tab."""
    said: str
    pressed: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    """What is typed before that, by whom; messages are sent then."""
    is_kept: bool = False
    """Whether what stands in it is kept while it is typed: there is a sentence to lose."""
    seen: tuple[str, ...] = ()
    """Where it is read then: what is typed, and what is pressed, or the line beside which *Read* is pressed."""
    signed_by: str = ""
    """Who is asked to sign it."""
    is_corrected: bool = False
    """Whether it is a record, which is corrected by another version of it."""


SMALL = {
    "session": Small(
        "session_form",
        CAROL,
        "/supervision log @Kofi Kendall today 90",
        "Saved",
        is_kept=True,
        seen=("/supervision history @Kofi Kendall", "Read"),
    ),
    "book": Small("book_form", CAROL, "/supervision book @Lucy Lowther", "Booked"),
    "move": Small("move_form", CAROL, "/supervision move @Lucy Lowther 14/4", "Moved", is_kept=True),
    "call_off": Small(
        "call_off_form",
        CAROL,
        "/supervision call-off @Lucy Lowther",
        "Called off",
        is_kept=True,
        seen=("/supervision history @Lucy Lowther", "Dates and planner"),
    ),
    "plan": Small("plan_form", CAROL, "/supervision plan @Marek Mallory", "is asked to confirm"),
    "plan_confirmed": Small("plan_confirm_form", "Marek Mallory", "/supervision plan", "Booked"),
    "agreement_on_paper": Small("review_form", CAROL, "/supervision agreement @Tess Thorne on paper", "was reviewed"),
    "agreement_first_on_paper": Small("agreement_form", CAROL, "/supervision agreement @Marek Mallory on paper", "is signed"),
    "absence": Small("absence_form", CAROL, "/supervision absence @Tess Thorne", "Saved", ("Record an absence",)),
    "back": Small("absence_back_form", CAROL, "/supervision absence @Tess Thorne", "Saved", ("Back",)),
    "access": Small("access_form", SUE, "/supervision access @Tess Thorne", "Saved", ("Give access",), is_kept=True),
    "days": Small("rhythm_form", CAROL, "/supervision days", "Saved"),
    "observation_planned": Small("observe_plan_form", CAROL, "/supervision observe @Nadia Norris plan", "Planned"),
    "case_opened": Small("case_open_form", CAROL, "/case open", "Saved"),
    "allocated": Small("case_allocate_form", CAROL, "/case allocate M100071", "Saved"),
    "category": Small("case_category_form", CAROL, "/case category M100072", "Saved"),
    "joint": Small("joint_form", CAROL, "/case joint M100073", "is worked jointly"),
    "closed": Small("case_close_form", CAROL, "/case show M100075", "is closed", ("Close the case",)),
    "review": Small("case_review_form", CAROL, "/case review M100074", "Saved"),
    "family": Small("case_family_form", CAROL, "/case show M100101", "Saved", ("Family and children",), is_kept=True),
    "more_often": Small("case_often_form", CAROL, "/case often M100101", "Saved", is_kept=True, seen=("/case show M100101",)),
    "to_a_group": Small("case_group_form", CAROL, "/case group M100101", "Saved"),
    "flag_answered": Small(
        "flag_none_form",
        CAROL,
        "",
        "Saved",
        ("It needs no discussion",),
        ((RHYS, "/case flag M100101 the plan has changed"),),
        is_kept=True,
        seen=("/case show M100101", "Read"),
    ),
    "draft_sent_back": Small(
        "decision_back_form",
        CAROL,
        "",
        "Sent back",
        (HOME, "Read and confirm", "Send back"),
        ((RHYS, "/decision M100102 visit weekly because two visits were missed"),),
        is_kept=True,
    ),
    "draft_confirmed": Small(
        "decision_confirm_form",
        CAROL,
        "",
        "Confirmed",
        (HOME, "Read and confirm"),
        ((RHYS, "/decision M100103 visit weekly because two visits were missed"),),
    ),
    "decision_filed": Small(
        "decision_copy_form",
        CAROL,
        "/decision M100101 visit weekly because two visits were missed",
        "MOSAIC",
        ("Copy for MOSAIC",),
    ),
    "decision_changed": Small(
        "decision_change_form",
        CAROL,
        "/case show M100104",
        "It corrects",
        ("Read", "Change"),
        ((CAROL, "/decision M100104 visit weekly because two visits were missed"),),
        is_kept=True,
    ),
    "case_note_filed": Small(
        "case_note_copy_form", CAROL, "/case show M100101", "MOSAIC", ("Record a discussion", FILLED, "Copy for MOSAIC")
    ),
    "what_if": Small("what_if_form", SUE, "", "Before and after", (HOME, "What if…")),
    "audit": Small(
        "supervision_audit",
        SUE,
        "/supervision audit @Carol Cotter",
        "Saved",
        is_kept=True,
        seen=("/supervision audit", "Read"),
        is_corrected=True,
    ),
    "audit_feedback": Small(
        "audit_feedback",
        SUE,
        "/supervision audit",
        "Saved",
        ("Give feedback",),
        is_kept=True,
        seen=("/supervision history @Carol Cotter", "Feedback on an audit ·"),
        signed_by=CAROL,
        is_corrected=True,
    ),
    "training": Small(
        "training_form",
        CAROL,
        "/supervision training",
        "Noted",
        ("Note something",),
        is_kept=True,
        seen=("/supervision training",),
    ),
    "training_of_another": Small(
        "training_form",
        SUE,
        "/supervision training @Carol Cotter",
        "Noted",
        ("Note something",),
        is_kept=True,
        seen=("/supervision training @Carol Cotter",),
    ),
    "disputed": Small("dispute_form", CAROL, "/supervision sign", "asked to decide", ("Read", "It is not right"), is_kept=True),
    "settled": Small("settle_form", "Grace Garland", "/supervision sign", "Decided", ("Decide",), is_kept=True),
    "action_not_done": Small(
        "action_form", CAROL, "", "with the reason", (HOME, "See your actions", "Not done, because…"), is_kept=True
    ),
    "put_off": Small("snooze_form", CAROL, "", "Put off", (MORNING, "Put it off"), is_kept=True),
    "personal_matter": Small(
        "matter_form", KOFI, "", "agreed to keep it", ("Read and answer",), seen=("/supervision history", "Read")
    ),
}


@pytest.fixture(scope="module")
def council(phone_council: Demo) -> Demo:
    """One of them has no agreement yet."""
    with phone_council.store.work("council", phone_council.clock.now()) as work:
        [unsigned] = [each for each in work.people.everyone() if each.name == UNSIGNED]
        work.session.query(AgreementRow).filter_by(workspace="council", supervisee_id=unsigned.id).delete()
        work.index.refresh_all()
        work.commit()
    return phone_council


@pytest.fixture
def at(council: Demo, on_a_phone: At) -> At:
    """The desk on a phone."""
    return on_a_phone


def opened(at: At, small: Small) -> None:
    be(at, member(at, small.who))
    if small.typed:
        at.type(small.typed)
    for button in small.pressed:
        if button == HOME:
            at.page.get_by_test_id("tab-home").click()
        elif button == MORNING:
            if f"{at.demo.clock.now():%H}" == "08":
                at.demo.machine.to_next_notice()
            at.demo.machine.advance(0)  # nine may have struck while this morning's were looked for
        elif button == FILLED:
            fill_to_the_end(at.page, NOTHING)
        else:
            pressed_on_the_way(at, button)
    expect(at.modal).to_be_visible()
    expect(at.modal.get_by_test_id("modal-submit")).to_be_visible()


@pytest.mark.parametrize("form", SMALL)
def test_a_form_of_one_screen_is_filled_on_a_phone(at: At, form: str) -> None:
    small = SMALL[form]
    for who, line in small.before:
        be(at, member(at, who))
        at.type(line)
        at.sees("Saved")
    at.demo.machine.advance(0)
    opened(at, small)
    assert form_of(at, small.who) == small.form
    assert at.page.evaluate(WIDER) <= 0
    if small.is_kept:
        at.modal.locator(LETTERS).first.fill(HALF)
        at.close()
        until_kept(at, HALF, small.who)
        opened(at, small)
        expect(at.modal).to_contain_text("You go on with what you wrote")
        expect(at.modal.locator(LETTERS).first).to_have_value(HALF)
        at.modal.locator(LETTERS).first.fill("")
    fill_to_the_end(at.page, LONG, is_sent_empty_first=True)
    expect(at.modal).to_contain_text(small.said)
    assert at.page.evaluate(WIDER) <= 0
    at.close()
    if small.signed_by:
        signed(at, small.signed_by, "Feedback on an audit")
        be(at, member(at, small.who))
    if small.seen:
        read(at, *small.seen)
    if small.is_corrected:
        pressed(at.modal, at.modal.get_by_role("button", name="Correct", exact=True))
        fill_to_the_end(at.page, LONG)
        expect(at.modal).to_contain_text("version 2")
        at.close()
        read(at, *small.seen)
        pressed(at.modal, at.modal.get_by_role("button", name="As it was before"))
        expect(at.modal).to_contain_text("Version 1 of 2")


def read(at: At, typed: str, *buttons: str) -> None:
    """The longest text, where it is read."""
    at.type(typed)
    expect(at.modal).to_be_visible()
    for button in buttons:
        if button.endswith("·"):
            pressed_beside(at.modal, button)
        else:
            pressed(at.modal, at.modal.get_by_role("button", name=button, exact=True).first)
    expect(at.modal).to_contain_text("word word")
    assert at.page.evaluate(WIDER) <= 0
