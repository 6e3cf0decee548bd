"""What people read stands in `handlers/words/` and nowhere else of `handlers/`, and a translator's catalogue holds it all."""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import handlers
from handlers import words
from handlers.words import booking, fields, matter
from handlers.words.catalogue import APART, IDS, ROOMS, catalogue, is_said, sentences
from handlers.words.editions import edition
from handlers.words.notices import late
from scheduling.errors import SupervisionError

ROOM = Path(str(handlers.__file__)).parent
READ_BY_NOBODY: dict[str, tuple[str, set[str]]] = {
    "envelope.py": (
        "what a request is known by",
        {
            "command {body['trigger_id']}", "action {body['trigger_id']}", "shortcut {body['trigger_id']}",
            "form {view['id']} {view.get('hash') or ''}",
        },
    ),
    "shorthand.py": ("what people type, in English", {"today evening"}),
    "clocktimes.py": ("what people type, in English", {"quarter past", "quarter to"}),
    "weekforms.py": ("what people type, in English", {"next month", "this month"}),
    "dateforms.py": ("what people type, in English", {"day before yesterday", "day after tomorrow"}),
    "supervision/move.py": ("a command, answered again", {"because {reason}", "move id:{person.id}"}),
    "supervision/call_off.py": ("a command, answered again", {"because {reason}", "call-off id:{person.id}"}),
    "supervision/log.py": ("a command, answered again", {"log id:{person.id}"}),
    "supervision/absence.py": (
        "a command, answered again",
        {"absence id:{person.id}", "absence id:{person.id} {from_on.isoformat()} to", " to {last[0]}"},
    ),
    "supervision/agreement.py": ("a word of a command, as people type it", {"on paper"}),
    "filling/engine.py": ("what a request is known by", {"filled {request.incoming.window} {sheet.place}"}),
    "filling/group_saved.py": ("the choices of a policy's form, as its file has them", {"Case discussion", "Case focused"}),
    "actions/plan.py": ("where a draft is kept", {"plan {person.id}"}),
    "forms/plan.py": (
        "where a draft is kept, and what a request is known by",
        {"plan {self.person}", "plan {person.id}", "planned {request.incoming.window} {sheet.person}"},
    ),
    "forms/unsent.py": (
        "where a draft is kept, and what a request is known by",
        {"unsent {form['callback_id']}", "sent {request.incoming.window} {request.meta.get(KEPT)}"},
    ),
    "supervision/book.py": ("a command, answered again", {"book id:{person.id}"}),
    "casework/keeping.py": ("a command, answered again", {"planned {ref}", "joint {ref} {plain(word)}"}),
    "pace.py": ("the name of a state", {"refused again"}),
    "late.py": ("goes to the log", {"HTTP {answer.status_code}"}),
    "shape.py": (
        "goes to the log",
        {"neither in a window nor in a message", "no object", "of a kind that nobody here answers", "as a whole"},
    ),
}  # fmt: skip


def code() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the handlers, but for the words themselves."""
    for path in sorted(ROOM.rglob("*.py")):
        name = path.relative_to(ROOM).as_posix()
        if not name.startswith("words/"):
            yield name, ast.parse(path.read_text("utf-8"))


def test_no_handler_holds_a_sentence_a_label_or_a_hint() -> None:
    found = {name: {text for _, text in sentences(tree)} for name, tree in code() if any(True for _ in sentences(tree))}
    assert found == {name: texts for name, (_, texts) in READ_BY_NOBODY.items()}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('field("Minutes")', ["Minutes"]),
        ('field(label="Held on")', ["Held on"]),
        ('say(f"Saved. {who} is told.")', ["Saved. {who} is told."]),
        ('x = f" by {who}"', [" by {who}"]),
        ('x = f"{who} · with {other(1)}"', ["{who} · with {other(1)}"]),
        ('x = f"*Over.*{what}"', ["*Over.*{what}"]),
        ("x = f\"{a}{' and more' if b else ''}\"", [" and more"]),
        ('TABLE = {"yes": "Keep it"}', ["Keep it"]),
        ('x = "two words" if y else "one"', ["two words"]),
        ('x = "Choose…"', ["Choose…"]),
        ('x = "`/supervision help` lists them"', ["`/supervision help` lists them"]),
        ('"""A docstring of more than a word."""', []),
        ('X = 1\n"""What it is."""', []),
        ('log.warning("it was not sent: %s", x)', []),
        ('X = re.compile("some words|others")', []),
        ('assert x, "it should be"', []),
        ('__all__ = ["Edge"]', []),
        ('x = "duty_record"', []),
        ('x = "held_on"', []),
        ('x = f"{a:%H:%M}"', []),
        ('x = f"{meta} {at}"', []),
        ('x = " · "', []),
        ('x = "plain_text"', []),
        ('x = f"choose:{at}"', []),
    ],
)
def test_what_reads_as_english_is_told_from_what_does_not(line: str, said: list[str]) -> None:
    assert [text for _, text in sentences(ast.parse(line))] == said


def modules() -> Iterator[ModuleType]:
    """The modules of the words that say something."""
    for each in pkgutil.walk_packages(words.__path__, "handlers.words."):
        if each.name.removeprefix("handlers.words.") not in APART:
            yield importlib.import_module(each.name)


def texts(value: Any) -> Iterator[str]:
    """The strings in a constant."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in texts(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in texts(each))


