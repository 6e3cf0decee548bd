"""Commands where there is no database, or one this version cannot read yet: a sentence, and no empty database left behind."""

from pathlib import Path

import pytest

from bot.wiring import NoDatabase, NotReady
from storage import backup
from tests.bot.commanding import run, settle
from tests.bot.council import Council

COMMANDS = [
    ("outbox", "list"),
    ("outbox", "retry", "--failed"),
    ("workspace", "list"),
    ("audit", "verify"),
    ("keys", "check"),
    ("simulate",),
    ("backup", "monday.db"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_mistyped_home_is_told_and_nothing_is_made_there(
    council: Council, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    settle(monkeypatch, council, CORNERSTONE_HOME="typo")
    monkeypatch.delenv("DATABASE_URL")
    (here := tmp_path / "here").mkdir()
    monkeypatch.chdir(here)
    with pytest.raises(NoDatabase, match=r"There is no database at .*typo.*CORNERSTONE_HOME.*cornerstone db upgrade"):
        run(*command)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS[:-1], ids=" ".join)
def test_a_database_before_its_upgrade_is_told_to_be_upgraded(
    council: Council, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "new.db").touch()
    settle(monkeypatch, council, DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    with pytest.raises(NotReady, match=r"not at the newest schema\. Run `cornerstone db upgrade`"):
        run(*command)


def test_an_empty_database_is_no_backup(council: Council, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "new.db").touch()
    settle(monkeypatch, council, DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(backup.NothingToBackUp, match="Check CORNERSTONE_HOME or DATABASE_URL"):
        run("backup", "monday.db")
    assert not (tmp_path / "monday.db").exists()
