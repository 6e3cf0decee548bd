"""`cornerstone simulate`: a council tried on paper, the stored one too; what the picture shows is said in words."""

import json
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from matplotlib.colors import to_hex
from typer.testing import CliRunner

from bot import simulating
from bot.whatif_chart import AFTER, BEFORE, drawn
from handlers.words import whatif as words
from scheduling.facts import parse
from scheduling.whatif import Answer, Away, Wanted, simulate
from storage.lifecycle.papers import CannotWriteThere, FileExists
from storage.packs import load
from tests.bot.commanding import run as run_all
from tests.bot.commanding import settle
from tests.bot.council import Council
from tests.scheduling.council import MANAGERS, ann, at, held

NOW = ("--now", "2026-03-09")
DOCUMENT: dict[str, Any] = {
    "policy": "wokingham",
    "people": [ann(), ann(id="bea"), *MANAGERS],
    "relationships": [{"supervisee": who, "supervisor": "tom", "from": "2025-09-01"} for who in ("ann", "bea")],
    "sessions": [*held("2026-03-02"), *held("2026-03-04", who="bea")],
}
AWAY = (*NOW, "--away", "tom", "--for", "4", "--from", "2026-03-30", "--weeks", "13")


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    return str(path)


def run(*arguments: str, given: str | None = None) -> Any:
    app = typer.Typer()
    simulating.register(app)
    return CliRunner().invoke(app, list(arguments), input=given)


def answered() -> Answer:
    wanted = Wanted(away=Away("tom", date(2026, 3, 30), 4))
    return simulate(parse(DOCUMENT), load("wokingham"), at("2026-03-09"), wanted, weeks=13)


def test_an_absence_in_words_and_in_figures(facts: str) -> None:
    # Ann is due Thu 2 April, Bea Sat 4 April; Tom is back on Mon 27 April and has room for both that day.
    said = run(facts, *AWAY).stdout
    assert "What if tom were away for four weeks from Mon 30 March, nobody covering? 13 weeks from Mon 9 March." in said
    assert "Supervision, ann with tom: due Thu 2 April, held Mon 27 April" in said
    assert "Supervision, bea with tom: due Sat 4 April, held Mon 27 April" in said
    assert "A supervisor holds at most two meetings a working day and five meetings a week" in said
    found = json.loads(run(facts, *AWAY, "--json").stdout)
    assert [row["person"] for row in found["only_after"]] == ["ann", "bea"]
    assert found["after"]["late_by_week"] == [0, 0, 0, 2, 2, 2, 2, *[0] * 6]
    assert found["before"]["late"] == []
    covered = json.loads(run(facts, *AWAY, "--cover", "tim", "--json").stdout)
    assert covered["only_after"] == []
    each = [*NOW, "--away", "each", *AWAY[4:]]
    assert [(row["person"], len(row["late"])) for row in json.loads(run(facts, *each, "--json").stdout)] == [("tom", 2)]
    assert "Whose absence would hurt most, each away for four weeks from Mon 30 March?" in run(facts, *each).stdout
    assert json.loads(run("-", *AWAY, "--json", given=json.dumps(DOCUMENT)).stdout) == found


def test_the_picture_and_its_words_carry_the_same_figures(facts: str, tmp_path: Path) -> None:
    chart = tmp_path / "away.png"
    printed = run(facts, *AWAY, "--chart", str(chart)).stdout
    answer = answered()
    figure = drawn(answer, "What if? Thirteen weeks.")
    lines, *bars = figure.axes
    by_colour = {to_hex(str(line.get_color())).upper(): list(line.get_ydata()) for line in lines.get_lines()}
    rows = words.weeks(answer)
    assert by_colour == {BEFORE: [row[1] for row in rows], AFTER: [row[2] for row in rows]}
    table = [[cell.strip() for cell in line.strip("│").split("│")] for line in printed.splitlines() if line.startswith("│")]
    assert [[week, str(old), str(new)] for week, old, new in rows] == table[-13:]
    assert rows[3] == ("5 April", 0, 2)
    named = {text.get_text() for text in lines.texts}
    assert named == {"With the change: 2", "As it is: 0"}
    shown = {axes.get_title(loc="left"): [text.get_text().strip() for text in axes.texts] for axes in bars}
    cells = {row[0]: row[1:3] for row in table}
    assert shown == {what: cells[what] for what in (words.SESSIONS, words.DISCUSSIONS, words.HOURS)}
    described = words.in_words(answer, rows)
    assert "Late at the end of the worst week: none as it is and 2 with the change (5 April)." in described
    assert f"{chart}: {described}" in printed
    picture = chart.read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert described.encode("latin-1") in picture


