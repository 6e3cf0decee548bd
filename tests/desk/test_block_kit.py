"""Block Kit's limits, at and just past each."""

import json
from typing import Any

import pytest

from bot.desk.blockkit import check_message_blocks, check_view
from bot.desk.blockkit.surfaces import is_too_large
from tests.desk.counterpart import actions, button, home, modal, plain, section, text_input


def options(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"text": plain(f"Choice {each}"), "value": f"v{each}", **more} for each in range(count)]


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": options(2), **more}


def ticks(kind: str, count: int) -> dict[str, Any]:
    return {"type": kind, "action_id": "t", "options": options(count)}


def groups(count: int) -> list[dict[str, Any]]:
    return [{"label": plain(f"G{each}"), "options": [{"text": plain("x"), "value": f"v{each}"}]} for each in range(count)]


def context(count: int) -> dict[str, Any]:
    return {"type": "context", "elements": [plain("x")] * count}


def fields(count: int, length: int = 1) -> dict[str, Any]:
    return {"type": "section", "fields": [plain("x" * length)] * count}


def image(**more: Any) -> dict[str, Any]:
    return {"type": "image", "image_url": "http://127.0.0.1/x.png", "alt_text": "x", **more}


def option(text: int = 1, value: int = 1) -> dict[str, Any]:
    return select(options=[{"text": plain("x" * text), "value": "v" * value}])


# One block with n of something: the most that is allowed, and where the fault is named one past it.
LIMITS: list[tuple[str, int, Any, str]] = [
    ("section text", 3000, lambda n: section("x" * n), "/blocks/0/text/text"),
    ("section fields", 10, fields, "/blocks/0/fields"),
    ("field text", 2000, lambda n: fields(1, n), "/blocks/0/fields/0/text"),
    ("header", 150, lambda n: {"type": "header", "text": plain("x" * n)}, "/blocks/0/text/text"),
    ("actions", 25, lambda n: actions(*(button("x", f"a{each}") for each in range(n))), "/blocks/0/elements"),
    ("context", 10, context, "/blocks/0/elements"),
    ("button text", 75, lambda n: actions(button("x" * n, "a")), "/blocks/0/elements/0/text/text"),
    ("button value", 2000, lambda n: actions(button("x", "a", value="v" * n)), "/blocks/0/elements/0/value"),
    ("button url", 3000, lambda n: actions(button("x", "a", url="h" * n)), "/blocks/0/elements/0/url"),
    ("block_id", 255, lambda n: section("x", block_id="b" * n), "/blocks/0/block_id"),
    ("action_id", 255, lambda n: actions(button("x", "a" * n)), "/blocks/0/elements/0/action_id"),
    ("select options", 100, lambda n: actions(select(options=options(n))), "/blocks/0/elements/0/options"),
    (
        "option groups",
        100,
        lambda n: actions({"type": "static_select", "action_id": "s", "option_groups": groups(n)}),
        "/blocks/0/elements/0/option_groups",
    ),
    ("overflow", 5, lambda n: actions(ticks("overflow", n)), "/blocks/0/elements/0/options"),
    ("checkboxes", 10, lambda n: actions(ticks("checkboxes", n)), "/blocks/0/elements/0/options"),
    ("radio buttons", 10, lambda n: actions(ticks("radio_buttons", n)), "/blocks/0/elements/0/options"),
    ("option text", 75, lambda n: actions(option(text=n)), "/blocks/0/elements/0/options/0/text/text"),
    ("option value", 150, lambda n: actions(option(value=n)), "/blocks/0/elements/0/options/0/value"),
    ("placeholder", 150, lambda n: actions(select(placeholder=plain("x" * n))), "/blocks/0/elements/0/placeholder/text"),
    ("image alt", 2000, lambda n: image(alt_text="x" * n), "/blocks/0/alt_text"),
    ("image url", 3000, lambda n: image(image_url="h" * n), "/blocks/0/image_url"),
    ("input label", 2000, lambda n: text_input("b", label=plain("x" * n)), "/blocks/0/label/text"),
    ("input hint", 2000, lambda n: text_input("b", hint=plain("x" * n)), "/blocks/0/hint/text"),
    ("max_length", 3000, lambda n: text_input("b", element={"max_length": n}), "/blocks/0/element/max_length"),
    ("initial text", 3000, lambda n: text_input("b", element={"initial_value": "x" * n}), "/blocks/0/element/initial_value"),
]


