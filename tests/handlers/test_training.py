"""`/supervision training`: noted by supervisors themselves, confirmed by the line; nobody is chased for it."""

import json

import pytest

from bot.desk import Person, View, words_of
from handlers.actions import training
from storage.models import NoticeRow
from tests.handlers.office import Office, slack_id, staff_id
from tests.handlers.test_audits import plainly, told


def home_of(person: Person) -> str:
    home = person.home()
    assert home
    return plainly(words_of(home.blocks))


def buttons_in(view: View | None, action: str) -> list[str]:
    """What each button of that name carries."""
    assert view
    found = [each for block in view.blocks for each in [*block.get("elements", ()), block.get("accessory") or {}]]
    return [each["value"] for each in found if each.get("action_id", "").split(":")[0] == action]


def test_the_line_sees_who_is_trained_and_confirms_what_they_say(office: Office) -> None:
    tom, sue, ann = (office.person(each) for each in ("tom", "sue", "ann"))
    assert "Tom Hale supervises, and the training the policy asks for is not noted." in home_of(sue)
    assert "is not noted" not in home_of(tom)

    tom.command("/supervision", "training")
    assert "Asked of everybody who supervises: supervision skills (" in told(tom)
    assert "Below you" not in told(tom)
    tom.press(tom.modal, "training_note", staff_id("tom"))
    assert tom.submit(what="skills", on="2026-03-25") == {
        "on": "That date has not come yet. Give the day it took place, or was agreed."
    }
    assert "title" in (tom.submit(what="other", on="2026-03-02") or {})
    tom.submit(what="skills", on="2026-03-02", title="Effective supervision")
    assert "Noted for you: supervision skills, Mon 2 March. It stands as said by yourself" in told(tom)
    assert "Tom Hale supervises, and no training" not in home_of(sue)
    assert "Carol Reed supervises, and the training the policy asks for is not noted." in home_of(sue)

    sue.command("/supervision", "training")
    said = told(sue)
    assert said.index("Carol Reed") < said.index("Tom Hale"), "who lacks it comes first"
    assert "Supervision skills Mon 2 March" in said
    assert "Effective supervision" not in said
    sue.press(sue.modal, "training_open", staff_id("tom"))
    assert "Supervision skills · Mon 2 March · as they say themselves\nEffective supervision" in told(sue)
    (entry,) = buttons_in(sue.modal, "training_confirm")
    sue.press(sue.modal, "training_confirm", entry)
    assert "noted by Tom Hale, confirmed by Sue Manager" in told(sue)

    sue.press(sue.modal, "training_note", staff_id("tom"))
    sue.submit(what="needed", on="2026-03-20", title="Neglect")
    assert "Noted for Tom Hale: top-up training found to be needed, Fri 20 March." in told(sue)
    sue.command("/supervision", "training")
    assert "top-up needed since Fri 20 March, not taken yet" in told(sue)
    sue.command("/supervision", "report")
    assert "Supervisors trained: 50%, 1 of 2" in told(sue)
    assert sue.modal
    sue.press(sue.modal, "report_list", '{"measure": "trained"}')
    assert "Carol Reed" in told(sue) or f"<@{slack_id('carol')}>" in told(sue)
    sue.press(sue.modal, "training_open", staff_id("tom"))
    assert "Effective supervision" in told(sue)

    tom.command("/supervision", "training")
    assert buttons_in(tom.modal, "training_take_back") == [], "what stands is the line's to put right"
    tom.press(tom.modal, "training_note", staff_id("tom"))
    tom.submit(what="objectives", on="2026-03-23")
    tom.command("/supervision", "training")
    assert "Performance objectives for supervision · agreed Mon 23 March" in told(tom)
    (own,) = buttons_in(tom.modal, "training_take_back")
    tom.press(tom.modal, "training_take_back", own)
    assert "Performance objectives" not in told(tom)

    ann.command("/supervision", f"training <@{slack_id('tom')}>")
    assert "There is no such record here" in ann.last().text
    ann.command("/supervision", "training")
    assert "Nothing is noted yet." in told(ann)
    assert office.read(lambda work: work.session.query(NoticeRow).count()) == 0, "nobody is written to for any of it"


def test_a_form_left_half_way_is_there_again_and_its_words_are_in_no_message(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", "training me")
    tom.press(tom.modal, "training_note", staff_id("tom"))
    tom.type(title="Wigglesworth lectures")
    tom.close(everything=True)
    edge = office.edge
    assert edge
    assert tom.until(lambda: not edge.typing.held)
    tom.command("/supervision", "training")
    tom.press(tom.modal, "training_note", staff_id("tom"))
    assert "Wigglesworth lectures" in json.dumps(tom.modal.blocks if tom.modal else [])
    tom.submit(what="other", on="2026-03-02", title="Wigglesworth lectures")
    home_of(tom)
    said = [
        call for method in ("chat.postMessage", "chat.postEphemeral", "views.publish") for call in office.desk.calls(method)
    ]
    assert said
    assert not any("Wigglesworth" in repr(call) for call in said)


def test_more_below_than_a_page_holds_are_turned_to(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zoe, with Sue, Tom and Carol below her who supervise."""
    monkeypatch.setattr(training, "A_PAGE", 2)
    zoe = office.person("zoe")
    zoe.command("/supervision", "training")
    assert "Tom Hale" not in told(zoe)
    (turn,) = buttons_in(zoe.modal, "training_list")
    zoe.press(zoe.modal, "training_list:more", turn)
    assert "Tom Hale" in told(zoe)
    assert "Carol Reed" not in told(zoe)
