"""Settings come from the environment; what is wrong is named, all of it, and never quoted where it may be a secret."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import Settings, SettingsFault, read, read_for_slack
from storage.database import create

KEYS = [Fernet.generate_key().decode() for _ in range(2)]
RIGHT = {"SLACK_BOT_TOKEN": "xoxb-planted", "SLACK_SIGNING_SECRET": "planted-secret", "CORNERSTONE_KEYS": KEYS[0]}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def put(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)


def faults(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> dict[str, str]:
    """What is said of each setting."""
    put(monkeypatch, given)
    with pytest.raises(SettingsFault) as caught:
        read_for_slack()
    lines = [line.partition(": ") for line in caught.value.sentence.splitlines()]
    return {name: said for name, _, said in lines}


OF_MANY = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "planted-secret"}
WRONG: list[tuple[dict[str, str], dict[str, str]]] = [
    # on top of what is right: the settings that are named, each with a word of what is said
    ({"SLACK_BOT_TOKEN": ""}, {"SLACK_BOT_TOKEN": "xoxb-"}),
    ({"SLACK_BOT_TOKEN": "xoxp-planted"}, {"SLACK_BOT_TOKEN": "xoxb-"}),
    ({"SLACK_SIGNING_SECRET": ""}, {"SLACK_SIGNING_SECRET": "Basic Information"}),
    ({"SLACK_APP_TOKEN": "planted"}, {"SLACK_APP_TOKEN": "xapp-"}),
    ({"CORNERSTONE_KEYS": ""}, {"CORNERSTONE_KEYS": "cornerstone keys new"}),
    ({"CORNERSTONE_KEYS": f"{KEYS[0]},planted"}, {"CORNERSTONE_KEYS": "key 2"}),
    ({"CORNERSTONE_CLOCK": "clock.json"}, {"CORNERSTONE_CLOCK": "real time"}),
    ({"CORNERSTONE_TIMEZONE": "Europe/Wokingham"}, {"CORNERSTONE_TIMEZONE": "Europe/London"}),
    ({"PORT": "three"}, {"PORT": "integer"}),
    ({"PORT": "70000"}, {"PORT": "65535"}),
    ({"WEB_CONCURRENCY": "0"}, {"WEB_CONCURRENCY": "greater than or equal to 1"}),
    ({"WEB_CONCURRENCY": "many"}, {"WEB_CONCURRENCY": "integer"}),
    ({"DATABASE_URL": "planted"}, {"DATABASE_URL": "postgresql://"}),
    ({"DATABASE_URL": "mysql://planted:planted@host/db"}, {"DATABASE_URL": "sqlite:"}),
    ({"DATABASE_URL": "postgresql+asyncpg://planted:planted@host/db"}, {"DATABASE_URL": "postgresql://"}),
    ({"DATABASE_URL": "postgresql+planted://host/db"}, {"DATABASE_URL": "postgresql://"}),
    ({"CORNERSTONE_ADMINISTRATORS": "ann@council.example, planted"}, {"CORNERSTONE_ADMINISTRATORS": "number 2"}),
    ({"CORNERSTONE_METRICS_PORT": "0"}, {"CORNERSTONE_METRICS_PORT": "greater than or equal to 1"}),
    ({"CORNERSTONE_UNSURE": "planted"}, {"CORNERSTONE_UNSURE": "'repeat' or 'miss'"}),
    ({"SLACK_API_URL": "slack.example"}, {"SLACK_API_URL": "https://"}),
    *(
        ({"CORNERSTONE_PUBLIC_URL": address}, {"CORNERSTONE_PUBLIC_URL": "begins with https://"})
        for address in (
            "planted.example",
            "http://planted.example",
            "ftp://planted.example",
            "https://",
            "https://:443",
            "//planted.example",
            "https://ann:planted@council.example",
            "https://planted.example/?a=1",
            "https://planted.example/#a",
            "planted",
            "https://planted.example:port",
            "https://planted example",
            "http://127.0.0.1.planted.example",
            "https://[planted",
        )
    ),
    (OF_MANY | {"SLACK_BOT_TOKEN": "xoxb-planted"}, {"SLACK_BOT_TOKEN": "leave one out"}),
    (OF_MANY | {"SLACK_CLIENT_ID": ""}, {"SLACK_CLIENT_ID": "Basic Information"}),
    (OF_MANY | {"SLACK_CLIENT_SECRET": ""}, {"SLACK_CLIENT_SECRET": "Basic Information"}),
    (OF_MANY | {"SLACK_APP_TOKEN": "xapp-planted"}, {"SLACK_APP_TOKEN": "needs HTTP"}),
    (OF_MANY | {"SLACK_SIGNING_SECRET": ""}, {"SLACK_SIGNING_SECRET": "needed over HTTP"}),
    (
        {"SLACK_BOT_TOKEN": "", "PORT": "planted", "CORNERSTONE_KEYS": "planted", "SLACK_SIGNING_SECRET": ""},
        {"SLACK_BOT_TOKEN": "xoxb-", "PORT": "integer", "CORNERSTONE_KEYS": "key 1", "SLACK_SIGNING_SECRET": "HTTP"},
    ),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_every_wrong_setting_is_named_with_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: dict[str, str]
) -> None:
    found = faults(monkeypatch, RIGHT | given)
    assert found.keys() == said.keys()
    for name, word in said.items():
        assert word in found[name]
    assert "planted" not in str(found)


def test_an_app_token_chooses_socket_mode_which_needs_no_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, RIGHT | {"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-1"})
    assert read_for_slack().slack_app_token == "xapp-1"


def test_without_one_it_is_http(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, RIGHT)
    assert not read_for_slack().slack_app_token


def test_the_database_is_a_file_in_the_home_unless_another_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put(monkeypatch, RIGHT | {"CORNERSTONE_HOME": str(tmp_path / "here")})
    assert read().url == f"sqlite:///{tmp_path / 'here' / 'cornerstone.db'}"
    put(monkeypatch, {"DATABASE_URL": "sqlite:////srv/other.db"})
    assert read().url == "sqlite:////srv/other.db"


def test_administrators_are_addresses_each_once_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, RIGHT | {"CORNERSTONE_ADMINISTRATORS": " Ann@Council.example ,bob@council.example, ann@council.example,"})
    assert read().cornerstone_administrators == ("ann@council.example", "bob@council.example")


@pytest.mark.parametrize(
    ("name", "given"), [("CORNERSTONE_ADMINISTRATORS", ""), ("CORNERSTONE_METRICS_PORT", ""), ("WEB_CONCURRENCY", "")]
)
def test_what_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str, given: str) -> None:
    put(monkeypatch, RIGHT | {name: given})
    assert not getattr(read_for_slack(), name.lower())


ADDRESSES = [
    ("postgresql://ann:pass@db.example/cornerstone", "postgresql"),
    ("postgres://ann:pass@db.example:5433/cornerstone?sslmode=require", "postgresql"),
    ("postgresql+psycopg://ann@/cornerstone?host=/run/postgresql", "postgresql"),
    ("sqlite:////srv/cornerstone.db", "sqlite"),
]


@pytest.mark.parametrize(("address", "kind"), ADDRESSES)
def test_an_address_as_hosts_hand_it_out_is_understood(monkeypatch: pytest.MonkeyPatch, address: str, kind: str) -> None:
    put(monkeypatch, RIGHT | {"DATABASE_URL": address})
    engine = create(read().url)
    assert engine.dialect.name == kind
    assert "pass" not in repr(engine)
    engine.dispose()


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ("", ""),
        ("https://cornerstone.council.example", "https://cornerstone.council.example"),
        ("https://council.example:8443/cornerstone/", "https://council.example:8443/cornerstone"),
        ("http://127.0.0.1:3001/", "http://127.0.0.1:3001"),
        ("http://localhost:3001", "http://localhost:3001"),
        ("http://[::1]:3001", "http://[::1]:3001"),
    ],
)
def test_a_public_address_is_of_https_or_of_this_computer(monkeypatch: pytest.MonkeyPatch, given: str, read_as: str) -> None:
    put(monkeypatch, RIGHT | {"CORNERSTONE_PUBLIC_URL": given})
    assert read().cornerstone_public_url == read_as


def test_keys_are_told_apart_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, RIGHT | {"CORNERSTONE_KEYS": f" {KEYS[1]} , {KEYS[0]},"})
    assert read().cornerstone_keys == (KEYS[1], KEYS[0])


def test_an_address_of_the_web_api_ends_with_a_slash_as_slack_sdk_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, RIGHT | {"SLACK_API_URL": "https://slack-gov.com/api"})
    assert read().slack_api_url == "https://slack-gov.com/api/"


def test_a_dot_env_serves_in_development_and_the_environment_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=4001\nSLACK_BOT_TOKEN=xoxb-file\nUNKNOWN=1\n", encoding="utf-8")
    put(monkeypatch, {"PORT": "4002"})
    found = read()
    assert (found.port, found.slack_bot_token) == (4002, "xoxb-file")


def test_with_a_client_id_no_token_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, RIGHT | OF_MANY)
    assert read_for_slack().is_installed_by_many
