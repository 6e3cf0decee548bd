"""Every form the sample council's policy asks for, on a phone: filled with nothing and with the longest text, read, signed."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from bot.demo import Demo
from tests.acceptance.filling import LONG, NOTHING, fill_step, fill_to_the_end, pressed
from tests.acceptance.people import At
from tests.acceptance.phone import (
    LETTERS,
    be,
    form_of,
    line,
    member,
    pressed_beside,
    pressed_on_the_way,
    pressed_until_open,
    signed,
    until_kept,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

JOINTLY = ("Tom Tilley", "Ffion Frost")
"""By whom each case is given a second worker, and which."""
FILE = "/supervision history @"
CASE = "/case show #"
SAVE = "Save"
SUPERVISEES = {NOTHING: "Omar Otley", LONG: "Ann Ashby"}
"""With how much the form about each of them is filled."""


@dataclass(frozen=True)
class Way:
    """How a form is come to, what is said once it is saved, and where it is read then."""

    form: str
    """What it is called by the policy, or by Slack."""
    typed: str
    """The command; `@` stands for whom it is about, `#` for a case of theirs. "" where it is a button of their own Home tab."""
    said: str
    pressed: tuple[str, ...] = ()
    """What is pressed on the way to it."""
    title: str = ""
    """What its record is called where it is offered again on the Home tab; "" where it is opened again as before."""
    refused: str = ""
    """What is said where nothing was answered, of a form that asks for no answer in particular."""
    at: str = FILE
    """What is typed to read it, by Tom."""
    rows: tuple[str, ...] = ()
    """What the lines hold beside which *Read* is pressed."""
    is_signed: bool = False
    """Whether the supervisee is asked to sign it."""
    corrected: tuple[str, str, str, str] = ("Correct", "version 2", "As it was before", "Version 1 of 2")
    """What is pressed to correct it, what is said then, what is pressed to read it as it was, and what is seen."""


DECISION = ("Change", "It corrects", "Read the", "word word")
"""Both were logged in the same minute: either leads to the other."""
WAYS = {
    "session": Way(
        "session",
        "/supervision log @ today 90",
        "is recorded, and signed by you",
        (SAVE, "Write the record"),
        title="Supervision record",
        rows=("Held Mon 2 March", "Supervision record"),
        is_signed=True,
    ),
    "agreement": Way(
        "agreement",
        "/supervision agreement @",
        "Saved, and signed by you",
        title="Supervision agreement",
        rows=("Supervision agreement",),
        is_signed=True,
    ),
    "observation": Way(
        "practice_observation",
        "/supervision observe @",
        "Saved, and signed by you",
        title="Practice observation",
        rows=("Practice observation",),
        is_signed=True,
    ),
    "checklist": Way(
        "first_session",
        "/supervision checklist @",
        "Saved in the supervision file",
        title="Staff file index",
        refused="Nothing is answered yet",
        rows=("Staff file index",),
    ),
    "feedback": Way(
        "feedback",
        "",
        "Saved",
        ("Give feedback",),
        refused="Nothing is answered yet",
        rows=("Held Mon 2 March", "Feedback on a session"),
    ),
    "group": Way("group", "/supervision group", "Saved", at="/supervision history @Tom Tilley", rows=("Group supervision",)),
    "summary": Way("case_summary", "/case summary #", "Saved", at=CASE, rows=("Case summary",)),
    "discussion": Way(
        "case_discussion",
        "/case show #",
        "Saved",
        ("Record a discussion",),
        at=CASE,
        rows=("Case supervision, on its own · 2 March",),
    ),
    "joint_planning": Way(
        "joint_planning",
        "/case show #",
        "Saved",
        ("Record the planning meeting",),
        at=CASE,
        rows=("Read the planning meeting",),
    ),
    "oversight": Way(
        "oversight_form", "/case oversight #", "Saved", at=CASE, rows=("Management oversight",), corrected=DECISION
    ),
    "flag": Way("flag_form", "/case flag #", "has been told at once", at=CASE, rows=("answered",)),
    "decision": Way("decision_form", "/decision #", "Saved", at=CASE, rows=("Ad hoc decision",), corrected=DECISION),
}
BY_THE_SUPERVISEE = ("feedback",)
NOT_CORRECTED = ("flag",)
"""What was told at once stands as it is: what is new is flagged anew."""
HALF_WAY = "half way"
CASES = {NOTHING: "M100031", LONG: "M100001", HALF_WAY: "M100014"}


@pytest.fixture(scope="module")
def council(phone_council: Demo) -> Demo:
    """Some cases of theirs are worked jointly."""
    for ref in CASES.values():
        with phone_council.store.work("council", phone_council.clock.now()) as work:
            tom, other = (next(each for each in work.people.everyone() if each.name == name) for name in JOINTLY)
            lead = work.cases.must_see(ref, tom).workers[0]
            work.joint_work.begin(ref, lead, [other.id], viewer=tom, on=work.today)
            work.commit()
    return phone_council


@pytest.fixture
def at(council: Demo, on_a_phone: At) -> At:
    """The desk on a phone."""
    return on_a_phone


def opened(at: At, form: str, name: str, case: str) -> None:
    """The form, as Tom comes to it, or the supervisee."""
    way = WAYS[form]
    be(at, member(at, name if form in BY_THE_SUPERVISEE else "Tom Tilley"))
    if way.typed:
        at.type(line(way.typed, name, case))
    else:
        at.page.get_by_test_id("tab-home").click()
    for button in way.pressed:
        pressed_on_the_way(at, button)
    expect(at.modal).to_be_visible()
    assert form_of(at, name if form in BY_THE_SUPERVISEE else "Tom Tilley") == way.form


@pytest.mark.parametrize("amount", [NOTHING, LONG])
@pytest.mark.parametrize("form", WAYS)
def test_a_form_is_filled_read_back_and_signed_on_a_phone(at: At, form: str, amount: str) -> None:
    way, name = WAYS[form], SUPERVISEES[amount]
    opened(at, form, name, CASES[amount])
    if amount == NOTHING and way.refused:
        with pytest.raises(AssertionError, match=way.refused):
            fill_to_the_end(at.page, amount)
        return
    fill_to_the_end(at.page, amount)
    expect(at.modal).to_contain_text(way.said)
    at.close()
    if amount == LONG:
        read(at, way, name)
        expect(at.modal).to_contain_text("word word")
        at.close()
    if way.is_signed:
        signed(at, name, way.title)


@pytest.mark.parametrize("form", WAYS)
def test_a_form_left_half_way_is_offered_again_with_what_was_typed(at: At, form: str) -> None:
    way, name = WAYS[form], SUPERVISEES[NOTHING] if form in BY_THE_SUPERVISEE else "Ben Barlow"
    opened(at, form, name, CASES[HALF_WAY])
    while not at.modal.locator(LETTERS).count():
        fill_step(at.modal, NOTHING)
        pressed(at.modal, at.page.get_by_test_id("modal-submit"))
    text = f"The {form} is half written."
    at.modal.locator(LETTERS).first.fill(text)
    at.close()
    until_kept(at, text, name if form in BY_THE_SUPERVISEE else "Tom Tilley")
    if way.title:
        at.page.get_by_test_id("tab-home").click()
        begun = at.page.get_by_test_id("home").locator(".b-section").filter(has_text=f"{way.title} · @{name}")
        pressed_until_open(at.modal, begun.first.get_by_role("button", name="Go on", exact=True))
    else:
        opened(at, form, name, CASES[HALF_WAY])
    expect(at.modal).to_contain_text("You go on with what you wrote")
    expect(at.modal.locator(LETTERS).first).to_have_value(text)


def read(at: At, way: Way, name: str, by: str = "Tom Tilley") -> None:
    """Open the record from the supervision file, where that of a session stands in the session, or from the case."""
    be(at, member(at, by))
    at.type(line(way.at, name, CASES[LONG]))
    for text in way.rows:
        if text.startswith("Read "):
            pressed(at.modal, at.modal.get_by_role("button", name=text, exact=True))
            continue
        pressed_beside(at.modal, text)


@pytest.mark.parametrize("form", [form for form in WAYS if form not in NOT_CORRECTED])
def test_a_record_is_corrected_and_both_versions_stand(at: At, form: str) -> None:
    """Of what was filled to the last letter and signed before."""
    way, name = WAYS[form], SUPERVISEES[LONG]
    correct, said, before, seen = way.corrected
    by = name if form in BY_THE_SUPERVISEE else "Tom Tilley"
    read(at, way, name, by)
    pressed(at.modal, at.modal.get_by_role("button", name=correct, exact=True))
    fill_to_the_end(at.page, LONG)
    expect(at.modal).to_contain_text(said)
    at.close()
    read(at, way, name, by)
    pressed(at.modal, at.modal.get_by_role("button", name=before))
    expect(at.modal).to_contain_text(seen)
