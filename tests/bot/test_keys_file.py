"""Keys in a file: nobody's but its owner's, read newest first, and never quoted."""

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot import keys_file
from bot.settings import Settings, SettingsFault, read, read_for_slack, read_what_can_be
from tests.bot.processes import cornerstone
from tests.databases import NOBODY

KEYS = [Fernet.generate_key().decode() for _ in range(3)]
RIGHT = {"SLACK_BOT_TOKEN": "xoxb-planted", "SLACK_SIGNING_SECRET": "planted-secret"}
SETTING = "CORNERSTONE_KEYS_FILE"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_one_a_line_newest_first_with_remarks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = written(tmp_path / "keys", f"# of 2026\n\n {KEYS[1]} \n  # of 2025\n{KEYS[0]}")
    monkeypatch.setenv(SETTING, str(file))
    assert read_for_slack().cornerstone_keys == (KEYS[1], KEYS[0])


def as_link(folder: Path, *, open_to_others: bool) -> Path:
    inside = folder / "inside"
    inside.mkdir()
    written(inside / "keys", KEYS[0])
    inside.chmod(0o777 if open_to_others else 0o755)
    (folder / "link").symlink_to(inside / "keys")
    return folder / "link"


def of_somebody_else(folder: Path) -> Path:
    file = written(folder / "keys", KEYS[0])
    os.chown(file, NOBODY, NOBODY)
    return file


def not_a_text(file: Path) -> Path:
    written(file, "").write_bytes(b"\xff\xfe\x00")
    return file


WRONG: dict[str, tuple[Callable[[Path], Path], str]] = {
    "the group may read it": (lambda f: written(f / "keys", KEYS[0], 0o640), "chmod 600"),
    "everybody may read it": (lambda f: written(f / "keys", KEYS[0], 0o604), "chmod 600"),
    "others may only write to it": (lambda f: written(f / "keys", KEYS[0], 0o602), "chmod 600"),
    "a link into a folder of everybody's": (lambda f: as_link(f, open_to_others=True), "a folder that is the bot's own"),
    "missing": (lambda f: f / "keys", "no such file"),
    "empty": (lambda f: written(f / "keys", "\n"), "no key in the file"),
    "remarks only": (lambda f: written(f / "keys", f"# {KEYS[0]}\n"), "no key in the file"),
    "a folder": (lambda f: f, "no file"),
    "not a key": (lambda f: written(f / "keys", f"{KEYS[0]}\nplanted"), "key 2"),
    "not a text": (lambda f: not_a_text(f / "keys"), "no key in the file"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_will_not_do_is_named_by_its_setting_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: str
) -> None:
    make, says = WRONG[wrong]
    monkeypatch.setenv(SETTING, str(make(tmp_path)))
    with pytest.raises(SettingsFault) as caught:
        read_for_slack()
    assert caught.value.sentence.startswith(f"{SETTING}: ")
    assert says in caught.value.sentence
    lines = read_what_can_be()[1]
    assert len(lines) == 1, "and nothing else is said to be wrong"
    for secret in (*KEYS, "planted", str(tmp_path)):
        assert secret not in caught.value.sentence + lines[0]


def test_a_file_of_somebody_elses_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        file = of_somebody_else(tmp_path)
    else:  # who may not give a file away is somebody else where root's serve: here nothing does but what is one's own
        file = written(tmp_path / "keys", KEYS[0])
        monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    monkeypatch.setenv(SETTING, str(file))
    with pytest.raises(SettingsFault, match="somebody else"):
        read()


def test_a_link_to_a_file_in_a_folder_of_ones_own_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(SETTING, str(as_link(tmp_path, open_to_others=False)))
    assert read().cornerstone_keys == (KEYS[0],)


def test_keys_in_both_places_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(SETTING, str(written(tmp_path / "keys", KEYS[0])))
    monkeypatch.setenv("CORNERSTONE_KEYS", KEYS[1])
    with pytest.raises(SettingsFault, match=rf"{SETTING}: set beside CORNERSTONE_KEYS"):
        read()


def test_a_setting_of_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "")
    assert read().cornerstone_keys == ()


def test_a_new_key_is_put_first_and_the_old_ones_stay(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    assert keys_file.put_first(file, KEYS[0]) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written(file, f"# ours\n{file.read_text().strip()}  \n# the end")
    assert keys_file.put_first(file, KEYS[1]) == 2
    assert file.read_text() == f"# ours\n{KEYS[1]}\n{KEYS[0]}  \n# the end\n"
    assert keys_file.read(file) == (KEYS[1], KEYS[0])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]


def test_a_new_key_goes_where_a_link_leads(tmp_path: Path) -> None:
    link = as_link(tmp_path, open_to_others=False)
    keys_file.put_first(link, KEYS[1])
    assert link.is_symlink()
    assert keys_file.read(link) == (KEYS[1], KEYS[0])


def test_a_file_others_can_read_gets_no_new_key(tmp_path: Path) -> None:
    file = written(tmp_path / "keys", KEYS[0], 0o644)
    with pytest.raises(keys_file.KeysFileFault, match="chmod 600"):
        keys_file.put_first(file, KEYS[1])
    assert file.read_text() == KEYS[0]


def test_keys_put_in_at_the_same_moment_all_stay(tmp_path: Path) -> None:
    keys = [Fernet.generate_key().decode() for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: keys_file.put_first(tmp_path / "keys", key), keys))
    assert set(keys_file.read(tmp_path / "keys")) == set(keys)


def test_the_command_makes_a_file_adds_to_it_and_shows_no_key(tmp_path: Path) -> None:
    for older in range(2):
        done = cornerstone(tmp_path, "keys", "new", "--to", "keys")
        assert done.returncode == 0, done.stderr
        assert f"before {older} older" in done.stdout or older == 0
        found = keys_file.read(tmp_path / "keys")
        assert len(found) == older + 1
        assert not any(key in done.stdout + done.stderr for key in found)
    (tmp_path / "keys").chmod(0o660)
    done = cornerstone(tmp_path, "keys", "new", "--to", "keys")
    assert (done.returncode, done.stdout) == (2, "")
    assert "chmod 600" in done.stderr
