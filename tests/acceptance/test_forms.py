"""Every form the sample council's policy asks for, on a phone: filled with nothing and with the longest text, read, signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.demo import Demo
from tests.acceptance.filling import LONG, NOTHING, WIDER, fill_step, fill_to_the_end, pressed
from tests.acceptance.people import At

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PHONE = {"width": 390, "height": 844}
SUPERVISEES = {NOTHING: "Omar Otley", LONG: "Ann Ashby"}
"""With how much the form about each of them is filled."""


@dataclass(frozen=True)
class Way:
    """How a form is come to, and what is said once it is saved."""

    typed: str
    """The command; `@` stands for whom it is about, `#` for a case of theirs."""
    said: str
    title: str = ""
    """What its record is called in the supervision file, where there is one."""
    refused: str = ""
    """What is said where nothing was answered, of a form that asks for no answer in particular."""
    row: str = ""
    """What its line in the supervision file holds, where that is not its title."""
    is_signed: bool = False
    """Whether the supervisee is asked to sign it."""


WAYS = {
    "session": Way(
        "/supervision log @ today 90",
        "is recorded, and signed by you",
        "Supervision record",
        row="Held Mon 2 March",
        is_signed=True,
    ),
    "agreement": Way("/supervision agreement @", "Saved, and signed by you", "Supervision agreement", is_signed=True),
    "observation": Way("/supervision observe @", "Saved, and signed by you", "Practice observation", is_signed=True),
    "checklist": Way(
        "/supervision checklist @", "Saved in the supervision file", "Staff file index", refused="Nothing is answered yet"
    ),
    "group": Way("/supervision group", "Saved"),
    "summary": Way("/case summary #", "Saved"),
    "oversight": Way("/case oversight #", "Saved"),
    "flag": Way("/case flag #", "has been told at once"),
    "decision": Way("/decision", "Saved"),
}
LETTERS = "textarea, input[type=text]:not([data-type=number_input])"
CASES = {NOTHING: "M100031", LONG: "M100001"}


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One sample council for all of them, where Tom may ask as often as this is quicker than he."""
    home: Path = tmp_path_factory.mktemp("forms") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORNERSTONE_REQUESTS_A_MINUTE", "1000")
        with Demo(home, 0, ticking=False) as demo:
            yield demo


@pytest.fixture
def at(council: Demo, browser: Browser) -> Iterator[At]:
    """The desk on a phone; what the page itself does wrong fails the test."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    made = At(council, opened)
    yield made
    while made.modal.is_visible():
        made.close()  # the desk keeps what somebody has open, as Slack does
    context.close()
    assert not faults, faults


def be(at: At, member: str) -> None:
    """On a phone the list of people is folded away: go there by address."""
    at.page.goto(f"{at.demo.address}/as/{member}")


def member(at: At, name: str) -> str:
    with at.demo.store.read("council", at.demo.clock.now()) as work:
        return next(at.demo.member(each) for each in work.people.everyone() if each.name == name)


def opened(at: At, way: Way, name: str, case: str) -> None:
    """The form, as Tom comes to it."""
    be(at, member(at, "Tom Tilley"))
    at.type(way.typed.replace("@", f"@{name}").replace("#", case))
    expect(at.modal).to_be_visible()
    if way.title == "Supervision record":
        pressed(at.modal, at.page.get_by_test_id("modal-submit"))
        pressed(at.modal, at.modal.get_by_role("button", name="Write the record"))
        expect(at.modal).to_contain_text("Step 1")


@pytest.mark.parametrize("amount", [NOTHING, LONG])
@pytest.mark.parametrize("form", WAYS)
def test_a_form_is_filled_read_back_and_signed_on_a_phone(at: At, form: str, amount: str) -> None:
    way, name = WAYS[form], SUPERVISEES[amount]
    opened(at, way, name, CASES[amount])
    if amount == NOTHING and way.refused:
        with pytest.raises(AssertionError, match=way.refused):
            fill_to_the_end(at.page, amount)
        return
    fill_to_the_end(at.page, amount)
    expect(at.modal).to_contain_text(way.said)
    at.close()
    if way.title:
        read(at, way, name)
        if amount == LONG:
            expect(at.modal).to_contain_text("word word")
        at.close()
    if way.is_signed:
        be(at, member(at, name))
        at.type("/supervision sign")
        at.press("Read", at.modal)
        assert at.page.evaluate(WIDER) <= 0
        at.submit("Signed.")


RECORDS = {form: way for form, way in WAYS.items() if way.title}


@pytest.mark.parametrize("form", RECORDS)
def test_a_form_left_half_way_is_offered_again_with_what_was_typed(at: At, form: str) -> None:
    way = RECORDS[form]
    opened(at, way, "Ben Barlow", "")
    while not at.modal.locator(LETTERS).count():
        fill_step(at.modal, NOTHING)
        pressed(at.modal, at.page.get_by_test_id("modal-submit"))
    at.modal.locator(LETTERS).first.fill("Workload is heavy.")
    at.page.wait_for_timeout(2000)  # it is kept a second after it was typed
    at.close()
    at.page.get_by_test_id("tab-home").click()
    begun = at.page.get_by_test_id("home").locator(".b-section").filter(has_text=f"{way.title} · @Ben Barlow")
    begun.first.get_by_role("button", name="Go on", exact=True).click()
    expect(at.modal).to_contain_text("You go on with what you wrote")
    expect(at.modal.locator(LETTERS).first).to_have_value("Workload is heavy.")


def read(at: At, way: Way, name: str) -> None:
    """Open the record from the supervision file: that of a session stands in the session."""
    at.type(f"/supervision history @{name}")
    for text in filter(None, (way.row, way.title)):
        row = at.modal.locator(".b-section.with-accessory").filter(has_text=text).first
        pressed(at.modal, row.get_by_role("button", name="Read", exact=True))


@pytest.mark.parametrize("form", RECORDS)
def test_a_record_is_corrected_and_both_versions_stand(at: At, form: str) -> None:
    """Of what was filled to the last letter and signed before."""
    way, name = RECORDS[form], SUPERVISEES[LONG]
    be(at, member(at, "Tom Tilley"))
    read(at, way, name)
    pressed(at.modal, at.modal.get_by_role("button", name="Correct", exact=True))
    fill_to_the_end(at.page, LONG)
    expect(at.modal).to_contain_text("version 2")
    at.close()
    read(at, way, name)
    pressed(at.modal, at.modal.get_by_role("button", name="As it was before", exact=True))
    expect(at.modal).to_contain_text("Version 1 of 2")
