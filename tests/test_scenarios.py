"""The worked scenarios of the five policies, and the facts files that are wrong."""

from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot import questions
from bot.answer import answer
from tests.scenarios.matching import facts_bytes, problem, scenarios

CASES = list(scenarios())
ANSWERED = [case for case in CASES if "exit" not in case["expect"]]
REFUSED = [case for case in CASES if "exit" in case["expect"]]
COMMAND_LINE = ("S10c", "S66a", "X27", "X46")


def name(case: dict[str, Any]) -> str:
    return f"{case['id']} {case['title']}"


def ask(case: dict[str, Any], *more: str) -> Any:
    app = typer.Typer()
    questions.register(app)
    options = [part for key, value in case["args"].items() for part in (f"--{key}", str(value))]
    return CliRunner().invoke(app, [case["command"], "-", *options, *more], input=facts_bytes(case))


@pytest.mark.parametrize("case", ANSWERED, ids=name)
def test_a_scenario_is_answered_as_its_policy_says(case: dict[str, Any]) -> None:
    assert problem(case["expect"], answer(case["command"], case["args"], case["facts"])) is None


@pytest.mark.parametrize("case", REFUSED, ids=name)
def test_a_wrong_facts_file_is_refused_with_every_fault_and_its_place(case: dict[str, Any]) -> None:
    done = ask(case, "--json")
    allowed = case["expect"]["exit"]
    assert done.exit_code in (allowed if isinstance(allowed, list) else [allowed])
    assert all(part in done.stderr for part in case["expect"]["stderr_includes"])
    assert done.exit_code == 0 or done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("case", [case for case in ANSWERED if case["id"] in COMMAND_LINE], ids=name)
def test_the_command_prints_the_answer_as_json_or_as_a_table(case: dict[str, Any]) -> None:
    import json

    printed = ask(case, "--json")
    assert problem(case["expect"], json.loads(printed.stdout)) is None
    table = ask(case)
    assert table.exit_code == 0
    assert "ann" in table.stdout or "tom" in table.stdout
