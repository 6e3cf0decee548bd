"""Every form of one screen, on a phone: sent empty, left half way and gone on with, filled to the last letter, read."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.acceptance.filling import LONG, WIDER, fill_to_the_end, pressed
from tests.acceptance.people import At
from tests.acceptance.phone import LETTERS, be, member, pressed_on_the_way, until_kept

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

CAROL, SUE, RHYS, KOFI, LUCY = "Carol Cotter", "Sue Sandford", "Rhys Rowan", "Kofi Kendall", "Lucy Lowther"
HALF = "This is half written."
HOME = "the Home tab"
MORNING = "the morning's messages"


@dataclass(frozen=True)
class Small:
    """How a form is come to, and what is said once it is sent."""

    who: str
    typed: str
    """What they type; "" where it is opened from a message, or from the Home tab."""
    said: str
    pressed: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    """What is typed before that, by whom; messages are sent then."""
    is_kept: bool = False
    """Whether what stands in it is kept while it is typed: there is a sentence to lose."""
    empty: str = ""
    """What is said where it is sent as it opens, of a form that asks for no answer in particular."""
    seen: tuple[str, ...] = ()
    """Where it is read then: what is typed, what is pressed. The longest text stands there."""


SMALL = {
    "session": Small(
        CAROL,
        "/supervision log @Kofi Kendall today 90",
        "Saved",
        is_kept=True,
        seen=("/supervision history @Kofi Kendall", "Read"),
    ),
    "book": Small(CAROL, "/supervision book @Lucy Lowther", "Booked"),
    "move": Small(CAROL, "/supervision move @Lucy Lowther", "Moved", is_kept=True),
    "call_off": Small(
        CAROL,
        "/supervision call-off @Lucy Lowther",
        "Called off",
        is_kept=True,
        seen=("/supervision history @Lucy Lowther", "Dates and planner"),
    ),
    "plan": Small(CAROL, "/supervision plan @Marek Mallory", "is asked to confirm"),
    "plan_confirmed": Small("Marek Mallory", "/supervision plan", "Booked"),
    "agreement_on_paper": Small(CAROL, "/supervision agreement @Tess Thorne on paper", "was reviewed"),
    "absence": Small(CAROL, "/supervision absence @Tess Thorne", "Saved", ("Record an absence",)),
    "back": Small(CAROL, "/supervision absence @Tess Thorne", "Saved", ("Back",)),
    "access": Small(SUE, "/supervision access @Tess Thorne", "Saved", ("Give access",), is_kept=True),
    "days": Small(CAROL, "/supervision days", "Saved"),
    "observation_planned": Small(CAROL, "/supervision observe @Nadia Norris plan", "Planned"),
    "case_opened": Small(CAROL, "/case open", "Saved"),
    "allocated": Small(CAROL, "/case allocate M100071", "Saved"),
    "category": Small(CAROL, "/case category M100072", "Saved"),
    "joint": Small(CAROL, "/case joint M100073", "is worked jointly"),
    "review": Small(CAROL, "/case review M100074", "Saved"),
    "family": Small(CAROL, "/case show M100101", "Saved", ("Family and children",), is_kept=True),
    "more_often": Small(CAROL, "/case often M100101", "Saved", is_kept=True, seen=("/case show M100101",)),
    "to_a_group": Small(CAROL, "/case group M100101", "Saved"),
    "flag_answered": Small(
        CAROL,
        "",
        "Saved",
        ("It needs no discussion",),
        ((RHYS, "/case flag M100101 the plan has changed"),),
        is_kept=True,
        seen=("/case show M100101", "Read"),
    ),
    "draft_sent_back": Small(
        CAROL,
        "",
        "Sent back",
        (HOME, "Read and confirm", "Send back"),
        ((RHYS, "/decision M100102 visit weekly because two visits were missed"),),
        is_kept=True,
    ),
    "draft_confirmed": Small(
        CAROL,
        "",
        "Confirmed",
        (HOME, "Read and confirm"),
        ((RHYS, "/decision M100103 visit weekly because two visits were missed"),),
    ),
    "decision_filed": Small(
        CAROL, "/decision M100101 visit weekly because two visits were missed", "MOSAIC", ("Copy for MOSAIC",)
    ),
    "what_if": Small(SUE, "", "Before and after", (HOME, "What if…")),
    "audit": Small(SUE, "/supervision audit @Carol Cotter", "Saved"),
    "audit_feedback": Small(SUE, "/supervision audit", "Saved", ("Give feedback",)),
    "disputed": Small(CAROL, "/supervision sign", "has been asked", ("Read", "It is not right"), is_kept=True),
    "settled": Small("Grace Garland", "/supervision sign", "Decided", ("Decide",), is_kept=True),
    "action_not_done": Small(CAROL, "", "with the reason", (HOME, "See your actions", "Not done, because…"), is_kept=True),
    "put_off": Small(CAROL, "", "Put off", (MORNING, "Put it off"), is_kept=True),
    "personal_matter": Small(KOFI, "", "agreed to keep it", ("Read and answer",), seen=("/supervision history", "Read")),
}


@pytest.fixture
def at(on_a_phone: At) -> At:
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
    if small.seen:
        read(at, *small.seen)


def read(at: At, typed: str, *buttons: str) -> None:
    """The longest text, where it is read."""
    at.type(typed)
    expect(at.modal).to_be_visible()
    for button in buttons:
        pressed(at.modal, at.modal.get_by_role("button", name=button, exact=True).first)
    expect(at.modal).to_contain_text("word word")
    assert at.page.evaluate(WIDER) <= 0
