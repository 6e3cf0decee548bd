"""Forms of the policy, filled in steps: kept at each, given back, saved once, and read as they were asked."""

from datetime import date

import pytest

from bot.desk import View, words_of
from bot.desk.payloads import action_in_view
from handlers.filling.table import FILLINGS
from handlers.words.filling import window_title
from storage import packs
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.office import Office, open_office, seen, settle, staff_id

ANN = "<@U0ANN>"


@pytest.fixture
def office(plain_office: Office) -> Office:
    """Of a council that has printed no forms."""
    return plain_office


@pytest.fixture
def begun(office: Office) -> Office:
    """Tom has logged today's session with Ann, and opens its record."""
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} today 90")
    assert tom.submit(cases=["M100001"]) == {}
    tom.press(tom.modal, "session_notes")
    return office


def records(office: Office) -> list[tuple[str, str, str | None]]:
    """What stands in Ann's file: form, layer, case."""

    def ask(work):  # type: ignore[no-untyped-def]
        return work.written.of(staff_id("ann"), viewer=work.people.get(staff_id("zoe")))

    return sorted((one.form, one.layer, one.case_ref) for one in office.read(ask))


def test_what_is_about_the_supervisee_and_what_is_about_a_case_are_records_apart(begun: Office) -> None:
    said = fill(
        begun.person("tom"),
        discussed="Workload is heavy.",
        M100001__decided="Strategy meeting, because two visits were missed.",
        actions__0__what="Book the visit",
        actions__0__by=date(2026, 3, 31),
    )
    assert said.startswith("Saved. The supervision of <@U0ANN> of Tue 24 March is recorded, and signed by you.")
    assert "One action agreed" in said
    assert records(begun) == [("case_discussion", "case", "M100001"), ("session", "personal", None)]
    assert begun.sessions("ann")[0].recorded_on == date(2026, 3, 24)


def test_the_actions_of_last_time_are_looked_at_the_next(begun: Office) -> None:
    tom = begun.person("tom")
    fill(tom, discussed="Workload.", actions__0__what="Book the visit")
    begun.now[0] = begun.now[0].replace(day=26)
    tom.command("/supervision", f"log {ANN} today 60")
    assert tom.submit() == {}
    tom.press(tom.modal, "session_notes")
    assert "Book the visit" in str(tom.modal.blocks)  # type: ignore[union-attr]
    outcome = next(name for name in fields_in(tom) if name.endswith("outcome"))
    why = outcome.replace("outcome", "why")
    assert tom.submit(**{outcome: "not_done", why: "the family was away", "discussed": "All well."}) == {}
    fill(tom)
    tom.command("/supervision", f"log {ANN} yesterday 60")
    assert tom.submit() == {}
    tom.press(tom.modal, "session_notes")
    assert "Book the visit" not in str(tom.modal.blocks)  # type: ignore[union-attr]


def in_the_drafts(office: Office, text: str) -> bool:
    """Whether it is kept for Tom."""

    def ask(work: UnitOfWork) -> bool:
        return any(text in str(draft.content) for draft in work.drafts.all(work.people.must_get(staff_id("tom"))))

    return bool(office.read(ask))


@pytest.mark.parametrize("ending", ["the window is closed", "the line is lost"])
def test_what_is_being_typed_is_kept_without_anything_pressed(begun: Office, ending: str) -> None:
    tom = begun.person("tom")
    for text in ("W", "Workload is", "Workload is heavy."):
        tom.type(discussed=text)
    if ending == "the window is closed":
        tom.close()
    tom.until(lambda: in_the_drafts(begun, "Workload is heavy."))
    assert in_the_drafts(begun, "Workload is heavy.")
    tom.press(tom.home(), "session_notes")
    assert tom.values()["discussed"] == "Workload is heavy."


def test_a_form_begun_is_offered_to_whoever_began_it_alone(begun: Office) -> None:
    tom, sue = begun.person("tom"), begun.person("sue")
    tom.submit(discussed="Workload is heavy.")
    tom.close()
    offered = "Supervision record · <@U0ANN> · Tue 24 March, 10:05"
    assert tom.until(lambda: offered in words_of(home.blocks if (home := tom.home()) else []))
    home = tom.home()
    assert "Workload" not in str(home)
    tom.press(home, "fill_go_on")
    assert "M100001.decided" in fields_in(tom)
    theirs = sue.home()
    assert theirs
    assert "fill_go_on" not in str(theirs.blocks)


