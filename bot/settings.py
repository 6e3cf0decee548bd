"""Settings, read once from the environment (and `.env` in development), every fault listed by name."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from cryptography.fernet import Fernet
from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from bot import keys_file
from handlers.pace import USUAL_A_MINUTE
from scheduling.errors import SupervisionError
from storage import database

LOOPBACK = ("127.0.0.1", "::1", "localhost")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class SettingsFault(SupervisionError):
    """The settings are not right. Each line names one, and what it should be."""


class Settings(BaseSettings):
    """What a council sets. Names are the environment's own, in lower case here."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True)

    slack_bot_token: str = ""
    """`xoxb-…`: from *OAuth & Permissions* of the Slack app."""
    slack_signing_secret: str = ""
    """From *Basic Information*; needed over HTTP, not in Socket Mode."""
    slack_app_token: str = ""
    """`xapp-…` with `connections:write`: Socket Mode, so no public address is needed."""
    slack_client_id: str = ""
    """With the secret, from *Basic Information*: any number of workspaces install the app (`bot/WORKSPACES.md`)."""
    slack_client_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    cornerstone_home: Path = Path(".cornerstone")
    """Where the SQLite database lies when DATABASE_URL is not set."""
    database_url: str = ""
    cornerstone_keys: Annotated[tuple[str, ...], NoDecode] = ()
    """Encryption keys, comma separated, newest first: `cornerstone keys new` makes one."""
    cornerstone_keys_file: Path | None = None
    """A file of them instead, which only its owner may read: one a line, newest first (`bot/keys_file.py`)."""
    cornerstone_policy: str = "wokingham"
    """A pack's name, or the path of the council's own."""
    cornerstone_retention: Path | None = None
    """The council's retention schedule, a file of TOML (`storage/LIFECYCLE.md`). Not set: no personal record is ever erased."""
    cornerstone_timezone: str = "Europe/London"
    cornerstone_clock: Path | None = None
    """The demo's movable clock; refused with a real workspace's token."""
    cornerstone_slack_timeout: int = Field(default=20, ge=1, le=120)
    """Seconds the sender waits for an answer of Slack's; how long a send is somebody's own follows from it."""
    cornerstone_unsure: Literal["repeat", "miss"] = "repeat"
    """What happens to a message Slack gave no answer about, where its history cannot be read."""
    cornerstone_administrators: Annotated[tuple[str, ...], NoDecode] = ()
    """E-mail addresses in Slack, comma separated, of those who are told when Cornerstone itself needs mending."""
    cornerstone_metrics_port: int | None = Field(default=None, ge=1, le=65535)
    """Where a clock (or everything in one process) answers `/metrics` and `/healthz`; not set: nowhere."""
    cornerstone_public_url: str = ""
    """Where people's calendars reach the bot, `https://…`; not set: nobody is given a calendar address."""
    cornerstone_month_files: bool = True
    """Whether reports go through Slack as files, with a manager's month or asked for: lying there as its messages do."""
    cornerstone_metrics_token: str = ""
    """What `/metrics` asks for as `Authorization: Bearer …`; not set: nothing."""
    cornerstone_requests_a_minute: int = Field(default=USUAL_A_MINUTE, ge=1, le=1_000_000)
    """How often one person may ask something of Cornerstone."""
    web_concurrency: int | None = Field(default=None, ge=1, le=8)
    """Processes that answer Slack over PostgreSQL, as hosting platforms name it; not set: by the processors there are."""
    port: int = Field(default=3001, ge=0, le=65535)
    host: str = "127.0.0.1"

    @field_validator("cornerstone_keys", "cornerstone_administrators", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("cornerstone_keys")
    @classmethod
    def _are_keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for number, key in enumerate(value, 1):
            try:
                Fernet(key)
            except ValueError:
                raise ValueError(f"key {number} is not a key; make one with `cornerstone keys new`") from None
        return value

    @field_validator("cornerstone_keys_file")
    @classmethod
    def _is_a_file_of_keys(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None:
            return None
        if info.data.get("cornerstone_keys"):
            raise ValueError("set beside CORNERSTONE_KEYS; put every key into the one, and leave the other out")
        try:
            keys_file.read(value)
        except keys_file.KeysFileFault as fault:
            raise ValueError(fault.sentence) from None
        return value

    @model_validator(mode="after")
    def _with_keys_of_the_file(self) -> Self:
        if self.cornerstone_keys_file is not None:
            self.cornerstone_keys = keys_file.read(self.cornerstone_keys_file)
        return self

    @field_validator(
        "cornerstone_metrics_port", "cornerstone_keys_file", "cornerstone_retention", "web_concurrency", mode="before"
    )
    @classmethod
    def _or_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("cornerstone_administrators")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for number, address in enumerate(value, 1):
            if not ADDRESS.fullmatch(address):
                raise ValueError(f"number {number} is no e-mail address; ann@council.gov.uk, bob@council.gov.uk")
        return tuple(dict.fromkeys(address.lower() for address in value))

    @field_validator("cornerstone_timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is not a time zone; England's is Europe/London")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        """Never quoted in a fault: it may hold a password."""
        try:
            engine = database.address(value).get_backend_name() if value else "sqlite"
        except ArgumentError:
            raise ValueError(
                "is no address of a database; sqlite:////srv/cornerstone.db or postgresql://user:password@host/name"
            ) from None
        if engine == "postgresql" and find_spec("psycopg") is None:
            raise ValueError('PostgreSQL needs its driver here: pip install "psycopg[binary]"')
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        """The token goes there, so in clear only within this computer: to the desk."""
        parts = urlsplit(value)
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
            raise ValueError("begins with https://; leave it out for Slack's own")
        return value if value.endswith("/") else f"{value}/"

    @field_validator("cornerstone_public_url")
    @classmethod
    def _is_public(cls, value: str) -> str:
        """Whoever can listen on the way has the calendar's secret, so nothing unencrypted leaves this computer."""
        if value and not is_public(value):
            raise ValueError("begins with https:// and has nothing behind the path: https://cornerstone.example.gov.uk")
        return value.rstrip("/")

    @property
    def url(self) -> str:
        """The database's address: SQLite in CORNERSTONE_HOME unless DATABASE_URL names another."""
        return self.database_url or f"sqlite:///{(self.cornerstone_home / 'cornerstone.db').resolve()}"

    @property
    def is_installed_by_many(self) -> bool:
        """Whether workspaces install the app by themselves, each with a token of its own."""
        return bool(self.slack_client_id or self.slack_client_secret)

    @property
    def zone(self) -> ZoneInfo:
        """The council's time zone."""
        return ZoneInfo(self.cornerstone_timezone)


def is_public(address: str) -> bool:
    """Whether it is an address of https, or of this computer alone, with neither a password nor a question in it."""
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return is_whole and is_safe and not set(address) & set("@?#`<>|& \\") and address.isprintable()


def read(**given: object) -> Settings:
    """The settings from the environment; what is `given` comes first.

    Raises SettingsFault naming each setting that is wrong: never its value, which may be a secret.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as fault:
        raise SettingsFault("\n".join(_lines(fault))) from None


def read_for_slack() -> Settings:
    """The same, with enough to talk to Slack. Raises SettingsFault with every fault of both."""
    settings, faults = read_what_can_be()
    if faults:
        raise SettingsFault("\n".join(faults))
    return settings


def read_what_can_be() -> tuple[Settings, list[str]]:
    """The settings, as they would be without the wrong ones; and a line for each that is wrong or lacking for Slack."""
    try:
        settings, wrong, faults = Settings(), set[str](), list[str]()
    except ValidationError as fault:
        wrong = {str(each["loc"][0]) for each in fault.errors()}
        settings = Settings(**{name: Settings.model_fields[name].default for name in wrong})
        faults = _lines(fault)
    if "cornerstone_keys_file" in wrong:
        wrong.add("cornerstone_keys")  # they would have come from there
    return settings, faults + [line for line in _lacking(settings) if line.partition(":")[0].lower() not in wrong]


def check_for_slack(settings: Settings) -> None:
    """Raise SettingsFault unless there is enough to talk to Slack: a bot token, and an app token or a signing secret."""
    if faults := _lacking(settings):
        raise SettingsFault("\n".join(faults))


def _lines(fault: ValidationError) -> list[str]:
    return [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in fault.errors()]


def _lacking_to_be_installed(settings: Settings) -> list[str]:
    faults = []
    for name in ("slack_client_id", "slack_client_secret"):
        if not getattr(settings, name):
            faults.append(f"{name.upper()}: needed with the other of the two; both are under Basic Information")
    if settings.slack_bot_token:
        faults.append(
            "SLACK_BOT_TOKEN: is for one workspace, and SLACK_CLIENT_ID for any number that install the app; leave one out"
        )
    if settings.slack_app_token.startswith("xapp-"):
        faults.append("SLACK_APP_TOKEN: is for Socket Mode, and installing needs HTTP; leave it out, or SLACK_CLIENT_ID")
    return faults


def _lacking(settings: Settings) -> list[str]:
    faults = _lacking_to_be_installed(settings) if settings.is_installed_by_many else []
    if not settings.is_installed_by_many and not settings.slack_bot_token.startswith("xoxb-"):
        faults.append("SLACK_BOT_TOKEN: needed, and begins with xoxb-; it is under OAuth & Permissions of your Slack app")
    if settings.slack_app_token and not settings.slack_app_token.startswith("xapp-"):
        faults.append("SLACK_APP_TOKEN: begins with xapp-; leave it out to use HTTP")
    if not settings.slack_app_token and not settings.slack_signing_secret:
        faults.append("SLACK_SIGNING_SECRET: needed over HTTP (Basic Information), or set SLACK_APP_TOKEN for Socket Mode")
    if not settings.cornerstone_keys:
        faults.append(
            "CORNERSTONE_KEYS: needed, or CORNERSTONE_KEYS_FILE, to seal what people write; `cornerstone keys new` makes one"
        )
    if settings.cornerstone_clock and not settings.slack_bot_token.startswith("xoxb-desk-"):
        faults.append("CORNERSTONE_CLOCK: only for the demo; a real workspace keeps real time")
    return faults
