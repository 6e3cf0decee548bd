"""`cornerstone keys rotate` and `keys check`, as somebody types them while the bot runs."""

import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot import keys_file
from bot.keys_command import OthersSealOtherwise
from bot.pulse import name_of
from storage import SINGLE, sealed
from tests.bot.commanding import run, settle
from tests.bot.council import KEY, NINE, Council, seconds

NEW = Fernet.generate_key().decode()


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """With a draft sealed, and a file of keys in which a new one stands first."""
    settle(monkeypatch, council)
    with council.store.work(SINGLE, NINE) as work:
        work.drafts.keep(work.people.must_get("E1003"), "decision", {"text": "typed"})
        work.commit()
    keys_file.put_first(keys_of(council), KEY)
    keys_file.put_first(keys_of(council), NEW)
    monkeypatch.delenv("CORNERSTONE_KEYS")
    monkeypatch.setenv("CORNERSTONE_KEYS_FILE", str(keys_of(council)))
    return council


def keys_of(council: Council) -> Path:
    return council.folder / "keys"


def counts(said: str) -> list[int]:
    """How many values each key of the ring seals."""
    return [int(each) for each in re.findall(r"^  key \d+.*?(\d+)  (?:not )?in use$", said, re.MULTILINE)]


def test_a_new_key_is_put_first_everything_sealed_with_it_and_the_old_one_taken_out(office: Council) -> None:
    before = run("keys", "check")
    assert before.exit_code == 0
    assert counts(before.output)[0] == 0 < counts(before.output)[1]
    done = run("keys", "rotate")
    assert done.exit_code == 0, done.output
    assert counts(done.output) == [counts(before.output)[1], 0]
    assert "Key 2 can be taken out: delete every line after the first key in the file" in done.output
    assert "Backups made before today still need" in done.output
    keys_of(office).write_text(f"{NEW}\n")
    after = run("keys", "check")
    assert (after.exit_code, counts(after.output)) == (0, [counts(before.output)[1]])
    for secret in (KEY, NEW):
        assert secret not in before.output + done.output + after.output


def test_a_key_that_is_lacking_is_said_and_nothing_is_called_done(office: Council) -> None:
    keys_of(office).write_text(f"{NEW}\n{Fernet.generate_key().decode()}\n")
    for command in ("check", "rotate"):
        done = run("keys", command)
        assert done.exit_code == 1
        assert re.search(r"drafts\.content +1 +cannot be read with any of these keys", done.output.replace("  ", " "))
        assert "Add the key they were sealed with" in done.output
        assert "can be taken out" not in done.output


def test_one_key_alone_is_in_use_and_stays(office: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    keys_of(office).write_text(f"{KEY}\n")
    done = run("keys", "rotate")
    assert done.exit_code == 0
    assert "There is no other key in the ring" in done.output


def test_nothing_is_begun_while_a_process_seals_with_another_key(office: Council) -> None:
    """It would write what nobody reads after the old key is gone, and could not read what is sealed with the new one."""
    office.store.heartbeats.beat(f"{name_of('watch-web')}:{sealed.mark_of(KEY)}", NINE - seconds(30))
    with pytest.raises(OthersSealOtherwise, match="Restart it"):
        run("keys", "rotate")
    assert counts(run("keys", "check").output)[0] == 0
    office.store.heartbeats.beat(f"{name_of('watch-web')}:{sealed.mark_of(KEY)}", NINE - seconds(300))
    assert run("keys", "rotate").exit_code == 0, "it has been gone for minutes"