def test_begun_again_it_is_empty_in_slack_too_which_keeps_what_stands_in_a_field_of_the_same_name(begun: Office) -> None:
    tom = begun.person("tom")
    named = []
    for _ in range(2):
        tom.type(discussed="Workload is heavy.")
        tom.close()
        tom.until(lambda: in_the_drafts(begun, "Workload is heavy."))
        tom.press(tom.home(), "session_notes")
        assert tom.modal
        before = field_names(tom.modal)
        tom.press(tom.modal, "fill_anew")
        assert tom.values()["discussed"] is None
        named.append((before, field_names(tom.modal)))
    assert all(not set(before) & set(after) for before, after in named)


@pytest.mark.parametrize("policy", ["wokingham", "kent", "manchester", "plymouth", "lscb"])
def test_no_title_of_a_form_is_cut_off_in_its_window(policy: str) -> None:
    titles = {name: window_title(name, packs.load(policy).form(name).title) for name in FILLINGS}
    assert {name: title for name, title in titles.items() if len(title) > 24} == {}


def field_names(view: View) -> list[str]:
    return [each["element"]["action_id"] for each in view.blocks if each["type"] == "input"]


def test_letters_that_come_after_the_form_is_saved_leave_nothing_behind(begun: Office) -> None:
    tom = begun.person("tom")
    tom.type(discussed="Workload is heavy. And")  # kept a second later, by when all of it has been saved
    fill(tom, discussed="Workload is heavy. And so on.")
    edge = begun.edge
    assert edge
    assert tom.until(lambda: not edge.typing.held)
    assert not in_the_drafts(begun, "Workload")


def test_of_letters_that_overtake_each_other_the_last_that_was_typed_stays(begun: Office) -> None:
    tom, edge = begun.person("tom"), begun.edge
    assert edge
    assert tom.modal
    block = next(block for block in tom.modal.blocks if block.get("block_id") == "discussed")
    action_id = block["element"]["action_id"]
    for at, typed in (("1774346701.000200", "Workload is heavy."), ("1774346701.000100", "Workload is heav")):
        said = {"type": "plain_text_input", "value": typed}
        values = {"discussed": {action_id: said}}
        body = action_in_view(begun.desk.world, tom.member, tom.modal, {**said, "action_id": action_id}, values)
        body["actions"][0]["action_ts"] = at
        assert edge.typing.notice(body)
        assert tom.until(lambda: not edge.typing.held)
    tom.close()
    assert tom.until(lambda: not edge.typing.held)
    tom.press(tom.home(), "fill_go_on")
    assert tom.values()["discussed"] == "Workload is heavy."


@pytest.mark.parametrize("how", ["closed", "put away"])
def test_a_form_left_half_way_is_gone_on_with(begun: Office, how: str) -> None:
    tom = begun.person("tom")
    assert tom.submit(discussed="Workload is heavy.") == {}
    assert "M100001.decided" in fields_in(tom)
    if how == "put away":
        tom.press(tom.modal, "fill_later", **{"M100001.decided": "Half a thought"})
        assert "is kept, for you alone" in seen(tom)
    tom.close()
    assert begun.sessions("ann")[0].recorded_on is None
    tom.press(tom.home(), "session_notes")
    assert "You go on with what you wrote on Tue 24 March, 10:05." in seen(tom)
    if how == "put away":
        assert tom.values()["M100001.decided"] == "Half a thought"
    fill(tom, M100001__decided="A whole one")
    assert begun.sessions("ann")[0].recorded_on == date(2026, 3, 24)


def test_what_was_typed_before_the_bot_was_restarted_is_offered_again_after_it(databases: Databases) -> None:
    with databases.copy(databases.template("office", settle)) as url:
        with open_office(url) as before:
            tom = before.person("tom")
            tom.command("/supervision", "agreement <@U0ANN>")
            name = fields_in(tom)[0]
            tom.type(**{name: "Half a thought"})
            assert tom.until(lambda: in_the_drafts(before, "Half a thought"))
        with open_office(url) as after:
            tom = after.person("tom")
            tom.press(tom.home(), "fill_go_on")
            assert tom.values()[name] == "Half a thought"


def test_a_question_the_policy_asks_for_is_not_left_empty(begun: Office) -> None:
    tom = begun.person("tom")
    errors = tom.submit()
    assert list(errors) == ["discussed"]


def test_back_keeps_what_stands_in_the_step(begun: Office) -> None:
    tom = begun.person("tom")
    tom.submit(discussed="Workload is heavy.")
    tom.press(tom.modal, "fill_back")
    assert tom.values()["discussed"] == "Workload is heavy."
    assert words_of(tom.modal.blocks).count("Step 1 of 3") == 1  # type: ignore[union-attr]