@pytest.mark.parametrize(("most", "make", "place"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_a_block_may_be_as_large_as_the_limit_and_no_larger(most: int, make: Any, place: str) -> None:
    assert check_message_blocks([make(most)]) == []
    faults = check_message_blocks([make(most + 1)])
    assert faults
    assert all(f"[json-pointer:{place}]" in each for each in faults), faults


def test_a_message_holds_fifty_blocks_and_a_view_a_hundred() -> None:
    assert check_message_blocks([section("x")] * 50) == []
    assert check_message_blocks([section("x")] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    for view in (home, modal):
        kind = view(section("x"))["type"]
        assert check_view(view(*[section("x")] * 100), kind) == []
        assert check_view(view(*[section("x")] * 101), kind) == ["no more than 100 items allowed [json-pointer:/view/blocks]"]


VIEW_LIMITS: list[tuple[str, int, Any]] = [
    ("title", 24, lambda n: {"title": plain("x" * n)}),
    ("submit", 24, lambda n: {"submit": plain("x" * n)}),
    ("close", 24, lambda n: {"close": plain("x" * n)}),
    ("private_metadata", 3000, lambda n: {"private_metadata": "x" * n}),
    ("callback_id", 255, lambda n: {"callback_id": "x" * n}),
    ("external_id", 255, lambda n: {"external_id": "x" * n}),
]


@pytest.mark.parametrize(("name", "most", "make"), VIEW_LIMITS, ids=[row[0] for row in VIEW_LIMITS])
def test_a_modal_may_say_as_much_as_the_limit_and_no_more(name: str, most: int, make: Any) -> None:
    assert check_view(modal(**make(most)), "modal") == []
    faults = check_view(modal(**make(most + 1)), "modal")
    assert len(faults) == 1
    assert faults[0].startswith(f"must be less than {most + 1} characters [json-pointer:/view/{name}")


def test_a_view_may_have_250_kilobytes() -> None:
    empty = len(json.dumps(modal(private_metadata="")).encode())
    assert not is_too_large(modal(private_metadata="x" * (250_000 - empty)))
    assert is_too_large(modal(private_metadata="x" * (250_001 - empty)))


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("unknown block", {"type": "poem"}, "unsupported type: poem [json-pointer:/blocks/0/type]"),
    ("no type", {"text": plain("x")}, "missing required field: type [json-pointer:/blocks/0]"),
    (
        "unknown element",
        actions({"type": "dial", "action_id": "d"}),
        "unsupported type: dial [json-pointer:/blocks/0/elements/0/type]",
    ),
    ("text field in actions", actions(text_input("b")["element"]), "unsupported type: plain_text_input"),
    ("button as input", {"type": "input", "label": plain("x"), "element": button("x", "a")}, "unsupported type: button"),
    ("empty text", section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ("bare string", {"type": "section", "text": "x"}, "must provide an object [json-pointer:/blocks/0/text]"),
    ("section of nothing", {"type": "section"}, "must provide either `text` or `fields` [json-pointer:/blocks/0]"),
    ("mrkdwn header", {"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "must be of type: plain_text"),
    ("mrkdwn button", actions({**button("x", "a"), "text": {"type": "mrkdwn", "text": "x"}}), "must be of type: plain_text"),
    (
        "mrkdwn option",
        actions(select(options=[{"text": {"type": "mrkdwn", "text": "x"}, "value": "v"}])),
        "must be of type: plain_text",
    ),
    (
        "emoji in mrkdwn",
        {"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}},
        "invalid additional property: emoji",
    ),
    ("strange property", {"type": "divider", "colour": "red"}, "invalid additional property: colour [json-pointer:/blocks/0]"),
    ("option without value", actions(select(options=[{"text": plain("x")}])), "missing required field: value"),
    ("no options", actions({"type": "static_select", "action_id": "s"}), "must provide either `options` or `option_groups`"),
    ("empty options", actions(select(options=[])), "no less than 1 items allowed"),
    ("options and groups", actions(select(option_groups=groups(1))), "must provide either `options` or `option_groups`"),
    (
        "initial not offered",
        actions(select(initial_option={"text": plain("Z"), "value": "z"})),
        "must match one of the options exactly",
    ),
    ("same value twice", actions(select(options=options(1) * 2)), "duplicate option value `v0`"),
    ("empty actions", actions(), "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    ("image without alt", {"type": "image", "image_url": "http://127.0.0.1/x"}, "missing required field: alt_text"),
    ("a date in words", actions({"type": "datepicker", "action_id": "d", "initial_date": "24 March"}), "format YYYY-MM-DD"),
    ("an hour too many", actions({"type": "timepicker", "action_id": "d", "initial_time": "24:00"}), "format HH:mm"),
    ("a style of our own", actions(button("x", "a", style="green")), "must be one of: primary, danger"),
    (
        "number without decimals said",
        {"type": "input", "label": plain("x"), "element": {"type": "number_input"}},
        "missing required field: is_decimal_allowed",
    ),
    (
        "numbers crossed",
        {
            "type": "input",
            "label": plain("x"),
            "element": {"type": "number_input", "is_decimal_allowed": False, "min_value": "5", "max_value": "4"},
        },
        "min_value must be less than max_value",
    ),
    ("lengths crossed", text_input("b", element={"min_length": 5, "max_length": 4}), "min_length must be less than max_length"),
    (
        "longer than max_length",
        text_input("b", element={"max_length": 4, "initial_value": "xxxxx"}),
        "must be less than 5 characters",
    ),
    ("a string for a flag", text_input("b", optional="true"), "must provide a boolean [json-pointer:/blocks/0/optional]"),
    ("confirm without words", actions(button("x", "a", confirm={"title": plain("x")})), "missing required field: text"),
]


@pytest.mark.parametrize(("block", "words"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_block_is_refused_with_its_place(block: dict[str, Any], words: str) -> None:
    faults = check_message_blocks([block])
    assert any(words in each for each in faults), faults
    assert all("[json-pointer:/blocks/0" in each for each in faults)


def test_no_two_blocks_share_an_id_nor_two_elements_of_one_block() -> None:
    twice = check_message_blocks([section("x", block_id="b"), section("y", block_id="b")])
    assert twice == ['`block_id` "b" already exists [json-pointer:/blocks/1/block_id]']
    twice = check_message_blocks([actions(button("x", "a"), button("y", "a"))])
    assert twice == ['`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]']
    assert check_message_blocks([actions(button("x", "a")), actions(button("y", "a"))]) == []


def test_only_one_field_takes_the_focus() -> None:
    focused = {"focus_on_load": True}
    assert check_view(modal(text_input("a", element=focused), text_input("b")), "modal") == []
    assert len(check_view(modal(text_input("a", element=focused), text_input("b", element=focused)), "modal")) == 1


WRONG_VIEWS: list[tuple[str, dict[str, Any], str]] = [
    (
        "input without submit",
        {**modal(), "submit": None},
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
    ),
    (
        "no title",
        {key: value for key, value in modal().items() if key != "title"},
        "missing required field: title [json-pointer:/view]",
    ),
    ("empty title", modal(title=plain("")), "must be more than 0 characters [json-pointer:/view/title/text]"),
    ("a home as modal", home(section("x")), "must be one of: modal [json-pointer:/view/type]"),
    (
        "no blocks",
        {key: value for key, value in modal().items() if key != "blocks"},
        "missing required field: blocks [json-pointer:/view]",
    ),
    ("strange property", modal(color="red"), "invalid additional property: color [json-pointer:/view]"),
    ("a block's fault", modal(section("")), "[json-pointer:/view/blocks/0/text/text]"),
]


@pytest.mark.parametrize(("view", "words"), [row[1:] for row in WRONG_VIEWS], ids=[row[0] for row in WRONG_VIEWS])
def test_a_wrong_view_is_refused_with_its_place(view: dict[str, Any], words: str) -> None:
    faults = check_view(view, "modal")
    assert len(faults) == 1
    assert words in faults[0]


def test_every_kind_of_element_the_bot_may_use_is_taken() -> None:
    people = [{"type": kind, "action_id": kind} for kind in ("users_select", "multi_users_select", "conversations_select")]
    pickers = [{"type": kind, "action_id": kind} for kind in ("datepicker", "timepicker", "datetimepicker", "external_select")]
    inputs = [{"type": "number_input", "is_decimal_allowed": True}, {"type": "email_text_input"}, {"type": "url_text_input"}]
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]}
                ],
            }
        ],
    }
    view = modal(
        actions(*people, *pickers, ticks("overflow", 2)),
        actions(ticks("multi_static_select", 3)),
        *({"type": "input", "label": plain("x"), "element": each} for each in inputs),
        rich,
        image(),
        context(2),
        {"type": "divider"},
        section("x", accessory=image()),
    )
    assert check_view(view, "modal") == []
