"""The papers for an information governance officer say what is so: held against the code, as far as a machine can."""

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

from bot import commands
from bot.manifest import SCOPES
from bot.settings import Settings
from handlers.supervision.command import SUBCOMMANDS
from scheduling.shapes import ALLOCATION_ROLES, LEVELS, ROLES
from storage.lifecycle.classes import CLASSES, SEALED, TABLES
from storage.models import Base
from storage.records.purposes import DELAYS, READERS
from storage.records.sight import GRANTED, LINE, SUPERVISEE, SUPERVISOR, WORKER
from storage.sealed import sealed_columns

ROOT = Path(__file__).parents[2]
PAPERS = ROOT / "bot" / "papers"
ALL = sorted(each.name for each in PAPERS.glob("*.md"))
VERDICTS = ("met", "set-up", "not applicable", "**NOT MET**")
CODED = re.compile(r"`([^`]+)`")
OUR_FILE = re.compile(r"(?:bot|handlers|scheduling|storage|tests)/[\w/.-]+\.\w+|requirements\.lock|pyproject\.toml")


@cache
def text_of(name: str) -> str:
    return (PAPERS / name).read_text(encoding="utf-8")


def rows(name: str, first_heading: str) -> list[list[str]]:
    """The cells of every table of a paper whose first heading this is."""
    found: list[list[str]] = []
    is_inside = False
    for line in text_of(name).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")] if line.startswith("|") else []
        if not cells:
            is_inside = False
        elif cells[0] == first_heading:
            is_inside = True
        elif is_inside and not cells[0].startswith("---"):
            found.append(cells)
    assert found, f"{name} has no table that begins with {first_heading!r}"
    return found


def coded(cell: str) -> list[str]:
    return CODED.findall(cell)


def citations() -> Iterator[tuple[str, str]]:
    for name in ALL:
        for each in coded(text_of(name)):
            if OUR_FILE.fullmatch(each.partition("::")[0]):
                yield name, each


def functions(path: Path) -> set[str]:
    return {each.name for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(each, ast.FunctionDef)}


def test_the_papers_are_there_and_finished() -> None:
    assert ALL == ["README.md", "asvs.md", "data.md", "dpia.md", "roles.md", "threats.md"]
    assert [name for name in ALL if "‹" in text_of(name) or "TODO" in text_of(name)] == []


def test_every_file_and_every_test_cited_exists() -> None:
    missing = []
    for name, cited in citations():
        path, _, function = cited.partition("::")
        if not (ROOT / path).is_file() or (function and function not in functions(ROOT / path)):
            missing.append(f"{name}: {cited}")
    assert missing == []
    assert len({cited for _, cited in citations() if "::" in cited}) > 80


@pytest.mark.parametrize("name", ALL)
def test_every_link_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", text_of(name))
    assert [each for each in links if not (PAPERS / each).is_file()] == []


@pytest.mark.parametrize("name", ALL)
def test_every_section_named_in_another_paper_is_there(name: str) -> None:
    for paper, section in re.findall(r"\]\((\w+\.md)\), \*([^*]+)\*", text_of(name)):
        assert f"## {section}\n" in text_of(paper), (name, paper, section)


def test_every_table_is_described_and_no_other_and_what_is_sealed_is_told() -> None:
    told = {coded(cells[0])[0]: sorted(coded(cells[3])) for cells in rows("data.md", "table")}
    sealed = sealed_columns(Base.metadata)
    assert told == {name: sorted(sealed.get(name, ())) for name in Base.metadata.tables}


def test_every_table_and_everything_sealed_has_its_retention_class_and_every_class_its_line() -> None:
    told = {coded(cells[0])[0]: re.findall(r"[a-z_]+", cells[4].replace("the text", "")) for cells in rows("data.md", "table")}
    of_sealed = {(name.partition(".")[0], each) for name, each in SEALED.items() if each != TABLES[name.partition(".")[0]]}
    assert told == {name: [each, *sorted(more for table, more in of_sealed if table == name)] for name, each in TABLES.items()}
    assert {cells[0] for cells in rows("data.md", "class")} == set(CLASSES)


def test_every_scope_has_its_reason_and_no_other_is_told() -> None:
    assert {coded(cells[0])[0] for cells in rows("data.md", "scope")} == set(SCOPES)


def test_every_setting_is_told_and_no_other() -> None:
    told = [each for cells in rows("data.md", "setting") for each in coded(cells[0])]
    assert sorted(told) == sorted(name.upper() for name in Settings.model_fields)


def test_every_role_and_every_purpose_is_named_and_no_other_purpose() -> None:
    named = coded(text_of("roles.md"))
    words = {*ROLES, *LEVELS, *ALLOCATION_ROLES, SUPERVISEE, SUPERVISOR, LINE, WORKER, GRANTED, *DELAYS}
    assert words - set(named) == set()
    assert {cells[0].strip("`"): tuple(coded(cells[1])) for cells in rows("roles.md", "reader")} == dict(READERS)


def test_every_command_named_is_there() -> None:
    cornerstone = typer.Typer()
    commands.register(cornerstone)
    root = typer.main.get_command(cornerstone)
    named = [(name, each.split()[1:]) for name in ALL for each in coded(text_of(name)) if each.startswith("cornerstone ")]
    assert len(named) > 10
    for name, words in named:
        commands_here = root.commands  # type: ignore[attr-defined]
        for word in words:
            if not commands_here:
                break
            assert word in commands_here, (name, words)
            commands_here = getattr(commands_here[word], "commands", {})
    for name in ALL:
        for words in (each.split() for each in coded(text_of(name)) if each.startswith("/supervision ")):
            assert words[1] in SUBCOMMANDS, (name, words)


def answers() -> list[list[str]]:
    return rows("asvs.md", "id")


def test_every_requirement_of_asvs_levels_1_and_2_is_answered_once() -> None:
    with (PAPERS / "asvs-5.0.0.csv").open(encoding="utf-8", newline="") as file:
        asked = [(row["id"], row["level"]) for row in csv.DictReader(file)]
    assert Counter(level for _, level in asked) == {"1": 70, "2": 183}
    assert [(cells[0], cells[1]) for cells in answers()] == asked


def test_each_answer_has_one_of_four_verdicts_and_says_why() -> None:
    for number, _, asked, verdict, *why in answers():
        assert verdict in VERDICTS, number
        assert asked, number
        assert len(why) == 1, number
        assert why[0], number


def test_the_verdicts_are_counted_at_the_top_and_what_is_not_met_is_listed_there() -> None:
    counted = Counter(cells[3] for cells in answers())
    assert {cells[0]: int(cells[2]) for cells in rows("asvs.md", "verdict")} == dict(counted)
    head = text_of("asvs.md").partition("## V1 ")[0]
    listed = re.findall(r"^- \*\*([\d.]+)\*\*", head, re.MULTILINE)
    assert listed == [cells[0] for cells in answers() if cells[3] == VERDICTS[3]]


def test_the_assessment_has_the_seven_steps_of_the_commissioners_template() -> None:
    steps = re.findall(r"^## Step (\d): ", text_of("dpia.md"), re.MULTILINE)
    assert steps == ["1", "2", "3", "4", "5", "6", "7"]
    risks, measures = (
        [cells[0] for cells in rows_after(heading) if cells[0].isdigit()] for heading in ("## Step 5", "## Step 6")
    )
    assert risks[:-1] == measures, "each risk but the council's own has its measures"


def rows_after(heading: str) -> list[list[str]]:
    part = text_of("dpia.md").partition(heading)[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in part.splitlines() if line.startswith("|")]