def test_a_picture_is_a_new_file_of_whoever_asked(facts: str, tmp_path: Path) -> None:
    chart, precious = tmp_path / "away.png", tmp_path / "precious.png"
    assert run(facts, *AWAY, "--chart", str(chart)).exit_code == 0
    precious.write_text("kept")
    for path, fault in ((precious, FileExists), (tmp_path / "nowhere" / "away.png", CannotWriteThere)):
        done = run(facts, *AWAY, "--chart", str(path))
        assert (type(done.exception), done.stdout) == (fault, ""), path
    assert precious.read_text() == "kept"
    assert sorted(tmp_path.glob("**/*.png")) == [chart, precious]
    assert stat.S_IMODE(chart.stat().st_mode) == 0o600


def test_two_that_are_one_are_named_once(facts: str, tmp_path: Path) -> None:
    chart = tmp_path / "same.png"
    printed = run(facts, *NOW, "--weeks", "4", "--chart", str(chart)).stdout
    assert "The council as it is, over four weeks from Mon 9 March." in printed
    same = simulate(parse(DOCUMENT), load("wokingham"), at("2026-03-09"), Wanted(), weeks=4)
    lines = drawn(same, "As it is.").axes[0]
    assert [text.get_text() for text in lines.texts] == ["As it is and with the change: 0"]


def test_a_name_in_the_question_is_written_above_the_picture_as_it_is(tmp_path: Path) -> None:
    picture = tmp_path / "away.png"
    drawn(answered(), "What if $a_{b$ were away? Thirteen weeks.").savefig(picture)
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--policy", "wokinghm"), "wokinghm' is no policy"),
        (("--vacancies", "9"), "Of people who hold cases and supervise nobody there are 2: fewer than 9."),
        (("--vacancies", "1", "--team", "South"), "There is no team 'South' with case holders. There are: tom."),
        (("--team", "tom"), "--team says whose vacancies: give --vacancies too."),
        (("--cover", "tim"), "--for, --from and --cover say more about --away: name who is away too."),
        (("--for", "3"), "--for, --from and --cover say more about --away: name who is away too."),
        (("--away", "each", "--from", "9999-12-31"), "The first day away is 9999-12-31: that is not from 2000-01-01"),
        (("--away", "tom", "--from", "9999-12-31"), "The first day away is 9999-12-31: that is not from 2000-01-01"),
        (("--vacancies", "1", "--now", "9999-12-30"), "The day it begins is 9999-12-30: that is not from 2000-01-01"),
        (("--away", "each", "--vacancies", "1"), "--away each tries one absence after another, and nothing besides"),
        (("--away", "each", "--for", "99"), "99 weeks away is not from 1 to 52."),
        (("--away", "nobody"), "Nobody here has the id 'nobody'"),
        (("--away", "tom", "--from", "30/3"), "--from: '30/3' is not a date"),
        (("--away", "tom", "--from", "2026-03-01"), "which is past"),
        (("--away", "tom", "--for", "0"), "0 weeks away is not from 1 to 52."),
        (("--weeks", "105"), "105 weeks ahead is not from 1 to 104."),
        (("--a-day", "0"), "0 meetings a day is not from 1 to 10."),
        (("--chart", "away.jpg"), "--chart: away.jpg does not end in .png."),
        (("--now", "soon"), "--now: 'soon' is not an instant"),
        (("--now", "2099-11-30"), "The bank holidays of 2100 are not known"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(facts: str, arguments: tuple[str, ...], said: str) -> None:
    usual = () if "--now" in arguments else NOW
    done = run(facts, *usual, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_the_council_stored_here_is_asked_about_by_name_and_by_team(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, council)
    with council.store.reading() as session:
        before = session.connection().exec_driver_sql("SELECT count(*) FROM trail").scalar()
    said = run_all("simulate", "--away", "tom.tilley@example.org", "--for", "6").output
    # By the sample's sessions.csv Priya, newly qualified, was last met on 24 February and is met every fortnight.
    assert "What if Tom Tilley (E1003) were away for six weeks from Mon 2 March, nobody covering?" in said
    assert "Priya Prasad (E1006) with Tom Tilley (E1003): due Tue 10 March, held" in said
    north = json.loads(run_all("simulate", "--vacancies", "6", "--team", "North Locality", "--json").output)
    assert set(north["gone"]) == {"E1005", "E1006", "E1007", "E1008", "E1009", "E1010"}  # all of Tom's, by people.csv
    with council.store.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM trail").scalar() == before
