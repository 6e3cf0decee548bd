"""The demo has no passwords: it starts only where no real workspace's bot could be meant, and on this computer only."""

from pathlib import Path

import pytest

from bot.settings import SettingsFault
from tests.unhurried import sample_council

REAL = {
    "SLACK_BOT_TOKEN": "xoxb-1-planted",
    "SLACK_APP_TOKEN": "xapp-planted",
    "SLACK_SIGNING_SECRET": "planted",
    "SLACK_CLIENT_ID": "planted",
    "SLACK_CLIENT_SECRET": "planted",
    "DATABASE_URL": "postgresql://planted@/planted",
    "CORNERSTONE_KEYS": "planted",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in REAL:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("where", ["environment", ".env"])
def test_beside_a_real_workspaces_settings_the_demo_does_not_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, where: str
) -> None:
    if where == "environment":
        monkeypatch.setenv(name, REAL[name])
    else:
        (tmp_path / ".env").write_text(f"{name}={REAL[name]}\n", encoding="utf-8")
    with pytest.raises(SettingsFault) as caught:
        sample_council(tmp_path / "demo")
    assert caught.value.sentence.startswith(f"{name}: ")
    assert "planted" not in caught.value.sentence
    assert not (tmp_path / "demo").exists()


def test_every_setting_of_a_real_workspace_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as caught:
        sample_council(tmp_path / "demo")
    assert all(name in caught.value.sentence for name in REAL)


def test_a_token_of_the_desks_own_is_no_real_workspaces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-desk-left-over")
    with sample_council(tmp_path / "demo") as demo:
        assert demo.address.startswith("http://127.0.0.1:")
