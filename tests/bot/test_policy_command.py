"""`cornerstone policy`: a policy owner asks what a policy would do, without Slack."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot import policy, questions
from tests.bench.mangling import GOOD


def run(*arguments: str, given: str | None = None) -> Any:
    app = typer.Typer()
    policy.register(app)
    questions.register(app)
    return CliRunner().invoke(app, list(arguments), input=given)


def test_the_five_are_listed() -> None:
    rows = json.loads(run("policy", "list", "--json").stdout)
    assert [(row["name"], row["rules"]) for row in rows] == [
        ("kent", 60), ("lscb", 32), ("manchester", 168), ("plymouth", 31), ("wokingham", 121),
    ]  # fmt: skip
    assert "Manchester Children's Services" in run("policy", "list").stdout


def test_a_policy_is_shown_with_its_figures_and_its_readings() -> None:
    shown = json.loads(run("policy", "show", "wokingham", "--json").stdout)
    said = {row["topic"]: (row["says"], row["rule"]) for row in shown["figures"]}
    assert said["personal supervision, case holder"] == ("monthly", "WOK-16")
    assert said["case discussed, child protection"] == ("every 2 months, oversight between", "WOK-22")
    assert said["overseen at decision and review points"] == ("child in need", "WOK-24-dp")
    assert said["case discussed more often by agreement"] == ("yes", "WOK-case-request")
    assert said["record filed (personal, combined)"] == ("stored on the supervisee's staff file index", "WOK-s6-a")
    assert {row["of"] for row in shown["readings"]} >= {f"R-{number}" for number in range(1, 38)}
    assert not any(row["differs"] for row in shown["readings"])
    assert "WOK-16-prob" in run("policy", "show", "wokingham").stdout


def test_what_a_council_reads_otherwise_stands_out(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('extends = "wokingham"\ntitle = "Ours"\n[readings]\nescalate_from_day = 15\n', encoding="utf-8")
    shown = json.loads(run("policy", "show", str(path), "--json").stdout)
    assert [(row["reading"], row["in_force"], row["default"]) for row in shown["readings"] if row["differs"]] == [
        ("escalate_from_day", 15, 22)
    ]
    assert "* escalate_from_day" in run("policy", "show", str(path)).stdout
    assert ": Ours. Versions: 1. Readings of its own: 1.\n" in run("policy", "check", str(path)).stdout


def test_a_new_pack_is_sound_and_says_what_it_builds_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for base in ("wokingham", "kent"):
        assert run("policy", "new", f"our-{base}", "--from", base).exit_code == 0
        assert run("policy", "check", f"our-{base}.toml").exit_code == 0
        compared = json.loads(run("policy", "compare", base, f"our-{base}.toml", "--json").stdout)
        assert not any(row["differs"] for row in compared["figures"])
    text = Path("our-kent.toml").read_text(encoding="utf-8")
    chosen = "\n".join(
        line.removeprefix("# ") if " = " in line and "R-" not in line else line for line in text.splitlines()[:100]
    )
    Path("all.toml").write_text(chosen.partition("\n# From a day on")[0], encoding="utf-8")
    assert run("policy", "check", "all.toml").stderr == ""  # every reading, taken as it stands there
    again = run("policy", "new", "our-kent")
    assert (again.exit_code, "there already" in again.stderr) == (2, True)
    assert run("policy", "new", "../ours").exit_code == 2


def test_a_pack_that_builds_on_nothing_there_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('title = "Ours"\n\nextends = "wokinghm"\n', encoding="utf-8")
    checked = run("policy", "check", str(path))
    assert checked.exit_code == 2
    assert "ours.toml:3: ours.extends: " in checked.stderr
    assert "wokinghm' is no policy" in checked.stderr


def test_two_policies_side_by_side_and_their_work_a_month(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    asked = ("policy", "compare", "wokingham", "manchester", "--facts", str(path), "--now", "2026-03-24T09:00")
    found = json.loads(run(*asked, "--json").stdout)
    said = {row["topic"]: (row["first"], row["second"]) for row in found["figures"]}
    assert said["personal supervision, case holder"] == ("monthly", "every 4 weeks")
    assert said["team group"] == ("silent", "monthly")
    work = {row["what"]: (row["first"], row["second"]) for row in found["a_month"]}
    # By hand for a year from 24 March: Ann every fortnight as agreed, 26 or 27; Bob fortnightly to June, then monthly; Tom
    # monthly. Manchester: Ann as agreed; Bob and Tom every four weeks.
    assert 4.0 <= work["sessions"][0] <= 4.6
    assert 4.0 <= work["sessions"][1] <= 4.6
    assert work["oversight entries"][0] > work["oversight entries"][1] == 0
    assert "case discussions" in run(*asked).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "camden"),
        ("check", "nowhere.toml"),
        ("check", "."),
        ("compare", "kent", "camden"),
        ("compare", "kent", "lscb", "--facts", "nowhere.json"),
        ("coverage", "camden"),
        ("new", "x", "--from", "camden"),
    ],
)
def test_what_is_not_there_is_one_line_and_status_two(arguments: tuple[str, ...]) -> None:
    done = run("policy", *arguments)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.output


def test_wrong_facts_are_refused_with_their_places() -> None:
    done = run("policy", "compare", "kent", "lscb", "--facts", "-", given='{"policy": "kent", "people": [{"id": 3}]}')
    assert (done.exit_code, done.stderr) == (2, "people[0].id: 3 is not a text\n")


def test_coverage_counts_every_rule_and_none_is_still_promised() -> None:
    found = json.loads(run("policy", "coverage", "--json").stdout)
    assert found["totals"][-1]["rules"] == len(found["rules"]) == 412
    for row in found["rules"]:
        assert bool(row["shown_by"]) == (row["standing"] == "shown")
        assert row["standing"] in ("shown", "reference only"), "nothing of it is to come"
        assert row["arrives_with"] == {}
        assert row["reason"] or "reference only" not in row["treatment"]
    assert "PLY-5.6.1" in run("policy", "coverage", "plymouth").stdout


def test_what_is_owed_says_the_policys_words() -> None:
    rows = json.loads(run("due", "-", "--now", "2026-03-24T09:00", "--json", given=json.dumps(GOOD)).stdout)
    assert all(row["says"] for row in rows)
    assert "fortnight" in run("due", "-", "--now", "2026-03-24T09:00", given=json.dumps(GOOD)).stdout
    rows = json.loads(run("check", "-", "--now", "2026-03-24T09:00", "--json", given=json.dumps(GOOD)).stdout)
    assert rows
    assert all(row["says"] for row in rows)