def test_every_constant_of_the_words_is_in_the_catalogue() -> None:
    listed = catalogue()
    templates = [re.compile(re.sub(r"\\{.*?\\}", ".*", re.escape(text)), re.DOTALL) for text in listed.values()]
    missing = [
        f"{module.__name__}.{name}: {text}"
        for module in modules()
        for name, value in vars(module).items()
        for text in texts(value)
        if not name.startswith("__") and is_said(text) and not any(each.fullmatch(text) for each in templates)
    ]
    assert missing == []
    assert set(IDS).isdisjoint(listed)


def test_every_function_of_the_words_that_says_something_is_in_the_catalogue() -> None:
    listed = {place.partition("#")[0] for place in catalogue()}
    for module in modules():
        short = module.__name__.removeprefix("handlers.words.")
        for name, made in vars(module).items():
            if inspect.isfunction(made) and made.__module__ == module.__name__:
                says = any(True for _ in sentences(ast.parse(inspect.getsource(made))))
                assert (f"{short}.{name}" in listed) == says, f"{short}.{name}"


def test_the_catalogue_gives_the_english_by_its_place() -> None:
    expected = {
        "booking.TITLE": "Book a session",
        "booking.due": "{whose} {'was' if is_late else 'is'} due by {on}.",
        "access.PURPOSES['court']": None,
        "access.READERS['court']": "the Family Proceedings Court",
        "commands.OR": "or",
        "done.done": "*Changed:* the due date is another one now; your Home tab has it.{what}",
        "phrases._TIMES[1]": "once",
        "buttons.RECORD": None,
        "storage.errors.AlreadyConfirmed": "This decision has been confirmed already. Nothing more is needed.",
    }
    listed = catalogue()
    assert {place: listed.get(place) for place in expected} == expected


def errors(kind: type[SupervisionError]) -> Iterator[type[SupervisionError]]:
    """It and all there are of its kind, of the rooms whose errors people in Slack read."""
    if kind.__module__.partition(".")[0] in {room.__name__ for room in ROOMS}:
        yield kind
    for each in kind.__subclasses__():
        yield from errors(each)


def test_the_sentence_of_every_error_is_in_the_catalogue() -> None:
    for room in ROOMS:
        for each in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".migrations." not in each.name:
                importlib.import_module(each.name)
    listed, found = catalogue(), set(errors(SupervisionError))
    assert {f"{each.__module__}.{each.__qualname__}": inspect.cleandoc(each.__doc__ or "") for each in found} == {
        place: text for place, text in listed.items() if place.startswith(("scheduling.", "storage.", "handlers."))
    }


def test_another_language_is_one_argument_away_and_english_where_it_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, said in (
        ("booking", "TITLE = 'Trefnu sesiwn'\ndef is_due(on):\n    return f' Erbyn {on}.'\n"),
        ("notices/late", "BUTTONS = ()\n"),
        ("matter", "import handlers.words.cy.phrases\n"),
    ):
        path = tmp_path / "cy" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    monkeypatch.setattr(words, "__path__", [*words.__path__, str(tmp_path)])
    ours = edition(booking, "cy")
    assert (ours.TITLE, ours.is_due("Tue 24 March"), ours.MOVED) == ("Trefnu sesiwn", " Erbyn Tue 24 March.", booking.MOVED)
    assert edition(late, "cy").BUTTONS == ()
    assert booking.TITLE == "Book a session"
    assert edition(booking) is booking
    assert edition(booking, "fr") is booking
    assert edition(fields, "cy") is fields
    with pytest.raises(ModuleNotFoundError, match="phrases"):
        edition(matter, "cy")
    for name in [each for each in sys.modules if each.startswith("handlers.words.cy")]:
        del sys.modules[name]
