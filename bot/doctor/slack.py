"""The token, what it may do, whether direct messages can be read, and who is told of trouble."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import remedies
from bot.doctor.finding import Finding, fault, ok, warning
from bot.doctor.patient import Patient
from bot.manifest import SCOPES
from bot.sending.uploading import SCOPE as FILES

MOST_SKEW = timedelta(seconds=30)
CHOICES = {
    "repeat": "a message Slack gave no answer about is sent again, so it may come twice (CORNERSTONE_UNSURE=repeat)",
    "miss": "a message Slack gave no answer about is not sent again, so it may be missed (CORNERSTONE_UNSURE=miss)",
}
UNREACHED = "Slack does not answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """Slack's, or why there is none."""

    data: dict[str, Any]
    headers: dict[str, str]
    """With small letters."""
    code: str = ""
    """Slack's code, or what went wrong on the way; empty where it took the call."""
    is_there: bool = True
    """Whether Slack answered at all."""


def ask(client: WebClient, method: str, **arguments: Any) -> Answer:
    """One call; never raises for what Slack or the line does."""
    try:
        found = client.api_call(method, params=arguments)
    except SlackApiError as error:
        headers = {name.lower(): str(value) for name, value in dict(error.response.headers).items()}
        data = error.response.data if isinstance(error.response.data, dict) else {}
        return Answer({}, headers, str(data.get("error") or f"HTTP {error.response.status_code}"))
    except (OSError, SlackClientError, ValueError) as error:
        return Answer({}, {}, type(getattr(error, "reason", error)).__name__, is_there=False)
    data = found.data if isinstance(found.data, dict) else {}
    return Answer(data, {name.lower(): str(value) for name, value in dict(found.headers).items()})


@dataclass(slots=True)
class Slack:
    """The checks, which share one answer of auth.test."""

    patient: Patient
    client: WebClient
    test: Answer = field(init=False)

    def __post_init__(self) -> None:
        """Ask who we are."""
        self.test = ask(self.client, "auth.test")

    def token(self) -> Iterator[Finding]:
        """Whether Slack knows it."""
        if not self.test.is_there:
            yield fault(f"{UNREACHED} ({self.test.code})", "Check the network, the proxy and SLACK_API_URL.")
        elif self.test.code:
            remedy = remedies.of_code(self.test.code)
            yield fault(f"Slack refuses the token: {remedy.says}", remedy.do)
        else:
            yield ok(f"known to Slack as {self.test.data.get('user')} in {self.test.data.get('team')}")

    def scopes(self) -> Iterator[Finding]:
        """What it may do, against what the manifest asks for."""
        granted = {each.strip() for each in self.test.headers.get("x-oauth-scopes", "").split(",") if each.strip()}
        if self.test.code or not granted:
            yield warning("not known: Slack did not say")
            return
        wanted = set(SCOPES) - (set() if self.patient.settings.cornerstone_month_files else {FILES})
        if missing := sorted(wanted - granted):
            needed = tuple(f"{scope}: {SCOPES[scope]}" for scope in missing)
            yield fault(f"{', '.join(missing)} not granted", remedies.REINSTALL, needed)
        if beyond := sorted(granted - set(SCOPES)):
            yield warning(f"more than is needed: {', '.join(beyond)}", "Take them away; the fewest that serve are safest.")
        if not missing and not beyond:
            yield ok(f"those of the manifest: {', '.join(sorted(granted))}")

    def history(self) -> Iterator[Finding]:
        """Whether a lost message can be looked for."""
        code = self._history_refused()
        if code is None:
            yield warning("reading direct messages was not tried", "Name an administrator Slack knows, and run this again.")
        elif code:
            choice = CHOICES[self.patient.settings.cornerstone_unsure]
            says = remedies.of_code(code).says
            yield warning(f"direct messages cannot be read ({says}): {choice}", remedies.of_code(code).do)
        else:
            yield ok(
                "direct messages can be read, so a message Slack gave no answer about is looked for before it is sent again"
            )

    def _history_refused(self) -> str | None:
        """Slack's reason, empty where it can be read; None where there was nobody to try it with."""
        for address in self.patient.settings.cornerstone_administrators:
            account = ask(self.client, "users.lookupByEmail", email=address)
            opened = ask(self.client, "conversations.open", users=str(account.data.get("user", {}).get("id", "")))
            if not account.code and not opened.code:
                return ask(self.client, "conversations.history", channel=opened.data["channel"]["id"], limit=1).code
        return None

    def administrators(self) -> Iterator[Finding]:
        """Who is told of trouble, and whether Slack finds them."""
        addresses = self.patient.settings.cornerstone_administrators
        if not addresses:
            do = "Set CORNERSTONE_ADMINISTRATORS to their e-mail addresses in Slack, with commas between."
            yield warning("nobody is told when Cornerstone needs mending; only the log says so", do)
        for address in addresses:
            answer = ask(self.client, "users.lookupByEmail", email=address)
            if answer.code:
                says = remedies.of_code(answer.code).says if answer.is_there else UNREACHED
                yield warning(f"{address} cannot be told: {says}", "Correct CORNERSTONE_ADMINISTRATORS.")
            else:
                yield ok(f"{address} is found in Slack")

    def clock(self) -> Iterator[Finding]:
        """This computer's against Slack's."""
        said = self.test.headers.get("date", "")
        if not said:
            return
        yield skew("Slack's", parsedate_to_datetime(said).astimezone(UTC), self.patient.now)


def skew(whose: str, theirs: datetime, ours: datetime) -> Finding:
    """How far apart two clocks are, by one look at each."""
    apart = ours - theirs
    if abs(apart) <= MOST_SKEW:
        return ok(f"this computer's clock agrees with {whose} to the half minute")
    word = "ahead of" if apart > timedelta() else "behind"
    do = "Let the computers set their clocks by the network (NTP): Slack refuses what is five minutes off."
    return warning(f"this computer's clock is {abs(apart).total_seconds():.0f} seconds {word} {whose}", do)
