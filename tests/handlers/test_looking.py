"""The look at everything said is looked at itself: each thing Slack refuses, or nobody should read, is found."""

from typing import Any

import pytest

from handlers.words import buttons
from tests.desk.counterpart import actions, button, home, modal, plain, section, text_input
from tests.handlers.looking import Looking

CHOICES = [{"text": plain(f"Choice {at}"), "value": f"v{at}"} for at in range(101)]


def chosen(kind: str, number: int) -> dict[str, Any]:
    return {"type": kind, "action_id": buttons.WHY, "options": CHOICES[:number]}


MESSAGES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "no text": (" ", [section("x")]),
    "a text of 4001": ("x" * 4001, [section("x")]),
    "no more than 50": ("x", [section("x")] * 51),
    "less than 3001": ("x", [section("x" * 3001)]),
    "more than 0": ("x", [section("")]),
    "less than 2001": ("x", [{"type": "section", "fields": [plain("x" * 2001)]}]),
    "no more than 10 items": ("x", [{"type": "section", "fields": [plain("x")] * 11}]),
    "less than 151": ("x", [{"type": "header", "text": plain("x" * 151)}]),
    "no more than 25": ("x", [actions(*(button("x", f"{buttons.WHY}:{at}") for at in range(26)))]),
    "less than 76": ("x", [actions(button("x" * 76, buttons.WHY))]),
    "no more than 10": ("x", [actions(chosen("checkboxes", 11))]),
    "no more than 5": ("x", [actions(chosen("overflow", 6))]),
    "no more than 100": ("x", [actions(chosen("static_select", 101))]),
    "`block_id` \"a\" already exists": ("x", [section("x", block_id="a")] * 2),
    "`action_id` \"duty_why\" already exists": ("x", [actions(button("x", buttons.WHY), button("y", buttons.WHY))]),
    "nobody answers frobnicate": ("x", [actions(button("x", "frobnicate"))]),
    "tells 'two missed visits'": ("because of two missed visits", [section("x")]),
    "tells 'Wigglesworth'": ("x", [actions(button("Wigglesworth", buttons.WHY))]),
    "says 'None'": ("due by None", [section("x")]),
    "says '<!channel'": ("x", [section("<!channel> x")]),
}  # fmt: skip
VIEWS: dict[str, dict[str, Any]] = {
    "no more than 100 items": home(*[section("x")] * 101),
    "title": {each: said for each, said in modal().items() if each != "title"},
    "must define `submit`": {each: said for each, said in modal().items() if each != "submit"},
    "less than 25": modal(title=plain("x" * 25)),
    "less than 3001": modal(private_metadata="x" * 3001),
    "already exists": modal(text_input("a"), text_input("a", "other")),
    "two fields are called text": modal(text_input("a"), text_input("b")),
    "initial_value": modal(text_input("a", element={"max_length": 5, "initial_value": "x" * 6})),
    "over 250 kB": home(*[section("🙂" * 3000)] * 30),
    "tells 'gp letter'": modal(text_input("a", element={"initial_value": "gp letter"})),
}


@pytest.mark.parametrize("fault", MESSAGES)
def test_what_is_wrong_with_a_message_is_found(fault: str) -> None:
    looking = Looking()
    looking.message("here", *MESSAGES[fault])
    assert [each for each in looking.faults if fault in each], looking.faults


@pytest.mark.parametrize("fault", VIEWS)
def test_what_is_wrong_with_a_window_is_found(fault: str) -> None:
    looking = Looking()
    looking.view("here", VIEWS[fault])
    assert [each for each in looking.faults if fault in each], looking.faults


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    looking = Looking()
    looking.message(
        "here", "x", [section("x", block_id="a"), actions(button("x", buttons.WHY)), actions(button("y", buttons.WHY))]
    )
    looking.view("here", modal(text_input("a", "a"), text_input("b", "b")))
    looking.view("here", home(*[section("x")] * 100))
    looking.view("here", modal(text_input("a", element={"initial_value": "gp letter"})), may_tell=True)
    assert looking.faults == []
